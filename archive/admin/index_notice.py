"""Middleware that tells a librarian if the search does not have a change of this request yet."""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from archive.messages import Message
from archive.middleware import Respond
from archive.page_language import say
from archive.searching.engines.backend import IndexAway
from archive.searching.freshness import behind

_PATIENCE = 2.0  # seconds; another process that writes to the index has mostly finished by then
_PAUSE = 0.1  # seconds between two looks


def index_notice(respond: Respond) -> Respond:
    """Adds a message after a POST to the admin if the index lacks a change of this request.

    Another process can be writing the same change. So the answer waits a moment for it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path.startswith("/admin/"):
            return respond(request)
        before = _lacking()
        response = respond(request)
        if request.user.is_staff and _stays_behind(before or set()):
            messages.warning(request, say(Message("search.follows")))
        return response

    return middleware


def _lacking() -> set[int] | None:
    """Primary keys of the documents that the index lacks; None if there is no index of this database."""
    try:
        return behind()
    except IndexAway:
        return None


def _stays_behind(before: set[int]) -> bool:
    """Whether the index lacks other documents than ``before``, even after a moment."""
    deadline = time.monotonic() + _PATIENCE
    while (lacking := _lacking()) is not None and lacking - before:
        if time.monotonic() > deadline:
            return True
        time.sleep(_PAUSE)
    return lacking is None
