"""Finds lines that are repeated from page to page: headers with any words, notes of a web site, watermarks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.reading.printed.clause_starts import begins_clause
from archive.reading.printed.lines import BODY, FURNITURE, LONE_MARK, RULE, TextLine, ends_paragraph, width_of

_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[A-Za-z0-9./()-]+|.")  # a Latin word, a number or one character; no line ends inside it
_MOST_IN_HEADER = 5  # most lines of a header that are no furniture by themselves
_LEAST_BETWEEN = 4  # lines between two watermarks, if the text does not show its pages
_FULL = 0.8  # this share of the lines is not wider than a full line
_ROOM = 1  # columns


def set_repeated(lines: Sequence[TextLine]) -> None:
    """Give lines at the edges of pages the role FURNITURE if several pages have the same words there.

    A line that is directly beside furniture is at the edge too. Digits can differ if three pages have the line.
    """
    for _ in range(_MOST_IN_HEADER):
        at_edge = [line for line in _at_edges(lines) if _can_repeat(line)]
        exact = Counter(line.squeezed for line in at_edge)
        without_digits = Counter(_without_digits(line) for line in at_edge)
        found = [x for x in at_edge if exact[x.squeezed] > 1 or without_digits[_without_digits(x)] > 2]
        if not found:
            return
        for line in found:
            line.role = FURNITURE


def _at_edges(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines of the body that are directly beside furniture, or at the edge of a page or of the text."""
    for index, line in enumerate(lines):
        before, after = lines[index - 1 : index], lines[index + 1 : index + 2]
        beside = [*before, *after]
        at_edge = line.edge or not before or not after or after[0].edge
        if line.role == BODY and (at_edge or any(other.role == FURNITURE for other in beside)):
            yield line


def _can_repeat(line: TextLine) -> bool:
    """Whether a line can be furniture by its words: it does not end as a paragraph ends, and begins no clause."""
    return len(_LETTERS.findall(line.plain)) > 1 and not ends_paragraph(line.text) and not begins_clause(line)


def _without_digits(line: TextLine) -> str:
    return re.sub(r"\d", "", line.squeezed)


def set_watermarks(lines: Sequence[TextLine]) -> None:
    """Give watermarks the role FURNITURE: the same short line on (almost) each page, which interrupts sentences.

    A watermark can be anywhere on a page, so it does not show where a page ends.
    """
    body = [line for line in lines if line.role in (BODY, RULE)]
    pages = sum(line.edge for line in body[1:]) + 1
    page_of: dict[int, int] = {}
    places: dict[str, list[int]] = defaultdict(list)
    page = 0
    for index, line in enumerate(body):
        page += line.edge
        page_of[index] = page
        if line.role == BODY and _can_be_watermark(line):
            places[line.squeezed].append(index)
    full = _full_width(body)
    for indexes in places.values():
        if _once_a_page(indexes, [page_of[i] for i in indexes], pages) and _interrupts(body, indexes, full):
            for index in indexes:
                body[index].role = FURNITURE


def _can_be_watermark(line: TextLine) -> bool:
    marked = LONE_MARK.fullmatch(line.plain) is not None or ends_paragraph(line.text)
    return not marked and _LETTERS.search(line.plain) is not None and not begins_clause(line)


def _once_a_page(indexes: Sequence[int], on_pages: Sequence[int], pages: int) -> bool:
    """Whether a line is on almost each page, and once on each. Without pages, the lines must be apart."""
    if pages > 1:
        return len(set(on_pages)) == len(indexes) >= max(2, pages - 1)
    return len(indexes) > 1 and all(b - a > _LEAST_BETWEEN for a, b in pairwise(indexes))


def _full_width(lines: Sequence[TextLine]) -> int:
    """The usual width of a line that continues a paragraph, in columns."""
    widths = sorted(line.width for line in lines if line.role == BODY and not ends_paragraph(line.text))
    return widths[int(_FULL * (len(widths) - 1))] if widths else 0


def _interrupts(lines: Sequence[TextLine], indexes: Sequence[int], full: int) -> bool:
    """Whether a line has always room for the next word, and is at least once in the middle of a sentence.

    In a printed paragraph, the next word would be on the line. But a footnote mark can break a line.
    """
    in_sentence = False
    for index in indexes:
        before, after = lines[max(0, index - 1)], lines[min(index + 1, len(lines) - 1)]
        if any(LONE_MARK.fullmatch(line.plain) for line in (before, after)):
            return False
        word = _WORD.match(after.text)
        if lines[index].width + width_of(word[0] if word else "") + _ROOM > full:
            return False
        in_sentence |= index > 0 and before.role == BODY and not ends_paragraph(before.text)
    return in_sentence
