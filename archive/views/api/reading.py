"""Headers of answers with data: any site's script may read them (CORS), and each says its version."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from archive.formats import wants_page

VERSION = "1.0.0"

Respond = Callable[[HttpRequest], HttpResponse]


def data_for_every_site(respond: Respond) -> Respond:
    """Lets the scripts of every site read data, without cookies. Pages, and everything of the desk, stay closed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if request.path.startswith("/admin/") or (wants_page(request) and not asks_first):
            return respond(request)
        response = _preflight() if asks_first else respond(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "API-Version, Content-Disposition, Retry-After"
        response.headers["API-Version"] = VERSION
        return response

    return middleware


def _preflight() -> HttpResponse:
    """The answer to a browser that asks what a script may do, before the request itself."""
    allowed = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Allow-Headers": "Accept"}
    return HttpResponse(status=204, headers=allowed | {"Access-Control-Max-Age": "86400"})
