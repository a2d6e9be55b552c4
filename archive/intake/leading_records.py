"""Chooses the leading record of each vote, and notes where the other records of the vote disagree with it.

These rules choose the leading record. If a rule leaves several records, the next rule decides between them:

1. The record says how the text was adopted.
2. Its source comes first in ``archive.voting.record.Origin``.
3. The record has a roll call.
4. The record was stored first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from functools import reduce

from django.db.models import Q

from archive import disarmament
from archive.intake.confirmed_symbols import confirm_symbols
from archive.intake.doubtful_dates import note_doubtful_dates
from archive.intake.voted import give_english_titles, make_known
from archive.messages import Message
from archive.models import Ballot, Vote, VoteProblem
from archive.models.vote import ProblemKind
from archive.voting.outcome import Outcome
from archive.voting.record import Origin

_EVENTS_AT_ONCE = 1000
_ROLLS_AT_ONCE = 100  # votes whose ballots are in memory at one time
_PREFERENCE = {origin: place for place, origin in enumerate(Origin)}


def settle(events: set[str]) -> Counter[str]:
    """Chooses the leading record of each of these votes, and notes where its records disagree.

    ``events`` are values of ``Vote.event``. Returns the number of problems found, by kind.
    """
    groups = _records(events)
    _choose_leaders(groups)
    _share_topics({str(vote.document_id) for records in groups for vote in records if vote.document_id})
    make_known(records[0] for records in groups)
    confirm_symbols(v.document_id for records in groups for v in records if not v.symbol_certain)
    give_english_titles(vote for records in groups for vote in records)
    note_doubtful_dates(str(records[0].document_id) for records in groups if records[0].document_id)
    return _note_disputes([records for records in groups if len(records) > 1])


def _records(events: set[str]) -> list[list[Vote]]:
    """A list of records for each vote. The record that should lead comes first in its list."""
    by_event: dict[str, list[Vote]] = defaultdict(list)
    wanted = sorted(events)
    for start in range(0, len(wanted), _EVENTS_AT_ONCE):
        for vote in Vote.objects.filter(event__in=wanted[start : start + _EVENTS_AT_ONCE]):
            by_event[vote.event].append(vote)
    return [sorted(records, key=_rank) for records in by_event.values()]


def _rank(vote: Vote) -> tuple[bool, int, bool, int]:
    return vote.outcome == Outcome.UNKNOWN, _PREFERENCE[Origin(vote.origin)], not vote.has_roll, vote.pk


def _choose_leaders(groups: list[list[Vote]]) -> None:
    """Sets ``leading`` for the first record of each list.

    First clears ``leading`` of the other records, because the database allows only one leading record for each vote.
    """
    leaders = [records[0].pk for records in groups if not records[0].leading]
    followers = [vote.pk for records in groups for vote in records[1:] if vote.leading]
    Vote.objects.filter(pk__in=followers).update(leading=False)
    Vote.objects.filter(pk__in=leaders).update(leading=True)


def _share_topics(symbols: set[str]) -> None:
    """Gives all records of a resolution the same topic: disarmament if one of them says so."""
    told: dict[str, set[bool | None]] = defaultdict(set)
    of_symbols = Vote.objects.filter(document_id__in=symbols).order_by()
    for symbol, topic in of_symbols.values_list("document_id", "disarmament").distinct():
        told[str(symbol)].add(topic)
    topics = {symbol: reduce(disarmament.either, each) for symbol, each in told.items() if len(each) > 1}
    for topic in (True, False):
        of_topic = [symbol for symbol, shared in topics.items() if shared is topic]
        differing = Q(disarmament=None) | Q(disarmament=not topic)
        Vote.objects.filter(differing, document_id__in=of_topic).update(disarmament=topic)


def _note_disputes(disputed: list[list[Vote]]) -> Counter[str]:
    """Replaces the stored disagreements of these votes with new ones. Returns their number by kind."""
    if not disputed:
        return Counter()
    in_dispute = [vote for records in disputed for vote in records]
    VoteProblem.objects.filter(vote__in=in_dispute, kind=ProblemKind.SOURCES).delete()
    problems: list[VoteProblem] = []
    for start in range(0, len(disputed), _ROLLS_AT_ONCE):
        problems += _disagreements(disputed[start : start + _ROLLS_AT_ONCE])
    VoteProblem.objects.bulk_create(problems)
    return Counter(problem.kind for problem in problems)


def _disagreements(disputed: list[list[Vote]]) -> Iterator[VoteProblem]:
    """Yields a problem for each record that disagrees with the leading one, which is the first of its list.

    A record that the leading one corrects is left out: the correction tells the differences, and why.
    """
    rolls: dict[int, dict[str, str]] = defaultdict(dict)
    records = [vote.pk for votes in disputed for vote in votes]
    cast = Ballot.objects.filter(vote__in=records, state__isnull=False).cast()
    for vote_id, state, choice in cast.values_list("vote_id", "state_id", "choice"):
        rolls[vote_id][state] = choice
    for leader, *others in disputed:
        for other in others:
            if other.corrected_by_id == leader.pk:
                continue
            if differences := _differences(leader, other, rolls[leader.pk], rolls[other.pk]):
                which = Message("vote.two_records", {"leading": leader.key, "other": other.key})
                yield problem(other, ProblemKind.SOURCES, [which, *differences])


def _differences(leader: Vote, other: Vote, mine: dict[str, str], theirs: dict[str, str]) -> list[Message]:
    """The differences between two records of a vote. A choice is "" if a roll call does not name the State."""
    differences = []
    if leader.outcome and other.outcome and leader.outcome != other.outcome:
        outcomes = {"outcome": leader.outcome, "other_outcome": other.outcome}
        differences.append(Message("vote.outcomes_differ", outcomes))
    if leader.outcome == other.outcome == Outcome.RECORDED and leader.totals != other.totals:
        differences.append(totals_differ(leader.totals, other.totals))
    if mine and theirs:
        states = sorted(state for state in mine | theirs if mine.get(state) != theirs.get(state))
        for state in states:
            did = {"state": state, "choice": mine.get(state, ""), "other_choice": theirs.get(state, "")}
            differences.append(Message("vote.choices_differ", did))
    return differences


def problem(vote: Vote, kind: ProblemKind, messages: list[Message]) -> VoteProblem:
    return VoteProblem(vote=vote, kind=kind, messages=[asdict(message) for message in messages])


def totals_differ(totals: tuple[int, int, int], other: tuple[int, int, int]) -> Message:
    values = {"totals": "–".join(map(str, totals)), "other_totals": "–".join(map(str, other))}
    return Message("vote.totals_differ", values)
