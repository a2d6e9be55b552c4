"""All roll calls in memory, for measures over thousands of votes: read once, and again when a vote has changed."""

from __future__ import annotations

import threading
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q

from archive.models import Ballot, Vote
from archive.models.vote import Choice
from archive.voting.measures import Rolls

_lock = threading.Lock()
_held: tuple[Any, Rolls] | None = None


def rolls() -> Rolls:
    """The recorded votes on resolutions as a whole, one record each, newest first. One query where nothing changed."""
    global _held
    stamp = Vote.objects.aggregate(n=Count("pk"), last=Max("updated_at"), leading=Count("pk", filter=Q(leading=True)))
    with _lock:
        if _held is None or _held[0] != stamp:
            _held = (stamp, _read())
        return _held[1]


def _read() -> Rolls:
    votes = Vote.objects.counted().newest_first().values_list("pk", flat=True)
    cast = (
        Ballot.objects.filter(vote__in=Vote.objects.counted(), state__isnull=False)
        .exclude(choice=Choice.ABSENT)
        .order_by()
        .values_list("state_id", "choice")
        .annotate(votes=ArrayAgg("vote_id"))
    )
    return Rolls(list(votes), cast)
