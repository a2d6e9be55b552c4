"""Files of votes on the desk: proposed, accepted, taken back, put aside. Each act is in the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.desk import history, queue
from archive.desk.proofs import RefusedError
from archive.desk.votes import preview
from archive.desk.votes.preview import Preview
from archive.intake import vote_changes
from archive.messages import Message, Unreadable
from archive.models import Submission, VoteFile, VoteProposal
from archive.models.history import Action
from archive.models.vote_proposal import ProposalState


def propose(submission: Submission) -> bool:
    """Makes the preview of a submission. Returns False, and changes nothing, if its source is no file of votes.

    Raises Unreadable if it is a file of votes that cannot be read. An accepted proposal does not change.
    """
    assert submission.source is not None
    found = preview.preview(submission.source)
    if found is None:
        return False
    proposal = VoteProposal.objects.select_for_update().filter(submission=submission).first()
    if proposal is None or proposal.state != ProposalState.ACCEPTED:
        _show(proposal or VoteProposal(submission=submission), found)
    return True


def _show(proposal: VoteProposal, found: Preview) -> None:
    proposal.format, proposal.rows, proposal.counts = found.format, found.rows, found.counts
    proposal.refused, proposal.previewed_at = found.refused, timezone.now()
    proposal.state = ProposalState.OPEN
    proposal.save()


def accept(pk: int, *, by: Any) -> VoteProposal:
    """Stores the votes of a proposal. Other records of these votes stay beside them.

    Raises RefusedError if there is nothing to store. If the archive has changed since the preview, so that acceptance
    would change something else, it also raises RefusedError, and the proposal has a new preview.
    """
    proposal = VoteProposal.objects.select_related("submission__source").get(pk=pk)
    source = proposal.submission.source
    assert source is not None
    if VoteFile.objects.filter(sha256=source.sha256).exists():
        raise RefusedError("desk.votes_are_in")
    with transaction.atomic():
        proposal = _locked(pk, ProposalState.OPEN)
        file = VoteFile(sha256=source.sha256, name=proposal.submission.name, size=source.size)
        found = _stored(preview.store, source, file)
        same = found.digest == Preview(proposal.format, proposal.rows, proposal.counts, []).digest
        if same and found.rows:
            proposal.state, proposal.file = ProposalState.ACCEPTED, file
            proposal.save()
            numbers = {name: str(found.counts[name]) for name in ("new", "changed")}
            _tell(proposal, Action.PUBLISHED, by, detail=Message("history.votes_accepted", numbers))
            queue.defer_series()
        else:
            transaction.set_rollback(True)
    if not found.rows:
        raise RefusedError("desk.votes_nothing_new")
    if not same:
        look_again(pk)
        raise RefusedError("desk.votes_changed_meanwhile")
    return proposal


def _stored(act: Callable[..., Preview | None], *arguments: Any) -> Preview:
    """The result of ``act``. Raises RefusedError if the source cannot be read as votes any more."""
    try:
        found = act(*arguments)
    except Unreadable as error:
        raise RefusedError(error.message.code, **error.message.values) from error
    if found is None:
        raise RefusedError("desk.votes_not_recognised")
    return found


def take_back(pk: int, *, by: Any, reason: str) -> VoteProposal:
    """Restores the votes as they were before the file was accepted. The proposal is open again.

    Raises RefusedError without a reason, or if later files or corrections build on the file.
    """
    with transaction.atomic():
        proposal = _locked(pk, ProposalState.ACCEPTED)
        if proposal.file is None:
            raise RefusedError("desk.votes_without_file")
        take_back_file(proposal.file, by=by, reason=reason)
    look_again(pk)
    return VoteProposal.objects.get(pk=pk)


def take_back_file(file: VoteFile, *, by: Any, reason: str) -> int:
    """Restores the votes as they were before a file was imported or accepted. Returns the number of records."""
    if not reason.strip():
        raise RefusedError("desk.reason_for_taking_back_votes")
    if not vote_changes.is_known(file):
        raise RefusedError("desk.votes_of_earlier_release")
    if later := vote_changes.changed_later(file):
        raise RefusedError("desk.votes_changed_later", names="、".join(later))
    if corrected := vote_changes.corrected_since(file):
        raise RefusedError("desk.votes_corrected_since", names="、".join(corrected[:5]))
    with transaction.atomic():
        name, proposals = file.name, list(VoteProposal.objects.filter(file=file))
        number = vote_changes.take_back(file)
        VoteProposal.objects.filter(pk__in=[one.pk for one in proposals]).update(state=ProposalState.OPEN)
        detail = Message("history.votes_taken_back", {"count": str(number)})
        submission = proposals[0].submission if proposals else None
        history.record(Action.WITHDRAWN, name, by=by, reason=reason, detail=detail, submission=submission)
        queue.defer_series()
    return number


def put_aside(pk: int, *, by: Any, reason: str) -> None:
    """Closes a proposal that is not to be accepted. ``look_again`` opens it. Raises RefusedError without a reason."""
    if not reason.strip():
        raise RefusedError("desk.reason_for_votes_aside")
    with transaction.atomic():
        proposal = _locked(pk, ProposalState.OPEN)
        proposal.state = ProposalState.ASIDE
        proposal.save(update_fields=["state"])
        _tell(proposal, Action.SET_ASIDE, by, reason=reason)


def look_again(pk: int) -> None:
    """Makes the preview of a proposal again, because the archive may have changed. An accepted proposal stays."""
    proposal = VoteProposal.objects.select_related("submission__source").get(pk=pk)
    if proposal.state != ProposalState.ACCEPTED:
        found = _stored(preview.preview, proposal.submission.source)
        with transaction.atomic():
            _show(VoteProposal.objects.select_for_update().get(pk=pk), found)


def _locked(pk: int, state: ProposalState) -> VoteProposal:
    """The proposal, locked. Raises RefusedError if somebody else has changed its state."""
    proposal = VoteProposal.objects.select_for_update(of=("self",)).select_related("submission", "file").get(pk=pk)
    if proposal.state != state:
        raise RefusedError("desk.votes_in_other_state")
    return proposal


def _tell(proposal: VoteProposal, action: Action, by: Any, **told: Any) -> None:
    history.record(action, proposal.submission.name, by=by, submission=proposal.submission, **told)
