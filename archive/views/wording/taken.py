"""Finds new clauses whose words were in a neighbouring clause before, and dropped clauses whose words went into one.

A clause that opens in a new way is new, even if its words are old (``archive.comparing.dividing``). The words that left
the neighbour are marked there as removed, so the page must say where they are now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.comparing.dividing import share_taken
from archive.views.change_labels import DROPPED, NEW
from archive.views.wording.rows import ComparedClause, Row

_LEAST = 0.7  # the least share of its words


@dataclass(frozen=True, slots=True)
class Taken:
    """The clause of the other text that has the words, and their share in percent."""

    clause: ComparedClause
    percent: int


def taken(rows: Sequence[Row]) -> dict[int, Taken]:
    """Index of a row with a new or a dropped clause → where its words were, or are now."""
    found = {}
    for index in range(len(rows)):
        best = max(_shares(rows, index), key=lambda each: each.percent, default=None)
        if best and best.percent >= _LEAST * 100:
            found[index] = best
    return found


def _shares(rows: Sequence[Row], index: int) -> Iterator[Taken]:
    """The shares of the words that the pairs next to a row have in the other text."""
    row = rows[index]
    for near in (index - 1, index + 1):
        if row.kind not in (NEW, DROPPED) or not 0 <= near < len(rows) or rows[near].pair is None:
            continue
        [before], [after] = rows[near].before, rows[near].after
        if row.kind == NEW:
            yield Taken(before, int(share_taken(row.after[0].text, before.text, after.text) * 100))
        else:
            yield Taken(after, int(share_taken(row.before[0].text, after.text, before.text) * 100))
