"""Writes a Word file of a text in two languages: a table with two columns, a row for each pair of clauses.

Each cell has its clause as a file of one text has it (``docx``), with real footnotes. A clause that the other text does
not have is beside an empty cell. Under clauses that are joined by their order, a line says so with both places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from archive.comparing.parallel import BY_ORDER, Row, parallel
from archive.writing.docx import Page, W, attributes, body_of, file_of
from archive.writing.written import WrittenClause, WrittenText

_COLUMN = 4450  # twentieths of a point


def write(one: WrittenText, other: WrittenText) -> bytes:
    """Both texts in one Word file. The archive's own words are in the language of ``one``."""
    first = Page(one, of_two=True)
    pages = (first, Page(other, of_two=True, after=first))
    document = body_of([_table(pages), *first.own_words(), *_of_other(first, other)])
    footnotes = [note for page in pages for note in page.footnotes()]
    return file_of(one, document, footnotes, first.links, first.note_links)


def _table(pages: Sequence[Page]) -> etree._Element:
    width = W.tblW(attributes(w=2 * _COLUMN, type="dxa"))
    about = W.tblPr(W.tblStyle(attributes(val="Grid")), width, W.tblLayout(attributes(type="fixed")))
    table = W.tbl(about, W.tblGrid(*(W.gridCol(attributes(w=_COLUMN)) for _ in pages)))
    table.extend(_row(cells) for cells in _cells(pages) if any(cells))
    return table


def _cells(pages: Sequence[Page]) -> Iterator[list[list[etree._Element]]]:
    """The paragraphs of both cells, row by row."""
    one, other = pages
    yield [[*page.head()] for page in pages]
    yield [page.formula() for page in pages]
    depths = [dict(zip((c.path for c in page.text.clauses), page.text.depths(), strict=True)) for page in pages]
    for row in parallel(one.text.clauses, other.text.clauses):
        cells = [
            [*page.clause(clause, depth[clause.path])] if clause else []
            for page, clause, depth in zip(pages, (row.one, row.other), depths, strict=True)
        ]
        yield [[*cells[0], *_told(one, row)], cells[1]]
    yield [page.end() for page in pages]
    yield [[*page.loose()] for page in pages]


def _told(page: Page, row: Row[WrittenClause]) -> Iterator[etree._Element]:
    """What the archive says of two clauses that no path joins."""
    if row.joined == BY_ORDER and row.one and row.other:
        words = page.text.around.names.get("by_order", "%(one)s / %(other)s")
        yield page.own(words % {"one": row.one.place, "other": row.other.place})


def _row(cells: Iterable[Sequence[etree._Element]]) -> etree._Element:
    return W.tr(*(W.tc(W.tcPr(W.tcW(attributes(w=_COLUMN, type="dxa"))), *_closed(cell)) for cell in cells))


def _closed(cell: Sequence[etree._Element]) -> list[etree._Element]:
    """Word wants a paragraph at the end of a cell, also behind a table."""
    return [*cell] if cell and cell[-1].tag == W.p().tag else [*cell, W.p()]


def _of_other(page: Page, other: WrittenText) -> Iterator[etree._Element]:
    """Which revision the second text is."""
    yield page.own(f"{other.html_language}{page.text.around.colon}{other.around.version}")
    yield page.own(other.around.address)
