"""Admin of files of votes: the preview of a file on the desk, its acceptance, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.desk.desk_admin import DeskAdmin
from archive.admin.desk.guarded import CHANGE, LOOK
from archive.desk import history
from archive.desk.proofs import RefusedError
from archive.desk.votes import proposals
from archive.models import Document, MemberState, Vote, VoteFile, VoteProposal
from archive.models.vote import ORIGIN_LABELS, SCOPE_LABELS, ProblemKind
from archive.models.vote_proposal import ProposalState, VoteProposalQuerySet
from archive.page_language import clause_place, joined, say
from archive.views.listing import page_of as list_page
from archive.views.votes.vote_messages import message_words, without_alone
from archive.voting.record import Scope

VOTES_A_PAGE = 50
# The filters of a preview: (name, which rows).
_SHOWN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "new": lambda row: bool(row["result"] == "new"),
    "changed": lambda row: bool(row["result"] == "changed"),
    "disagrees": lambda row: bool(row["disagrees"]),
    "unplaced": lambda row: bool(row["unplaced"]),
    "problems": lambda row: bool(row["problems"]),
}


def may_accept(request: HttpRequest) -> bool:
    """Whether the user may publish votes. Where a second librarian approves what is published, only approvers may."""
    user = request.user
    return user.has_perm("archive.accept_votes") and (not settings.APPROVAL or user.has_perm("archive.approve_proof"))


@admin.register(VoteProposal)
class VoteProposalAdmin(DeskAdmin):
    """Admin of the files of votes on the desk. The page of a file is its preview."""

    list_display = ("__str__", "state", "format", "new", "changed", "disagreeing", "previewed_at")
    list_filter = ("state", "format")
    list_select_related = ("submission",)
    search_fields = ("submission__name", "submission__source__sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[VoteProposal]:
        found = super().get_queryset(request)
        assert isinstance(found, VoteProposalQuerySet)
        return found.for_lists()

    @admin.display(description=gettext_lazy("new votes"))
    def new(self, proposal: VoteProposal) -> int:
        return proposal.count("new")

    @admin.display(description=gettext_lazy("changed votes"))
    def changed(self, proposal: VoteProposal) -> int:
        return proposal.count("changed")

    @admin.display(description=gettext_lazy("disagree with another source"))
    def disagreeing(self, proposal: VoteProposal) -> int:
        return proposal.count("disagrees")

    def get_urls(self) -> list[URLPattern]:
        def does(name: str, respond: Callable[..., HttpResponse]) -> URLPattern:
            view = self.guarded("accept_votes", respond, CHANGE)
            return path(f"<int:pk>/{name}/", view, name=f"archive_voteproposal_{name}")

        return [
            does("accept", self.accept),
            does("back", self.take_back),
            does("aside", self.put_aside),
            does("again", self.look_again),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The preview: what is new, what changes, what disagrees, what stays unplaced, and what is refused."""
        if request.method not in LOOK or not self.has_view_permission(request):
            raise PermissionDenied
        rows = VoteProposal.objects.select_related("submission__batch", "file")
        proposal = get_object_or_404(rows, pk=object_id) if object_id.isdecimal() else None
        if proposal is None:
            raise Http404
        chosen = request.GET.get("show", "")
        found = [row for row in proposal.rows if chosen not in _SHOWN or _SHOWN[chosen](row)]
        page = list_page(request, found, VOTES_A_PAGE)
        return self.page(
            request,
            "../votes/proposal.html",
            str(proposal),
            proposal=proposal,
            page=page,
            rows=_in_words(list(page)),
            refused=[message_words(message) for message in proposal.refused],
            filters=[(name, label, proposal.count(name), chosen == name) for name, label in _FILTERS],
            chosen=chosen if chosen in _SHOWN else "",
            may_accept=may_accept(request),
            history=history.of_submission(proposal.submission_id)[:50],
        )

    def accept(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_accept(request):
            raise PermissionDenied
        said = {
            ProposalState.ACCEPTED: _("The votes are accepted; readers see them now."),
            ProposalState.QUEUED: _("The votes are being accepted; the history below says when it is done."),
        }
        return self._do(request, pk, proposals.accept_or_defer, lambda proposal: said[proposal.state])

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = partial(proposals.take_back, reason=self.reason(request))
        return self._do(request, pk, act, _("The file is taken back; the archive has the votes as before."))

    def put_aside(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, partial(proposals.put_aside, reason=self.reason(request)), _("It is put aside."))

    def look_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        def act(pk: int, *, by: Any) -> None:
            proposals.look_again(pk)

        return self._do(request, pk, act, _("The preview is of this moment."))

    def _do(
        self, request: HttpRequest, pk: int, act: Callable[..., Any], said: str | Callable[[Any], str]
    ) -> HttpResponse:
        """Calls ``act``. ``said`` is what the page then says, or makes it from what ``act`` returns."""
        get_object_or_404(VoteProposal, pk=pk)
        try:
            done = act(pk, by=request.user)
            messages.success(request, said(done) if callable(said) else said)
        except RefusedError as error:
            messages.error(request, say(error.message))
        return redirect("admin:archive_voteproposal_change", pk)


_FILTERS = [
    ("new", gettext_lazy("new votes")),
    ("changed", gettext_lazy("changed votes")),
    ("disagrees", gettext_lazy("disagree with another source")),
    ("unplaced", gettext_lazy("stay at no clause")),
    ("problems", gettext_lazy("with other problems")),
]


_SHOWN_AT_ONCE = 12  # differences in view; the others are folded


def _in_words(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a preview with words for their codes, and links to what the archive has. Three queries for all rows."""
    states = {state.code: state.name for state in MemberState.objects.all()}
    documents = Document.objects.select_related("resolution").in_bulk({row["symbol"] for row in rows}, field_name="key")
    keys = {row["key"] for row in rows} | {one["key"] for row in rows for one in row["disagrees"]}
    votes = Vote.objects.filter(key__in=keys).in_bulk(field_name="key")
    return [
        {
            **row,
            "document": documents.get(row["symbol"]),
            "vote": votes.get(row["key"]),
            "subject": joined(map(clause_place, row["paths"])) or str(SCOPE_LABELS[Scope(row["scope"])]),
            "figures": "–".join(map(str, row["totals"])) if row["outcome"] == "recorded" else "",
            "changes": _folded([message_words(message, states) for message in row["changes"]]),
            "unplaced": message_words(row["unplaced"]) if row["unplaced"] else "",
            "problems": [
                (ProblemKind(one["kind"]).label, [message_words(message) for message in one["messages"]])
                for one in row["problems"]
            ],
            "disagrees": [
                {
                    "vote": votes.get(one["key"]),
                    "source": ORIGIN_LABELS[votes[one["key"]].origin] if one["key"] in votes else one["key"],  # type: ignore[index]
                    **_difference(one["messages"], states),
                }
                for one in row["disagrees"]
            ],
        }
        for row in rows
    ]


def _folded(words: list[str]) -> dict[str, list[str]]:
    return {"first": words[:_SHOWN_AT_ONCE], "more": words[_SHOWN_AT_ONCE:]}


def _difference(messages: list[dict[str, Any]], states: dict[str, str]) -> dict[str, Any]:
    """The differences between two records in words. States that only one of both names are counted, not listed."""
    told, alone = without_alone(messages)
    return {"words": _folded([message_words(one, states) for one in told]), "alone": alone}


@admin.register(VoteFile)
class VoteFileAdmin(DeskAdmin):
    """Admin of the files of votes that were imported or accepted. A file can be taken back."""

    list_display = ("name", "format", "votes", "ballots", "imported_at")
    search_fields = ("name", "sha256")
    fields = readonly_fields = ("name", "format", "size", "sha256", "votes", "ballots", "passed_over", "imported_at")
    change_form_template = "admin/votes/file_form.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        back = self.guarded("accept_votes", self.take_back, CHANGE)
        return [path("<int:pk>/back/", back, name="archive_votefile_back"), *super().get_urls()]

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = get_object_or_404(VoteFile, pk=pk)
        try:
            number = proposals.take_back_file(file, by=request.user, reason=self.reason(request))
        except RefusedError as error:
            messages.error(request, say(error.message))
            return redirect("admin:archive_votefile_change", pk)
        messages.success(request, _("Taken back: %(n)s records are as they were before.") % {"n": number})
        return redirect("admin:archive_votefile_changelist")
