"""What every request and answer gets: its language, and headers that tell a browser what it may do."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

Respond = Callable[[HttpRequest], HttpResponse]

# Everything a page shows comes from here; no script or style stands in a page's own markup.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def reading_language(respond: Respond) -> Respond:
    """Chinese, unless the reader has switched.

    Django's LocaleMiddleware asks the browser, and a reader in Geneva would then never see the archive in its own
    language. Here only the switch counts (``set_language``, which keeps it in a cookie).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = respond(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def address_without_nul(respond: Respond) -> Respond:
    """There is nothing at an address with a NUL, which PostgreSQL has no room for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        return respond(request)

    return middleware


def upload_limit(respond: Respond) -> Respond:
    """Refuse a request with more bytes than ``settings.MAX_UPLOAD`` before anything reads it: looking for the token of
    a form reads all of it. From those who may not bring in sources, no more than a form has is taken."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        sent, limit = int(length) if length.isdigit() else 0, settings.MAX_UPLOAD
        if sent > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and not request.user.has_perm("archive.drop_source"):
            limit = min(limit, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if sent > limit:
            most = limit // (1024 * 1024)
            message = f"At most {most} MB are taken at once; divide the files. / 一次最多 {most} MB，请分批提交。"
            return HttpResponse(message, status=413, content_type="text/plain; charset=utf-8")
        return respond(request)

    return middleware


def security_headers(respond: Respond) -> Respond:
    """The content security policy and permissions policy; Django's SecurityMiddleware sets the others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        # Django's own error pages, shown only where ARCHIVE_DEBUG asks for them, carry their style in their markup.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware
