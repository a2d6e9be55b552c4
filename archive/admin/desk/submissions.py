"""The admin of submissions: each file with its original, its pictures, and what a librarian tells about it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.desk.desk_admin import DeskAdmin
from archive.admin.desk.guarded import CHANGE, LOOK
from archive.desk import incoming, proofs, telling
from archive.desk.proofs import RefusedError
from archive.messages import Message
from archive.models import PagePicture, Submission
from archive.models.codes import language_choices
from archive.page_language import say


@admin.register(Submission)
class SubmissionAdmin(DeskAdmin):
    """Admin of submissions: each file that was brought in, with its state and its proofs."""

    list_display = ("name", "batch", "state", "why_not", "read_at", "seconds")
    list_filter = ("state", "source__format")
    list_select_related = ("batch",)
    search_fields = ("name", "source__sha256")
    fields = ("name", "batch", "state", "why_not", "readings", "read_at", "seconds", "kept", "drafts")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).select_related("source").defer("source__content", "lines")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("why not"))
    def why_not(self, submission: Submission) -> str:
        return say(submission.why) if submission.reason_code else ""

    @admin.display(description=gettext_lazy("original"))
    def kept(self, submission: Submission) -> str:
        if submission.source is None:
            return "—"
        url = reverse("admin:archive_submission_original", args=[submission.pk])
        return format_html('<a href="{}">{}</a> SHA-256 {}', url, _("Download"), submission.source.sha256)

    @admin.display(description=gettext_lazy("proofs"))
    def drafts(self, submission: Submission) -> str:
        links = [
            format_html('<a href="{}">{}</a>', reverse("admin:archive_proof_change", args=[proof.pk]), proof)
            for proof in submission.proofs.for_lists()
        ]
        return format_html(" · ".join("{}" for _ in links), *links) if links else "—"

    def get_urls(self) -> list[URLPattern]:
        pictures = self.guarded("view_submission", self.picture)
        original = self.guarded("view_submission", self.original)
        again = self.guarded("drop_source", self.again, CHANGE)
        settled = self.guarded("drop_source", self.deal_with, CHANGE)
        tell = self.guarded("drop_source", self.tell, LOOK + CHANGE)
        return [
            path("<int:pk>/tell/", tell, name="archive_submission_tell"),
            path("<int:pk>/original/", original, name="archive_submission_original"),
            path("<int:pk>/page/<int:number>.png", pictures, name="archive_submission_picture"),
            path("<int:pk>/again/", again, name="archive_submission_again"),
            path("<int:pk>/settled/", settled, name="archive_submission_settled"),
            *super().get_urls(),
        ]

    def original(self, request: HttpRequest, pk: int) -> FileResponse:
        """Sends the unchanged bytes of a submission. The content type makes browsers store the file, not open it."""
        submission = get_object_or_404(Submission.objects.select_related("source"), pk=pk)
        if submission.source is None:
            raise Http404
        name = submission.file_name or "original"
        answer = FileResponse(io.BytesIO(bytes(submission.source.content)), as_attachment=True, filename=name)
        answer["Content-Type"] = "application/octet-stream"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    def picture(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found = get_object_or_404(PagePicture, source__submissions=pk, number=number)
        return HttpResponse(bytes(found.png), content_type="image/png")

    def tell(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page on which a librarian tells what a file does not say. Errors are shown beside their fields."""
        submission = get_object_or_404(Submission.objects.select_related("source").defer("source__content"), pk=pk)
        if request.method != "POST":
            return self._tell_page(request, submission, telling.proposed(submission), {})
        try:
            telling.tell(submission, request.POST.dict(), by=request.user)
        except telling.WrongFieldsError as error:
            return self._tell_page(request, submission, request.POST.dict(), error.errors)
        except RefusedError as error:
            messages.error(request, say(error.message))
        return redirect("admin:archive_batch_change", submission.batch_id)

    def _tell_page(
        self, request: HttpRequest, submission: Submission, values: Mapping[str, str], errors: Mapping[str, Message]
    ) -> HttpResponse:
        fields = [
            {"key": key, **told_field(key), "value": values.get(key, ""), "error": errors.get(key)}
            for key in telling.FIELDS
        ]
        drafts = [
            {"pk": one.pk, "symbol": one.symbol, "language": one.language, "date": one.draft["adopted_on"]}
            for one in submission.proofs.all()
        ]
        status = 400 if errors else 200
        title = _("Tell what the file does not say")
        return self.page(request, "tell.html", title, status, submission=submission, fields=fields, drafts=drafts)

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, proofs.read_again)

    def deal_with(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, partial(incoming.deal_with, reason=request.POST.get("reason", "")))

    def _do(self, request: HttpRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
        submission = get_object_or_404(Submission, pk=pk)
        try:
            act(submission, by=request.user)
        except RefusedError as error:
            messages.error(request, say(error.message))
        return redirect("admin:archive_batch_change", submission.batch_id)


def told_field(key: str) -> dict[str, Any]:
    """The label of a field of what is told, the type of its input, and its choices."""
    if key == "language":
        names = dict(language_choices())
        return {"label": _("Language"), "choices": [("", "—"), *((code, names[code]) for code in telling.LANGUAGES)]}
    labels = {"symbol": _("Symbol"), "part": _("Letter of the part"), "adopted_on": _("Date of adoption")}
    return {"label": labels[key], "type": "date" if key == "adopted_on" else "text"}
