"""The admin of rows that the desk makes. Each kind of row has a module: batches, submissions, proofs, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive.admin.desk.guarded import Guarded


class DeskAdmin(Guarded):
    """Admin of rows that the desk makes. Nobody adds or deletes them by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def page(self, request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/desk/{template}", whole, status=status)
