"""Votes that a librarian enters or corrects by hand, with a reason.

A correction is a record of its own, which readers see first. The record of the source stays as it is, and pages show
both. So an import changes the source's record and never the correction, and a correction can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from archive.desk import history, queue
from archive.desk.proofs import RefusedError
from archive.intake.leading_records import settle
from archive.intake.voted import facts_from_sources
from archive.intake.votes import VoteIntake
from archive.messages import Message
from archive.models import Ballot, Vote, VoteProblem
from archive.models.history import Action
from archive.models.vote import ProblemKind
from archive.voting.record import Origin, VoteRecord

_COMPARED = (
    "document_id", "scope", "paths", "words", "in_committee", "date", "meeting", "outcome", "yes", "no", "abstain",
    "absent",
)  # fmt: skip


def key_of(record: VoteRecord, corrected: Vote | None) -> str:
    """The key of a record by hand: that of the corrected record, or what was voted on."""
    if corrected is not None:
        return corrected.key if corrected.origin == Origin.LIBRARIAN else f"{Origin.LIBRARIAN}:{corrected.key}"
    parts = (
        Origin.LIBRARIAN,
        record.symbol,
        " ".join(record.subject.paths),
        "committee" if record.in_committee else "",
    )
    return ":".join(filter(None, parts))


def enter(record: VoteRecord, corrected: Vote | None = None, *, by: Any) -> Vote:
    """Stores a record by hand. ``corrected`` is the record that it corrects; None for a vote that no source records.

    Raises RefusedError without a reason, or if the vote was entered by hand before: that record is to be corrected.
    """
    if not record.reason.strip():
        raise RefusedError("desk.reason_for_vote")
    record.key, record.origin = key_of(record, corrected), Origin.LIBRARIAN
    with transaction.atomic():
        before = Vote.objects.select_for_update().filter(key=record.key).first()
        if before and corrected is None:
            raise RefusedError("desk.vote_entered_before", key=before.key)
        source = source_of(corrected)
        compared = before or source
        earlier = _values(compared) if compared else None
        events = _remove(before) if before else set()
        VoteIntake().store([record])
        vote = Vote.objects.get(key=record.key)
        if source:
            events |= _join(source, vote)
        settle(events | {vote.event})
        _tell(vote, earlier, by=by)
        queue.defer_series()
        vote.refresh_from_db()
        return vote


def take_back(vote: Vote, *, by: Any, reason: str) -> Vote | None:
    """Deletes a record by hand. The source's record leads again. Returns that record; None if no source has the vote.

    Raises RefusedError without a reason, or if a source made the record.
    """
    if not reason.strip():
        raise RefusedError("desk.reason_for_taking_back_vote")
    if vote.origin != Origin.LIBRARIAN:
        raise RefusedError("desk.vote_not_by_hand")
    with transaction.atomic():
        source, symbol = source_of(vote), vote.document_id or ""
        events = _remove(vote)
        if source:
            source.refresh_from_db()
            source.save()  # derives its event again
            events.add(source.event)
        settle(events)
        facts_from_sources(symbol)
        detail = Message("history.vote_taken_back", {"vote": vote.key})
        history.record(Action.WITHDRAWN, symbol or vote.key, by=by, reason=reason, detail=detail)
        queue.defer_series()
    return source


def source_of(vote: Vote | None) -> Vote | None:
    """The record of a source that ``vote`` is, or that it corrects."""
    if vote is None or vote.origin != Origin.LIBRARIAN:
        return vote
    return vote.corrects.first()


def _remove(vote: Vote) -> set[str]:
    """Deletes a record by hand. Returns the events of the records that it leaves behind."""
    events = {vote.event, *vote.corrects.values_list("event", flat=True)}
    VoteProblem.objects.filter(vote__event__in=events, kind=ProblemKind.SOURCES).delete()
    vote.delete()
    return events


def _join(source: Vote, vote: Vote) -> set[str]:
    """Makes the source's record and the correction records of one vote. Returns the events of before."""
    source.refresh_from_db()
    before = source.event
    VoteProblem.objects.filter(vote__event=before, kind=ProblemKind.SOURCES).delete()
    source.corrected_by, source.leading = vote, False
    source.save()
    return {before}


def _values(vote: Vote) -> tuple[dict[str, Any], dict[str, str]]:
    """The compared values of a record, and the choice of each State."""
    choices = Ballot.objects.filter(vote=vote, state__isnull=False).values_list("state_id", "choice")
    return {name: getattr(vote, name) for name in _COMPARED}, {str(state): choice for state, choice in choices}


def _tell(vote: Vote, earlier: tuple[dict[str, Any], dict[str, str]] | None, *, by: Any) -> None:
    """Writes the history: an entry for each changed value, or one entry for a vote that no source records."""
    subject = vote.document_id or vote.key
    details = list(_changes(vote, earlier)) if earlier else [Message("history.vote_entered", {"vote": vote.key})]
    for detail in details or [Message("history.vote_confirmed", {"vote": vote.key})]:
        history.record(Action.CORRECTED, subject, by=by, reason=vote.reason, detail=detail)


def _changes(vote: Vote, earlier: tuple[dict[str, Any], dict[str, str]]) -> Iterator[Message]:
    (values, roll), (now, choices) = earlier, _values(vote)
    for name in _COMPARED:
        if values[name] != now[name]:
            field = name.removesuffix("_id")
            yield history.told(history.CHANGED, vote, field=field, before=values[name], after=now[name])
    for state in sorted(roll | choices):
        if roll.get(state) != choices.get(state):
            did = {"state": state, "choice": roll.get(state, ""), "other_choice": choices.get(state, "")}
            yield Message("vote.choice_changes", did)
