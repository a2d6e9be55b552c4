"""``Spans``: parts of a text, with a fast search for those that overlap another part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from archive.citing.segments import Spanning

# The numbers of the spans by their starts, these starts, and the last end of the spans up to each.
_Sorted = tuple[list[int], list[int], list[int]]


class Spans:
    """Spans of one text, in any order. They may overlap each other. The sequence must not change later.

    >>> from archive.citing.reference import Reference
    >>> Spans([Reference("title", start, start + 4, "") for start in (5, 0, 2)]).over(2, 5)
    [1, 2]
    """

    def __init__(self, spans: Sequence[Spanning]) -> None:
        self._spans = spans
        self._sorted: _Sorted | None = None

    def over(self, start: int, end: int) -> list[int]:
        """The numbers of the spans that overlap ``text[start:end]``, in their order in the sequence."""
        order, starts, reach = self._sorted or self._sort()
        found, place = [], bisect_left(starts, end)
        while place and reach[place - 1] > start:
            place -= 1
            if self._spans[order[place]].end > start:
                found.append(order[place])
        return sorted(found)

    def _sort(self) -> _Sorted:
        """Sorts the spans at the first search. Most spans are never searched."""
        order = sorted(range(len(self._spans)), key=lambda number: self._spans[number].start)
        starts = [self._spans[number].start for number in order]
        self._sorted = order, starts, list(accumulate((self._spans[number].end for number in order), max))
        return self._sorted
