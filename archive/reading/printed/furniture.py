"""Finds furniture: running headers, page numbers, job numbers and bar codes. They are not part of the resolution.

Furniture is dropped, and nothing else is dropped. A line is furniture only if all its words are furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.reading.printed.lines import BODY, FURNITURE, IS_HAN, TextLine, ends_paragraph, narrow

_OF_PAGES = re.compile(r"(\d{1,3})/(\d{1,3})")
_SHOWS_OF_PAGES = re.compile(r"(?:^|\s)\d{1,3}/\d{1,3}(?:\s|$)")
_LONE_NUMBER = re.compile(r"\d{1,3}")
# The tokens of a line at a page's foot: 3/4, 24-23021, GE.05-12345, *0512345*, (C), 051234, 第3页, 共4页, -3-.
_PAGE_TOKENS = re.compile(
    r"(?:\d{1,3}/\d{1,3}|\d\d-\d{5}|GE\.\d\d-\d{5}|\*\d{6,10}\*|\([ACEFRS]\)|\d{6}|第\d{1,3}页,?|共\d{1,3}页|"
    r"[-–—]\d{1,3}[-–—]|请回收|Pleaserecycle|♲|♻)+"
)
_DOUBTFUL_ALONE = re.compile(r"\d{6}|\([ACEFRS]\)")  # alone on a line, such a token may belong to the text
_BESIDE_SYMBOL = re.compile(r"(?:联合国|大会|大会决议)?(?:\d{1,3}|第\d{1,3}页|\d{1,3}/\d{1,3})?")
_MOST_TITLE_LINES = 4  # most lines of a title in a running header
_SHORTEST_PART = 4  # characters; if a header has only the middle of a title, this middle is not shorter


def set_furniture(lines: Sequence[TextLine], number: str, title: str) -> None:
    """Give all lines that are furniture the role FURNITURE. The next line after furniture gets ``edge``.

    ``number`` is the number of the resolution (``65/72``). Running headers have this number and the title.
    """
    symbol = f"A/RES/{number}".replace(" ", "")
    title = re.sub(r"\s+", "", narrow(title))
    for line in lines:
        if line.role == BODY and (is_page_line(line, number) or _is_header(line.squeezed, symbol, title)):
            line.role = FURNITURE
    if title:
        _set_header_titles(lines, symbol, title)
    _set_repeated(lines)
    _set_lone_numbers(lines)
    _set_edges(lines)


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


def _is_header(squeezed: str, symbol: str, title: str) -> bool:
    """Whether a line is a running header.

    A running header has the symbol, alone or beside one of these: the title or a part of it, 联合国 or 大会, page
    numbers.
    """
    if squeezed.startswith(symbol):
        rest = squeezed[len(symbol) :]
    elif squeezed.endswith(symbol):
        rest = squeezed[: -len(symbol)]
    else:
        return False
    rest = rest.rstrip("….")
    if _BESIDE_SYMBOL.fullmatch(rest) or _PAGE_TOKENS.fullmatch(rest):
        return True
    part = title.startswith(rest) or title.endswith(rest) or (len(rest) >= _SHORTEST_PART and rest in title)
    return bool(title) and part


def _set_header_titles(lines: Sequence[TextLine], symbol: str, title: str) -> None:
    """Give titles in running headers the role FURNITURE.

    Such a title begins on the line of the symbol and continues on the next line. Or it has lines of its own at the head
    of a page.
    """
    begun = ""  # the part of the title on a header's line; the next line can continue it
    for index, line in enumerate(lines):
        if line.role == FURNITURE:
            begun = line.squeezed.replace(symbol, "")
        elif begun and line.role == BODY and len(begun) < len(title) and begun + line.squeezed == title:
            line.role = FURNITURE
        else:
            begun = ""
        if line.role == BODY:
            for part in _header_title_at(lines, index, title):
                part.role = FURNITURE


def _header_title_at(lines: Sequence[TextLine], index: int, title: str) -> Sequence[TextLine]:
    """The lines from ``index`` on, if they are the title of a running header; otherwise empty.

    These lines are at the head of a page, or furniture is directly after them.
    """
    at_page_head = lines[index].edge or (index > 0 and lines[index - 1].role == FURNITURE)
    above_furniture = any(line.role == FURNITURE for line in lines[index + 1 : index + _MOST_TITLE_LINES])
    if not (at_page_head or above_furniture):
        return ()
    words = ""
    for end in range(index + 1, min(index + _MOST_TITLE_LINES, len(lines)) + 1):
        if lines[end - 1].role != BODY:
            break
        words += lines[end - 1].squeezed
        if words == title and (at_page_head or (end < len(lines) and lines[end].role == FURNITURE)):
            return lines[index:end]
    return ()


def _set_repeated(lines: Sequence[TextLine]) -> None:
    """Find lines that are repeated on (almost) all pages, and give them the role FURNITURE.

    Only the first and the last line of each page are compared, without their digits. A text needs at least three pages.
    """
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        if line.role == BODY:
            pages.setdefault(line.page, []).append(line)
    if len(pages) < 3:
        return
    for place in (0, -1):
        at_edge = [page[place] for page in pages.values() if len(page) > 2]
        words = [re.sub(r"\d", "", line.squeezed) for line in at_edge]
        counts = Counter(words)
        for line, word in zip(at_edge, words, strict=True):
            if IS_HAN.search(word) and not ends_paragraph(word) and counts[word] >= max(2, len(pages) - 1):
                line.role = FURNITURE


def _set_lone_numbers(lines: Sequence[TextLine]) -> None:
    """Give page numbers the role FURNITURE.

    A page number is alone on the first or the last line of a page, and it increases with the pages. In the middle of a
    page, a number alone on its line is a footnote mark. If other lines number the pages (2/5), no number alone is a
    page number.
    """
    if any(line.role == FURNITURE and _SHOWS_OF_PAGES.search(line.plain) for line in lines):
        return
    found = list(_numbers_at_edges(lines))
    if not found:
        return
    if lines[-1].page > 1:  # the source has form feeds or pages
        shifts = Counter(value - line.page for value, line in found)
        shift, _ = shifts.most_common(1)[0]
        counted = [line for value, line in found if value - line.page == shift]
    else:
        rising = all(before < after for (before, _), (after, _) in pairwise(found))
        counted = [line for _, line in found] if rising else []
    for line in counted:
        line.role = FURNITURE


def _numbers_at_edges(lines: Sequence[TextLine]) -> Iterator[tuple[int, TextLine]]:
    """Each number that is alone on a line beside furniture or at the edge of a page, with its line."""
    last: int | None = None
    for index, line in enumerate(lines):
        if line.role != BODY or not _LONE_NUMBER.fullmatch(line.squeezed):
            continue
        value = int(line.squeezed)
        beside = [*lines[index - 1 : index], *lines[index + 1 : index + 2]] if index else lines[1:2]
        following = line.page if last is None else last + 1
        ends_page = lines[index + 1].edge if index + 1 < len(lines) else value == following
        if line.edge or ends_page or any(x.role == FURNITURE for x in beside):
            last = value
            yield value, line
