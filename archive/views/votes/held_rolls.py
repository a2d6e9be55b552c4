"""Keeps all roll calls in memory, so that measures over thousands of votes are fast.

The roll calls are read at the first use, and read again after a vote, a resolution or a series has changed.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DecimalField, Max, Q, Sum
from django.db.models.functions import Extract

from archive.models import Ballot, InferredSubject, Resolution, SeriesEntry, Subject, Vote
from archive.models.snapshot import snapshot
from archive.models.subject import english_name
from archive.models.vote import seat
from archive.voting.choice import Choice
from archive.voting.measures import Rolls

MOST_SUBJECTS = 15

_lock = threading.Lock()
_held: tuple[Any, HeldRolls] | None = None


class CountedVote(NamedTuple):
    """A vote that measures use: the symbol of its resolution, its session, its key and its day.

    ``symbol_certain`` is that of ``Vote``.
    """

    symbol: str
    symbol_certain: bool
    session: str
    key: str
    date: date | None


@dataclass(frozen=True, slots=True, eq=False)
class HeldRolls:
    """The recorded votes on resolutions as a whole. Each vote has one record. The newest vote is first.

    ``votes`` has the votes by id. ``series`` has a list for each series: (session, symbol, id of the vote) of each
    year with such a vote, the oldest year first. ``subjects`` has the votes on each subject by its id, as a bit set.
    ``inferred`` has the votes on resolutions whose subjects are inferred from their series, and ``described`` the votes
    on resolutions with subjects of either kind. ``names`` has the Chinese and the English names of the subjects.
    ``disarmament`` has the votes that count as disarmament. ``sessions`` has the votes of each regular session, as a
    bit set, the earliest session first.
    """

    rolls: Rolls
    votes: dict[int, CountedVote]
    series: list[list[tuple[int, str, int]]]
    subjects: dict[int, int]
    inferred: int
    described: int
    names: dict[int, tuple[str, str]]
    sessions: dict[int, int]
    disarmament: int = 0

    def sessions_of(self, votes: int) -> list[int]:
        """The regular sessions of these votes (a bit set), the earliest first."""
        return [session for session, bits in self.sessions.items() if bits & votes]

    def frequent_subjects(self, among: int) -> list[tuple[int, int]]:
        """(id of the subject, number of these votes on it), the most frequent subject first."""
        counts = ((subject, (votes & among).bit_count()) for subject, votes in self.subjects.items())
        return sorted((row for row in counts if row[1]), key=lambda row: (-row[1], row[0]))[:MOST_SUBJECTS]


def held() -> HeldRolls:
    """The roll calls in memory."""
    return _held_now(snapshot())


@lru_cache(maxsize=1)
def _held_now(seen: Hashable) -> HeldRolls:
    """After a change of the database, three small queries find out whether the roll calls must be read again."""
    global _held
    # The sum of the times, and not the last time: the clock can have been set back since.
    changed = Sum(Extract("updated_at", "epoch"), output_field=DecimalField())
    votes = Vote.objects.aggregate(n=Count("pk"), changed=changed, leading=Count("pk", filter=Q(leading=True)))
    # The subjects of a withdrawn resolution do not count.
    has = Resolution.subjects.through.objects.filter(resolution__withdrawn_at=None).aggregate(
        n=Count("pk"), sum=Sum("pk")
    )
    stamp = (votes, has, SeriesEntry.objects.aggregate(n=Count("pk"), last=Max("series")))
    with _lock:
        if _held is None or _held[0] != stamp:
            _held = (stamp, _read())
        known = _held[1]
    # The stamp does not cover what makes a vote count as disarmament.
    on_topic = Vote.objects.counted().on_disarmament().values_list("pk", flat=True)
    return replace(known, disarmament=known.rolls.among(on_topic))


def _read() -> HeldRolls:
    columns = ("pk", "document_id", "symbol_certain", "session", "key", "date")
    rows = Vote.objects.counted().newest_first().values_list(*columns)
    votes = {pk: CountedVote(str(symbol or ""), *facts) for pk, symbol, *facts in rows}
    cast = (
        Ballot.objects.filter(vote__in=Vote.objects.counted(), state__isnull=False)
        .exclude(choice=Choice.ABSENT)
        .order_by()
        .annotate(seat=seat())
        .values_list("seat", "choice")
        .annotate(votes=ArrayAgg("vote_id"))
    )
    by_symbol = {counted.symbol: pk for pk, counted in votes.items()}
    series: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    entries = (
        SeriesEntry.objects.of_readers()
        .order_by("session_order", "document_id")
        .values_list("series_id", "session_order", "document_id")
    )
    for number, session, symbol in entries:
        if vote := by_symbol.get(str(symbol)):
            series[number].append((session, str(symbol), vote))
    rolls = Rolls(list(votes), cast)
    compared = [years for years in series.values() if len(years) > 1]
    return HeldRolls(rolls, votes, compared, *_subjects(rolls, by_symbol), _sessions(rolls, votes))


def _sessions(rolls: Rolls, votes: dict[int, CountedVote]) -> dict[int, int]:
    ids: dict[int, list[int]] = defaultdict(list)
    for pk, vote in votes.items():
        if vote.session.isdecimal():
            ids[int(vote.session)].append(pk)
    return {session: rolls.among(ids[session]) for session in sorted(ids)}


def _subjects(rolls: Rolls, votes: dict[str, int]) -> tuple[dict[int, int], int, int, dict[int, tuple[str, str]]]:
    """The fields ``subjects``, ``inferred``, ``described`` and ``names`` of ``HeldRolls``.

    ``votes`` has the ids of the votes by symbol.
    """
    stated = Resolution.objects.filter(subjects__isnull=False).values_list("document__key", "subjects")
    carried = [
        (str(symbol), subject) for symbol, subject in InferredSubject.objects.values_list("document_id", "subject")
    ]
    on_subject: dict[int, set[int]] = defaultdict(set)
    for symbol, subject in [*stated, *carried]:
        if symbol in votes:
            on_subject[subject].add(votes[symbol])
    names = Subject.objects.filter(pk__in=on_subject).values_list("pk", "name_zh", "name_en", "dictionary")
    inferred = rolls.among(votes[symbol] for symbol, _subject in carried if symbol in votes)
    described = rolls.among(pk for ids in on_subject.values() for pk in ids)
    bits = {subject: rolls.among(ids) for subject, ids in on_subject.items()}
    return bits, inferred, described, {pk: (zh, english_name(en, source)) for pk, zh, en, source in names}
