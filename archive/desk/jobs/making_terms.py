"""Finds the terms of /terms/ some time after changes (``archive.terms.making``)."""

from __future__ import annotations

import logging
import threading

from archive.desk import queue
from archive.desk.jobs.apart import keep_looking, of_manage, run
from archive.terms import making

_COMMAND = of_manage("make_terms")

log = logging.getLogger(__name__)


def make() -> None:
    if reason := run(_COMMAND):
        log.warning("The terms of /terms/ were not made: %s", reason)


def look(stop: threading.Event) -> None:
    """Queues the job whenever the terms are due, until ``stop`` is set."""
    keep_looking(stop, making.is_due, queue.defer_terms, "Whether the terms of /terms/ are due is not known: %s")
