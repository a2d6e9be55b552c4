"""Confirms the symbols that a source of votes does not give with certainty (``Vote.symbol_certain``).

Voeten's numbers before session 31 are sometimes those of other resolutions (``archive.voting.formats.voeten``). One of
these facts confirms a symbol: the archive has the text of the resolution, a text cites it by this symbol, or another
source records a vote on it with the same totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from archive.intake.voted import make_known
from archive.models import Citation, Resolution, Vote


def confirm_symbols(keys: Iterable[str | None]) -> None:
    """Marks the confirmed symbols among ``keys`` as certain, and completes the documents of these votes."""
    uncertain = list(Vote.objects.filter(document_id__in={key for key in keys if key}, symbol_certain=False))
    if not uncertain:
        return
    symbols = {str(vote.document_id) for vote in uncertain}
    named, recorded = _named(symbols), _recorded(symbols)
    confirmed = [
        vote.pk for vote in uncertain if vote.document_id in named or vote.totals in recorded[str(vote.document_id)]
    ]
    votes = Vote.objects.filter(pk__in=confirmed)
    votes.update(symbol_certain=True, updated_at=timezone.now())
    make_known(votes.filter(leading=True))


def _named(symbols: set[str]) -> set[str]:
    """The symbols of the resolutions that the archive has, or that its texts cite."""
    here = Resolution.objects.filter(document__key__in=symbols).values_list("document__key", flat=True)
    cited = Citation.objects.of_readers().order_by().filter(key__in=symbols).values_list("key", flat=True)
    return {*here, *cited.distinct()}


def _recorded(symbols: set[str]) -> dict[str, set[tuple[int, int, int]]]:
    """Symbol → totals of the votes that other sources record under it."""
    found: dict[str, set[tuple[int, int, int]]] = defaultdict(set)
    for vote in Vote.objects.on_whole().filter(document_id__in=symbols, symbol_certain=True):
        found[str(vote.document_id)].add(vote.totals)
    return found
