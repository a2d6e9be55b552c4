"""Exchanges two columns of a page, if an extractor wrote the right column before the left column.

Plain ``pdftotext`` writes some pages in this way. Each column is then a block of lines, with an empty line around it.

    1. 决定继续审议；           65/72. 消除核武器
    2. 请秘书长报告。           大会，
                          →     回顾其决议，
    65/72. 消除核武器
    大会，                      1. 决定继续审议；
    回顾其决议，                2. 请秘书长报告。

Only the text decides: the title begins the resolution, the paragraphs are numbered from 1, and so are the footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from archive.reading.printed.adopting import PREFIX
from archive.reading.printed.clause_starts import opens
from archive.reading.printed.cover import NUMBER
from archive.reading.printed.lines import narrow

_LABEL = re.compile(r"\s*(\d{1,3})[.、](?!\d)")
_NOTE = re.compile(r"\s*(\d{1,3}) +(?=\S)")
_TITLE = re.compile(rf"\s*{NUMBER}(?: ?[A-Z])?[.、]\s*\S")
_FORMULA = re.compile(
    r"\s*(?:(?:大\s?[会會]|安全理事[会會]|人[权權]理事[会會]|[经經][济濟]及社[会會]理事[会會])[,，]"
    r"|The\s+(?:General\s+Assembly|[\w\s]+Council),)"
)
_NO_CLAUSE = re.compile(rf"\s*(?:{PREFIX}|附\s*[件录]|Annex\b)")  # a symbol on the cover, or the heading of an annex
_TITLE_LINES = 8  # most lines from the beginning of the title to the enacting formula
_FEWEST = 3  # lines; a column is not shorter

_Block = list[str]
"""The lines of a page between two empty lines."""


def in_reading_order(text: str) -> str:
    """The text with the left column of each page before the right column, as far as the text decides the order."""
    if not _has_words_before_title(text) and not _steps_back(text):
        return text
    pages: list[str] = []
    number = 0  # the last paragraph number so far
    found = text.split("\f")
    for page, after in zip(found, _numbers_after(found), strict=True):
        blocks = _order(_blocks(page), number, after)
        number = next((n for block in reversed(blocks) for n in _numbers(block, _LABEL)[-1:]), number)
        pages.append("\n".join(line for block in blocks for line in block))
    return "\f".join(pages)


def _numbers_after(pages: Sequence[str]) -> list[list[int]]:
    """For each page, the paragraph numbers of the next page that has any."""
    after: list[list[int]] = [[]]
    for page in reversed(pages[1:]):
        after.append(_numbers(page.split("\n"), _LABEL) or after[-1])
    return after[::-1]


def _has_words_before_title(text: str) -> bool:
    title = next((line for line in text.split("\n") if line.strip()), "")
    return not _TITLE.match(narrow(title[:20]))


def _steps_back(text: str) -> bool:
    """Whether the number of a paragraph or of a footnote is less than the number before."""
    lines = text.split("\n")
    return any(b < a for pattern in (_LABEL, _NOTE) for a, b in pairwise(_numbers(lines, pattern)))


def _blocks(page: str) -> list[_Block]:
    """The blocks of a page. Empty lines are blocks too, so that no line is lost."""
    return [list(lines) for _, lines in groupby(page.split("\n"), key=lambda line: bool(line.strip()))]


def _numbers(lines: Sequence[str], pattern: re.Pattern[str]) -> list[int]:
    begun = (line[:12] for line in lines if line[:12].lstrip()[:1].isdecimal())  # few lines; the rest is fast
    return [int(found[1]) for start in begun if (found := pattern.match(narrow(start)))]


def _order(blocks: list[_Block], number: int, after: Sequence[int]) -> list[_Block]:
    """Exchange two blocks of a page, if the text shows that the second one comes first.

    ``number`` is the number of the last paragraph before this page. ``after`` has the numbers of the next page.
    """
    filled = [place for place, block in enumerate(blocks) if any(line.strip() for line in block)]
    for a, b in pairwise(filled):
        first, second = blocks[a], blocks[b]
        exchanged = _is_before_title(first, second, after) if _begins_resolution(second) else False
        if exchanged or _counts_on(second, first, number) or _are_notes_exchanged(first, second):
            blocks[a], blocks[b] = second, first
    return blocks


def _begins_resolution(block: _Block) -> bool:
    is_title = _TITLE.match(narrow(block[0].lstrip("\f")[:20])) is not None
    return is_title and any(_FORMULA.match(line) for line in block[1:_TITLE_LINES])


def _is_before_title(column: _Block, beginning: _Block, after: Sequence[int]) -> bool:
    """Whether a block before the title is the right column of this page. ``beginning`` begins with the title."""
    if len(column) < _FEWEST or any(_NO_CLAUSE.match(line) for line in column):
        return False
    numbers, earlier = _numbers(column, _LABEL), _numbers(beginning, _LABEL)
    if numbers:
        next_one = earlier[-1] + 1 if earlier else 1
        return numbers[0] == next_one and (not after or numbers[-1] + 1 in after)
    return opens(column[0].strip()) and not earlier and (not after or 1 in after)


def _counts_on(first: _Block, second: _Block, number: int) -> bool:
    """Whether the paragraph numbers go on in ``first``, and then in ``second``."""
    ours, theirs = _numbers(first, _LABEL), _numbers(second, _LABEL)
    if not ours or not theirs or any(_NO_CLAUSE.match(line) for line in first):
        return False
    return ours[0] == number + 1 and theirs[0] == ours[-1] + 1


def _are_notes_exchanged(first: _Block, second: _Block) -> bool:
    """Whether both blocks are footnotes, and the footnotes of the second block come before those of the first."""
    if not _NOTE.match(narrow(first[0][:12])) or not _NOTE.match(narrow(second[0][:12])):
        return False
    return _numbers(first, _NOTE)[0] == _numbers(second, _NOTE)[-1] + 1
