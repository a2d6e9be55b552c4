"""The addresses for programs that watch the archive. They answer for every host name, and over HTTP too.

The middleware ``for_programs`` answers before Django checks the host name and redirects to HTTPS. A health check inside
a container or a load balancer asks by an address that the settings do not name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from archive.monitoring import health, metrics

Respond = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger(__name__)


def alive(request: HttpRequest) -> HttpResponse:
    """Whether this process answers. The page needs neither the database nor the disk."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """Whether each part of the archive works. The status is 503 if one of them does not."""
    found = health.problems()
    for name, problem in found.items():
        if problem:
            log.warning("Not ready: %s: %s", name, problem)
    failing = any(found.values())
    checks = {name: "failing" if problem else "ok" for name, problem in found.items()}
    return JsonResponse({"status": "failing" if failing else "ok", "checks": checks}, status=503 if failing else 200)


def robots(request: HttpRequest) -> HttpResponse:
    """Keeps robots from the desk, from searches, and from lists with filters or as files: these are endless.

    A robot may read each page in each language, and the parts of the sitemap.
    """
    rules = [
        "User-agent: *", "Disallow: /admin/", "Disallow: /search/", "Disallow: /*?",
        "Allow: /*?page=", "Allow: /*?language=en$", "Allow: /sitemap-*.xml?p=",
    ]  # fmt: skip
    with suppress(DisallowedHost):  # the address of the sitemap names the host
        rules += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join([*rules, ""]), content_type="text/plain; charset=utf-8")


def figures(request: HttpRequest) -> HttpResponse:
    """The figures for Prometheus, for this machine or with the token. Anybody else gets 404."""
    if not (_has_token(request) or _is_this_machine(request)):
        return HttpResponse("Not found\n", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    token = f"Bearer {settings.METRICS_TOKEN}"
    sent = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(sent, token)


def _is_this_machine(request: HttpRequest) -> bool:
    """Whether a program on this machine asks, and not through a proxy."""
    marks = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
    forwarded = any(name.startswith(marks) for name in request.META)
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not forwarded


def security_contact(request: HttpRequest) -> HttpResponse:
    """The file of RFC 9116. Status 404 if the settings have no contact."""
    if not settings.SECURITY_CONTACT:
        return HttpResponse("There is no contact.\n", status=404, content_type="text/plain; charset=utf-8")
    expires = (timezone.now() + timedelta(days=90)).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: {settings.SECURITY_CONTACT}\nExpires: {expires}\nPreferred-Languages: zh, en\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


PAGES: dict[str, Respond] = {
    "/healthz": alive,
    "/readyz": ready,
    "/metrics": figures,
    "/.well-known/security.txt": security_contact,
    "/robots.txt": robots,
}


def for_programs(respond: Respond) -> Respond:
    """Middleware that answers the addresses in ``PAGES``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        page = PAGES.get(request.path_info)
        if page is None:
            return respond(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = page(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return middleware
