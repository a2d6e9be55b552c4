"""Loads what the first question needs, so that it is as fast as the next one.

The server loads the dictionary and the tables once, before it forks its processes. They share this memory. Each process
opens the index for itself, because an open file has one read position for all processes that inherit it.
"""

from __future__ import annotations

import gc
import logging

from django.template.loader import get_template
from django.urls import get_resolver

from archive.characters import is_plain, plain
from archive.searching.engines.backend import IndexAway
from archive.searching.freshness import backend
from archive.searching.meaning import understand

_log = logging.getLogger(__name__)

_QUESTION = "廢除核武器 treaties 投票:CHN"  # traditional script, an English word, the name of a State


def load() -> None:
    """Load the dictionary, the tables of characters, the names of States, the addresses and the templates."""
    plain(_QUESTION)
    is_plain(_QUESTION)
    understand(_QUESTION)
    _ = get_resolver().url_patterns
    get_template("search/search.html")
    gc.freeze()  # a collection would write to the shared pages, and each process would then copy them


def open_index() -> None:
    """Open the index in this process. Without an index there is nothing to open; the search says so. Whatever is wrong
    with the index, the process serves pages."""
    try:
        backend().reader()
    except IndexAway:
        pass
    except Exception:  # each engine has errors of its own
        _log.exception("The search index could not be opened.")
