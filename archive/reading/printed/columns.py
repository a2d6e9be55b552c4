"""Puts the two columns of a page one after the other, if an extractor has kept them side by side.

Spaces separate the columns. ``pdftotext -layout`` writes such pages. The right column begins at the same place in each
row. Some extractors measure this place in characters, others in the width of the print. So both are tried.

    回顾其决议，              1. 决定继续审议；            回顾其决议，
    重申支持实现无核          2. 请秘书长报告。       →    重申支持实现无核
    武器的世界，                                           武器的世界，
                                                           1. 决定继续审议；
                                                           2. 请秘书长报告。
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from archive.reading.printed.lines import ends_paragraph, narrow, width_of

_GAP = re.compile(r"(?:(?<=\S)|^) {3,}(?=\S)")
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*\d{1,3}(?:/\d{1,3})?\s*[-–—]?\s*")
# The fewest rows of the right column: on the first page with columns, and on the pages after that page.
_FEWEST_ROWS, _FEWEST_ROWS_AFTER = 6, 2
_LEAST_CLEAR = 0.7  # at least this share of the rows has a clear gutter
_LEAST_ALIGNED = 0.8  # at least this share of the right column's lines begins near its edge
_HEADERS = 2  # most rows of a page that may cross the gutter: a running header and a footer
_INDENT = 4  # columns; the indent of the first line of a paragraph
_MOST_INDENT = 12  # characters; most indent of a line of the right column from its left edge
_SHORTEST_PROSE = 8  # characters; if the mean length of the lines is shorter, the column has cells of a table
_LINE_END = re.compile(r"\r\n|\r|\n")
_GUTTER = 2  # spaces; the gutter between the columns has at least so many
_WIDEST = 200  # characters; a row of a page is not wider


def unfold(text: str) -> str:
    """The text without columns: on each two-column page, the second column is put below the first.

    Pages with one column do not change.
    """
    if not _GAP.search(text):
        return text
    pages: list[str] = []
    columns: _Columns | None = None
    fewest = _FEWEST_ROWS
    for page in text.split("\f"):
        rows = _LINE_END.split(page)
        columns = _find_columns(rows, fewest) or (columns if columns is not None and columns.fit(rows) else None)
        fewest = _FEWEST_ROWS_AFTER if columns else _FEWEST_ROWS
        pages.append("\n".join(_in_order(rows, columns)) if columns else page)
    return "\f".join(pages)


@dataclass(frozen=True)
class _Columns:
    """Two columns of a page. ``edge`` is the place where the right column begins, in characters or in print columns.

    ``place(row, edge)`` returns the index of the edge in a row. ``begun`` is the number of rows whose right part begins
    at the most common place.
    """

    edge: int
    place: Callable[[str, int], int]
    begun: int

    def split(self, row: str) -> tuple[str, str]:
        at = self._start(row)
        return row[:at].rstrip(), row[at:].rstrip()

    def fit(self, rows: Sequence[str]) -> bool:
        """Whether the next page can have the same columns. Its right column can have few lines."""
        parts = [self.split(row) for row in rows]
        both = any(left.strip() and right.strip() for left, right in parts)
        return both and sum(map(self.crossed, rows)) <= _HEADERS

    def crossed(self, row: str) -> bool:
        """Whether a row has words at the edge or after it, and has no gutter before the edge."""
        at = self._start(row)
        return bool(row[at:].strip() and row[max(at - _GUTTER, 0) : at].strip())

    def _start(self, row: str) -> int:
        """The index where the right column begins in a row: the edge, or the end of a gap just before the edge.

        Programs disagree about the width of some characters, such as ``·``. For each such character in the left column,
        the right column can begin one character earlier.
        """
        at = self.place(row, self.edge)
        ends = [gap.end() for gap in _GAP.finditer(row, 0, min(len(row), at + 1))]
        return next((end for end in ends if at - _of_uncertain_width(row[:end]) <= end < at), at)


def _of_uncertain_width(text: str) -> int:
    return sum(unicodedata.east_asian_width(character) == "A" for character in text)


def _in_characters(row: str, edge: int) -> int:
    return min(edge, len(row))


def _in_print(row: str, edge: int) -> int:
    width = 0
    for at, character in enumerate(row):
        if width >= edge:
            return at
        width += width_of(character)
    return len(row)


def _find_columns(rows: Sequence[str], fewest: int) -> _Columns | None:
    """The columns of a page; None if the page has no two columns of prose.

    At least ``fewest`` rows must have words in the right column.
    """
    before = [row[: gap.end()] for row in rows if "   " in row for gap in _GAP.finditer(row, 0, _WIDEST)]
    if 2 * len(before) < fewest:
        return None
    filled = [row for row in rows if row.strip()]
    possible = (_likely_columns(before, len, _in_characters), _likely_columns(before, width_of, _in_print))
    columns = min(possible, key=lambda columns: sum(map(columns.crossed, filled)) - columns.begun)
    return columns if 2 * columns.begun >= fewest and _are_prose(filled, columns, fewest) else None


def _likely_columns(before: Sequence[str], width: Callable[[str], int], place: Callable[[str, int], int]) -> _Columns:
    """The two columns of a page, if the right column begins after the most common gap.

    For each gap, ``before`` has the part of its row up to the end of the gap. If most lines after the gap are indented,
    the edge is further left.
    """
    starts = Counter(map(width, before))
    common, count = max(starts.items(), key=lambda item: (item[1], -item[0]))
    edge = min(start for start in range(common - _INDENT, common + 1) if starts[start] >= count / 4)
    return _Columns(edge, place, count)


def _are_prose(rows: Sequence[str], columns: _Columns, fewest: int) -> bool:
    """Whether the rows have two columns of prose: long lines on both sides, and few words across the gutter."""
    parts = [columns.split(row) for row in rows if not columns.crossed(row)]
    lefts = [left.strip() for left, _ in parts if left.strip()]
    rights = [right for _, right in parts if right.strip()]
    both = sum(bool(left.strip() and right.strip()) for left, right in parts)
    if len(rights) < fewest or 2 * both < fewest or len(parts) < _LEAST_CLEAR * len(rows):
        return False
    aligned = sum(len(right) - len(right.lstrip()) <= _MOST_INDENT for right in rights)
    shortest = min(fmean(map(len, lefts)), fmean(len(right.strip()) for right in rights))
    return shortest >= _SHORTEST_PROSE and aligned >= _LEAST_ALIGNED * len(rights)


def _in_order(rows: Sequence[str], columns: _Columns) -> Iterator[str]:
    """The rows of the left column, then the rows of the right column.

    A row that goes across both columns ends the columns above it. New columns begin below this row.
    """
    band: list[str] = []
    for at, row in enumerate(rows):
        if columns.crossed(row) or _is_page_number(rows, at):
            yield from _of_band(band, columns)
            band = []
            yield row
        else:
            band.append(row)
    yield from _of_band(band, columns)


def _is_page_number(rows: Sequence[str], at: int) -> bool:
    """Whether a row has only a page number. An empty row or the edge of the page must be beside it."""
    if not _PAGE_NUMBER.fullmatch(narrow(rows[at])):
        return False
    return at == 0 or at == len(rows) - 1 or not rows[at - 1].strip() or not rows[at + 1].strip()


def _of_band(band: Sequence[str], columns: _Columns) -> Iterator[str]:
    for side in (0, 1):
        yield from _without_false_gaps([columns.split(row)[side] for row in band], band)


def _without_false_gaps(lines: Sequence[str], band: Sequence[str]) -> list[str]:
    """Returns the lines of one column. Removes the empty lines that are not gaps between paragraphs.

    If a row has words only in the other column, this column has an empty line there. The empty line is a gap if the
    line before it ends a paragraph. If most empty lines come in the middle of a paragraph, none of them is a gap: the
    lines of the two columns are at different heights.
    """
    beside = [at for at, line in enumerate(lines) if not line.strip() and band[at].strip()]
    gaps = {at for at in beside if at and ends_paragraph(lines[at - 1])}
    others = {at for at in beside if at and lines[at - 1].strip()} - gaps
    false = set(beside) if len(others) > len(gaps) else set(beside) - gaps
    return [line for at, line in enumerate(lines) if at not in false]
