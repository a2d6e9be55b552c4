"""What every page of the desk asks before it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

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

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)
