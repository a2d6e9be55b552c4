"""Files of votes on the desk: proposed, accepted, taken back, put aside. Each act is in the history.

A small file is accepted at once. A large one waits in the queue; meanwhile nothing else changes its proposal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
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

log = logging.getLogger(__name__)

AT_ONCE = 200  # votes of a file that are stored in the request; some 40,000 ballots take ten seconds
_FIXED = (ProposalState.ACCEPTED, ProposalState.QUEUED)  # no new preview takes the place of what was accepted


def propose(submission: Submission) -> bool:
    """Makes the preview of a submission. Returns False, and changes nothing, if its source is no file of votes.

    Raises Unreadable if it is a file of votes that cannot be read. A proposal that is accepted, or that waits in the
    queue for it, does not change.
    """
    assert submission.source is not None
    found = preview.preview(submission.source)
    if found is None:
        return False
    proposal = VoteProposal.objects.select_for_update().filter(submission=submission).first()
    if proposal is None or proposal.state not in _FIXED:
        _show(proposal or VoteProposal(submission=submission), found)
    return True


def _show(proposal: VoteProposal, found: Preview) -> None:
    proposal.format, proposal.rows, proposal.counts = found.format, found.rows, found.counts
    proposal.refused, proposal.previewed_at = found.refused, timezone.now()
    proposal.state = ProposalState.OPEN
    proposal.save()


def accept_or_defer(pk: int, *, by: Any) -> VoteProposal:
    """Accepts a proposal of at most ``AT_ONCE`` votes now. If it has more, queues a job. Returns the proposal.

    The errors are those of ``accept``.
    """
    with transaction.atomic():
        proposal = _locked(pk, ProposalState.OPEN)
        large = len(proposal.rows) > AT_ONCE
        if large:
            proposal.state = ProposalState.QUEUED
            proposal.save(update_fields=["state"])
            queue.defer_acceptance(pk, by)
    return proposal if large else accept(pk, by=by)


def accept_deferred(pk: int, by: Any) -> None:
    """Accepts a proposal from the queue. If that is refused, it is open again, and the history has the reason."""
    # If a worker is killed after its transaction, the job runs again. Then the proposal is accepted already.
    waiting = VoteProposal.objects.filter(pk=pk, state=ProposalState.QUEUED)
    if not waiting.exists():
        return
    try:
        if not by.has_perm("archive.accept_votes"):
            raise RefusedError("desk.may_not_publish", by=by)
        accept(pk, by=by, state=ProposalState.QUEUED)
    except RefusedError as error:
        why = error.message
    except (OperationalError, InterfaceError):
        raise  # the connection is lost; the queue tries the job again
    except Exception:
        log.exception("The votes of proposal %s cannot be accepted", pk)
        why = Message("desk.not_published")
    else:
        return
    with transaction.atomic():
        waiting.update(state=ProposalState.OPEN)
        proposal = VoteProposal.objects.select_related("submission").get(pk=pk)
        _tell(proposal, Action.SENT_BACK, by, detail=why)


def accept(pk: int, *, by: Any, state: ProposalState = ProposalState.OPEN) -> VoteProposal:
    """Stores the votes of a proposal in this state. Other records of these votes stay beside them.

    Raises RefusedError if there is nothing to store. If the archive has changed since the preview, so that acceptance
    would change something else, it also raises RefusedError, and the proposal has a new preview.
    """
    proposal = VoteProposal.objects.select_related("submission__source").get(pk=pk)
    source = proposal.submission.source
    assert source is not None
    if VoteFile.objects.filter(sha256=source.sha256).exists():
        raise RefusedError("desk.votes_are_in")
    with transaction.atomic():
        proposal = _locked(pk, state)
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
        _preview_again(pk)
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
    """Makes the preview of a proposal again, because the archive may have changed.

    A proposal that is accepted, or that waits in the queue for it, stays.
    """
    if VoteProposal.objects.filter(pk=pk).exclude(state__in=_FIXED).exists():
        _preview_again(pk)


def _preview_again(pk: int) -> None:
    source = VoteProposal.objects.select_related("submission__source").get(pk=pk).submission.source
    found = _stored(preview.preview, source)
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
