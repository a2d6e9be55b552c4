"""Pages in two columns, as volumes of resolutions and bilingual editions are printed: which words belong to which.

    rows of a page, each with the pieces that stand apart on it → parts in the order of reading

A page has columns where one gutter runs down through many rows that no words cross, and what stands on both sides of
it fills its column. A cover, a list of names or a table of figures does not, and stays a page of whole rows.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

Span = tuple[float, float]  # from, to

_ROWS = 6  # that both columns have at least, one under the other
_ROWS_OF_RUN = 2  # that each side has where columns begin anew under a line that crosses
_FILLED = 0.6  # of its column's width: what a line of text takes on average
_UNEQUAL = 0.6  # the narrower column by the wider, at least
_HANGS = 0.3  # em: how far a mark of punctuation may hang out over the gutter
_ALONE = 4  # em: how far into a column reaches what stands between the two
_NARROWEST = 10  # em: what a column has at least
_LOOKS = 20_000  # at rows, for the gutter of one page; a printed page shows it after a few hundred


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a row belongs to a part: what begins between ``start`` and ``end``. It is ``shift`` further to the right
    than it would be in the first column."""

    row: int
    start: float = float("-inf")
    end: float = float("inf")
    shift: float = 0.0


def parts_of_pages(pages: Sequence[Sequence[Sequence[Span]]], em: float) -> list[list[list[Cut]]]:
    """For each page its parts in the order of reading, each from top to bottom: one of whole rows where a page has no
    columns. Whole rows over columns go with the first of them, those at the page's foot with the last.

    A page that has little text is in columns where another page shows where their gutter is.
    """
    rows = [[_Row(row) for row in page] for page in pages]
    found = [_best_gutter(page, em) for page in rows]
    known = sorted({gutter.x for gutter in found if gutter})
    for place, page in enumerate(rows):
        if found[place] is None:
            tried = (_gutter(page, x, em, known=True) for x in known[: _most_tried(page)])
            found[place] = next(filter(None, tried), None)
    # On any one page either column may be indented, or short; not on all.
    shifts = Counter(round(shift) for gutter in found if gutter for shift in gutter.shifts)
    shift = shifts.most_common(1)[0][0] if shifts else 0
    return [_parts(page, gutter, shift) for page, gutter in zip(pages, found, strict=True)]


def _parts(rows: Sequence[Sequence[Span]], gutter: _Gutter | None, shift: float) -> list[list[Cut]]:
    if gutter is None:
        return [[Cut(row) for row in range(len(rows))]]
    made: list[list[Cut]] = []
    above: list[Cut] = []
    for in_columns, run in groupby(range(len(rows)), key=lambda row: gutter.in_run[row]):
        if not in_columns:
            above += [Cut(row) for row in run]
            continue
        both = list(run)
        left = [Cut(row, end=gutter.x) for row in both if rows[row][0][0] < gutter.x]
        right = [Cut(row, gutter.x, shift=shift) for row in both if rows[row][-1][0] >= gutter.x]
        made += [part for part in ([*above, *left], right) if part]
        above = []
    made[-1] += above
    return made


@dataclass(frozen=True, slots=True)
class _Gutter:
    x: float
    rows: int  # in columns
    in_run: list[bool]  # of each row of the page
    shifts: Span  # from the left edge of the left column to that of the right, and from right edge to right edge


class _Row:
    """The spans of a row, which begin one behind the other, so that what stands at a place is found without a look at
    each. ``reach`` is how far to the right the first of them get, for any number of them."""

    __slots__ = ("end", "reach", "starts")

    def __init__(self, spans: Sequence[Span]) -> None:
        self.starts = [start for start, _ in spans]
        self.reach = list(accumulate((end for _, end in spans), max))
        self.end = spans[-1][1] if spans else 0.0


def _most_tried(rows: Sequence[_Row]) -> int:
    return _LOOKS // max(1, len(rows))


