"""Finds furniture: running headers, page numbers, job numbers, bar codes, and the lines that a browser adds to a page.

Furniture is not part of the resolution, so it is dropped. No other lines are dropped. A line is furniture only if all
its words are furniture.

The reader calls three functions, in this order:

    set_browser_lines   for the whole source, before it is divided into resolutions
    set_page_numbers    for a source of several resolutions, if one sequence numbers all its pages
    set_furniture       for each resolution: its page numbers, its running headers, and the lines that its pages repeat
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive import symbols
from archive.reading.draft import ReadingWarning
from archive.reading.printed.lines import BODY, FURNITURE, TextLine
from archive.reading.printed.page_numbers import page_numbers
from archive.reading.printed.repeated import set_repeated, set_watermarks
from archive.reading.printed.running_titles import set_running_titles

_OF_PAGES = re.compile(r"(\d{1,3})/(\d{1,3})")
_HAN_NUMBER = "[一二三四五六七八九十百]{1,5}"
# Page numbers whose form alone shows that they are page numbers: 3/4, -3-, 第3页, 共4页, Page 3 of 4, 3 of 4.
_PAGE_NUMBER = (
    rf"(?:\d{{1,3}}/\d{{1,3}}|第(?:\d{{1,4}}|{_HAN_NUMBER})页[,/]?|共(?:\d{{1,4}}|{_HAN_NUMBER})页[,/]?|[-–—]\d{{1,4}}[-–—]|"
    r"[Pp](?:age|AGE)\d{1,4}(?:(?:of|OF|/)\d{1,4})?|\d{1,4}of\d{1,4})"
)
_NUMBERS_PAGE = re.compile(_PAGE_NUMBER)
# The words that can be on a line at the foot of a page: page numbers, 24-23021, GE.05-12345, *0512345*, (C), 051234.
_PAGE_TOKENS = re.compile(
    rf"(?:{_PAGE_NUMBER}|\d\d-\d{{5}}|GE\.\d\d-\d{{5}}|\*\d{{6,10}}\*|\([ACEFRS]\)|\d{{6}}|请回收|Pleaserecycle|♲|♻)+"
)
_DOUBTFUL_ALONE = re.compile(r"\d{6}|\([ACEFRS]\)")  # if such a word is alone on a line, it may belong to the text
_FEW_PAGES = 9  # even a text of few lines can have so many pages
_LEAST_LINES = 3  # a page has at least this many lines
# A browser adds these to a page: the date and the time (11/28/26, 7:10 PM), the title, the address, and 1/3.
_DAY = (
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}[A-Z][a-z]{2,8}\.?\d{4}|"
    r"[A-Z][a-z]{2,8}\.?\d{1,2},?\d{4})"
)
_CLOCK = r"(?:[上下]午)?\d{1,2}:\d\d(?::\d\d)?(?:[AaPp]\.?[Mm]\.?)?"
_PRINTED_AT = re.compile(rf"{_DAY},?(?:at|星期.|周.)?,?{_CLOCK}")
_SENTENCE_END = re.compile(r"[，。；,;]\W*$")
_MOST_OF_BROWSER = 200  # characters; a browser adds no longer line
_ADDRESS = r"(?:https?://|(?:fi|\ufb01)le:///|about:|www\.)\S*"
_ADDRESS_ALONE = re.compile(_ADDRESS)
_OF_ALL = r"(?:[Pp]age\s)?\d{1,3}\s?(?:/|of)\s?\d{1,3}"
_PAGE_AT_ADDRESS = re.compile(rf"{_ADDRESS}\s+{_OF_ALL}|{_OF_ALL}\s+{_ADDRESS}")


# Notes that a web site adds below a page: 下载自…, 打印时间：…, Downloaded from … on ….
_SITE_NOTE = re.compile(
    r"(?:下载自|打印自|下载(?:地址|网址|时间|日期):|打印(?:地址|网址|时间|日期):|(?:Downloaded|Retrieved|Printed)\s*(?:from|on|at)\b)"
)


def set_browser_lines(lines: Sequence[TextLine]) -> None:
    """Give the lines that a browser has added the role FURNITURE."""
    for line in lines:
        if line.role == BODY and is_browser_line(line):
            line.role = FURNITURE


def set_page_numbers(lines: Sequence[TextLine]) -> list[ReadingWarning]:
    """Find the page numbers that are known only because they count up, and give them the role FURNITURE.

    If other lines have page numbers such as 2/5, a number alone on its line is no page number. Returns a warning for
    each page number that may be another number.
    """
    if any(_numbers_page(line, lines) for line in lines):
        return []
    doubts: list[ReadingWarning] = []
    for found in page_numbers(lines):
        found.line.role = FURNITURE
        if found.rival:
            values = {"number": found.line.text, "other": str(found.rival.number)}
            doubts.append(ReadingWarning(found.line.place, "text.page_number_may_be_mark", values))
    return doubts


def _numbers_page(line: TextLine, lines: Sequence[TextLine]) -> bool:
    return is_page_line(line) and _can_count(line, lines) and _NUMBERS_PAGE.search(line.squeezed) is not None


def set_furniture(lines: Sequence[TextLine], symbol: str, title: str) -> list[ReadingWarning]:
    """Find all furniture of a resolution, and give it the role FURNITURE. The next line after furniture gets ``edge``.

    ``lines`` are the lines of one resolution. ``symbol`` is the resolution's symbol (``A/RES/65/72``), and ``title`` is
    its title. Running headers have the symbol or the title. Returns the warnings of ``set_page_numbers`` and of
    ``set_watermarks``.
    """
    number = symbols.printed_number(symbol)
    for line in lines:
        if line.role == BODY and is_page_line(line, number) and _can_count(line, lines):
            line.role = FURNITURE
    set_running_titles(lines, symbol, title, _PAGE_TOKENS)
    _set_addresses(lines)
    doubts = set_page_numbers(lines)
    set_repeated(lines)
    _set_edges(lines)
    return doubts + set_watermarks(lines)


def _set_addresses(lines: Sequence[TextLine]) -> None:
    """Give the role FURNITURE to web addresses that are alone on a line beside furniture.

    This is done only if a browser has printed the source.
    """
    if not any(line.role == FURNITURE and _PRINTED_AT.search(line.squeezed) for line in lines):
        return
    for above, below in pairwise(lines):
        for line, beside in ((above, below), (below, above)):
            if line.role == BODY and beside.role == FURNITURE and _ADDRESS_ALONE.fullmatch(line.plain):
                line.role = FURNITURE


def _set_edges(lines: Sequence[TextLine]) -> None:
    edge = False
    for line in lines:
        if line.role == FURNITURE:
            edge = True
        else:
            line.edge |= edge
            edge = False


def is_page_line(line: TextLine, number: str = "") -> bool:
    """Whether a line has only page numbers, job numbers and bar codes: ``3/4 24-23021``, ``- 2 -``, ``10-51601 (C)``.

    ``number`` is the number of the resolution. A line with only this number is no page line.
    """
    squeezed = line.squeezed
    if not _PAGE_TOKENS.fullmatch(squeezed) or squeezed == number.replace(" ", ""):
        return False
    if page := _OF_PAGES.fullmatch(squeezed):
        return 0 < int(page[1]) <= int(page[2])
    return not _DOUBTFUL_ALONE.fullmatch(squeezed)


def _can_count(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether the text is long enough for the total number of pages that a line gives.

    64/92 means page 64 of 92. If the text is too short for 92 pages, 64/92 is a part of a sentence.
    """
    page = _OF_PAGES.fullmatch(line.squeezed)
    return page is None or int(page[2]) <= max(_FEW_PAGES, len(lines) // _LEAST_LINES)


def is_browser_line(line: TextLine) -> bool:
    """Whether a browser or a site has added a line.

    Such a line has the date and time of printing, or an address with page numbers, or a note about a download. The
    title of the page can be on the same line.
    """
    of_site = _SITE_NOTE.match(line.plain) is not None
    if not of_site and ":" not in line.plain and "www." not in line.plain:
        return False  # without a time and without an address; most lines of a text return here
    if len(line.text) > _MOST_OF_BROWSER or _SENTENCE_END.search(line.text):
        return False
    if of_site or _PAGE_AT_ADDRESS.fullmatch(line.plain):
        return True
    found = [*_PRINTED_AT.finditer(line.squeezed)]
    return bool(found) and (found[0].start() == 0 or found[-1].end() == len(line.squeezed))
