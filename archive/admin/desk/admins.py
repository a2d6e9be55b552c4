"""The librarian's desk in the admin: batches and their progress, submissions, proofs, the history.

A view checks the permission, calls ``archive.desk``, and reports the result. Each change needs a POST request with a
CSRF token.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import admin as queue_admin
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.admin.desk import desk_labels
from archive.admin.desk.guarded import CHANGE, LOOK, Guarded
from archive.admin.desk.proof_page import page_of
from archive.admin.desk.publishing import Publishing, publishing_page
from archive.desk import incoming, proofs, telling
from archive.desk.diff import diff_sources
from archive.desk.incoming import PastedText, receive
from archive.desk.mends.forms import number
from archive.desk.mends.operations import OPERATIONS, ask, ask_facts
from archive.desk.naming import document_key, offered
from archive.desk.proofs import ChangedMeanwhileError, RefusedError
from archive.messages import Message
from archive.models import (
    Batch,
    Fetch,
    HistoryEntry,
    PagePicture,
    Proof,
    Resolution,
    Revision,
    ScannedPage,
    Submission,
    VoteProposal,
)
from archive.models.codes import language_choices
from archive.models.proof import ProofQuerySet, ProofState
from archive.models.submission import SubmissionState
from archive.page_language import say
from archive.views.listing import page_of as list_page

# The admin does not show the queue's jobs, because jobs name submissions and proofs only by number. The page of a batch
# shows librarians which files still wait.
assert queue_admin, "procrastinate registers its jobs when its admin is imported, and must have done so by now"
admin.site.unregister(ProcrastinateJob)


FILES_A_PAGE = 100  # on the page of a batch


class DeskAdmin(Guarded):
    """Admin of rows that the desk makes. Nobody adds or deletes them by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def page(self, request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/desk/{template}", whole, status=status)


@admin.register(Batch)
class BatchAdmin(DeskAdmin):
    """Admin of batches. A batch has the files that were brought in together.

    The list shows how many files of a batch still wait, and how many could not be read.
    """

    list_display = ("name", "created_at", "created_by", "files", "waiting", "failed")
    search_fields = ("name", "submissions__name")
    date_hierarchy = "created_at"
    list_select_related = ("created_by",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        waits = Q(submissions__state__in=(SubmissionState.WAITING, SubmissionState.READING))
        return (
            super()
            .get_queryset(request)
            .annotate(
                n_files=Count("submissions"),
                n_waiting=Count("submissions", waits),
                n_failed=Count("submissions", Q(submissions__state=SubmissionState.FAILED)),
            )
        )

    @admin.display(description=gettext_lazy("files"))
    def files(self, batch: Any) -> int:
        return int(batch.n_files)

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, batch: Any) -> int:
        return int(batch.n_waiting)

    @admin.display(description=gettext_lazy("not read"))
    def failed(self, batch: Any) -> int:
        return int(batch.n_failed)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("drop/", self.guarded("drop_source", self.drop, LOOK + CHANGE), name="archive_batch_drop"),
            path("<int:pk>/cancel/", self.guarded("drop_source", self.cancel, CHANGE), name="archive_batch_cancel"),
            path("<int:pk>/publish/", self.guarded("publish_proof", self.publish), name="archive_batch_publish"),
            path("<int:pk>/progress.json", self.guarded("view_batch", self.progress), name="archive_batch_progress"),
            *super().get_urls(),
        ]

    def drop(self, request: HttpRequest) -> HttpResponse:
        """The page on which librarians bring in files and pasted text."""
        if request.method != "POST":
            return self.page(request, "drop.html", _("Bring in resolutions"))
        uploads = request.FILES.getlist("files")
        text = request.POST.get("text", "")
        pasted = PastedText(text, request.POST.get("name", "").strip() or _("pasted.txt")) if text.strip() else None
        if not uploads and not pasted:
            error = _("Choose files, or paste a text.")
            return self.page(request, "drop.html", _("Bring in resolutions"), 400, error=error)
        batch = receive(uploads, pasted, by=request.user)
        return redirect("admin:archive_batch_change", batch.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in LOOK or not self.has_view_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, object_id)
        if not isinstance(batch, Batch):
            raise Http404
        page = self._page(request, batch)
        context: dict[str, Any] = {
            "batch": batch,
            "page": page,
            "rows": _rows(page),
            "fetches": batch.fetches.order_by("pk"),
            "clean": _clean(batch).count(),
            "to_cancel": incoming.can_cancel(batch),
        }
        return self.page(request, "batch.html", batch.name, **context, **_progress(batch))

    def _page(self, request: HttpRequest, batch: Batch) -> Page[Submission]:
        submissions = batch.submissions.order_by("pk").select_related("source").defer("source__content", "lines")
        return list_page(
            request, submissions.prefetch_related(Prefetch("proofs", Proof.objects.for_lists())), FILES_A_PAGE
        )

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(Batch, pk=pk)
        of_batch = batch.submissions.order_by("pk").only("pk", "state", "source", "scanned_pages")
        submissions = list(list_page(request, of_batch, FILES_A_PAGE))
        recognised = _recognised(submissions)
        rows = [{**row, "recognised": recognised.get(row["id"], "")} for row in _states(submissions)]
        fetches = batch.fetches.order_by("pk").only("pk", "state")
        return JsonResponse({**_progress(batch), "submissions": rows, "fetches": _states(fetches)})

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that asks whether to publish the proofs of a batch that have nothing to look at."""
        batch = get_object_or_404(Batch, pk=pk)
        return publishing_page(self, request, _clean(batch), batch.pk)

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(Batch, pk=pk)
        try:
            incoming.cancel(batch, by=request.user, reason=self.reason(request))
        except RefusedError as error:
            messages.error(request, say(error.message))
        else:
            messages.success(request, _("The batch is cancelled."))
        return redirect("admin:archive_batch_change", pk)


def _clean(batch: Batch) -> QuerySet[Proof]:
    """The unpublished proofs of a batch that have no findings."""
    states = (ProofState.OPEN, ProofState.APPROVAL)
    return Proof.objects.filter(submission__batch=batch, state__in=states, findings=0, blocked=False)


def _recognised(submissions: Iterable[Submission]) -> dict[int, str]:
    """Primary key of each submission whose pages are being recognised → how many of them are done, in words."""
    at_work = [one for one in submissions if one.state == SubmissionState.READING and one.scanned_pages]
    if not at_work:
        return {}
    counted = ScannedPage.objects.filter(source__in=[one.source_id for one in at_work]).order_by()
    done = dict(counted.values_list("source").annotate(n=Count("pk")))
    return {
        one.pk: _("page %(done)s of %(pages)s recognised")
        % {"done": done.get(one.source_id, 0), "pages": one.scanned_pages}
        for one in at_work
    }


def _rows(page: Iterable[Submission]) -> list[dict[str, Any]]:
    """Submissions with their proofs, for the page of their batch. The number of queries is constant.

    If the archive had the same bytes before, a row has all proofs of these bytes, the published resolutions, and the
    newest failed submission.
    """
    submissions = list(page)
    known = {one.source_id for one in submissions if one.state == SubmissionState.KNOWN}
    made: dict[Any, list[Proof]] = defaultdict(list)
    for proof in Proof.objects.filter(submission__source__in=known).for_lists().select_related("submission"):
        made[proof.submission.source_id].append(proof)
    votes: dict[Any, list[VoteProposal]] = defaultdict(list)
    for proposal in VoteProposal.objects.for_lists().filter(
        Q(submission__in=submissions) | Q(submission__source__in=known)
    ):
        votes[proposal.submission.source_id].append(proposal)
    published: dict[Any, dict[int, Resolution]] = defaultdict(dict)
    for revision in Revision.objects.filter(source__in=known).select_related("text__resolution__document"):
        published[revision.source_id][revision.text.resolution_id] = revision.text.resolution
    states = (SubmissionState.FAILED, SubmissionState.CLOSED)
    failed = {
        one.source_id: one for one in Submission.objects.filter(source__in=known, state__in=states).order_by("pk")
    }
    recognised = _recognised(submissions)
    return [
        {
            "submission": one,
            "votes": votes[one.source_id] if one.source_id else [],
            "asks": any(map(telling.asks, filter(None, (one, failed.get(one.source_id))))),
            "recognised": recognised.get(one.pk, ""),
            "proofs": made[one.source_id] if one.state == SubmissionState.KNOWN else list(one.proofs.all()),
            "published": list(published[one.source_id].values()) if one.state == SubmissionState.KNOWN else [],
            "failed": failed.get(one.source_id) if one.state == SubmissionState.KNOWN else None,
        }
        for one in submissions
    ]


def _states(rows: Iterable[Submission] | Iterable[Fetch]) -> list[dict[str, Any]]:
    return [{"id": one.pk, "state": one.state, "label": one.get_state_display()} for one in rows]


def _progress(batch: Batch) -> dict[str, Any]:
    """The numbers of a batch. A document that is still to be fetched counts like a file."""
    counts, to_fetch = batch.counts(), batch.fetches.at_work().count()
    total = sum(counts.values()) + to_fetch
    left = counts[SubmissionState.WAITING] + counts[SubmissionState.READING] + to_fetch
    return {"counts": counts, "total": total, "done": total - left, "left": left}


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


@admin.register(Proof)
class ProofAdmin(DeskAdmin, Publishing):
    """Admin of proofs. Librarians check, mend and publish them here."""

    list_display = ("symbol", "title", "language", "state", "findings", "file", "changed_at")
    list_display_links = ("symbol", "title")
    list_filter = ("state", "blocked", "language", "submission__source__format")
    list_select_related = ("submission",)
    search_fields = ("symbol", "title", "submission__name", "submission__source__sha256")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proof]:
        return cast(ProofQuerySet, super().get_queryset(request)).for_lists()

    @admin.display(description=gettext_lazy("file"))
    def file(self, proof: Proof) -> str:
        return proof.submission.file_name

    def get_urls(self) -> list[URLPattern]:
        def does(name: str, permission: str, respond: Callable[..., HttpResponse]) -> URLPattern:
            return path(f"<int:pk>/{name}/", self.guarded(permission, respond, CHANGE), name=f"archive_proof_{name}")

        differences = self.guarded("view_proof", self.differences)
        return [
            does("mend", "change_proof", self.mend),
            does("undo", "change_proof", self.undo),
            path("<int:pk>/differences/", differences, name="archive_proof_differences"),
            path("documents.json", self.guarded("view_document", self.documents), name="archive_proof_documents"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in LOOK:
            raise PermissionDenied
        return self._show(request, object_id)

    def _show(
        self, request: HttpRequest, pk: Any, status: int = 200, wrong: dict[str, str] | None = None
    ) -> HttpResponse:
        """The page of a proof. If a form was refused, its fields still have the values that the user has filled in.

        ``wrong`` has the name of the field that was refused, and the sentence that says why.
        """
        if not request.user.has_perm("archive.view_proof"):
            raise PermissionDenied
        proof = get_object_or_404(
            Proof.objects.select_related("submission__source", "submission__batch", "ready_by", "revision__text").defer(
                "submission__source__content"
            ),
            pk=number(str(pk)),
        )
        may = {
            "may_mend": request.user.has_perm("archive.change_proof"),
            "may_publish": request.user.has_perm("archive.publish_proof"),
            "may_go_on": proof.state != ProofState.APPROVAL
            or (request.user.has_perm("archive.approve_proof") and proof.ready_by != request.user),
            "approval": settings.APPROVAL,
            "may_send_back": proof.state == ProofState.APPROVAL and request.user.has_perm("archive.approve_proof"),
            "may_read_again": request.user.has_perm("archive.drop_source"),
        }
        given = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "version")}
        told = [(told_field(key)["label"], value) for key, value in proof.submission.told.items()]
        context = {**may, **page_of(proof, request.user), "given": given, "told": told, "wrong": wrong}
        return self.page(request, "proof.html", str(proof), status, **context)

    def mend(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(version: int) -> None:
            # The version is checked first, because the form names the clauses and places of the version that the user
            # saw.
            proof = get_object_or_404(Proof, pk=pk)
            if proof.version != version:
                raise ChangedMeanwhileError(proof)
            draft, form = proofs.draft_of(proof), request.POST.dict()
            if form.get("operation") == "cite":
                form["target"] = document_key(form.get("target", ""))
            mends = ask_facts(draft, form) if form.get("operation") == "facts" else [ask(draft, form)]
            proofs.add_mends(pk, version, mends, by=request.user, reason=form.get("reason", ""))

        key = request.POST.get("operation", "")
        what = desk_labels.done(key) if key in OPERATIONS else _("facts corrected")
        return self._do(request, pk, act, said=_("Mended: %(what)s.") % {"what": what})

    def documents(self, request: HttpRequest) -> JsonResponse:
        """The documents that the typed words ``?q=`` can mean, for the field "Document cited"."""
        found = offered(request.GET.get("q", "")[:200])
        return JsonResponse({"documents": [{"key": one.key, "title": one.title} for one in found]})

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        mend_id = number(request.POST.get("mend", "")) or 0
        said = _("The mend was taken back.")
        return self._do(request, pk, lambda version: proofs.take_back(pk, version, mend_id, by=request.user), said)

    def differences(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that compares a proof with the current revision of the same text, clause by clause."""
        proof = get_object_or_404(Proof, pk=pk)
        draft = proofs.draft_of(proof)
        current = diff_sources.current_of(draft.symbol, draft.language)
        if current is None:
            raise Http404
        rows = diff_sources.difference_to(current, draft)
        before, after = _("In the archive, revision %(n)s") % {"n": current.number}, _("This proof")
        back = reverse("admin:archive_proof_change", args=[pk])
        return self.page(request, "compare.html", str(proof), rows=rows, back=back, before=before, after=after)


@admin.register(HistoryEntry)
class HistoryAdmin(DeskAdmin):
    """Admin of the history: who did what, when and why. Nobody can edit the history."""

    list_display = ("at", "by", "action", "about", "reason", "in_detail")
    list_display_links = None
    list_filter = ("action", "by")
    list_select_related = ("by",)
    search_fields = ("=subject", "reason", "detail", "values", "by__username")
    date_hierarchy = "at"
    fields = ("at", "by", "action", "about", "reason", "in_detail")

    @admin.display(description=gettext_lazy("of"), ordering="subject")
    def about(self, entry: HistoryEntry) -> str:
        return desk_labels.subject(entry)

    @admin.display(description=gettext_lazy("in detail"))
    def in_detail(self, entry: HistoryEntry) -> str:
        return desk_labels.detail(entry)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
