"""Tests where the gutter between two columns is found, from the spans of words in the rows of a page."""

from __future__ import annotations

from archive.reading.pdf.gutters import Span, parts_of_pages

_EM = 10.0
_BOTH: list[Span] = [(56, 250), (310, 500)]
_COLUMNS = [_BOTH] * 12


def rows_of_parts(*pages: list[list[Span]]) -> list[list[int]]:
    """The number of rows in each part, for each page."""
    return [[len(part) for part in parts] for parts in parts_of_pages(pages, _EM)]


def test_the_last_word_of_the_longest_line_does_not_begin_the_right_column() -> None:
    longest: list[Span] = [(56, 262), (267, 278), (310, 500)]
    for rows in ([*_COLUMNS, longest], [longest, *_COLUMNS]):
        (parts,) = parts_of_pages([rows], _EM)
        left, right = parts
        assert len(left) == len(right) == 13
        assert {cut.end for cut in left} == {cut.start for cut in right}
        assert 278 < right[0].start <= 310


def test_the_right_column_of_the_last_page_can_have_one_row() -> None:
    left: list[Span] = [(56, 250)]
    header: list[Span] = [(180, 350)]
    assert rows_of_parts(_COLUMNS, [header, [*left, (320, 390)], *[left] * 14]) == [[12, 12], [16, 1]]
    # In the middle of the page, or without columns on another page, it is no column.
    assert rows_of_parts(_COLUMNS, [header, *[left] * 7, [*left, (320, 390)], *[left] * 7]) == [[12, 12], [16]]
    assert rows_of_parts([header, [*left, (320, 390)], *[left] * 14]) == [[16]]
