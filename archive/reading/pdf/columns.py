"""Second stage of the PDF reader: makes two pages from each page with two columns, in the order of reading.

The second column is moved to the place of the first column, so that both columns have the same indentations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from archive.reading.pdf import gutters
from archive.reading.pdf.characters import Character, Page
from archive.reading.pdf.gutters import Cut
from archive.reading.pdf.lines import rows_of, shown_apart


def divide(pages: Sequence[Page], size: float) -> list[Page]:
    """Divides each page that has columns into one page for each column. Returns all pages in order.

    ``size`` is the font size of the text, in points.
    """
    rows = [rows_of(page.characters) for page in pages]
    spans = [[[(piece[0].x, piece[-1].right) for piece in shown_apart(row)] for row in page] for page in rows]
    return [
        column
        for page, rows_of_page, parts in zip(pages, rows, gutters.parts_of_pages(spans, size), strict=True)
        for column in (_columns(page, rows_of_page, parts) if len(parts) > 1 else [page])
    ]


def _columns(page: Page, rows: Sequence[Sequence[Character]], parts: Sequence[Sequence[Cut]]) -> Iterator[Page]:
    for place, part in enumerate(parts):
        characters = [
            replace(c, x=c.x - cut.shift, right=c.right - cut.shift) for cut in part for c in _cut(rows[cut.row], cut)
        ]
        shift = max(cut.shift for cut in part)
        start, end = max(cut.start for cut in part), min(cut.end for cut in part)
        rules = [(a - shift, b - shift, y) for a, b, y in page.rules if a < end and b > start]
        yield replace(page, characters=characters, aslant=[] if place else page.aslant, rules=rules)


def _cut(row: Sequence[Character], cut: Cut) -> list[Character]:
    """The characters of a row that are in a column. A footnote mark in the gutter belongs to the word beside it."""
    found: list[Character] = []
    before: Character | None = None
    inside = False
    for character in sorted(row, key=attrgetter("x")):
        touches = before is not None and character.x - before.right < 0.3 * character.size
        if not (character.raised and touches):
            inside = cut.start <= character.x < cut.end
        if inside:
            found.append(character)
        before = character
    return found
