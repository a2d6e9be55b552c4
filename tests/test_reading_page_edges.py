"""Tests the left edges of pages, from which indents are measured."""

from __future__ import annotations

from archive.reading.printed.lines import TextLine
from archive.reading.printed.page_edges import page_edges


def lines_at(*indents: int, page: int) -> list[TextLine]:
    return [TextLine(number, "词句", "词句", indent, False, page) for number, indent in enumerate(indents, start=1)]


def test_a_page_with_few_lines_has_the_edge_of_the_page_next_to_it() -> None:
    lines = lines_at(17, 15, 15, 15, 17, 15, page=1) + lines_at(20, 20, 20, 22, 20, page=2) + lines_at(20, 22, page=3)
    assert page_edges(lines, [], []) == {1: 15, 2: 20, 3: 20}
