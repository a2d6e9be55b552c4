"""Headers of answers with data: any site's script may read them (CORS), and each says its version."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from archive.formats import wants_page

VERSION = "1.0.0"
NOTICES_HEADER = "Search-Notices"  # the codes of what one must know to judge what a search found
_READABLE = ("API-Version", "Content-Disposition", "Retry-After", NOTICES_HEADER)

Respond = Callable[[HttpRequest], HttpResponse]


def data_for_every_site(respond: Respond) -> Respond:
    """Lets the scripts of every site read data, without cookies. Pages, and everything of the desk, stay closed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if request.path.startswith("/admin/") or (wants_page(request) and not asks_first):
            return respond(request)
        response = _preflight() if asks_first else respond(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = ", ".join(_READABLE)
        response.headers["API-Version"] = VERSION
        return response

    return middleware


def _preflight() -> HttpResponse:
    """The answer to a browser that asks what a script may do, before the request itself."""
    allowed = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Allow-Headers": "Accept"}
    return HttpResponse(status=204, headers=allowed | {"Access-Control-Max-Age": "86400"})
