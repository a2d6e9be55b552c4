"""One line of the log for each request, and one for each slow query.

No line has a password, a token or a value of a query. The query string of an address is logged only for readers who
are not signed in.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from archive.monitoring import metrics
from archive.monitoring.json_lines import request_id

HEADER = "X-Request-ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_LONGEST_QUERY = 1000  # characters of SQL

log = logging.getLogger("archive.requests")


@dataclass(slots=True)
class _Queries:
    """The number of database queries of a request, and their time in seconds."""

    number: int = 0
    seconds: float = 0.0


def logged(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that gives each request its id and writes its line."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request_id.set(_id(request))
        began = time.monotonic()
        try:
            queries = _Queries()
            with connection.execute_wrapper(_timed(request, queries)):
                response = respond(request)
            response.headers[HEADER] = request_id.get()
            if not request.path_info.startswith(settings.STATIC_URL):
                metrics.REQUESTS.labels(_view(request), response.status_code).observe(time.monotonic() - began)
                log.info("request", extra={"facts": _facts(request, response.status_code, began, queries)})
            return response
        finally:
            request_id.reset(token)

    return middleware


def _id(request: HttpRequest) -> str:
    """The id that a trusted proxy has sent, if it is well formed; otherwise a new one."""
    sent = request.headers.get(HEADER, "")
    if getattr(request, "from_trusted_proxy", False) and _WELL_FORMED.fullmatch(sent):
        return sent
    return uuid.uuid4().hex


def _facts(request: HttpRequest, status: int, began: float, queries: _Queries) -> dict[str, Any]:
    facts = {
        "method": request.method,
        "path": request.path,
        "status": status,
        "ms": _milliseconds(time.monotonic() - began),
        "waited_ms": int(request.META.get("archive.waited_ms", 0)),  # for a thread of the server
        "queries": queries.number,
        "queries_ms": _milliseconds(queries.seconds),
        "view": _view(request),
        "address": request.META.get("REMOTE_ADDR", ""),
    }
    if replica := getattr(request, "replica", ""):
        facts["replica"] = replica  # it has made the answer
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    query = request.META.get("QUERY_STRING", "")
    return facts if signed_in or not query else {**facts, "query": query}


def _timed(request: HttpRequest, queries: _Queries) -> Callable[..., Any]:
    """Adds each query to ``queries``, and logs those over ``settings.SLOW_QUERY_MS``.

    The SQL has no values, only places for them.
    """

    def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.monotonic()
        try:
            return execute(sql, params, many, context)
        except Error:
            metrics.DATABASE_ERRORS.inc()
            raise
        finally:
            seconds = time.monotonic() - began
            queries.number, queries.seconds = queries.number + 1, queries.seconds + seconds
            if (took := _milliseconds(seconds)) > settings.SLOW_QUERY_MS:
                facts = {"ms": took, "view": _view(request), "path": request.path, "sql": str(sql)[:_LONGEST_QUERY]}
                log.warning("slow query", extra={"facts": facts})

    return timed


def _view(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
