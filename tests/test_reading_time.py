"""Tests that the readers' steps grow in proportion to the input, also for pages that are made to be slow."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from archive.reading import paths
from archive.reading.docx import reader as docx
from archive.reading.draft import Draft, DraftClause
from archive.reading.pdf import columns as pdf_columns
from archive.reading.pdf import layout as pdf_layout
from archive.reading.pdf import lines as pdf_lines
from archive.reading.pdf.characters import Character, Face, Page
from archive.reading.printed import footnote_order
from archive.reading.printed.lines import lines_of
from tests.test_desk_reader import zip_of

SONG = Face("Song", bold=False, italic=False)
HEIGHT, WIDTH = 842.0, 595.0


def character(chance: random.Random, size: float, text: str = "国", **place: float) -> Character:
    x = place.get("x", chance.uniform(0, WIDTH))
    return Character(text, x, place.get("right", x + size), place.get("y", chance.uniform(0, HEIGHT)), size, SONG)


def scattered(count: int, chance: random.Random) -> Iterator[Character]:
    """Characters at any place, in any size."""
    return (character(chance, chance.uniform(0.1, 30)) for _ in range(count))


def tiny(count: int, chance: random.Random) -> Iterator[Character]:
    """Very small characters: each has its own row, and any place can be a gutter."""
    return (character(chance, 0.1) for _ in range(count))


def in_pairs(count: int, chance: random.Random) -> Iterator[Character]:
    """Rows of two characters, as in columns, each row with another edge."""
    for number in range(count):
        x = (number % 2) * 300 + chance.uniform(0, 60)
        yield character(chance, 1.0, x=x, right=x + 200, y=number // 2 * 1.5)


def marks(count: int, chance: random.Random) -> Iterator[Character]:
    """Small digits over rows of text that are close together."""
    for number in range(count):
        yield character(chance, 0.1, "1") if number % 3 else character(chance, 12.0)


def marks_over_a_row(count: int, chance: random.Random) -> Iterator[Character]:
    """One very long row of text, and as many digits above it. No digit touches a word."""
    for number in range(count):
        if number % 2:
            yield character(chance, 12.0, x=40.0 * number, y=100.0)
        else:
            yield character(chance, 5.0, "1", x=40.0 * number + 20, right=40.0 * number + 21, y=104.0)


def marks_among_wide_ones(count: int, chance: random.Random) -> Iterator[Character]:
    """A row with small characters of a false, very large width, and over it digits that are too large for marks."""
    for number in range(count):
        kind = number % 5
        if kind < 3:
            yield character(chance, 12.0, x=-9.0 * number, y=100.0)
        elif kind == 3:
            yield character(chance, 5.0, x=float(number), right=1e6, y=100.0)
        else:
            yield character(chance, 6.0, "1", x=9.0 * number, right=9.0 * number + 0.1, y=104.0)


CASES: list[Callable[[int, random.Random], Iterator[Character]]] = [
    scattered,
    tiny,
    in_pairs,
    marks,
    marks_over_a_row,
    marks_among_wide_ones,
]


def steps(work: Callable[[], Any], package: str = "archive.reading") -> int:
    """The number of bytecode instructions that the modules of a package execute."""
    counted = 0

    def look(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal counted
        if not frame.f_globals.get("__name__", "").startswith(package):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        counted += event == "opcode"
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


def lay_out(pages: list[Page]) -> None:
    size, face = pdf_lines.body_face(pages)
    pages = pdf_columns.divide(pages, size)
    pdf_layout.arrange([pdf_lines.lines_of(page, face) for page in pages], [page.rules for page in pages], size)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_steps_grow_in_proportion_to_the_page(case: Callable[[int, random.Random], Iterator[Character]]) -> None:
    def taken(count: int) -> int:
        page = Page(1, HEIGHT, list(case(count, random.Random(65_72))))
        return steps(lambda: lay_out([page]))

    assert taken(2_400) < 6 * taken(600)


def test_steps_grow_in_proportion_to_the_pages() -> None:
    """Half of the pages have columns, each different. For each other page all these columns would have to be tried."""

    def taken(count: int) -> int:
        chance = random.Random(65_72)
        pages = []
        for number in range(count):
            edge = 250 + number / 7
            spread = [(60.0, edge), (edge + 9, 540.0)] if number % 2 else [(60.0, 540.0)]
            rows = [(left, right, 700 - 15.0 * row) for row in range(12) for left, right in spread]
            characters = [character(chance, 10.0, x=left, right=right, y=y) for left, right, y in rows]
            pages.append(Page(number + 1, HEIGHT, characters))
        return steps(lambda: lay_out(pages))

    assert taken(120) < 6 * taken(30)


def test_a_very_wide_space_is_a_gap() -> None:
    chance = random.Random(65_72)
    row = [character(chance, 1.0, x=x, y=100.0) for x in (0.0, 1e9, 2e9)]
    [line] = pdf_lines.lines_of(Page(1, HEIGHT, row), SONG)
    assert line.text.split() == ["国", "国", "国"]
    assert len(line.text) < 300


def test_steps_grow_in_proportion_to_the_marks_of_a_word_file() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def taken(count: int) -> int:
        marks = "".join(f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in range(count))
        words = f"<w:p><w:r><w:t>90/1. 题</w:t></w:r></w:p><w:p><w:r><w:t>大会，决定</w:t></w:r>{marks}</w:p>"
        document = f'<w:document xmlns:w="{space}"><w:body>{words}</w:body></w:document>'
        content = zip_of(**{"word/document.xml": document.encode()})
        return steps(lambda: docx.read(content, "x"))

    assert taken(2_400) < 6 * taken(600)


def test_steps_grow_in_proportion_to_the_clauses_of_one_number() -> None:
    def taken(count: int) -> int:
        clauses = [DraftClause("operative", "", "1.", "", "决定。") for _ in range(count)]
        return steps(lambda: paths.assign(clauses))

    assert taken(2_400) < 6 * taken(600)


def test_steps_grow_in_proportion_to_the_numbers_alone_on_their_lines() -> None:
    """The numbers rise, so all of them are one run that could number the footnotes of a page."""

    def taken(count: int) -> int:
        lines = lines_of("\n".join(map(str, range(1, count + 1))))
        return steps(lambda: footnote_order.order_footnotes(lines, Draft("x", "text", "zh")))

    assert taken(960) < 6 * taken(240)
