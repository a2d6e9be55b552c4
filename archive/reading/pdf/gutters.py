"""Finds the two columns of a page. Volumes of resolutions and bilingual editions have pages with two columns.

    rows of a page (for each row, the spans of words between its gaps) → parts in the order of reading

A page has columns if a gutter goes down through many rows, no words cross it, and the words on both sides fill their
column. On a cover, a list of names or a table of figures, the words do not fill a column. Such a page is not divided.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

Span = tuple[float, float]  # from, to

_ROWS = 6  # each column has at least 6 rows, one below the other
_ROWS_OF_RUN = 2  # after a line across both columns, each column has at least 2 rows
_FILLED = 0.6  # the lines of a column fill at least 60 % of its width, on average
_UNEQUAL = 0.6  # the narrower column has at least 60 % of the width of the wider column
_HANGS = 0.3  # em; punctuation may extend so far into the gutter
_ALONE = 4  # em; a page number between the columns may extend so far into each column
_NARROWEST = 10  # em; the least width of a column
_LOOKS = 20_000  # most checks of a row for one page, to limit the time; a printed page needs a few hundred checks


@dataclass(frozen=True, slots=True)
class Cut:
    """The piece of a row that belongs to a part. It has the words that begin between ``start`` and ``end``.

    ``shift`` is the distance from the first column to the column of these words. All lengths are in points.
    """

    row: int
    start: float = float("-inf")
    end: float = float("inf")
    shift: float = 0.0


def parts_of_pages(pages: Sequence[Sequence[Sequence[Span]]], em: float) -> list[list[list[Cut]]]:
    """The parts of each page in the order of reading. ``em`` is the font size of the text, in points.

    ``pages`` has one list of spans per row. A page without columns is one part with whole rows. A row across both
    columns belongs to the first column below the row. At the foot of the page, such a row belongs to the last column.
    If a page has too little text to show its gutter, the gutter of another page is used.
    """
    rows = [[_Row(row) for row in page] for page in pages]
    found = [_best_gutter(page, em) for page in rows]
    known = sorted({gutter.x for gutter in found if gutter})
    for place, page in enumerate(rows):
        if found[place] is None:
            tried = (_gutter(page, x, em, known=True) for x in known[: _most_tried(page)])
            found[place] = next(filter(None, tried), None)
    # An indented or short column gives its page a wrong shift. So the most common shift of all pages is used.
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
    rows: int  # number of rows that are in columns
    in_run: list[bool]  # for each row of the page, whether it is in columns
    shifts: Span  # distances from the left column to the right one: between the left edges, between the right edges
    gap: float  # from the words on the left to those on the right, where they are nearest


class _Row:
    """The spans of a row, sorted by their left ends for a binary search.

    ``reach[n]`` is the rightmost end of the first n + 1 spans.
    """

    __slots__ = ("end", "reach", "starts")

    def __init__(self, spans: Sequence[Span]) -> None:
        self.starts = [start for start, _ in spans]
        self.reach = list(accumulate((end for _, end in spans), max))
        self.end = spans[-1][1] if spans else 0.0

    def divided(self, x: float) -> tuple[Span | None, Span | None]:
        """The extent of the spans that begin to the left of ``x``, and the extent of all other spans.

        An extent is None if there are no such spans.
        """
        starts = self.starts
        count = bisect.bisect_left(starts, x)
        left = (starts[0], self.reach[count - 1]) if count else None
        return left, (starts[count], self.end) if count < len(starts) else None


@dataclass(frozen=True, slots=True)
class _Run:
    """Successive rows in which no words cross the gutter. ``left`` and ``right`` have the extents of their words.

    ``lowest`` is the index in ``rows`` of the last row with words on the right, -1 if there is none. ``beside`` counts
    the rows with words on the left down to there.
    """

    rows: list[int]
    left: list[Span]
    right: list[Span]
    lowest: int
    beside: int

    @property
    def rows_of_both(self) -> int:
        return min(len(self.left), len(self.right))

    @property
    def right_is_begun(self) -> bool:
        """Whether the text of a page ends in the right column, and the right column is not full.

        The left column is then long, and the right column has only a few rows near the top, beside rows of the left
        column. A date on the right, and a list of footnotes below it, are no columns.
        """
        is_short = len(self.left) >= 2 * _ROWS and self.lowest < 2 * len(self.right) + _ROWS_OF_RUN
        return is_short and self.beside >= len(self.right) - 1


def _most_tried(rows: Sequence[_Row]) -> int:
    return _LOOKS // max(1, len(rows))


def _best_gutter(rows: Sequence[_Row], em: float) -> _Gutter | None:
    """The gutter with the most rows in columns; None if the page has no gutter.

    Of equally good gutters, the one with the widest gap is taken, then the leftmost: the last word of a line that is
    longer than all others begins a gutter too. A gutter can be before any word that begins in the middle of the
    page. The first places to be checked are those where words cross in the fewest rows.
    """
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
        if found and (best is None or (found.rows, found.gap, -x) > (best.rows, best.gap, -best.x)):
            best = found
    return best


def _clear(rows: Sequence[_Row], places: Sequence[float], em: float) -> list[int]:
    """For each place, the number of rows whose words do not cross the place. ``places`` must be sorted."""
    changes = [0] * (len(places) + 1)
    for row in rows:
        crossed = 0  # the places before this index are already done for this row
        for start, reach in zip(row.starts, row.reach, strict=True):
            begin = max(crossed, bisect.bisect_right(places, start))
            crossed = max(crossed, bisect.bisect_left(places, reach - _HANGS * em))
            if begin < crossed:
                changes[begin] -= 1
                changes[crossed] += 1
    return [len(rows) + change for change in accumulate(changes[:-1])]


def _runs(rows: Sequence[_Row], x: float, em: float, known: bool) -> Iterator[_Run]:
    """The runs of successive rows in which no words are at the place ``x``.

    Runs with fewer than ``_ROWS_OF_RUN`` rows on one side are left out. If ``known`` is True, the text can end with
    the first row of the right column, such as the date below the number of the meeting.
    """
    sides = [row.divided(x) for row in rows]
    clear = [left is None or left[1] - _HANGS * em <= x for left, _ in sides]
    for is_clear, group in groupby(range(len(rows)), key=lambda index: clear[index]):
        run = list(group)
        if not is_clear:
            continue
        left = [span for index in run if (span := sides[index][0])]
        right = [span for index in run if (span := sides[index][1])]
        lowest = max((place for place, index in enumerate(run) if sides[index][1]), default=-1)
        beside = sum(sides[index][0] is not None for index in run[: lowest + 1])
        found = _Run(run, left, right, lowest, beside)
        if found.rows_of_both >= _ROWS_OF_RUN or (known and found.right and found.right_is_begun):
            yield found


def _gutter(rows: Sequence[_Row], x: float, em: float, known: bool = False) -> _Gutter | None:
    """The gutter at ``x``; None if the page has no gutter there.

    If ``known`` is True, another page has a gutter at ``x``. This page then needs less text to show its gutter.
    """
    runs = list(_runs(rows, x, em, known))
    in_run = [False] * len(rows)
    for run in runs:
        for index in run.rows:
            in_run[index] = True
    if not runs or sum(in_run) < 0.5 * len(rows):
        return None
    left, right = [span for run in runs for span in run.left], [span for run in runs for span in run.right]
    left_column, right_column = _extent(left), _extent(right)
    for index, row in enumerate(rows):
        in_run[index] = in_run[index] and not _is_between(row, left_column[1], right_column[0], em)
    shifts = right_column[0] - left_column[0], right_column[1] - left_column[1]
    found = _Gutter(x, sum(in_run), in_run, shifts, min(right)[0] - max(end for _, end in left))
    begun = runs[-1].right_is_begun
    if known:
        return found
    if not begun and max(run.rows_of_both for run in runs) < _ROWS:
        return None
    if not _are_columns(left_column, right_column, em) or _filled(left, left_column) < _FILLED:
        return None
    return found if begun or _filled(right, right_column) >= _FILLED else None


def _is_between(row: _Row, left_to: float, right_from: float, em: float) -> bool:
    """Whether a row, such as a page number, is alone between the columns. Such a row belongs to neither column."""
    first_inside = bisect.bisect_right(row.starts, left_to + _HANGS * em)
    inside = first_inside < bisect.bisect_left(row.starts, right_from - _HANGS * em)
    return inside and row.starts[0] > left_to - _ALONE * em and row.end < right_from + _ALONE * em


def _are_columns(left: Span, right: Span, em: float) -> bool:
    """Whether two columns are wide enough, about equally wide, and separate."""
    narrower, wider = sorted((left[1] - left[0], right[1] - right[0]))
    return right[0] - left[1] >= 0.5 * em and narrower >= _NARROWEST * em and narrower >= _UNEQUAL * wider


def _extent(spans: Sequence[Span]) -> Span:
    """The left and the right edge of a column.

    If there are at least ``_ROWS`` rows, a tenth of them is ignored at each edge. These rows extend furthest out, and
    can have a hanging bracket or a page number.
    """
    starts, ends = sorted(start for start, _ in spans), sorted(end for _, end in spans)
    few = -(-len(spans) // 10) if len(spans) >= _ROWS else 0
    return starts[few], ends[-1 - few]


def _filled(spans: Sequence[Span], column: Span) -> float:
    """The share of a column's width that its rows fill on average, from 0 to about 1."""
    return sum(end - start for start, end in spans) / (len(spans) * (column[1] - column[0]))
