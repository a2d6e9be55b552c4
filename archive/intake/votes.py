"""Stores voting records. Each source has its own record of a vote.

The number of a record in its source identifies the record. Storing the same record again changes nothing. A later file
of the same source fills empty fields, and its values replace the earlier values. Two sources of one vote have two
records. One record leads (``archive.intake.leading_records``). If the records disagree, a ``VoteProblem`` is stored.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction

from archive import disarmament, symbols
from archive.intake.leading_records import problem, settle, totals_differ
from archive.intake.result import Result
from archive.intake.states import load_states, names_from_database
from archive.intake.vote_changes import Columns, columns, note, note_documents
from archive.messages import Message
from archive.models import Ballot, Resolution, Vote, VoteFile, VoteProblem
from archive.models.vote import ProblemKind
from archive.reading.draft import Draft
from archive.reading.source_formats import by_key
from archive.voting.choice import Choice
from archive.voting.record import OF_TEXTS, CastBallot, Origin, Scope, Subject, VoteRecord
from archive.voting.states import StateNames

_AT_ONCE = 100  # records in memory
_MANY_BALLOTS = 5000

_FACTS = (
    "description", "title", "title_certain", "agenda_title", "heading", "draft_symbol", "committee_report", "date",
    "date_certain", "meeting", "outcome", "yes", "no", "abstain", "absent", "members", "in_committee", "reason",
)  # fmt: skip
_COLUMNS = [field.name for field in Vote._meta.concrete_fields if not field.primary_key and field.name != "key"]
_OF_ROLL = (ProblemKind.UNKNOWN_NAME, ProblemKind.NOT_A_MEMBER, ProblemKind.TWICE)


@dataclass(slots=True)
class Tally:
    """Counts the votes stored by ``Result``, the ballots written, and the problems by kind.

    ``passed_over`` counts the votes on other topics than disarmament that were not stored.
    """

    votes: Counter[Result] = field(default_factory=Counter)
    ballots: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    passed_over: int = 0


def _without_repetitions(records: Iterable[VoteRecord]) -> Iterator[VoteRecord]:
    """Yields the records without repetitions.

    A second record with the same key and different content gets a new key (``extract:1#2``).
    """
    seen: dict[str, list[str]] = defaultdict(list)
    for record in records:
        digests = seen[record.key]
        digest = hashlib.sha256(repr(record).encode()).hexdigest()
        if digest in digests:
            continue
        digests.append(digest)
        if len(digests) > 1:
            record.key = f"{record.key}#{len(digests)}"
        yield record


@dataclass(slots=True)
class _Roll:
    """A roll call to be written: ballots with the codes of their States, and the problems by kind.

    ``replaces`` is True if the database may already have ballots of the vote.
    """

    vote: Vote
    replaces: bool = False
    ballots: list[tuple[str | None, CastBallot]] = field(default_factory=list)
    problems: dict[ProblemKind, list[Message]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class _Run:
    """One call of ``VoteIntake.store``. ``events`` has the ``Vote.event`` of each vote whose records have changed.

    ``every_topic`` is False if only votes on disarmament are stored.
    """

    file: VoteFile | None
    again: bool
    every_topic: bool
    tally: Tally = field(default_factory=Tally)
    events: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Batch:
    """The changes that a batch of records makes: votes to insert, votes to update, and roll calls to write.

    ``before`` has the earlier values of each vote to update, by its key.
    """

    new: list[Vote] = field(default_factory=list)
    changed: list[Vote] = field(default_factory=list)
    before: dict[str, Columns] = field(default_factory=dict)
    rolls: list[_Roll] = field(default_factory=list)


class VoteIntake:
    """Stores records. One call is one transaction."""

    def __init__(self) -> None:
        self._names: StateNames | None = None

    @property
    def names(self) -> StateNames:
        if self._names is None:
            load_states()
            self._names = names_from_database()
        return self._names

    def store(
        self,
        records: Iterable[VoteRecord],
        file: VoteFile | None = None,
        again: bool = False,
        every_topic: bool = True,
    ) -> Tally:
        """Stores records one batch after the other, with at most a hundred records in memory.

        If ``again`` is set, the States of unchanged roll calls are identified again. This helps after names of States
        were added. If ``every_topic`` is False, only votes on disarmament are stored, and votes that the archive has.
        """
        run = _Run(file, again, every_topic)
        with transaction.atomic(savepoint=False):
            iterator = _without_repetitions(records)
            while batch := list(islice(iterator, _AT_ONCE)):
                self._store_batch(batch, run)
            if run.tally.ballots > _MANY_BALLOTS:
                _update_statistics()
            run.tally.problems.update(settle(run.events))
            if file:
                file.votes, file.ballots = run.tally.votes.total(), run.tally.ballots
                file.passed_over = run.tally.passed_over
                file.save()
        return run.tally

    def of_texts(self, symbol: str, records: Iterable[VoteRecord]) -> None:
        """Stores ``records`` in place of the earlier records from the texts of the same resolution.

        If readers no longer see a text, its record is deleted. If two records have one origin, the later record counts.
        """
        with transaction.atomic():
            replaced = Vote.objects.filter(key__in=[f"{origin}:{symbol}" for origin in OF_TEXTS])
            events = set(replaced.values_list("event", flat=True))
            VoteProblem.objects.filter(vote__event__in=events, kind=ProblemKind.SOURCES).delete()
            replaced.delete()
            settle(events)
            for record in records:
                self.store([record])

    def _store_batch(self, records: list[VoteRecord], run: _Run) -> None:
        known = Vote.objects.select_related("corrected_by").filter(key__in=[record.key for record in records])
        present = {vote.key: vote for vote in known}
        batch = _Batch()
        taken = records if run.every_topic else list(_on_disarmament(records, present))
        run.tally.passed_over += len(records) - len(taken)
        for record in taken:
            self._take(record, present.get(record.key), run, batch)
        if run.file:
            note(run.file, batch.new, batch.before)
            note_documents(run.file, {str(vote.document_id) for vote in batch.new + batch.changed if vote.document_id})
        # A new row has an ``event`` already: ``event`` is made from the symbol or ``key``, not from the primary key.
        Vote.objects.bulk_create(batch.new)
        # All of these rows exist already. For so many columns, an upsert is five times as fast as Django's bulk_update.
        Vote.objects.bulk_create(batch.changed, update_conflicts=True, unique_fields=["key"], update_fields=_COLUMNS)
        run.tally.ballots += _write_rolls(batch.rolls)
        _forget_problems(batch.changed, batch.rolls)
        run.tally.problems.update(_note_problems(batch.new + batch.changed, batch.rolls))

    def _take(self, record: VoteRecord, known: Vote | None, run: _Run, batch: _Batch) -> None:
        """Puts the vote of a record into the batch, if it is new or changed. ``known`` is its stored row, or None."""
        vote = known or Vote(key=record.key, origin=record.origin, outcome=record.outcome)
        event, digest = vote.event, roll_digest(record.ballots)
        before = columns(vote)
        differs = _describe(vote, record)
        roll_differs = bool(record.ballots) and vote.roll_digest != digest
        result = _result(known, differs or roll_differs)
        run.tally.votes[result] += 1
        if result == Result.UNCHANGED and not run.again:
            return
        (batch.new if known is None else batch.changed).append(vote)
        if known is not None:
            batch.before[vote.key] = before
        vote.file = run.file or vote.file
        if record.ballots and (roll_differs or run.again):
            vote.roll_digest = digest
            batch.rolls.append(self._read_roll(vote, record))
        vote.place()
        run.events |= {vote.event, event or vote.event}
        if event not in ("", vote.event):
            vote.leading = False

    def _read_roll(self, vote: Vote, record: VoteRecord) -> _Roll:
        roll = _Roll(vote, replaces=vote.pk is not None)
        roll.ballots = list(self._identify(vote, record, roll.problems))
        counts = Counter(ballot.choice for _, ballot in roll.ballots)
        vote.cast_yes, vote.cast_no, vote.cast_abstain = counts[Choice.YES], counts[Choice.NO], counts[Choice.ABSTAIN]
        return roll

    def _identify(
        self, vote: Vote, record: VoteRecord, problems: dict[ProblemKind, list[Message]]
    ) -> Iterator[tuple[str | None, CastBallot]]:
        """Yields (code of the State or None, ballot), and adds what is wrong to ``problems``.

        If a State is named twice with the same choice, only one ballot is kept. If the choices differ, the second
        ballot is kept without a State.
        """
        names, (first, last) = self.names, _days(vote)
        by_hand = record.origin == Origin.LIBRARIAN  # a librarian chooses the State itself
        seen: dict[str, CastBallot] = {}
        for ballot in record.ballots:
            state = ballot.code if by_hand else names.state(ballot.printed, first)
            if state is None and ballot.code in names.seats:
                state = ballot.code
                printed = {"name": ballot.printed, "code": ballot.code}
                problems[ProblemKind.UNKNOWN_NAME].append(Message("vote.unknown_name_with_code", printed))
            elif state is None:
                problems[ProblemKind.UNKNOWN_NAME].append(Message("vote.unknown_name", {"name": ballot.printed}))
            if state in seen:
                did = {"name": ballot.printed, "choice": seen[state].choice, "other_choice": ballot.choice}
                problems[ProblemKind.TWICE].append(Message("vote.state_twice", did))
                if ballot.choice == seen[state].choice:
                    continue
                state = None
            elif state:
                seen[state] = ballot
                if first and not names.seats[state].held(first, last):
                    problems[ProblemKind.NOT_A_MEMBER].append(Message("vote.not_a_member", {"name": ballot.printed}))
            yield state, ballot


def _on_disarmament(records: list[VoteRecord], present: Collection[str]) -> Iterator[VoteRecord]:
    """The records that an import takes without ``every_topic``.

    Their topic is disarmament or not known, or their key is in ``present``, or the archive knows their resolution as
    disarmament.
    """
    symbols_named = {record.symbol for record in records if record.symbol}
    voted = Vote.objects.filter(document_id__in=symbols_named, disarmament=True)
    texts = Resolution.objects.on_disarmament().filter(document__key__in=symbols_named)
    known = {*voted.values_list("document_id", flat=True), *texts.values_list("document__key", flat=True)}
    for record in records:
        if record.key in present or record.symbol in known or disarmament.counts(record.topic) is not False:
            yield record


def _result(known: Vote | None, differs: bool) -> Result:
    if known is None:
        return Result.NEW
    return Result.CHANGED if differs else Result.UNCHANGED


def _write_rolls(rolls: list[_Roll]) -> int:
    """Writes the ballots of these roll calls. Deletes the ballots that they replace. Returns the number written."""
    if not rolls:
        return 0
    if replaced := [roll.vote for roll in rolls if roll.replaces]:
        Ballot.objects.filter(vote__in=replaced).delete()
    columns = "(vote_id, state_id, choice, printed, corrected)"
    written = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {Ballot._meta.db_table} {columns} FROM STDIN") as copy:
        for roll in rolls:
            for state, ballot in roll.ballots:
                copy.write_row((roll.vote.pk, state, ballot.choice, ballot.printed, ballot.corrected or ""))
            written += len(roll.ballots)
    return written


def _forget_problems(changed: list[Vote], rolls: list[_Roll]) -> None:
    """Deletes the problems that the intake looks for again. Problems of a roll call that was not read again stay."""
    if changed:
        again = [roll.vote for roll in rolls]
        VoteProblem.objects.filter(vote__in=changed, kind=ProblemKind.TOTALS).delete()
        VoteProblem.objects.filter(vote__in=again, kind__in=_OF_ROLL).delete()


def _note_problems(votes: list[Vote], rolls: list[_Roll]) -> Counter[str]:
    """Stores the problems of these votes and roll calls. Returns their number by kind."""
    problems = [problem(roll.vote, kind, found) for roll in rolls for kind, found in roll.problems.items()]
    for vote in votes:
        if vote.differs:
            problems.append(problem(vote, ProblemKind.TOTALS, [totals_differ(vote.totals, vote.counted)]))
    VoteProblem.objects.bulk_create(problems)
    return Counter(problem.kind for problem in problems)


def _describe(vote: Vote, record: VoteRecord) -> bool:
    """Copies the values of the record to the vote. Returns whether the vote has changed."""
    before = _facts(vote)
    if record.symbol and record.symbol != vote.document_id:  # what the archive has confirmed since then stays
        vote.document_id, vote.symbol_certain = record.symbol, record.symbol_certain
    if record.session:
        vote.session = record.session
    vote.disarmament = disarmament.either(vote.disarmament, disarmament.counts(record.topic))
    if record.describes or not vote.pk:
        # Another file of the same source may have shortened the description, so the longer one is kept.
        if not vote.description or len(record.description) >= len(vote.description):
            _set_subject(vote, record.subject, record)
            vote.description = record.description
        for name in _FACTS:
            value = getattr(record, name)
            if name != "description" and value not in (None, ""):
                setattr(vote, name, value)
    return _facts(vote) != before


def _set_subject(vote: Vote, subject: Subject, record: VoteRecord) -> None:
    if vote.scope == Scope.AMENDMENT and subject.scope == Scope.PART:
        return  # another file of the same source has no column that marks amendments
    vote.scope, vote.paths, vote.words = subject.scope, list(subject.paths), subject.words
    unplaced = subject.unplaced
    if not record.symbol and record.reference and not unplaced:
        unplaced = Message("vote.no_symbol", {"number": record.reference})
    vote.unplaced = asdict(unplaced) if unplaced else None


def _facts(vote: Vote) -> tuple[Any, ...]:
    names = ("document_id", "symbol_certain", "session", "scope", "words", "unplaced", "disarmament", *_FACTS)
    return (*(getattr(vote, name) for name in names), tuple(vote.paths))


def roll_digest(ballots: list[CastBallot]) -> str:
    rows = sorted((b.printed, b.choice.value, b.corrected.value if b.corrected else "") for b in ballots)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _days(vote: Vote) -> tuple[date | None, date | None]:
    """The first and the last possible day of the vote: the same day, or the whole session if the date is uncertain."""
    if vote.date and vote.date_certain:
        return vote.date, vote.date
    return symbols.session_dates(vote.session) or (vote.date, vote.date)


def _update_statistics() -> None:
    """Updates PostgreSQL's statistics of the tables.

    PostgreSQL itself updates them only after the transaction. With the old statistics, PostgreSQL may scan a whole
    table for each row of another table.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Vote._meta.db_table}, {Ballot._meta.db_table}")


