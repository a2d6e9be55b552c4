"""Finds running headers: lines at the head or at the foot of a page that have the resolution's symbol or its title.

A/RES/65/72      采取联合行动彻底消除核武器
采取联合行动 / A/RES/65/72 / 彻底消除核武器
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.reading.printed.clause_starts import begins_annex
from archive.reading.printed.lines import BODY, FURNITURE, TextLine, narrow
from archive.reading.printed.wordings import in_every_language, is_latin

_BESIDE_SYMBOL = re.compile(
    r"(?:联合国|大会|大会决议|GeneralAssembly|UnitedNations)?(?:\d{1,3}|第\d{1,3}页|\d{1,3}/\d{1,3})?"
)
_ORGAN = re.compile(in_every_language(lambda wording: wording.organ))
_CUT = re.compile(r"(?:…|\.{3})+$")  # ends a title that is too long for the header and was cut short
_MARK = re.compile(r"[\d*¹²³⁰⁴-⁹]+$")  # the mark of a footnote to the title; running headers lack it
_MOST_LINES = 6  # most lines of a running header
_SHORTEST_PART = 4  # characters; if a header has only a part of a title, this part is not shorter
_SHORTEST_ALONE = 6  # characters; a shorter title is a running title only at the edge of a page


def set_running_titles(lines: Sequence[TextLine], symbol: str, title: str, page_tokens: re.Pattern[str]) -> None:
    """Give the lines of running headers the role FURNITURE.

    ``symbol`` and ``title`` are those of the resolution. ``page_tokens`` matches page numbers and job numbers without
    white space. They can be on the same line as the symbol or the title.
    """
    title = _MARK.sub("", re.sub(r"\s+", "", narrow(title)))
    for line in lines:
        if line.role == BODY and _is_header(line.squeezed, symbol, title, page_tokens):
            line.role = FURNITURE
    if title:
        _set_titles(lines, symbol, title)
    for index, line in enumerate(lines):
        if line.role == BODY and _ORGAN.fullmatch(line.squeezed) and _is_beside_furniture(lines, index):
            line.role = FURNITURE


def _is_header(squeezed: str, symbol: str, title: str, page_tokens: re.Pattern[str]) -> bool:
    """Whether a line is a running header.

    A running header has the symbol, alone or together with the title, a part of the title, 联合国, 大会 or page
    numbers. A running header without the symbol has the title and a page number, or the first words of the title and ….
    """
    if squeezed.startswith(symbol):
        rest = squeezed[len(symbol) :]
    elif squeezed.endswith(symbol):
        rest = squeezed[: -len(symbol)]
    else:
        return _has_title(squeezed, title, page_tokens)
    rest = rest.rstrip("….")
    if _BESIDE_SYMBOL.fullmatch(rest) or page_tokens.fullmatch(rest):
        return True
    part = title.startswith(rest) or title.endswith(rest) or (len(rest) >= _SHORTEST_PART and rest in title)
    return bool(title) and part


def _has_title(squeezed: str, title: str, page_tokens: re.Pattern[str]) -> bool:
    """Whether a line without the symbol is a running header.

    Such a line has the title and a page number, or the first words of the title and ….
    """
    if len(title) < _SHORTEST_PART:
        return False
    if squeezed.endswith(("…", "...")):
        return _is_cut_short(squeezed, title)
    if squeezed.startswith(title) and squeezed != title:
        rest = squeezed[len(title) :]
    elif squeezed.endswith(title) and squeezed != title:
        rest = squeezed[: -len(title)]
    else:
        return False
    return bool(re.fullmatch(r"\d{1,4}", rest) or page_tokens.fullmatch(rest))


def _is_cut_short(squeezed: str, title: str) -> bool:
    """Whether a text has only the first words of the title, and then …."""
    cut = _CUT.sub("", squeezed)
    return len(cut) >= _SHORTEST_PART and cut != squeezed and title.startswith(cut)


def _set_titles(lines: Sequence[TextLine], symbol: str, title: str) -> None:
    """Give the role FURNITURE to each line of a running header that has only the title or a part of the title.

    A title can begin or end on the line of the symbol. The line of the symbol can also be between two lines of the
    title.
    """
    above: TextLine | None = None  # the last line of the body
    for index, line in enumerate(lines):
        parts = _title_at(lines, index, symbol, title)
        if parts and _is_running(lines, index, parts, title, above):
            for part in parts:
                part.role = FURNITURE
        elif line.role == BODY:
            above = line


def _title_at(lines: Sequence[TextLine], index: int, symbol: str, title: str) -> list[TextLine]:
    """The lines of the body from ``index`` on that have the title, or a part of it; empty if other words follow.

    The line of the symbol has the rest of the title, or no word of it. Furniture can be between the lines.
    """
    words = ""
    parts: list[TextLine] = []
    for line in lines[index : index + _MOST_LINES]:
        if line.role == FURNITURE:
            beside_symbol = line.squeezed.replace(symbol, "") if symbol in line.squeezed else ""
            words += beside_symbol if title.startswith(words + beside_symbol) else ""
        elif line.role == BODY and title.startswith(words + line.squeezed):
            words += line.squeezed
            parts.append(line)
        else:
            is_cut = line.role == BODY and words and _is_cut_short(words + line.squeezed, title)
            return [*parts, line] if is_cut else []
        if words == title:
            return parts
        if not words:
            return []
    return []


def _is_running(
    lines: Sequence[TextLine], index: int, parts: Sequence[TextLine], title: str, above: TextLine | None
) -> bool:
    """Whether a title in the text belongs to a running header, and not to an annex.

    A short title must be at the edge of a page or beside furniture. A longer title that fills its lines cannot be part
    of a sentence. An English title can, because lines end between words. ``above`` is the last line of the body before
    the title.
    """
    if above is not None and begins_annex(above):
        return False
    if len(title) >= _SHORTEST_ALONE and not is_latin(title):
        return True
    end = next(place for place in range(index, len(lines)) if lines[place] is parts[-1]) + 1
    beside = [*lines[max(0, index - 1) : end], *lines[end : end + 1]]
    return parts[0].edge or any(line.role == FURNITURE for line in beside)


def _is_beside_furniture(lines: Sequence[TextLine], index: int) -> bool:
    beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return any(line.role == FURNITURE for line in beside)
