"""Admin of citations, and the list of cited documents that the archive does not have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from archive import symbols
from archive.admin.desk.by_hand import ByHand, ReasonForm
from archive.desk.mends.anchors import MisfitError
from archive.desk.naming import document_key
from archive.fetching.un_documents import can_fetch
from archive.models import Citation, Document
from archive.models.citation import Origin, Status
from archive.page_language import say


class CitationForm(ReasonForm):
    """A form for one citation: which words cite which document. The form finds the offsets and the status itself."""

    class Meta:
        model = Citation
        fields = ("clause", "footnote", "exact", "key", "target", "pinpoint")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # An existing citation keeps its clause or footnote; its form has neither field.
        clause = data.get("clause") or self.instance.clause
        footnote = data.get("footnote") or self.instance.footnote
        if (clause is None) == (footnote is None):
            raise forms.ValidationError(_("A citation stands in one clause or in one footnote."))
        holder: Any = clause or footnote
        exact = data.get("exact", "")
        self.instance.revision = holder.revision
        start = self._place(holder.text, exact)
        self.instance.start, self.instance.end = start, start + len(exact)
        target: Document | None = data.get("target")
        key = target.key if target else self._named(data.get("key", ""))
        if not target:
            target = Document.objects.filter(key=key).first()
        data["key"], data["target"] = key, target
        self.instance.status = Status.RESOLVED if target else Status.UNKNOWN
        self.instance.origin = Origin.LIBRARIAN
        self.instance.candidates = []
        return data

    def _named(self, words: str) -> str:
        if not words.strip():
            raise forms.ValidationError(_("Say which document is cited: choose it, or give its symbol."))
        try:
            return document_key(words)
        except MisfitError as error:
            raise forms.ValidationError({"key": say(error.message)}) from error

    def _place(self, text: str, exact: str) -> int:
        """The offset of the words in the text.

        If the words still begin at the present offset of the citation, this offset is returned. Otherwise the text must
        have the words exactly once, or ValidationError is raised.
        """
        if exact and text[self.instance.start or 0 :].startswith(exact):
            return self.instance.start or 0
        if text.count(exact) != 1 or not exact:
            raise forms.ValidationError(
                {"exact": _("These words must stand in the text exactly once; give more of them, as printed.")}
            )
        return text.index(exact)


@admin.register(Citation)
class CitationAdmin(ByHand):
    form = CitationForm
    withheld = "revision__withheld_at"
    list_display = ("exact", "key", "status", "origin", "resolution", "place", "pinpoint")
    list_filter = ("status", "origin", "revision__current", "revision__text__language")
    list_select_related = ("revision__text__resolution__document", "clause", "footnote", "via")
    search_fields = ("=key", "exact", "=revision__text__resolution__document__key")
    autocomplete_fields = ("target",)
    raw_id_fields = ("clause", "footnote")
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Citation | None = None) -> tuple[str, ...]:
        return ("clause", "footnote") if obj else ()

    @admin.display(description=_("resolution"))
    def resolution(self, citation: Citation) -> str:
        return citation.revision.text.resolution.document.key

    @admin.display(description=_("place"))
    def place(self, citation: Citation) -> str:
        if citation.footnote:
            return _("footnote %(marker)s") % {"marker": citation.footnote.marker}
        where = citation.clause.path if citation.clause else ""
        return f"{where} ({_('footnote %(marker)s') % {'marker': citation.via.marker}})" if citation.via else where

    def get_urls(self) -> list[URLPattern]:
        wanted = path("wanted/", self.admin_site.admin_view(self.wanted), name="archive_citation_wanted")
        return [wanted, *super().get_urls()]

    def wanted(self, request: HttpRequest) -> TemplateResponse:
        """The page of cited documents that the archive does not have, most cited first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(Citation.objects.most_wanted(), 100).get_page(request.GET.get("p"))
        for row in page.object_list:
            row["url"] = symbols.official_url(row["key"])
            row["can_fetch"] = can_fetch(row["key"])
        context = {**self.admin_site.each_context(request), "title": _("Wanted documents"), "page": page}
        return TemplateResponse(request, "admin/archive/citation/wanted.html", context)
