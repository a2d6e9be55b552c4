"""How often a wrong password may be tried. django-axes counts, and this module has the archive's rules.

Failures are counted by name and address together, so an attacker elsewhere cannot lock a librarian out. They are also
counted by address alone, with a higher limit, because an attacker can try many names. A failure is forgiven
``settings.AXES_COOLOFF_TIME`` after the last one.

An IPv6 address counts with all addresses of its network (/64), because one client usually has a whole network.

A browser in which a user has signed in before counts as an address of its own for this user. It has a cookie for that.
So a librarian can sign in although somebody at the same address guesses her password.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

# One failure of another name counts a quarter: 20 failures at one address lock it, where 5 lock one name.
_NAMES_AT_ADDRESS = 4
COOKIE = "known_browser"
_SALT = "archive.known_browser"
_COOKIE_AGE = 365 * 24 * 3600


class Limits(AxesDatabaseHandler):
    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The number that axes compares with ``AXES_FAILURE_LIMIT``."""
        of_name, of_address = (
            sum(attempts.values_list("failures_since_start", flat=True))
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(of_name, of_address // _NAMES_AT_ADDRESS)

    def get_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> list[Any]:
        """The failures that count: by name and address, and by address. Those of the future are left out.

        A failure has such a time if the clock was a day ahead for a while. It would lock for a day.
        """
        found = super().get_user_attempts(request, credentials)
        return [attempts.exclude(attempt_time__gt=_latest()) for attempts in found]

    def clean_expired_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Deletes the failures that are forgiven, and those of the future. Returns the number of the former."""
        AccessAttempt.objects.filter(attempt_time__gt=_latest()).delete()
        return int(super().clean_expired_user_attempts(request, credentials))

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forgets the failures of this name at this address, and no others.

        Otherwise somebody with an account could sign in after every few guesses at another account.
        """
        of_name, _ = self.get_user_attempts(request, credentials)
        return int(of_name.delete()[0])


def _latest() -> datetime:
    """A failure after this time is of a clock that was ahead. The clocks of several machines may differ a little."""
    return timezone.now() + settings.AXES_COOLOFF_TIME


def address(request: HttpRequest) -> str | None:
    """The address by which axes counts. A known browser has an address of its own, in the private range fd00::/8."""
    name = request.POST.get("username", "")
    known = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_COOKIE_AGE)
    if known and name and known.partition(":")[2] == name:
        digest = hashlib.sha256(known.encode()).digest()
        return str(ipaddress.IPv6Address(b"\xfd" + digest[:15]))
    return network(request.META.get("REMOTE_ADDR", "")) or None


def network(address: str) -> str:
    """The address that stands for all addresses of a client. An address of IPv4 stands for itself.

    >>> network("2001:db8::a:1"), network("::ffff:192.0.2.7"), network("192.0.2.7"), network("unknown")
    ('2001:db8::', '192.0.2.7', '192.0.2.7', 'unknown')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.IPv6Network((int(found), 64), strict=False).network_address)


def known_browser(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that gives a browser its cookie after a sign-in (``archive.accounts.events`` names the user)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if name := getattr(request, "signed_in_name", ""):
            _remember_browser(request, response, name)
        return response

    return middleware


def _remember_browser(request: HttpRequest, response: HttpResponse, name: str) -> None:
    known = request.get_signed_cookie(COOKIE, default="", salt=_SALT) or ""
    if known.partition(":")[2] != name:
        known = f"{secrets.token_urlsafe(16)}:{name}"
    response.set_signed_cookie(
        COOKIE,
        known,
        salt=_SALT,
        max_age=_COOKIE_AGE,
        path="/admin/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """The page for somebody who has tried too often. The status is 429."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {**admin.site.each_context(request), "minutes": minutes, "title": _("Log in")}
    page = render(request, "admin/locked_out.html", context, status=429)
    page.headers["Retry-After"] = str(minutes * 60)
    return page
