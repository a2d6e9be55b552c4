"""What every page of the desk asks before it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from archive.desk import history
from archive.models import Document
from archive.models.history import Action

Respond = Callable[..., HttpResponseBase]
LOOK, CHANGE = ("GET", "HEAD"), ("POST",)


class Guarded(admin.ModelAdmin):
    """Asks who is there before it looks for what is asked: else its answer says whether that is here."""

    def guarded(self, permission: str, respond: Respond, methods: tuple[str, ...] = LOOK) -> Any:
        """A view of the admin's for those who have the permission."""

        def view(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            if not request.user.has_perm(f"archive.{permission}"):
                raise PermissionDenied
            if any("\0" in value for _, values in request.POST.lists() for value in values):
                raise BadRequest("There is a NUL in the form, which PostgreSQL has no room for.")
            return respond(request, **arguments)

        return self.admin_site.admin_view(require_http_methods(methods)(view))

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What is corrected by hand is in the desk's history, with the values before and after."""
        if self.opts.app_label == Document._meta.app_label:  # users have passwords
            were, are = form.initial, form.cleaned_data
            told = [f"{name}: {_value(were.get(name))} → {_value(are.get(name))}" for name in form.changed_data]
            for formset in formsets or ():
                told += [f"+ {one}" for one in formset.new_objects]
                told += [f"{one}: {', '.join(fields)}" for one, fields in formset.changed_objects]
                told += [f"− {one}" for one in formset.deleted_objects]
            if told:
                self._tell(request, form.instance, "; ".join(told))
        return super().construct_change_message(request, form, formsets, add)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for one in queryset:
            self._tell(request, one, "−")
        return super().log_deletions(request, queryset)

    def _tell(self, request: HttpRequest, one: Any, told: str) -> None:
        detail = f"{self.opts.verbose_name} “{one}” · {told}"
        history.record(Action.CORRECTED, _subject(one), by=request.user, detail=detail)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


def _subject(one: Any) -> str:
    """The symbol of the document that something belongs to, else its own name."""
    for name in ("revision", "text", "resolution", "document"):
        one = getattr(one, name, one)
    return one.key if isinstance(one, Document) else str(one)


def _value(value: Any) -> str:
    return "—" if value in (None, "") else f"“{value}”"
