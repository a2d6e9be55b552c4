"""The second factor of a sign-in: TOTP, passkeys and recovery codes. django-mfa3 checks them.

This module puts the library into the admin: its pages in the look of the admin, the limits of wrong codes, and entries
in log and history. ``settings.SECOND_FACTOR`` says who needs a second factor: nobody ("off"), superusers and chief
librarians ("chiefs"), or everybody ("all"). Anybody may add one.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import qrcode
import qrcode.image.svg
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.generic.base import ContextMixin, View
from mfa import views
from mfa.models import MFAKey
from mfa.settings import RATE_LIMIT_WINDOW

from archive.accounts import events
from archive.accounts.limits import locked_out
from archive.desk.roles import CHIEF
from archive.messages import Message
from archive.models.history import Action

RECOVERY = "recovery"
_PASSED = "second_factor_passed"  # in a session: the user has shown her second factor
# The methods of the library, in the order in which pages offer them.
METHODS = {"TOTP": _("An app with codes (TOTP)"), "FIDO2": _("A passkey"), RECOVERY: _("A recovery code")}
# Sentences of the library, which has no Chinese.
_OF_THE_LIBRARY = (
    gettext_noop("Validation failed"),
    gettext_noop("Key was created successfully!"),
    gettext_noop("Authentication code"),
    gettext_noop("Name for this key"),
)


# --- Who needs one ---------------------------------------------------------------------------------------------


def is_required(user: Any) -> bool:
    if settings.SECOND_FACTOR == "chiefs":
        return bool(user.is_superuser or user.groups.filter(name=CHIEF).exists())
    return bool(settings.SECOND_FACTOR == "all")


def skipped(request: HttpRequest) -> bool:
    """Whether the user has a second factor, and has signed in without it: before the factor was added."""
    return not request.session.get(_PASSED) and MFAKey.objects.filter(user=request.user).exists()


def lacks(user: Any) -> bool:
    """Whether the user has to add a second factor. A recovery code alone is none."""
    return is_required(user) and not MFAKey.objects.filter(user=user).exclude(method=RECOVERY).exists()


def enforced(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that leads a user who lacks a second factor to the page where to add one.

    A user who has signed in without her second factor is signed out. So a stolen session ends when a factor is added.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        desk, own = reverse("admin:index"), reverse("mfa:list")
        free = (reverse("admin:login"), reverse("admin:logout"), reverse("admin:jsi18n"))
        if not request.path.startswith(desk) or request.path.startswith(free) or not request.user.is_authenticated:
            return respond(request)
        if skipped(request):
            logout(request)
            return redirect_to_login(request.path, reverse("admin:login"))
        if lacks(request.user) and not request.path.startswith(own):
            return HttpResponseRedirect(own)
        return respond(request)

    return middleware


def reset(user: Any, *, by: Any | None, request: HttpRequest | None = None) -> int:
    """Deletes the second factors of a user, and returns their number."""
    count = MFAKey.objects.filter(user=user).delete()[0]
    detail = Message("accounts.factors_reset", {"user": user.get_username(), "count": count})
    events.note(Action.SECOND_FACTOR, user.get_username(), by=by, request=request, detail=detail)
    return count


# --- Pages -----------------------------------------------------------------------------------------------------


class _InAdmin(ContextMixin, View):
    """The context that the templates of the admin need. No page takes PUT, which Django's forms treat as POST."""

    http_method_names = ["get", "head", "post", "options"]

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**admin.site.each_context(self.request), "methods": METHODS, "title": _("Second factor"), **context}


class SignIn(views.LoginView):
    """The first step: the password. A user with a second factor is not signed in yet."""


class Authenticate(_InAdmin, views.MFAAuthView):
    """The second step: the code or the passkey."""

    template_name = "mfa/auth.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        credentials = {"username": self.user.get_username()}
        if request.method == "POST" and not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request, None, credentials)
        return super().dispatch(request, *args, **kwargs)

    def complete(self, code: str) -> Any:
        # The library lets a key rest for seconds. A longer rest comes from a clock that was ahead.
        latest = timezone.now() + RATE_LIMIT_WINDOW
        MFAKey.objects.filter(user=self.user, next_use_at__gt=latest).update(next_use_at=None)
        return _checked(super().complete, code)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session[_PASSED] = True
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has = set(MFAKey.objects.filter(user=self.user).values_list("method", flat=True))
        others = {method: name for method, name in METHODS.items() if method in has and method != self.method.name}
        # Nobody is signed in yet, so the page has no links of the admin.
        more = {"methods": others, "method": self.method.name, "has_permission": False, "is_nav_sidebar_enabled": False}
        return super().get_context_data(**{**more, **kwargs})


class List(_InAdmin, views.MFAListView):
    template_name = "mfa/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lacks=lacks(self.request.user), names=METHODS, **kwargs)


class Create(_InAdmin, views.MFACreateView):
    def get_template_names(self) -> list[str]:
        return ["mfa/create.html"]

    def complete(self, code: str) -> Any:
        return _checked(super().complete, code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["method"] = self.method.name
        if self.method.name == "TOTP":
            context["picture"] = _picture(context["mfa_data"]["url"])
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        before = set(MFAKey.objects.filter(user=self.request.user).values_list("pk", flat=True))
        response = super().form_valid(form)
        self.request.session[_PASSED] = True
        for key in MFAKey.objects.filter(user=self.request.user).exclude(pk__in=before):
            _note(self.request, "accounts.factor_added", key)
        return response


class Delete(_InAdmin, views.MFADeleteView):
    template_name = "mfa/delete.html"

    def form_valid(self, form: Any) -> HttpResponse:
        _note(self.request, "accounts.factor_deleted", self.object)
        return super().form_valid(form)


def _note(request: HttpRequest, code: str, key: MFAKey) -> None:
    name = key.user.get_username()
    detail = Message(code, {"user": name, "method": key.method, "name": key.name})
    events.note(Action.SECOND_FACTOR, name, by=request.user, request=request, detail=detail)


def _checked(complete: Callable[[str], Any], code: str) -> Any:
    """Calls the library's check. Raises ValueError for any answer of a browser that the library cannot read."""
    try:
        return complete(code)
    except DatabaseError:
        raise
    except Exception as error:  # cryptography and fido2 have errors of many kinds
        raise ValueError(str(error)) from error


def _picture(url: str) -> str:
    """A QR code as the address of an image. The policy for contents allows no markup with styles.

    The image has a white ground, because a telephone cannot read it on a dark page.
    """
    svg = qrcode.make(url, image_factory=qrcode.image.svg.SvgPathFillImage).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


_of_staff = admin.site.admin_view  # leads anybody else to the sign-in; no cache keeps the page

app_name = "mfa"
urlpatterns = [
    path("", _of_staff(List.as_view()), name="list"),
    path("<int:pk>/delete/", _of_staff(Delete.as_view()), name="delete"),
    path("create/<method>/", _of_staff(Create.as_view()), name="create"),
    path("auth/<method>/", Authenticate.as_view(), name="auth"),
]
