"""Finds lines that are repeated from page to page: headers with any words, notes of a web site, watermarks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from archive.reading.draft import ReadingWarning
from archive.reading.printed.clause_starts import begins_annex, begins_clause
from archive.reading.printed.lines import (
    BODY,
    FURNITURE,
    RULE,
    TextLine,
    ends_paragraph,
    is_only_mark,
    width_of_whole_word,
)

_LETTERS = re.compile(r"[^\W\d_]")
_CONTINUES = re.compile(r"[a-z]+[,;]? ")  # an English line that continues a sentence
_MOST_IN_HEADER = 5  # most lines of a header that only their repetition shows to be furniture
_LEAST_BETWEEN = 4  # fewest lines between two watermarks, if the text does not show its pages
_FULL = 0.8  # the width of a full line: 80 % of the lines are not wider
_ROOM = 6  # columns; more than the indent of a first line, so the usual width is never the width of such lines alone
_LEAST_CERTAIN = 3  # fewest pages that show a watermark surely, by one such line on each


def set_repeated(lines: Sequence[TextLine]) -> None:
    """Give lines at the edges of pages the role FURNITURE, if several pages have the same words there.

    A line directly beside furniture is at the edge too. If at least three pages have the line, its digits can differ.
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
    """Whether the words of a line can be furniture: the line has letters, no final mark, and begins no clause.

    An English line that begins with a small letter continues a sentence.
    """
    has_letters = len(_LETTERS.findall(line.plain)) > 1 and not _CONTINUES.match(line.plain)
    return has_letters and not ends_paragraph(line.text) and not begins_clause(line)


def _without_digits(line: TextLine) -> str:
    return re.sub(r"\d", "", line.squeezed)


def set_watermarks(lines: Sequence[TextLine]) -> list[ReadingWarning]:
    """Give watermarks the role FURNITURE. A watermark is the same short line once on each page.

    A watermark can be anywhere on a page, so it does not show where a page ends. If the pages are unknown, or if not
    all pages have the line, the line must interrupt a sentence at least once. Returns a warning for each line that may
    belong to the text: fewer than three pages show that it is repeated.
    """
    body = [line for line in lines if line.role in (BODY, RULE)]
    on_page = list(accumulate(line.edge for line in body))
    places: dict[str, list[int]] = defaultdict(list)
    times = Counter(line.squeezed for line in body)
    for index, line in enumerate(body):
        if times[line.squeezed] > 1 and line.role == BODY and _can_be_watermark(line):
            places[line.squeezed].append(index)
    if not places:
        return []
    full = _full_width(body)
    marks = {
        words: indexes
        for words, indexes in places.items()
        if _is_watermark(body, indexes, [on_page[index] for index in indexes], full)
    }
    doubts: list[ReadingWarning] = []
    for words, indexes in places.items():
        if words in marks or (len(words) == 1 and _has_letter_as_often(marks, len(indexes))):
            for index in indexes:
                body[index].role = FURNITURE
                for below in body[index + 1 : index + 2]:
                    below.gap |= body[index].gap
            if len({on_page[index] for index in indexes}) < _LEAST_CERTAIN:
                doubts += [
                    ReadingWarning(body[index].place, "text.perhaps_watermark", {"words": body[index].text})
                    for index in indexes
                ]
    return doubts


def _has_letter_as_often(marks: Mapping[str, Sequence[int]], times: int) -> bool:
    """Whether a watermark of one letter occurs ``times`` times in the text.

    The letters of one watermark can be on separate lines. Each letter then occurs equally often.
    """
    return any(len(words) == 1 and len(indexes) == times for words, indexes in marks.items())


def _is_watermark(body: Sequence[TextLine], indexes: Sequence[int], on_pages: Sequence[int], full: int) -> bool:
    pages = sum(line.edge for line in body[1:]) + 1
    if len(indexes) < max(2, pages - 1) or not _are_short(body, indexes, full):
        return False
    once = (
        len(set(on_pages)) == len(indexes) if pages > 1 else all(b - a > _LEAST_BETWEEN for a, b in pairwise(indexes))
    )
    on_all = pages > 1 and len(indexes) == pages and not any(begins_annex(line) for line in body)
    return once and (on_all or any(_is_in_sentence(body, index) for index in indexes))


def _can_be_watermark(line: TextLine) -> bool:
    marked = is_only_mark(line) or ends_paragraph(line.text) or _CONTINUES.match(line.plain)
    return not marked and _LETTERS.search(line.plain) is not None and not begins_clause(line)


def _full_width(lines: Sequence[TextLine]) -> int:
    """The usual width of a line that continues a paragraph, in columns."""
    widths = sorted(line.width for line in lines if line.role == BODY and not ends_paragraph(line.text))
    return widths[int(_FULL * (len(widths) - 1))] if widths else 0


def _are_short(lines: Sequence[TextLine], indexes: Sequence[int], full: int) -> bool:
    """Whether each of these lines has room for the next word, which the printer perhaps did not divide.

    In a printed paragraph, the next word would be on the same line. A line beside a footnote mark does not count as
    short, because an extractor can break a line at a mark.
    """
    for index in indexes:
        before, after = lines[max(0, index - 1)], lines[min(index + 1, len(lines) - 1)]
        if is_only_mark(before) or is_only_mark(after):
            return False
        if lines[index].width + width_of_whole_word(after) + _ROOM > full:
            return False
    return True


def _is_in_sentence(lines: Sequence[TextLine], index: int) -> bool:
    before = lines[index - 1]
    return index > 0 and before.role == BODY and not ends_paragraph(before.text)