def record_of(draft: Draft) -> VoteRecord | None:
    """The vote on the whole resolution, as the source of the Draft records it. None if the source records no vote.

    A roll call that was read from printed words ranks below the data of the United Nations, because a broken line can
    lose a State.

    Only votes of the General Assembly on resolutions are records here, because the measures of States count these. The
    figures of other votes are facts of their documents.
    """
    if not draft.vote.outcome or symbols.kind_of(draft.symbol) != symbols.GA_RESOLUTION:
        return None
    format = by_key(draft.format)
    origin = Origin.RESOLUTION if format and format.has_data else Origin.WORDS
    return VoteRecord(
        key=f"{origin}:{draft.symbol}",
        origin=origin,
        symbol=draft.symbol,
        reference=draft.symbol,
        session=draft.session,
        agenda_title=draft.agenda_titles[0] if draft.agenda_titles and draft.language == "en" else "",
        title=draft.title if draft.language == "en" else "",
        draft_symbol=draft.draft_symbol,
        committee_report=draft.committee_report,
        date=draft.adopted_on,
        meeting=draft.meeting_record,
        outcome=draft.vote.outcome,
        yes=draft.vote.yes,
        no=draft.vote.no,
        abstain=draft.vote.abstain,
        ballots=[CastBallot(name, Choice(choice)) for choice, names in draft.vote.voters.items() for name in names],
        topic=disarmament.Facts(draft.committee, draft.draft_symbol, [term for _dictionary, term in draft.subjects]),
    )
