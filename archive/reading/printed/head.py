"""Reads the head of a text: its number, its title and the enacting formula.

65/72. 采取联合行动彻底消除核武器
大会，

A resolution of the Security Council has no title. Its number is in a line of its own: 第1540(2004)号决议.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive import symbols
from archive.messages import Unreadable
from archive.reading.draft import Draft
from archive.reading.opening import LONGEST_OPENING, opening_phrase
from archive.reading.printed.adopting import (
    BODY_NAME,
    ENACTING,
    PREFIX,
    adopted_kind,
    begins_decision,
    is_bare_formula,
)
from archive.reading.printed.clause_starts import begins_clause
from archive.reading.printed.cover import CORRIGENDUM_LINE, NUMBER, is_cover_line
from archive.reading.printed.furniture import is_page_line
from archive.reading.printed.lines import BODY, FORMULA, TITLE, TextLine, join_lines, narrow
from archive.reading.told import Told, tell_symbol
from archive.reading.typography import HAN, tidy

_PART = r"(?:\s?[A-Z](?![A-Za-z]))?"
# Matches 65/72. 标题, A/RES/65/72 标题, and the number alone on its line.
# Does not match 64/47号决议, because a line of a paragraph can begin with these words.
# A title can begin with a year, and a scan has lost the space before it.
_NUMBER_LINE = re.compile(
    rf"({PREFIX})?({NUMBER}{_PART})(?:\.(?=\d{{4}}年)|(?:\s*[.、:]\s*|\s+|$)(?![号和、/\d]|(?:of|and|on|to)\b))(.*)"
)
_RESOLUTION_LINES = (
    re.compile(rf"(?:联合国)?{BODY_NAME}?\s*第\s?({NUMBER}{_PART})\s?号决[议定](?!\s*[,;。、和的])[:]?\s*(.*)"),
    re.compile(rf"(?:General\s+Assembly\s+)?[Rr]esolution\s+({NUMBER}{_PART})(?:\s*[.:]\s*|\s*$)(.*)"),
)
_SYMBOL = re.compile(rf"{PREFIX}({NUMBER}{_PART})")
_GLUED = re.compile(rf"({NUMBER})(?=[{HAN}])")  # 44/11人权与…: a web page has lost the space after the number
_CORRIGENDUM = re.compile(rf"(?:{PREFIX}{NUMBER}{_PART}\s?/\s?|^)Corr\.\s?(\d+)\*?(?!\d)", re.IGNORECASE)
# Matches the letter of a part, alone on its line or before the part's own title: A, A., A. 标题, A 标题.
# Does not match P. 3, because this is a page number.
_PART_LINE = re.compile(rf"\(?([A-Z])(?:$|[.、)](?!\s*\d{{1,4}}$)\s*|\s+(?=[{HAN}《“]))")
_FORMULA = re.compile(ENACTING)
_MOST_LINES = 400  # most lines of a head; the longest heads have a roll call with one State per line
_PART_REACH = 5  # a part's letter is at most this many lines before the formula
_MOST_TITLE_LINES = 3  # most lines of a title, if no number is before it


@dataclass(frozen=True, slots=True)
class Title:
    """A resolution's number as printed, and the lines of its title.

    The title begins at ``offset`` in the first line.
    """

    number: str
    lines: list[TextLine]
    offset: int = 0

    def take(self) -> str:
        """Give the lines of the title the role TITLE.

        Returns the words of the title, with the line ends of the source.
        """
        for line in self.lines:
            line.role = TITLE
        words = [line.text for line in self.lines]
        return join_lines([words[0][self.offset :], *words[1:]]) if words else ""


def is_formula(line: TextLine) -> bool:
    """Whether a line begins with an enacting formula: 大会， or The General Assembly,.

    The first paragraph can follow on the same line.
    """
    match = _FORMULA.match(line.plain) if line.role == BODY else None
    if match is None:
        return False
    return not match["rest"].strip() or bool(opening_phrase(tidy(match["rest"][:LONGEST_OPENING])))


def find_formula(lines: Sequence[TextLine]) -> int | None:
    """The index of the enacting formula; None if there is none.

    A name of a body without its comma counts only if there is no other formula, and directly before a clause.
    """
    found = next((index for index, line in enumerate(lines) if is_formula(line)), None)
    if found is not None:
        return found
    pairs = enumerate(pairwise(lines[:_MOST_LINES]))
    return next((i for i, (line, below) in pairs if is_bare_formula(line) and begins_clause(below)), None)


def take_formula(lines: list[TextLine], draft: Draft) -> list[TextLine]:
    """Take the formula out of the first line, and store it in the Draft. Returns the lines after the formula.

    If a paragraph begins on the same line as 大会，, its words become a separate line.
    """
    line = lines[0]
    match = _FORMULA.match(line.plain)
    end = match.start("rest") if match else len(line.text)
    draft.formula = tidy(line.text[:end], draft.language)
    rest = line.text[end:].strip()
    line.role = FORMULA
    if not rest:
        return lines[1:]
    return [replace(line, role=BODY, text=rest, plain=narrow(rest), set_apart=()), *lines[1:]]


def find_first_clause(lines: Sequence[TextLine]) -> int:
    """The index of the line where the body begins, in a text without a formula; 0 if the line is not found.

    The body begins at the first clause, or at the paragraph of a decision, after the line with the number. If a
    corrigendum has no such clause, its body begins after the number and after the word for a corrigendum.
    """
    numbered = False
    last = None
    for index, line in enumerate(lines[:_MOST_LINES]):
        if line.role != BODY:
            continue
        if numbered and (begins_clause(line) or begins_decision(line)):
            return index
        numbered = numbered or number_in(line) is not None or _SYMBOL.search(line.plain) is not None
        if CORRIGENDUM_LINE.fullmatch(line.squeezed) or (last and number_in(line)):
            last = index + 1
    return last or 0


def number_in(line: TextLine) -> tuple[str, int] | None:
    """The number of a resolution at the beginning of a line, and the offset of the title after it.

    Returns None if the line begins with no such number.
    """
    if match := _NUMBER_LINE.match(line.plain):
        if match[1] is None and match[3] == "" and "/" in match[2] and not re.search(r"[A-Z]|\d\d/", match[2]):
            return None  # a line with only 3/4 has a page number
        if match[3] and is_page_line(line):
            return None  # a page number and a job number: 3/4 24-23021
        return match[2].strip(), match.start(3)
    match = _called_resolution(line)
    return (match[1].strip(), match.start(2)) if match else None


def _called_resolution(line: TextLine) -> re.Match[str] | None:
    """The match of 第1540(2004)号决议 or Resolution 1540 (2004) at the beginning of a line."""
    matches = (pattern.match(line.plain) for pattern in _RESOLUTION_LINES)
    return next((match for match in matches if match), None)


def symbol_in(line: TextLine) -> str | None:
    """The symbol of the text whose number is at the beginning of a line; None if there is no number.

    Several bodies can have the same number. The symbol is then that of the first of them in ``symbols.ADOPTED``.
    """
    found = number_in(line)
    named = (symbols.adopted_symbol(found[0], kind) for kind in symbols.ADOPTED_KINDS) if found else ()
    return next((symbol for symbol in named if symbol), None)


def identify(lines: Sequence[TextLine], end: int, number_before: str, draft: Draft, told: Told) -> Title:
    """Find the body, the number and the title in the head ``lines[:end]``, and set the Draft's symbol and session.

    Returns the title. A part with a letter (55/33 A, B, C …) can be printed without the number. It then gets
    ``number_before``, the number of the part before. If the part has its own title, the common title of all parts is
    added to the Draft's ``agenda_titles``. A text without a number gets the number that a librarian tells.

    Raises Unreadable if there is no number, or if the source is a corrigendum without a symbol.
    """
    head = lines[:end]
    kind = adopted_kind(head, lines[end] if end < len(lines) else None)
    title = find_title(head, kind) or (find_title(lines[:_MOST_LINES], kind) if head else None)
    if title is None and told.symbol:
        kind = symbols.kind_of(told.symbol)
        title = Title(told.number, [] if kind == symbols.SC_RESOLUTION else _lines_before_formula(head))
    letter, part_title = lettered_part(head)
    number = title.number if title else number_before if letter else ""
    kind = _kind_by_number(kind, number, head)
    symbol = symbols.adopted_symbol(number, kind) if number else None
    if symbol is None:
        raise Unreadable("text.no_symbol")
    if letter and not symbols.number_and_part(symbol)[1]:
        symbol = symbols.adopted_symbol(f"{number} {letter}", kind) or symbol
    draft.symbol = _corrigendum(head[: _place_of(title, head)], symbol)
    tell_symbol(draft, told)
    if part_title is None or not part_title.lines:
        return title or Title(number, [])
    if title is not None:
        draft.agenda_titles.append(tidy(title.take(), draft.language))
    return replace(part_title, number=number)


def _kind_by_number(kind: str, number: str, head: Sequence[TextLine]) -> str:
    """The kind of a text of the Assembly: a number of decisions shows a decision, if the cover has no other symbol."""
    decides = kind == symbols.GA_RESOLUTION and symbols.is_decision_number(number)
    return symbols.GA_DECISION if decides and not any("A/RES/" in line.squeezed for line in head) else kind


def _place_of(title: Title | None, head: Sequence[TextLine]) -> int:
    """The index in ``head`` of the line after the title."""
    if title and title.lines and title.lines[-1] in head:
        return head.index(title.lines[-1]) + 2
    return len(head)


def _corrigendum(head: Sequence[TextLine], symbol: str) -> str:
    """The symbol of the corrigendum, if the source is one; otherwise the symbol of the resolution.

    A corrigendum is a separate document (A/RES/65/72/Corr.1). It only has the corrections, so it must not be stored as
    the text of the resolution. Raises Unreadable if the head has the word for a corrigendum, but no symbol of one.
    """
    for line in head:
        if found := _CORRIGENDUM.search(line.plain):
            return f"{symbol}/Corr.{found[1]}"
    if any(CORRIGENDUM_LINE.fullmatch(line.squeezed) for line in head):
        raise Unreadable("text.corrigendum_without_symbol", symbol=symbol)
    return symbol


def find_title(lines: Sequence[TextLine], kind: str = symbols.GA_RESOLUTION) -> Title | None:
    """Find the number and the title in the lines before the enacting formula; None if there is no number.

    Only numbers that a text of this kind can have are taken. Several lines can begin with a number. The last number
    with a title on the same line is taken. If there is no such number, the last number with a title on the lines below
    is taken. If no number has a title after it, the title is directly before the formula. The number can then also be
    in a symbol anywhere in ``lines``. A resolution of the Security Council has no title.
    """
    in_symbol = next((printed for line in lines if (printed := _in_symbol(line, kind))), "")
    numbered = [(i, found) for i, line in enumerate(lines) if line.role == BODY and (found := _number_of(line, kind))]
    if kind == symbols.SC_RESOLUTION:
        number = _number_without_title(lines, numbered) or in_symbol
        return Title(number, []) if number else None
    # The surest case is a number with the title on the same line.
    titled = [(i, f) for i, f in numbered if not _SYMBOL.match(lines[i].plain) and f[1] < len(lines[i].text)]
    for index, (number, offset) in reversed(titled or numbered):
        if title := _title_at(lines, index, number, offset):
            return title
    number = numbered[-1][1][0] if numbered else in_symbol
    return Title(number, _lines_before_formula(lines)) if number else None


def _number_of(line: TextLine, kind: str) -> tuple[str, int] | None:
    """The number at the beginning of a line, as ``number_in`` returns it, if a text of this kind can have it."""
    found = number_in(line)
    if found is None and kind in (symbols.HRC_RESOLUTION, symbols.ECOSOC_RESOLUTION):
        glued = _GLUED.match(line.plain)
        found = (glued[1], glued.end()) if glued else None
    return found if found and symbols.adopted_symbol(found[0], kind) else None


def _in_symbol(line: TextLine, kind: str) -> str:
    """The number in the first symbol of this kind in a line; "" if there is none."""
    found = (match for match in _SYMBOL.finditer(line.plain) if symbols.kind_of(match[0]) == kind)
    return next((match[1] for match in found), "")


def _number_without_title(lines: Sequence[TextLine], numbered: Sequence[tuple[int, tuple[str, int]]]) -> str:
    """The number in the line 第1540(2004)号决议, else the last number alone in a line; "" if there is none.

    Web pages have the numbers of the resolutions before and after it too.
    """
    own = [number for index, (number, _) in numbered if _called_resolution(lines[index])]
    alone = [number for index, (number, end) in numbered if end == len(lines[index].text)]
    return next(iter(own or alone[-1:]), "")


def _title_at(lines: Sequence[TextLine], index: int, number: str, offset: int) -> Title | None:
    """The title after a number, on the same line or on the lines below; None if there is none.

    ``offset`` is the offset of the words after the number in ``lines[index]``.
    """
    first = lines[index]
    title = [first] if offset < len(first.text) else []
    for line in lines[index + 1 :]:
        known = line.role != BODY or is_cover_line(line)
        if title and (known or part_letter(line)):
            break
        if not known:
            title.append(line)
    if not title:
        return None
    return Title(number, title, offset if title[0] is first else 0)


def _lines_before_formula(lines: Sequence[TextLine]) -> list[TextLine]:
    title: list[TextLine] = []
    for line in reversed(lines):
        if line.role != BODY or is_cover_line(line):
            break
        title.insert(0, line)
    return title[-_MOST_TITLE_LINES:]


def part_letter(line: TextLine) -> str:
    """The letter of a part at the beginning of a line: A, A., A. 标题; "" if there is none."""
    found = _PART_LINE.match(line.plain)
    return found[1] if found else ""


def lettered_part(lines: Sequence[TextLine]) -> tuple[str, Title | None]:
    """The letter of a part near the formula, and the part's own title; "" and None if there is no letter.

    The title is after the letter, on the same line or on the lines below.
    """
    for index in range(len(lines) - 1, max(-1, len(lines) - _PART_REACH - 1), -1):
        line = lines[index]
        found = _PART_LINE.match(line.plain) if line.role == BODY else None
        if found:
            below = [line for line in lines[index + 1 :] if line.role == BODY]
            beside = [line] if found.end() < len(line.text) else []
            return found[1], Title("", [*beside, *below], found.end() if beside else 0)
    return "", None
