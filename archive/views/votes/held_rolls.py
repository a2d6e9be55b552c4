"""Keeps all roll calls in memory, so that measures over thousands of votes are fast.

The roll calls are read at the first use, and read again after a vote or a series has changed.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DecimalField, Max, Q, Sum
from django.db.models.functions import Extract

from archive.models import Ballot, SeriesEntry, Subject, Vote
from archive.voting.choice import Choice
from archive.voting.measures import Rolls
from archive.voting.outcome import Outcome

MOST_SUBJECTS = 15

_lock = threading.Lock()
_held: tuple[Any, HeldRolls] | None = None


class CountedVote(NamedTuple):
    """A vote that measures use: the symbol of its resolution, its session and its key."""

    symbol: str
    session: str
    key: str


@dataclass(frozen=True, slots=True)
class HeldRolls:
    """The recorded votes on resolutions as a whole. Each vote has one record. The newest vote is first.

    ``votes`` has the votes by id. ``series`` has a list for each series: (session, symbol, id of the vote) of each
    year with such a vote, the oldest year first. ``subjects`` lists (id, Chinese name, English name, number of
    recorded votes), the most frequent subject first.
    """

    rolls: Rolls
    votes: dict[int, CountedVote]
    series: list[list[tuple[int, str, int]]]
    subjects: list[tuple[int, str, str, int]]


def held() -> HeldRolls:
    """The roll calls in memory. Two small queries find out whether the roll calls must be read again."""
    global _held
    # The sum of the times, and not the last time: the clock can have been set back since.
    changed = Sum(Extract("updated_at", "epoch"), output_field=DecimalField())
    votes = Vote.objects.aggregate(n=Count("pk"), changed=changed, leading=Count("pk", filter=Q(leading=True)))
    stamp = (votes, SeriesEntry.objects.aggregate(n=Count("pk"), last=Max("series")))
    with _lock:
        if _held is None or _held[0] != stamp:
            _held = (stamp, _read())
        return _held[1]


def _read() -> HeldRolls:
    rows = Vote.objects.counted().newest_first().values_list("pk", "document_id", "session", "key")
    votes = {pk: CountedVote(str(symbol or ""), session, key) for pk, symbol, session, key in rows}
    cast = (
        Ballot.objects.filter(vote__in=Vote.objects.counted(), state__isnull=False)
        .exclude(choice=Choice.ABSENT)
        .order_by()
        .values_list("state_id", "choice")
        .annotate(votes=ArrayAgg("vote_id"))
    )
    by_symbol = {counted.symbol: pk for pk, counted in votes.items()}
    series: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    entries = SeriesEntry.objects.order_by("session_order", "document_id").values_list(
        "series_id", "session_order", "document_id"
    )
    for number, session, symbol in entries:
        if vote := by_symbol.get(str(symbol)):
            series[number].append((session, str(symbol), vote))
    on_subject = Subject.objects.filter(resolutions__document__outcome=Outcome.RECORDED).order_by()
    counted = on_subject.values_list("pk", "name_zh", "name_en").annotate(n=Count("resolutions")).order_by("-n", "pk")
    return HeldRolls(
        Rolls(list(votes), cast),
        votes,
        [years for years in series.values() if len(years) > 1],
        list(counted[:MOST_SUBJECTS]),
    )
