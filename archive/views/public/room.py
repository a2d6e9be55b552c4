"""Decides how many cards each clause shows beside it. The other cards of the clause are folded.

The cards of a clause may be longer than the clause where the next clauses have no cards. They may not push away the
cards of the next clause that has some. The style sheet keeps the order of the cards (``static/archive.css``).

The heights are estimated from the lengths of the texts, in pixels at the widest layout. A wrong estimate costs a small
gap between two clauses, or a fold that was not necessary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

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

_VOTE = 190.0  # a separate vote


@dataclass(frozen=True, slots=True)
class Row:
    """A clause and what is beside it. ``height`` is that of the clause, ``cards`` are those of its cards, and ``after``
    is that of what follows the cards."""

    height: float
    cards: Sequence[float]
    after: float = 0.0


def shown_cards(rows: Sequence[Row]) -> list[int]:
    """The number of cards that each clause shows: at most ``FOLD_BEYOND``, and at least one if it has cards.

    >>> short, two = Row(50, []), Row(50, [100, 100])
    >>> shown_cards([two, short, short, short, two, two])
    [2, 0, 0, 0, 1, 2]
    """
    limits = _limits(rows)
    found, bottom, top = [], 0.0, 0.0
    for row, limit in zip(rows, limits, strict=True):
        begin = max(top, bottom)
        number = _fitting(row, limit - begin)
        if row.cards or row.after:
            bottom = begin + _height(row, number)
        found.append(number)
        top += row.height
    return found


def _limits(rows: Sequence[Row]) -> list[float]:
    """For each clause, how far down its cards may reach: to the middle of the next clause that has something beside it.

    The cards of the next clause then still begin beside their clause.
    """
    limit, top = float("inf"), sum(row.height for row in rows)
    found = []
    for row in reversed(rows):
        found.append(limit)
        top -= row.height
        if row.cards or row.after:
            limit = top + row.height / 2
    return found[::-1]


def _fitting(row: Row, room: float) -> int:
    most = min(len(row.cards), FOLD_BEYOND)
    return next((n for n in range(most, 1, -1) if _height(row, n) <= room), min(most, 1))


def _height(row: Row, shown: int) -> float:
    return sum(row.cards[:shown]) + row.after + (_SUMMARY if shown < len(row.cards) else 0.0)


def row(text: str, depth: int, cards: Iterable[Card], votes: int = 0, *, cited: bool = False) -> Row:
    """The row of a clause. ``votes`` is the number of its separate votes. ``cited``: other resolutions cite the clause
    by a pinpoint."""
    lines = _lines(text, _TEXT_WIDTH - _INDENT * depth)
    after = votes * _VOTE + (_SUMMARY if cited else 0.0)
    return Row(lines * _TEXT_LINE + _BETWEEN_CLAUSES, [_card(card) for card in cards], after)


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
