"""Admin of documents, their aliases, and subjects."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from archive.admin.desk.by_hand import ByHand, ReasonForm
from archive.admin.desk.merging import Merging
from archive.desk.merging import all_duplicates
from archive.models import Document, DocumentAlias, Subject


class PairsField(forms.CharField):
    """Volumes and numbers of a treaty series, one pair in a line: ``729, 10485``. The value is ``[[729, 10485]]``."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 24})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(", ".join(map(str, pair)) for pair in value or ())

    def to_python(self, value: Any) -> Any:
        lines = [line for line in str(value or "").splitlines() if line.strip()]
        pairs = [re.fullmatch(r"\s*(\d{1,5})\s*[,，、/ ]\s*(?:I-)?(\d{1,6})\s*", line) for line in lines]
        if wrong := [line for line, pair in zip(lines, pairs, strict=True) if not pair]:
            raise forms.ValidationError(_("Not a volume and a number: %(line)s") % {"line": wrong[0][:40]})
        return [[int(pair[1]), int(pair[2])] for pair in pairs if pair]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or []) != self.to_python(data))
        except forms.ValidationError:
            return True


class DocumentForm(ReasonForm):
    unts = PairsField(
        label=_("UN Treaty Series"), required=False, help_text=_("Volume and number, a pair in each line: 729, 10485")
    )
    lnts = PairsField(
        label=_("League of Nations Treaty Series"), required=False,
        help_text=_("Volume and number, a pair in each line: 94, 2138"),
    )  # fmt: skip


class AliasInline(admin.TabularInline):
    model = DocumentAlias
    extra = 1


class HasText(admin.SimpleListFilter):
    title = _("text")
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("in the archive")), ("no", _("not in the archive"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("yes", "no"):
            return queryset.filter(resolution__isnull=self.value() == "no")
        return queryset


class MayBeTwice(admin.SimpleListFilter):
    """A filter for documents that may be the same as another document. The page of each has a form to merge them."""

    title = _("duplicates")
    parameter_name = "twice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("may be there twice"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=all_duplicates()) if self.value() == "yes" else queryset


@admin.register(Document)
class DocumentAdmin(Merging, ByHand):
    form = DocumentForm
    list_display = ("key", "title_zh", "kind", "date", "adoption", "official")
    list_filter = ("kind", HasText, MayBeTwice, "outcome")
    search_fields = ("key", "title_zh", "title_en", "aliases__name")
    date_hierarchy = "date"
    inlines = (AliasInline,)
    fieldsets = (
        (None, {"fields": ("key", "kind", "title_zh", "title_en", "title_is_name", "short_zh", "url")}),
        (_("Adoption"), {"fields": ("date", "outcome", "yes", "no", "abstain")}),
        (_("Treaty"), {"fields": ("place_zh", "place_en", "in_force", "unts", "lnts")}),
        (None, {"fields": ("reason",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> tuple[str, ...]:
        """The key of an existing document cannot be changed, because addresses, citations and votes contain the key."""
        return ("key",) if obj else ()

    @admin.display(description=_("vote"))
    def adoption(self, document: Document) -> str:
        return "–".join(map(str, document.counts)) if document.counts else str(document.get_outcome_display())

    @admin.display(description=_("official copy"))
    def official(self, document: Document) -> str:
        url = document.official_url
        return format_html('<a href="{}" rel="noreferrer">{}</a>', url, url) if url else "—"


@admin.register(DocumentAlias)
class DocumentAliasAdmin(ByHand):
    list_display = ("name", "document")
    list_select_related = ("document",)
    search_fields = ("name", "document__key", "document__title_zh")
    autocomplete_fields = ("document",)


@admin.register(Subject)
class SubjectAdmin(ByHand):
    list_display = ("name_zh", "name_en", "dictionary", "resolution_count")
    list_filter = ("dictionary",)
    search_fields = ("name_zh", "name_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subject]:
        return super().get_queryset(request).annotate(resolution_count=Count("resolutions"))

    @admin.display(description=_("resolutions"), ordering="resolution_count")
    def resolution_count(self, subject: Any) -> int:
        return int(subject.resolution_count)