def _best_gutter(rows: Sequence[_Row], em: float) -> _Gutter | None:
    """The gutter with the most rows in columns, the leftmost of several. It can be wherever something begins in the
    page's middle; looked at first are the places that the fewest rows cross."""
    starts = [start for row in rows for start in row.starts]
    if not starts:
        return None
    first, last = min(starts), max(row.reach[-1] for row in rows if row.starts)
    middle = first + 0.3 * (last - first), first + 0.7 * (last - first)
    places = sorted({start - 0.25 * em for start in starts if middle[0] < start < middle[1]})
    best: _Gutter | None = None
    enough = ((clear, x) for clear, x in zip(_clear(rows, places, em), places, strict=True) if 2 * clear >= len(rows))
    for clear, x in sorted(enough, key=lambda one: (-one[0], one[1]))[: _most_tried(rows)]:
        if best and clear < best.rows:
            break
        found = _gutter(rows, x, em)
        if found and (best is None or (found.rows, -x) > (best.rows, -best.x)):
            best = found
    return best


def _clear(rows: Sequence[_Row], places: Sequence[float], em: float) -> list[int]:
    """How many rows leave each place clear, none of their words standing across it. ``places`` are in order."""
    changes = [0] * (len(places) + 1)
    for row in rows:
        crossed = 0  # the places before this one are done
        for start, reach in zip(row.starts, row.reach, strict=True):
            begin = max(crossed, bisect.bisect_right(places, start))
            crossed = max(crossed, bisect.bisect_left(places, reach - _HANGS * em))
            if begin < crossed:
                changes[begin] -= 1
                changes[crossed] += 1
    return [len(rows) + change for change in accumulate(changes[:-1])]


def _gutter(rows: Sequence[_Row], x: float, em: float, known: bool = False) -> _Gutter | None:
    """The gutter at a place, if one is there. ``known`` is that other pages have one there."""
    in_run = [False] * len(rows)
    left: list[Span] = []
    right: list[Span] = []
    longest = 0
    begun = False  # the right column ends before the page does
    before = [bisect.bisect_left(row.starts, x) for row in rows]  # how many spans of each begin left of it
    clear = [not n or row.reach[n - 1] - _HANGS * em <= x for row, n in zip(rows, before, strict=True)]
    for is_clear, group in groupby(range(len(rows)), key=lambda row: clear[row]):
        run = list(group)
        if not is_clear:
            continue
        lefts = [(rows[i].starts[0], rows[i].reach[before[i] - 1]) for i in run if before[i]]
        rights = [(rows[i].starts[before[i]], rows[i].end) for i in run if before[i] < len(rows[i].starts)]
        if min(len(lefts), len(rights)) >= _ROWS_OF_RUN:
            left += lefts
            right += rights
            longest = max(longest, min(len(lefts), len(rights)))
            lowest = max(place for place, i in enumerate(run) if before[i] < len(rows[i].starts))
            begun = len(lefts) >= 2 * _ROWS and lowest < 2 * len(rights) + _ROWS_OF_RUN
            for row_index in run:
                in_run[row_index] = True
    if not left or sum(in_run) < 0.5 * len(rows):
        return None
    (left_from, left_to), (right_from, right_to) = (_extent(left), _extent(right))
    # A page number, or what else stands alone between the columns, is in neither.
    for index, row in enumerate(rows):
        first_inside = bisect.bisect_right(row.starts, left_to + _HANGS * em)
        inside = first_inside < bisect.bisect_left(row.starts, right_from - _HANGS * em)
        alone = row.starts[0] > left_to - _ALONE * em and row.end < right_from + _ALONE * em
        in_run[index] &= not (inside and alone)
    found = _Gutter(x, sum(in_run), in_run, (right_from - left_from, right_to - left_to))
    if known:
        return found
    widths = sorted((left_to - left_from, right_to - right_from))
    if (longest < _ROWS and not begun) or right_from - left_to < 0.5 * em:
        return None
    if widths[0] < _NARROWEST * em or widths[0] < _UNEQUAL * widths[1]:
        return None
    filled = _filled(left, left_to - left_from) >= _FILLED
    return found if filled and (begun or _filled(right, right_to - right_from) >= _FILLED) else None


def _extent(spans: Sequence[Span]) -> Span:
    """From where to where a column goes; what stands out on few rows (a bracket that hangs, a page number) aside."""
    starts, ends = sorted(start for start, _ in spans), sorted(end for _, end in spans)
    few = -(-len(spans) // 10) if len(spans) >= _ROWS else 0
    return starts[few], ends[-1 - few]


def _filled(spans: Sequence[Span], width: float) -> float:
    return sum(end - start for start, end in spans) / (len(spans) * width)
