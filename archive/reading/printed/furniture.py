"""Finds furniture: running headers, page numbers, job numbers, bar codes, and what a browser prints around a page.

Furniture is not part of the resolution. It is dropped, and nothing else is dropped. A line is furniture only if all its
words are furniture.

    set_browser_lines   before the resolutions of a source are divided
    set_page_numbers    for a source of several resolutions, whose pages are numbered from its beginning to its end
    set_furniture       for each resolution: its page numbers, running headers, and lines that each page repeats
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.reading.draft import ReadingWarning
from archive.reading.printed.lines import BODY, FURNITURE, TextLine
from archive.reading.printed.page_numbers import page_numbers
from archive.reading.printed.repeated import set_repeated, set_watermarks
from archive.reading.printed.running_titles import set_running_titles

_OF_PAGES = re.compile(r"(\d{1,3})/(\d{1,3})")
_HAN_NUMBER = "[一二三四五六七八九十百]{1,5}"
# The numbers of pages that show by themselves: 3/4, -3-, 第3页, 共4页, Page 3 of 4, 3 of 4.
_PAGE_NUMBER = (
    rf"(?:\d{{1,3}}/\d{{1,3}}|第(?:\d{{1,4}}|{_HAN_NUMBER})页[,/]?|共(?:\d{{1,4}}|{_HAN_NUMBER})页[,/]?|[-–—]\d{{1,4}}[-–—]|"
    r"[Pp](?:age|AGE)\d{1,4}(?:(?:of|OF|/)\d{1,4})?|\d{1,4}of\d{1,4})"
)
_NUMBERS_PAGE = re.compile(_PAGE_NUMBER)
# The tokens of a line at a page's foot: page numbers, 24-23021, GE.05-12345, *0512345*, (C), 051234.
_PAGE_TOKENS = re.compile(
    rf"(?:{_PAGE_NUMBER}|\d\d-\d{{5}}|GE\.\d\d-\d{{5}}|\*\d{{6,10}}\*|\([ACEFRS]\)|\d{{6}}|请回收|Pleaserecycle|♲|♻)+"
)
_DOUBTFUL_ALONE = re.compile(r"\d{6}|\([ACEFRS]\)")  # alone on a line, such a token may belong to the text
_FEW_PAGES = 9  # a text of few lines can have so many pages
_LEAST_LINES = 3  # a page has at least this many lines
# What a browser prints around a page: 11/28/26, 7:10 PM, the title of the page, its address, and 1/3.
_DAY = (
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}[A-Z][a-z]{2,8}\.?\d{4}|"
    r"[A-Z][a-z]{2,8}\.?\d{1,2},?\d{4})"
)
_CLOCK = r"(?:[上下]午)?\d{1,2}:\d\d(?::\d\d)?(?:[AaPp]\.?[Mm]\.?)?"
_PRINTED_AT = re.compile(rf"{_DAY},?(?:at|星期.|周.)?,?{_CLOCK}")
_SENTENCE_END = re.compile(r"[，。；,;]\W*$")
_MOST_OF_BROWSER = 200  # characters of the longest line that a browser adds
_ADDRESS = r"(?:https?://|(?:fi|\ufb01)le:///|about:|www\.)\S*"
_ADDRESS_ALONE = re.compile(_ADDRESS)
_OF_ALL = r"(?:[Pp]age\s)?\d{1,3}\s?(?:/|of)\s?\d{1,3}"
_PAGE_AT_ADDRESS = re.compile(rf"{_ADDRESS}\s+{_OF_ALL}|{_OF_ALL}\s+{_ADDRESS}")


# What a site prints below a page: 下载自…, 打印时间：…, Downloaded from … on ….
_SITE_NOTE = re.compile(
    r"(?:下载自|打印自|下载(?:地址|网址|时间|日期):|打印(?:地址|网址|时间|日期):|(?:Downloaded|Retrieved|Printed)\s*(?:from|on|at)\b)"
)


def set_browser_lines(lines: Sequence[TextLine]) -> None:
    """Give the lines that a browser has added the role FURNITURE."""
    for line in lines:
        if line.role == BODY and is_browser_line(line):
            line.role = FURNITURE


def set_page_numbers(lines: Sequence[TextLine]) -> list[ReadingWarning]:
    """Give page numbers that only their sequence shows the role FURNITURE. Returns the doubts.

    If other lines number the pages (2/5), no number alone on its line is a page number.
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


def set_furniture(lines: Sequence[TextLine], number: str, title: str) -> list[ReadingWarning]:
    """Give all lines that are furniture the role FURNITURE. The next line after furniture gets ``edge``.

    Returns the doubts.

    ``lines`` are the lines of one resolution. ``number`` is its number (``65/72``), and ``title`` is its title. Running
    headers have them.
    """
    for line in lines:
        if line.role == BODY and is_page_line(line, number) and _can_count(line, lines):
            line.role = FURNITURE
    _set_addresses(lines)
    set_running_titles(lines, f"A/RES/{number}".replace(" ", ""), title, _PAGE_TOKENS)
    doubts = set_page_numbers(lines)
    set_repeated(lines)
    _set_edges(lines)
    set_watermarks(lines)
    return doubts


def _set_addresses(lines: Sequence[TextLine]) -> None:
    """Give the address of a page that a browser printed the role FURNITURE, if it is alone beside the page number."""
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

    ``number`` is the number of the resolution itself. It is not a page number.
    """
    squeezed = line.squeezed
    if not _PAGE_TOKENS.fullmatch(squeezed) or squeezed == number.replace(" ", ""):
        return False
    if page := _OF_PAGES.fullmatch(squeezed):
        return 0 < int(page[1]) <= int(page[2])
    return not _DOUBTFUL_ALONE.fullmatch(squeezed)


def _can_count(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether the text is long enough for the page numbers 3/4 on a line. 64/92 alone can be a part of a sentence."""
    page = _OF_PAGES.fullmatch(line.squeezed)
    return page is None or int(page[2]) <= max(_FEW_PAGES, len(lines) // _LEAST_LINES)


def is_browser_line(line: TextLine) -> bool:
    """Whether a browser or a site has added a line.

    Such a line has the date and the time of printing, or an address and page numbers, or the place of a download. The
    title of the page can be on the same line.
    """
    of_site = _SITE_NOTE.match(line.plain) is not None
    if not of_site and ":" not in line.plain and "www." not in line.plain:
        return False  # neither a time nor an address: most lines of a text
    if len(line.text) > _MOST_OF_BROWSER or _SENTENCE_END.search(line.text):
        return False
    if of_site or _PAGE_AT_ADDRESS.fullmatch(line.plain):
        return True
    found = [*_PRINTED_AT.finditer(line.squeezed)]
    return bool(found) and (found[0].start() == 0 or found[-1].end() == len(line.squeezed))
