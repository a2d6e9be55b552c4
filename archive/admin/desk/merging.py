"""The page of the admin that merges two documents if they are one document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from archive.admin.desk.guarded import CHANGE, LOOK, Guarded
from archive.desk import merging
from archive.desk.proofs import RefusedError
from archive.models import Document
from archive.page_language import say


class Merging(Guarded):
    """The part of ``DocumentAdmin`` that merges documents.

    The page first asks which document remains, and lists the documents that may be the same. It then shows the changes
    that the merger makes, and asks for the reason.
    """

    change_form_template = "admin/desk/document_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.guarded("change_document", self.merge, (*LOOK, *CHANGE))
        return [path("<int:pk>/merge/", view, name="archive_document_merge"), *super().get_urls()]

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request) or not request.user.has_perm("archive.change_citation"):
            raise PermissionDenied
        merged = get_object_or_404(Document, pk=pk)
        if request.method == "POST":
            return self._merge(request, merged)
        return self._page(request, merged, request.GET.get("into", "").strip())

    def _merge(self, request: HttpRequest, merged: Document) -> HttpResponse:
        into = get_object_or_404(Document, key=request.POST.get("into", ""))
        try:
            merging.merge(merged.pk, into.pk, by=request.user, reason=self.reason(request))
        except RefusedError as refused:
            messages.error(request, say(refused.message))
            return self._page(request, merged, into.key)
        messages.success(request, _("%(merged)s is now a name of this document.") % {"merged": merged.key})
        return redirect("admin:archive_document_change", into.pk)

    def _page(self, request: HttpRequest, merged: Document, name: str) -> HttpResponse:
        """Returns the page. ``name`` is the key or another name of the document that remains; "" before the choice."""
        context: dict[str, Any] = {"merged": merged, "name": name, "duplicates": merging.duplicates(merged)}
        found = list(Document.objects.known_as(name)[:2]) if name else []
        if name and len(found) != 1:
            messages.error(request, _("Not exactly one document has the name “%(name)s”.") % {"name": name})
        elif found:
            try:
                context |= {"into": found[0], "plan": merging.plan(merged, found[0])}
            except RefusedError as refused:
                messages.error(request, say(refused.message))
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Merge into another document"),
        }
        return TemplateResponse(request, "admin/desk/merge.html", context)
