"""The admin site. Its front page groups the models by a librarian's tasks, not by the alphabet.

This module is outside ``archive.admin``, because an import of that package registers models with the site.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.templatetags import admin_list
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

# The sections of the front page: (name, models). They are in the order of a librarian's work.
SECTIONS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("The desk"), ("Proof", "Submission", "Batch", "Fetch", "HistoryEntry")),
    (_("Resolutions and their texts"), ("Resolution", "Revision", "Clause", "Footnote", "Source", "Disagreement")),
    (_("Documents and citations"), ("Document", "DocumentAlias", "Citation", "Subject", "SeriesLink", "VerbStep")),
    (_("Votes and States"), ("VoteProposal", "Vote", "VoteProblem", "VoteFile", "Ballot", "MemberState", "StateGroup")),
    (_("Users and roles"), ("User", "Group")),
)

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])
_TO_FIELD = "_to_field"  # the parameter with which the admin names a field of a related model


def _yes_or_no(value: bool | None) -> str:
    """A value of a boolean field in words of the page's language."""
    return "—" if value is None else gettext("yes") if value else gettext("no")


# Django shows such a value as a picture with the English name "True" or "False", and has no option for it.
admin_list._boolean_icon = _yes_or_no  # type: ignore[attr-defined]


class DeskSite(AdminSite):
    """Django's admin site with its models grouped into ``SECTIONS``.

    A section lists only the models that the user may see.
    """

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The page to sign in. After the password, it asks for the second factor if the user has one."""
        # These modules import models, and the admin site is made before the models are loaded.
        from django.contrib.admin.forms import AdminAuthenticationForm

        from archive.accounts.second_factor import SignIn

        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index", current_app=self.name)
        view = SignIn.as_view(
            extra_context=context, authentication_form=AdminAuthenticationForm, template_name="admin/login.html"
        )
        return never_cache(view)(request)

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """The view with the checks of the admin. An empty ``_to_field`` is answered with 400; Django answers 500."""

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                return view(request, *args, **kwargs)
            except FieldDoesNotExist as error:
                if _TO_FIELD in request.GET or _TO_FIELD in request.POST:
                    raise BadRequest(str(error)) from error
                raise

        return super().admin_view(cast(_View, checked), cacheable)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        seen = {model["object_name"]: model for app in apps for model in app["models"]}
        url = reverse("admin:index", current_app=self.name)
        sections = [
            {
                "name": name,
                "app_label": f"section-{number}",
                "app_url": f"{url}#section-{number}",
                "has_module_perms": True,
                "models": [seen.pop(model) for model in models if model in seen],
            }
            for number, (name, models) in enumerate(SECTIONS, start=1)
        ]
        assert not seen, f"These models are in no section of the admin: {', '.join(seen)}."
        return [section for section in sections if section["models"]]
