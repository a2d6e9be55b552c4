"""Middleware for every request: the page's language, limits for requests, and security headers."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from archive.formats import wants_page
from archive.problems import MEDIA_TYPE, problem

Respond = Callable[[HttpRequest], HttpResponse]

# Pages load everything from this server. No page has a script or style inside its markup.
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


def client_address(respond: Respond) -> Respond:
    """Takes the address of the client, and whether it uses HTTPS, from the headers of a trusted proxy.

    A proxy appends the address of its own client to ``X-Forwarded-For``. So the header is read from its end, over the
    trusted proxies up to the first address that is not one of them. A client can write only what is before that. The
    setting ``*`` does not tell the addresses of proxies, so only the nearest proxy is trusted then.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = request.META.get("REMOTE_ADDR", "")
        request.from_trusted_proxy = _is_trusted(address)  # type: ignore[attr-defined]
        while forwarded and _is_trusted(address):
            nearer = _plain_address(forwarded.pop())
            if not nearer:
                break
            address = nearer
            if "*" in settings.TRUSTED_PROXIES:
                break
        request.META["REMOTE_ADDR"] = address
        if request.from_trusted_proxy and request.META.get("HTTP_X_FORWARDED_PROTO") == "https":  # type: ignore[attr-defined]
            request.META["wsgi.url_scheme"] = "https"
        return respond(request)

    return middleware


def _is_trusted(address: str) -> bool:
    """Whether the address is that of a proxy in ``settings.TRUSTED_PROXIES``: addresses, networks, or ``*``."""
    if "*" in settings.TRUSTED_PROXIES:
        return True
    found = _plain_address(address)
    networks = (ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
    # A server at a Unix socket has no address. Only a proxy on this machine can use the socket.
    return not address or (bool(found) and any(ip_address(found) in network for network in networks))


def _plain_address(written: str) -> str:
    """An address without port, brackets and spaces; "" if it is no address.

    >>> _plain_address(" 192.0.2.7:80"), _plain_address("[2001:db8::1]:443"), _plain_address("unknown")
    ('192.0.2.7', '2001:db8::1', '')
    """
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ip_address(bare))
    except ValueError:
        return ""


# Headers that tell about the content of a response, for example that it is compressed.
_OF_CONTENT = {"content-type", "content-length", "content-encoding", "content-disposition", "etag", "last-modified"}


def errors_as_data(respond: Respond) -> Respond:
    """Answers a program that asked for data with data also where the answer is an error (``archive.problems``).

    A problem replaces the page of an error. Headers such as ``Allow`` and ``Retry-After`` stay.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if response.status_code < 400:
            return response
        patch_vary_headers(response, ("Accept",))
        if wants_page(request) or _is_json(response):
            return response
        data = problem(response.status_code, _sentence(response))
        for name, value in response.headers.items():
            if name.lower() not in _OF_CONTENT:
                data.headers[name] = value
        data.cookies = response.cookies
        return data

    return middleware


def _sentence(response: HttpResponse) -> str:
    """The text of an error that is no page, otherwise the name of its status."""
    plain = response.headers.get("Content-Type", "").startswith("text/plain") and not response.streaming
    if not plain or "Content-Encoding" in response.headers:
        return response.reason_phrase
    return response.content.decode(response.charset).strip()


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(("application/json", MEDIA_TYPE))


def reading_language(respond: Respond) -> Respond:
    """Sets the page's language: that of ``?language=``, or else the reader's choice, or else Chinese.

    Django's LocaleMiddleware takes the browser's language. A reader in Geneva would then never see the archive in
    Chinese, its main language. Here only the reader's choice counts, which ``set_language`` stores in a cookie.

    An address with a language shows this language to everybody. For a reader who has not chosen yet, it is the choice
    too, so that the links of an English page lead to English pages. An unknown language is passed over.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        # In the admin a parameter is a filter of a list.
        asked = None if request.path.startswith("/admin/") else request.GET.get("language")
        language = next((each for each in (asked, chosen) if each in known), settings.LANGUAGE_CODE)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = respond(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        if asked in known and chosen not in known and asked != settings.LANGUAGE_CODE:
            _keep_choice(response, language)
        return response

    return middleware


def _keep_choice(response: HttpResponse, language: str) -> None:
    """Stores the language as ``set_language`` does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )


def address_without_nul(respond: Respond) -> Respond:
    """Answers 404 for an address with a NUL character, which PostgreSQL cannot store.

    In the admin the parameters are filters of a query, so they have no NUL either (400). Public pages read theirs
    themselves.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        if request.path.startswith("/admin/") and "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("There is a NUL in the address.")
        return respond(request)

    return middleware


def upload_limit(respond: Respond) -> Respond:
    """Refuses a request with more bytes than ``settings.MAX_UPLOAD`` (status 413).

    The size is checked before the CSRF token, because the check of the token reads the whole request. Users who may not
    bring in sources have the lower limit of an ordinary form (``DATA_UPLOAD_MAX_MEMORY_SIZE``).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            raise BadRequest("Content-Length is no number.")
        sent, limit = int(length), settings.MAX_UPLOAD
        if sent > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and not request.user.has_perm("archive.drop_source"):
            limit = min(limit, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if sent > limit:
            most = limit // (1024 * 1024)
            message = f"At most {most} MB are taken at once; divide the files. / 一次最多 {most} MB，请分批提交。"
            return HttpResponse(message, status=413, content_type="text/plain; charset=utf-8")
        return respond(request)

    return middleware


def security_headers(respond: Respond) -> Respond:
    """Adds the content security policy and the permissions policy. Django's SecurityMiddleware adds other headers.

    Caches have to ask whether their copy of a page is still valid, because a text can be withdrawn.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        # Django's debug pages (only with ARCHIVE_DEBUG) have their styles in their markup; the policy would block them.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return middleware
