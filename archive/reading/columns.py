"""Pages in two columns, as volumes of resolutions and bilingual editions are printed: which words belong to which.

    rows of a page, each with the pieces that stand apart on it → parts in the order of reading

A page has columns where one gutter runs down through many rows that no words cross, and what stands on both sides of
it fills its column. A cover, a list of names or a table of figures does not, and stays a page of whole rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

Span = tuple[float, float]  # from, to

_ROWS = 6  # that both columns have at least, one under the other
_ROWS_OF_RUN = 2  # that each side has where columns begin anew under a line that crosses
_FILLED = 0.6  # of its column's width: what a line of text takes on average
_UNEQUAL = 0.6  # the narrower column by the wider, at least
_HANGS = 0.3  # em: how far a mark of punctuation may hang out over the gutter
_NARROWEST = 10  # em: what a column has at least


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
    found = [max(_gutters(page, em), key=lambda gutter: gutter.rows, default=None) for page in pages]
    known = {gutter.x for gutter in found if gutter}
    for place, page in enumerate(pages):
        if found[place] is None:
            found[place] = next((g for x in sorted(known) if (g := _gutter(page, x, em, known=True))), None)
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
        made += [[*above, *left], right]
        above = []
    made[-1] += above
    return made


@dataclass(frozen=True, slots=True)
class _Gutter:
    x: float
    rows: int  # in columns
    in_run: list[bool]  # of each row of the page
    shifts: Span  # from the left edge of the left column to that of the right, and from right edge to right edge


def _gutters(rows: Sequence[Sequence[Span]], em: float) -> Iterator[_Gutter]:
    """Every place where a gutter can be: just before something that begins in the page's middle."""
    spans = [span for row in rows for span in row]
    if not spans:
        return
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    middle = first + 0.3 * (last - first), first + 0.7 * (last - first)
    for x in sorted({start - 0.25 * em for start, _ in spans if middle[0] < start < middle[1]}):
        if gutter := _gutter(rows, x, em):
            yield gutter


def _gutter(rows: Sequence[Sequence[Span]], x: float, em: float, known: bool = False) -> _Gutter | None:
    """The gutter at a place, if one is there. ``known`` is that other pages have one there."""
    in_run = [False] * len(rows)
    left: list[Span] = []
    right: list[Span] = []
    longest = 0
    clear = [not any(start < x < end - _HANGS * em for start, end in row) for row in rows]
    for is_clear, group in groupby(range(len(rows)), key=lambda row: clear[row]):
        run = list(group)
        lefts = [(row[0][0], max(e for s, e in row if s < x)) for i in run if (row := rows[i]) and row[0][0] < x]
        rights = [(min(s for s, _ in row if s >= x), row[-1][1]) for i in run if (row := rows[i]) and row[-1][0] >= x]
        if is_clear and min(len(lefts), len(rights)) >= _ROWS_OF_RUN:
            left += lefts
            right += rights
            longest = max(longest, min(len(lefts), len(rights)))
            for row_index in run:
                in_run[row_index] = True
    if not left or sum(in_run) < 0.5 * len(rows):
        return None
    (left_from, left_to), (right_from, right_to) = (_extent(left), _extent(right))
    found = _Gutter(x, sum(in_run), in_run, (right_from - left_from, right_to - left_to))
    if known:
        return found
    widths = sorted((left_to - left_from, right_to - right_from))
    if longest < _ROWS or right_from - left_to < 0.5 * em:
        return None
    if widths[0] < _NARROWEST * em or widths[0] < _UNEQUAL * widths[1]:
        return None
    if min(_filled(left, left_to - left_from), _filled(right, right_to - right_from)) < _FILLED:
        return None
    return found


def _extent(spans: Sequence[Span]) -> Span:
    """From where to where a column goes; what stands out on few rows (a bracket that hangs, a page number) aside."""
    starts, ends = sorted(start for start, _ in spans), sorted(end for _, end in spans)
    few = -(-len(spans) // 10) if len(spans) >= _ROWS else 0
    return starts[few], ends[-1 - few]


def _filled(spans: Sequence[Span], width: float) -> float:
    return sum(end - start for start, end in spans) / (len(spans) * width)
