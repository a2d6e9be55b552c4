"""Decides what each clause shows beside it: how many of its cards, and how much of its separate votes. The rest is
folded.

What is beside a clause may be longer than the clause where the next clauses have nothing beside them. It may not push
away what is beside a later clause. The style sheet keeps the order (``static/archive.css``).

The heights are estimated from the lengths of the texts, in pixels at the widest layout. A wrong estimate costs a small
gap between two clauses, or a fold that was not necessary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from archive.views.labels import Named
from archive.views.public.cards import FOLD_BEYOND, Card

_LETTER = 0.53  # width of a Latin letter, as a part of the width of a Han character

_TEXT_LINE, _TEXT_WIDTH = 34.2, 36.0  # height of a line in pixels, and its length in Han characters
_INDENT = 2.6  # Han characters for each depth
_BETWEEN_CLAUSES = 14.4

_NAME_LINE, _NAME_WIDTH = 24.0, 19.0
_SMALL_LINE, _SMALL_WIDTH = 20.15, 22.0
_BETWEEN_CARDS = 12.0
_SUMMARY = 36.0  # the line that unfolds cards

_VOTE, _FOLDED_VOTE = 190.0, 125.0  # a separate vote, and one that shows only its figures


@dataclass(frozen=True, slots=True)
class Row:
    """A clause and what is beside it. ``height`` is that of the clause, and ``cards`` are those of its cards. ``votes``
    is the number of its separate votes, and ``cited`` is the height of the list of those who cite it."""

    height: float
    cards: Sequence[float] = ()
    votes: int = 0
    cited: float = 0.0

    @property
    def bare(self) -> bool:
        """Whether nothing is beside the clause."""
        return not (self.cards or self.votes or self.cited)


class Shown(NamedTuple):
    """What a clause shows: its first cards, and its votes whole or only with their figures."""

    cards: int
    folded_votes: bool = False


def shown_beside(rows: Sequence[Row]) -> list[Shown]:
    """What each clause shows: at most ``FOLD_BEYOND`` cards, and at least one if it has cards.

    >>> short, two = Row(50), Row(50, [100, 100])
    >>> [shown.cards for shown in shown_beside([two, short, short, short, two, two])]
    [2, 0, 0, 0, 1, 2]
    """
    found, bottom, top = [], 0.0, 0.0
    for row, limit in zip(rows, _limits(rows), strict=True):
        begin = max(top, bottom)
        shown = _fitting(row, limit - begin)
        if not row.bare:
            bottom = begin + _height(row, shown)
        found.append(shown)
        top += row.height
    return found


def _limits(rows: Sequence[Row]) -> list[float]:
    """For each clause, how far down may reach what is beside it: to the middle of the next clause that is not bare.

    What is beside the next clause then still begins beside its clause.
    """
    limit, top = float("inf"), sum(row.height for row in rows)
    found = []
    for row in reversed(rows):
        found.append(limit)
        top -= row.height
        if not row.bare:
            limit = top + row.height / 2
    return found[::-1]


def _fitting(row: Row, room: float) -> Shown:
    """The most that fits into the room. The lists of votes are folded before cards. If nothing fits, the least."""
    most = min(len(row.cards), FOLD_BEYOND)
    choices = [Shown(most), *(Shown(number, folded_votes=row.votes > 0) for number in range(most, 0, -1))]
    least = Shown(min(most, 1), folded_votes=row.votes > 0)
    return next((shown for shown in choices if _height(row, shown) <= room), least)


def _height(row: Row, shown: Shown) -> float:
    votes = row.votes * (_FOLDED_VOTE if shown.folded_votes else _VOTE)
    folded = _SUMMARY if shown.cards < len(row.cards) else 0.0
    return sum(row.cards[: shown.cards]) + folded + votes + row.cited


def row(text: str, depth: int, cards: Iterable[Card], votes: int = 0, *, cited: bool = False) -> Row:
    """The row of a clause. ``votes`` is the number of its separate votes. ``cited``: other resolutions cite the clause
    by a pinpoint."""
    lines = _lines(text, _TEXT_WIDTH - _INDENT * depth)
    height = lines * _TEXT_LINE + _BETWEEN_CLAUSES
    return Row(height, [_card(card) for card in cards], votes, _SUMMARY if cited else 0.0)


def _card(card: Card) -> float:
    named = [card.about] if card.about else card.candidates
    quoted = " · ".join(words.exact + "".join(words.pinpoints) for words in card.words)
    small = _lines(quoted, _SMALL_WIDTH) + sum(_lines(note.text, _SMALL_WIDTH, 4.0) for note in card.notes)
    opens = _NAME_LINE if card.about and card.about.here else 0.0
    return sum(_head(about, card.again) for about in named) + small * _SMALL_LINE + opens + _BETWEEN_CARDS


def _head(about: Named, again: bool) -> float:
    """The height of a document's kind, name and facts."""
    name = about.title or about.symbol
    if again:
        return _lines(f"{about.kind} {about.symbol} {name}", _NAME_WIDTH) * _NAME_LINE
    return _lines(name, _NAME_WIDTH) * _NAME_LINE + _SMALL_LINE + _NAME_LINE


def _lines(text: str, width: float, before: float = 0.0) -> int:
    """The number of lines of a text. ``before`` is the width of what precedes it in its first line."""
    wide = (len(text.encode()) - len(text)) / 2  # a Han character has three bytes
    return ceil((before + wide + (len(text) - wide) * _LETTER) / width)
