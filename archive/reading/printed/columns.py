"""Puts the columns of a page one after the other, where an extractor has kept them side by side with spaces between.

``pdftotext -layout`` writes such pages. Where the right column begins is constant in characters or in the width of
print: extractors differ, so both are tried.

    回顾其决议，              1. 决定继续审议；            回顾其决议，
    重申支持实现无核          2. 请秘书长报告。       →    重申支持实现无核
    武器的世界，                                           武器的世界，
                                                           1. 决定继续审议；
                                                           2. 请秘书长报告。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from archive.reading.printed.lines import ends_paragraph, narrow, width_of

_GAP = re.compile(r"(?:(?<=\S)|^) {3,}(?=\S)")
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*\d{1,3}(?:/\d{1,3})?\s*[-–—]?\s*")
_FEWEST_ROWS, _FEWEST_ROWS_AFTER = 6, 2  # of the right column: on the first page with columns, and on pages after it
_LEAST_CLEAR = 0.7  # of the rows have a clear gutter
_LEAST_ALIGNED = 0.8  # of the right column's lines begin near its edge
_HEADERS = 2  # rows of a page that may cross the gutter: a running header and a footer
_INDENT = 4  # of the first line of a paragraph
_MOST_INDENT = 12  # how much later than the left edge a line of the right column can begin
_SHORTEST_PROSE = 8  # characters: the mean of a column of prose; cells of tables are shorter
_LINE_END = re.compile(r"\r\n|\r|\n")
_GUTTER = 2  # spaces, at least
_WIDEST = 200  # characters of a row; a page is not wider


def unfold(text: str) -> str:
    """The text with every page of two columns in one column. Other pages stay as they are."""
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
    """``edge`` is where the right column begins, and ``begun`` the number of its lines that begin alike.

    ``place`` gives the index in a row where the edge is.
    """

    edge: int
    place: Callable[[str, int], int]
    begun: int

    def split(self, row: str) -> tuple[str, str]:
        at = self.place(row, self.edge)
        return row[:at].rstrip(), row[at:].rstrip()

    def fit(self, rows: Sequence[str]) -> bool:
        """Whether a page can have these columns of the page before it: the last column can be short."""
        parts = [self.split(row) for row in rows]
        both = any(left.strip() and right.strip() for left, right in parts)
        return both and sum(map(self.crossed, rows)) <= _HEADERS

    def crossed(self, row: str) -> bool:
        """Whether the row has words on both sides of the edge and no gutter between them."""
        at = self.place(row, self.edge)
        return bool(row[at:].strip() and row[max(at - _GUTTER, 0) : at].strip())


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
    """The columns of a page, if at least ``fewest`` of its rows have words in the right one."""
    before = [row[: gap.end()] for row in rows for gap in _GAP.finditer(row, 0, _WIDEST)]
    if 2 * len(before) < fewest:
        return None
    filled = [row for row in rows if row.strip()]
    possible = (_likely_columns(before, len, _in_characters), _likely_columns(before, width_of, _in_print))
    columns = min(possible, key=lambda columns: sum(map(columns.crossed, filled)) - columns.begun)
    return columns if 2 * columns.begun >= fewest and _are_prose(filled, columns, fewest) else None


def _likely_columns(before: Sequence[str], width: Callable[[str], int], place: Callable[[str, int], int]) -> _Columns:
    """The columns after the most common gap. ``before`` has the part of a row before the end of each gap.

    The edge of the columns is further left if the lines after this gap are indented.
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
    """The rows of the left column, then those of the right. A row across both columns ends them."""
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
    """Whether a row has only a page number: an empty row, or the edge of the page, is beside it."""
    if not _PAGE_NUMBER.fullmatch(narrow(rows[at])):
        return False
    return at == 0 or at == len(rows) - 1 or not rows[at - 1].strip() or not rows[at + 1].strip()


def _of_band(band: Sequence[str], columns: _Columns) -> Iterator[str]:
    for side in (0, 1):
        yield from _without_false_gaps([columns.split(row)[side] for row in band], band)


def _without_false_gaps(lines: Sequence[str], band: Sequence[str]) -> list[str]:
    """The lines of one column without the empty lines that only the words of the other column make.

    Such a line is a gap if it is after the end of a paragraph. If most are not, the lines of the two columns are at
    different heights, and none is a gap.
    """
    beside = [at for at, line in enumerate(lines) if not line.strip() and band[at].strip()]
    gaps = {at for at in beside if at and ends_paragraph(lines[at - 1])}
    others = {at for at in beside if at and lines[at - 1].strip()} - gaps
    false = set(beside) if len(others) > len(gaps) else set(beside) - gaps
    return [line for at, line in enumerate(lines) if at not in false]
