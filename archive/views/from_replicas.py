"""Middleware: a streaming replica makes the answers to readers, if there is one that is as new as the primary.

The primary says which version the archive has (``archive.models.archive_version``), once for each request. That is the
price of never showing what is withdrawn: one short query at the primary, whoever makes the answer. A replica that shows
the same version has the same state, because it replays transactions in the order of their commits. If none shows it, or
if a replica fails, the primary makes the answer.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.db import Error
from django.http import HttpRequest, HttpResponse

from archive.models import replicas
from archive.models.archive_version import Version, archive_version
from archive.models.snapshot import snapshot
from archive.views.kept_answers import is_public

Respond = Callable[[HttpRequest], HttpResponse]


def from_replicas(respond: Respond) -> Respond:
    """Lets replicas make the answers that everybody gets. People who are signed in, and the desk, use the primary."""
    if not replicas.names():
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        version = snapshot() if is_public(request) else None
        if isinstance(version, Version):
            for name in replicas.in_turn():
                response = _answer(name, version, request, respond)
                if response is None:
                    continue
                if not response.streaming:
                    return response
                response.close()  # it is read while it is sent, when the primary is in use again
                break
        return respond(request)

    return middleware


def _answer(name: str, version: Version, request: HttpRequest, respond: Respond) -> HttpResponse | None:
    """The answer that a replica makes. None if it shows another version, or if a query failed, whatever became of
    it."""
    try:
        with replicas.reading_from(name) as replica:
            if archive_version() != version:
                return None
            response = respond(request)
            failed, still_read = replica.errors_occurred, replicas.is_read()
    except Error as error:
        replicas.let_rest(name, str(error).strip())
        return None
    if failed:
        replicas.let_rest(name, "a query failed")
        response.close()
        return None
    used = still_read and not response.streaming
    request.replica = name if used else ""  # type: ignore[attr-defined]  # for the log
    return response
