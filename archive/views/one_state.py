"""Middleware: a page is made from what the database held at one moment, as far as it is remembered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from archive.models.snapshot import one_snapshot

Respond = Callable[[HttpRequest], HttpResponse]


def one_state(respond: Respond) -> Respond:
    """Asks the database only once during a GET or HEAD whether it has changed, however much of a page is remembered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return respond(request)
        with one_snapshot():
            return respond(request)

    return middleware
