"""Permissions of the desk's pages, and the history of changes in the admin's forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from archive.desk import history
from archive.messages import Message
from archive.models import Document
from archive.models.history import Action

Respond = Callable[..., HttpResponseBase]
LOOK, CHANGE = ("GET", "HEAD"), ("POST",)


class Guarded(admin.ModelAdmin):
    """Admin that checks the permission of the user before it looks for the object.

    Otherwise the status of the answer would tell a user without permission whether the object exists.
    """

    def guarded(self, permission: str, respond: Respond, methods: tuple[str, ...] = LOOK) -> Any:
        """Makes a view of the admin from ``respond``.

        The view requires the permission and one of the ``methods``. It refuses a form with a NUL character.
        """

        def view(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            if not request.user.has_perm(f"archive.{permission}"):
                raise PermissionDenied
            _refuse_nul(value for _, values in request.POST.lists() for value in values)
            return respond(request, **arguments)

        return self.admin_site.admin_view(require_http_methods(methods)(view))

    # The query lookup of the date on which the revision of a row was withheld; empty if the rows have no revision.
    withheld = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of this admin. Only users who can release a revision see the rows of withheld revisions."""
        found: QuerySet[Any] = super().get_queryset(request)
        if not self.withheld or request.user.has_perm("archive.withdraw_resolution"):
            return found
        return found.filter(**{self.withheld: None})

    def reason(self, request: HttpRequest) -> str:
        reason = str(request.POST.get("reason", "")).strip()
        _refuse_nul([reason])
        return reason

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Records the changes of a form in the desk's history, with the values before and after.

        Returns the message that Django itself makes.
        """
        # Changes of users are not recorded, because they contain passwords.
        if self.opts.app_label == Document._meta.app_label:
            self._tell(request, form.instance, _changes(form))
            for formset in formsets or ():
                for one in formset.initial_forms:
                    if one not in formset.deleted_forms:
                        self._tell(request, one.instance, _changes(one))
                for row in formset.new_objects:
                    self._tell(request, row, [history.told(history.ADDED, row)])
                for row in formset.deleted_objects:
                    self._tell(request, row, [history.told(history.DELETED, row)])
        return super().construct_change_message(request, form, formsets, add)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What would be deleted too, for the page that asks. Rows that only join two others have no names, so they are
        left out."""
        listed, counts, missing, protected = super().get_deleted_objects(objs, request)
        joining = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
        listed = _without(listed, tuple(f"{capfirst(one.verbose_name)}:" for one in joining))
        for one in joining:
            counts.pop(str(one.verbose_name_plural), None)
        return listed, counts, missing, protected

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            self._tell(request, row, [history.told(history.DELETED, row)])
        return super().log_deletions(request, queryset)

    def _tell(self, request: HttpRequest, row: Model, changes: Iterable[Message]) -> None:
        for change in changes:
            history.record(Action.CORRECTED, _subject(row), by=request.user, reason=self.reason(request), detail=change)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


def _without(listed: list[Any], starts: tuple[str, ...]) -> list[Any]:
    """A nested list of texts, without the texts that begin with one of ``starts``."""
    kept = [_without(one, starts) if isinstance(one, list) else one for one in listed]
    return [one for one in kept if one and not (isinstance(one, str) and one.startswith(starts))]


def _refuse_nul(values: Iterable[str]) -> None:
    if any("\0" in value for value in values):
        raise BadRequest("There is a NUL in the form, which PostgreSQL has no room for.")


def _changes(form: Any) -> Iterator[Message]:
    """Yields a message for each field that a form has changed, with the values before and after."""
    fields = {one.name for one in form._meta.model._meta.get_fields()}
    for name in form.changed_data:
        if name in fields:
            before, field = form.initial.get(name), form.fields[name]
            if isinstance(field, ModelChoiceField) and field.queryset is not None and before:
                chosen = before if isinstance(before, QuerySet | list) else [before]
                before = list(field.queryset.filter(**{f"{field.to_field_name or 'pk'}__in": chosen}))
            after = form.cleaned_data.get(name)
            # A form reports a change from None to an empty value ({} or []). Such a change is left out, because the
            # history shows both values as a dash.
            if history.shown(before) != history.shown(after):
                yield history.told(history.CHANGED, form.instance, field=name, before=before, after=after)


def _subject(one: Any) -> str:
    """The key of the document to which the row ``one`` belongs; the name of the row if it belongs to no document."""
    for name in ("revision", "text", "resolution", "document"):
        one = getattr(one, name, one)
    return one.key if isinstance(one, Document) else history.name_of(one)
