"""The admin of batches: bringing files in, the page of a batch with its progress, publishing its clean proofs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import admin as queue_admin
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.admin.desk.desk_admin import DeskAdmin
from archive.admin.desk.guarded import CHANGE, LOOK
from archive.admin.desk.publishing import publishing_page
from archive.desk import incoming, telling
from archive.desk.incoming import PastedText, receive
from archive.desk.proofs import RefusedError
from archive.models import Batch, Fetch, Proof, Resolution, Revision, ScannedPage, Submission, VoteProposal
from archive.models.proof import ProofState
from archive.models.submission import SubmissionState
from archive.page_language import say
from archive.views.listing import page_of as list_page

# The admin does not show the queue's jobs, because jobs name submissions and proofs only by number. The page of a batch
# shows librarians which files still wait.
assert queue_admin, "procrastinate registers its jobs when its admin is imported, and must have done so by now"
admin.site.unregister(ProcrastinateJob)


FILES_A_PAGE = 100  # on the page of a batch


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
