"""Middleware that tells a librarian if the search does not have a change yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from archive.messages import Message
from archive.middleware import Respond
from archive.page_language import say
from archive.searching.engines.backend import IndexAway
from archive.searching.freshness import behind


def index_notice(respond: Respond) -> Respond:
    """Adds a message after a POST to the admin if the index lacks a change."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if request.method == "POST" and request.path.startswith("/admin/") and request.user.is_staff and _lags():
            messages.warning(request, say(Message("search.follows")))
        return response

    return middleware


def _lags() -> bool:
    try:
        return bool(behind())
    except IndexAway:
        return True
