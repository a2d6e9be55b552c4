"""Whether a request asks for JSON. Pages, errors and the server's own refusals all decide it here."""

from __future__ import annotations

from urllib.parse import parse_qs

from django.http import HttpRequest


def json_asked(path: str, query: str, accept: str) -> bool:
    """Whether an address or the header ``Accept`` asks for JSON. A browser's ``Accept`` names HTML too.

    >>> json_asked("/", "format=json", ""), json_asked("/", "", "application/json"), json_asked("/", "", "*/*")
    (True, True, False)
    """
    if path.endswith((".json", "/suggest/")) or "json" in parse_qs(query).get("format", ()):
        return True
    return "application/json" in accept and "text/html" not in accept


def wants_json(request: HttpRequest) -> bool:
    """Any request can be asked, also one that Django refuses to parse."""
    meta = request.META
    return json_asked(request.path, meta.get("QUERY_STRING", ""), meta.get("HTTP_ACCEPT", ""))
