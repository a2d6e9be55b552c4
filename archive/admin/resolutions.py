"""Admin of resolutions, their revisions, clauses, footnotes and sources."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from archive.admin.desk.by_hand import ByHand
from archive.admin.desk.guarded import CHANGE, Guarded
from archive.admin.desk.taking_back import TakingBack
from archive.desk import incoming, queue
from archive.desk.proofs import RefusedError
from archive.models import Clause, Footnote, FootnoteMark, Resolution, Revision, Source, Text
from archive.page_language import place, say
from archive.reading.draft import ReadingWarning


class _OfSource(Guarded):
    """Admin of rows that come from sources. Librarians cannot add or delete them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _AsRead(_OfSource):
    """Admin of rows of a published text. Librarians cannot add, change or delete these rows here.

    A published text is mended on the desk and published again. The page of each row has a link to the desk.
    """

    change_form_template = "admin/desk/as_read_form.html"
    withheld = "revision__withheld_at"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def revision_of(self, row: Any) -> Revision:
        revision: Revision = row.revision
        return revision

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **named: Any) -> Any:
        revision = self.revision_of(context["original"])
        where = {"revision": revision, "proof": incoming.proof_of(revision)}
        return super().render_change_form(request, context | where, *args, **named)


class TextInline(admin.TabularInline):
    model = Text
    extra = 0
    can_delete = False
    readonly_fields = ("language", "leading", "revision_links")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Text]:
        return super().get_queryset(request).prefetch_related("revisions")

    @admin.display(description=_("revisions"))
    def revision_links(self, text: Text) -> str:
        rows = (
            (reverse("admin:archive_revision_change", args=[r.pk]), r.number, _("current") if r.current else "")
            for r in text.revisions.all()
        )
        return format_html_join(" · ", '<a href="{}">{} {}</a>', rows)


@admin.register(Resolution)
class ResolutionAdmin(_OfSource, TakingBack, ByHand):
    list_display = ("document_key", "title", "session", "adopted_on", "committee", "clauses", "taken_back")
    list_filter = ("committee", "session", "document__outcome", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("document",)
    search_fields = ("document__key", "document__title_zh", "document__title_en", "draft_symbol", "committee_report")
    readonly_fields = ("document", "session", "number", "part", "roll_call")
    exclude = ("voters",)
    autocomplete_fields = ("subjects", "wrong_subjects")
    inlines = (TextInline,)
    ordering = ("-session_order", "-number", "part")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resolution]:
        """All resolutions, including the withdrawn ones, which the default manager leaves out."""
        return Resolution.everything.order_by(*self.ordering)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Takes the wrong subjects off the subjects, so that readers and measures do not have them."""
        super().save_related(request, form, formsets, change)
        form.instance.subjects.remove(*form.instance.wrong_subjects.all())
        queue.defer_series()  # the subjects that the series carries along can be others now

    @admin.display(description=_("roll call"))
    def roll_call(self, resolution: Resolution) -> str:
        """A link to the records of the vote. The roll call is corrected there, by ticking States."""
        url = reverse("admin:archive_vote_changelist")
        return format_html('<a href="{}?q={}">{}</a>', url, resolution.document.key, _("votes"))

    @admin.display(description=_("withdrawn"), ordering="withdrawn_at")
    def taken_back(self, resolution: Resolution) -> str:
        return resolution.withdrawn_reason or "—"

    @admin.display(description=_("symbol"), ordering="document__key")
    def document_key(self, resolution: Resolution) -> str:
        return resolution.document.key

    @admin.display(description=_("title"), ordering="document__title_zh")
    def title(self, resolution: Resolution) -> str:
        return resolution.document.title

    @admin.display(description=_("date of adoption"), ordering="document__date")
    def adopted_on(self, resolution: Resolution) -> Any:
        return resolution.document.date

    @admin.display(description=_("clauses"))
    def clauses(self, resolution: Resolution) -> str:
        url = reverse("admin:archive_clause_changelist")
        return format_html('<a href="{}?q={}">{}</a>', url, resolution.document.key, _("clauses"))


@admin.register(Revision)
class RevisionAdmin(_AsRead):
    list_display = ("text", "number", "current", "source", "created_at", "warning_count")
    list_filter = ("current", "text__language", "source__format")
    list_select_related = ("text__resolution__document", "source")
    search_fields = ("text__resolution__document__key", "title", "source__name", "source__sha256")
    fields = ("text", "number", "current", "source", "source_part", "title", "formula", "end", "created_at", "said")
    readonly_fields = ("created_at", "said")
    withheld = "withheld_at"

    def revision_of(self, row: Any) -> Revision:
        revision: Revision = row
        return revision

    def get_urls(self) -> list[URLPattern]:
        up = self.guarded("drop_source", self.take_up, CHANGE)
        return [path("<int:pk>/up/", up, name="archive_revision_up"), *super().get_urls()]

    def take_up(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submits a revision's source to the desk, so that the text can be mended there."""
        revision = get_object_or_404(Revision.objects.select_related("source"), pk=pk)
        try:
            submission = incoming.take_up(revision.source, by=request.user)
        except RefusedError as error:
            messages.error(request, say(error.message))
            return redirect("admin:archive_revision_change", pk)
        return redirect("admin:archive_batch_change", submission.batch_id)

    @admin.display(description=_("warnings"))
    def warning_count(self, revision: Revision) -> int:
        return len(revision.warnings)

    @admin.display(description=_("warnings"))
    def said(self, revision: Revision) -> str:
        warnings = [ReadingWarning(**warning) for warning in revision.warnings]
        rows = [(place(warning.place), say(warning.message)) for warning in warnings]
        return format_html_join("", "<p><strong>{}</strong> {}</p>", rows) or "—"


class FootnoteMarkInline(admin.TabularInline):
    model = FootnoteMark
    fields = ("marker", "at", "footnote")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Clause)
class ClauseAdmin(_AsRead):
    list_display = ("path", "resolution", "kind", "label", "opening", "beginning")
    list_filter = ("kind", "revision__current", "revision__text__language")
    list_select_related = ("revision__text__resolution__document",)
    search_fields = ("=revision__text__resolution__document__key", "text", "=path", "=opening")
    fields = ("revision", "parent", "position", "path", "kind", "label", "opening", "text")
    inlines = (FootnoteMarkInline,)
    show_full_result_count = False

    @admin.display(description=_("resolution"))
    def resolution(self, clause: Clause) -> str:
        return clause.revision.text.resolution.document.key

    @admin.display(description=_("text"))
    def beginning(self, clause: Clause) -> str:
        return clause.text[:60]


@admin.register(Footnote)
class FootnoteAdmin(_AsRead):
    list_display = ("marker", "revision", "text")
    list_select_related = ("revision__text__resolution__document",)
    search_fields = ("=revision__text__resolution__document__key", "text")
    fields = ("revision", "position", "marker", "text")
    show_full_result_count = False


@admin.register(Source)
class SourceAdmin(_OfSource):
    list_display = ("name", "format", "size", "received_at", "received_by")
    list_filter = ("format",)
    search_fields = ("name", "sha256")
    fields = ("name", "format", "size", "sha256", "received_at", "received_by")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).defer("content")
