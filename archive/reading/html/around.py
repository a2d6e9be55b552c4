"""Divides the lines of a web page into the text of resolutions and what a site has around it: menus, footers, boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.reading.html.elements import Element
from archive.reading.html.page_lines import PageLine
from archive.reading.printed.adoption import DATE, MEETING
from archive.reading.printed.clause_starts import begins_clause
from archive.reading.printed.head import is_formula, number_in
from archive.reading.printed.lines import BODY, FURNITURE, TextLine
from archive.reading.printed.note_numbers import BRACKET, CIRCLE, RAISED, SLASH, note_start

_FORMULA = re.compile(
    r"(?:The )?(?:General Assembly|Security Council|Human Rights Council|Economic and Social Council)\b"
)
_END = re.compile(rf"{DATE}|{MEETING}")
_LONGEST_END = 60  # characters
_OF_NOTES = (RAISED, BRACKET, SLASH, CIRCLE)  # how the number of a footnote is printed if no link leads to it
_HEADING_OF_NOTES = re.compile(r"(?:[脚附尾]?注[释解脚]?|注记|参考(?:文献|资料)|(?:Foot|End)?notes|References):?", re.I)
_SYMBOL = re.compile(r"[A-Z]/(?:[A-Z]+/)*(?:RES|DEC)/\S")


def set_around(lines: Sequence[TextLine], on_page: Sequence[PageLine], title: TextLine | None) -> list[TextLine]:
    """Give the lines around the text the role FURNITURE. Returns the lines with the resolution's number among them.

    ``on_page`` has the same lines as ``lines``. The text is inside the smallest element with all lines that only a
    resolution has: the formula, clauses, the end, footnotes. If this element has no number of a resolution, a heading
    outside it or the ``title`` of the page gives the number.
    """
    anchors = [place for place, line in enumerate(lines) if _is_of_text(line, on_page[place])]
    inside = _common([on_page[place].block for place in anchors])
    for place, line in enumerate(lines):
        at_edge = bool(anchors) and not anchors[0] <= place <= anchors[-1]
        if _is_around(on_page[place], inside, at_edge and number_in(line) is None):
            line.role = FURNITURE
    _set_headings_of_notes(lines)
    return _with_number(lines, on_page, title)


def _is_of_text(line: TextLine, on_page: PageLine) -> bool:
    if on_page.note:
        return True
    if on_page.around or on_page.is_link:
        return False
    note = note_start(line.plain)
    if is_formula(line) or _FORMULA.match(line.plain) or (note and note.style in _OF_NOTES):
        return True
    return begins_clause(line) or (len(line.squeezed) <= _LONGEST_END and _END.search(line.squeezed) is not None)


def _is_around(line: PageLine, inside: Element | None, at_edge: bool) -> bool:
    if line.note or line.around:
        return not line.note
    return inside is not None and (not _is_inside(line.block, inside) or (at_edge and (line.is_link or line.is_trail)))


def _set_headings_of_notes(lines: Sequence[TextLine]) -> None:
    for line, following in pairwise(lines):
        if following.note and not line.note and _HEADING_OF_NOTES.fullmatch(line.squeezed):
            line.role = FURNITURE


def _common(blocks: Sequence[Element]) -> Element | None:
    """The innermost element with all these blocks; None without blocks."""
    if not blocks:
        return None
    path = [blocks[0], *blocks[0].iterancestors()]
    for block in blocks[1:]:
        above = {block, *block.iterancestors()}
        while path[0] not in above:
            path.pop(0)
    return path[0]


def _is_inside(block: Element, outer: Element) -> bool:
    return block is outer or any(above is outer for above in block.iterancestors())


def _has_number(line: TextLine) -> bool:
    return number_in(line) is not None or _SYMBOL.search(line.plain) is not None


def _with_number(lines: Sequence[TextLine], on_page: Sequence[PageLine], title: TextLine | None) -> list[TextLine]:
    """The lines, with a heading outside the text or the title of the page if the text has no number."""
    read = [line for line in lines if line.role != FURNITURE]
    if not read or any(map(_has_number, read)):
        return list(lines)
    for line, found in zip(lines, on_page, strict=True):
        if line.number < read[0].number and _has_number(line) and not (found.around or found.is_link):
            line.role = BODY
            return list(lines)
    return [title, *lines] if title is not None and _has_number(title) else list(lines)
