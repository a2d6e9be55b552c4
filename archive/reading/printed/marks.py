"""Footnote marks in raw text: taken out of the sentences.

A footnote mark is a number that fits: the footnotes are there in their order, each has its first mark on its page, and
later marks repeat an earlier number. All other numbers are numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.reading.draft import Mark
from archive.reading.printed.footnotes import (
    BRACKET,
    CIRCLE,
    INLINE,
    LONE,
    RAISED,
    SLASH,
    STAR,
    UNITS,
    Entry,
    is_tight,
    number_of,
)

_CLOSERS = "》”』」）)，。；：、—,;〉"
_INSTRUMENT = re.compile(r"(?:条约|公约|议定书|协定|宣言|纲领)$")  # what footnotes are hung on most
_THOUSANDS = re.compile(r"\s\d{3}(?!\d)")  # 1 033
_LISTED = re.compile(r"\d\s?[、和至及与,，]\s?$")  # 第5、11和13段
_LIKELY = 0.45  # costs below this are alike
_MISSING = 2.2  # what it costs to say that a footnote has no mark: a candidate that is less likely is none


@dataclass(slots=True)
class _Candidate:
    """A number in a piece of text that could be a mark; ``cost`` is what speaks against it."""

    piece: int
    start: int
    end: int
    value: str
    style: str
    cost: float
    line: int


@dataclass(slots=True)
class _Way:
    """One way to place the footnotes up to one of them: where its last mark is, what it costs, the way before."""

    place: tuple[int, int]
    cost: float
    candidate: _Candidate | None
    before: _Way | None


def take_marks(
    pieces: Sequence[str], line_of: Callable[[int, int], int], entries: Sequence[Entry]
) -> tuple[list[tuple[str, list[Mark]]], list[str]]:
    """The pieces of text without their footnote marks, with the marks found; and the footnotes that have none.

    ``line_of(piece, offset)`` is the number of the line at a place. Marks are placed in the raw text given back.
    """
    markers = [entry.marker for entry in entries]
    tight = is_tight("\n".join(pieces))
    candidates = [
        c for number, piece in enumerate(pieces) for c in _candidates(number, piece, set(markers), tight, line_of)
    ]
    raised = {c.value for c in candidates if c.style == RAISED} | {e.marker for e in entries if e.raised}
    candidates = [c for c in candidates if c.style == RAISED or c.value not in raised]
    chosen = _first_marks(candidates, entries)
    missing = [marker for marker, candidate in zip(markers, chosen, strict=True) if candidate is None]
    taken = [c for c in chosen if c is not None]
    taken += _later_marks(candidates, taken)
    result = []
    for number, piece in enumerate(pieces):
        text, marks, position = "", [], 0
        for c in sorted((c for c in taken if c.piece == number), key=lambda c: c.start):
            text += piece[position : c.start]
            marks.append(Mark(c.value, len(text)))
            position = c.end
        result.append((text + piece[position:], marks))
    return result, missing


_MARKS = (
    (LONE, re.compile(r"(?:(?<=\n)|^)[ \t]*(\d{1,3}) ?/?[ \t]*(?=\n|$)")),
    (RAISED, re.compile(r"[\[［]([⁰¹²³⁴-⁹]{1,3})[\]］]|[(（]([⁰¹²³⁴-⁹]{1,3})[)）]|([⁰¹²³⁴-⁹]{1,3})/?")),
    (CIRCLE, re.compile(r"([①-⑳])")),
    (SLASH, re.compile(r"(?<![\dA-Za-z./-])[ \t]{0,2}(\d{1,3}) ?/(?![\dA-Za-z])[ \t]{0,2}")),
    (BRACKET, re.compile(r"[\[【〔［]\s?(\d{1,3})\s?[\]】〕］]|[(（](\d{1,3})[)）]")),
    (STAR, re.compile(r"(?<!\*)(\*{1,3})(?!\*)")),
    (INLINE, re.compile(r"(?<![\d./\-+(（A-Za-z])(?<!\d[ \xa0])(\d{1,3})(?![\d./\-+%A-Za-z])")),
    # Stuck to a year: 2018、20192 和20203 年
    (INLINE, re.compile(r"(?<![\d./-](?:19|20)\d\d)(?<=(?:19|20)\d\d)(\d{1,2})(?![\d./-])")),
    (INLINE, re.compile(r"(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d ?年)")),
)


def _candidates(
    number: int, piece: str, markers: set[str], tight: bool, line_of: Callable[[int, int], int]
) -> list[_Candidate]:
    """All numbers in a piece that could be marks of footnotes that there are, with what speaks against each."""
    found: list[_Candidate] = []
    covered: set[int] = set()
    for style, pattern in _MARKS:
        for match in pattern.finditer(piece):
            group = next(n for n in range(1, (match.lastindex or 0) + 1) if match[n] is not None)
            value = number_of(match[group])
            start, end = match.start(), match.end()
            if value not in markers or not covered.isdisjoint(range(start, end)):
                continue
            if style == INLINE:
                cost = _cost(piece, start, end, tight)
            elif style == BRACKET:
                cost = 0.3 if match[0][0] not in "(（" else 1.0
            else:
                cost = 0.1
            found.append(_Candidate(number, start, end, value, style, cost, line_of(number, match.start(group))))
            covered.update(range(start, end))
    return found


def _cost(piece: str, start: int, end: int, tight: bool) -> float:
    """How unlikely it is that the bare number ``piece[start:end]`` is a mark."""
    before, after = piece[max(0, start - 9) : start].rstrip()[-1:], piece[end : end + 9].lstrip()
    glued = start > 0 and not piece[start - 1].isspace()
    space = piece[end : end + 1]
    # Other numbers have a space on both sides, or on none; but where they have, none behind a mark of punctuation.
    set_apart = glued and space in (" ", "\xa0", "\t") and (tight or before not in _CLOSERS)
    cost = 0.2 if before in _CLOSERS else 0.6
    if glued and _INSTRUMENT.search(piece[max(0, start - 3) : start]):
        cost -= 0.8
    if before.isdigit():
        cost += 0.6
    if _THOUSANDS.match(piece, end):
        cost += 3.0
    if _LISTED.search(piece[max(0, start - 4) : start]) and not set_apart:
        cost += 1.5
    if piece[max(0, start - 2) : start] == "目标":
        cost += 1.5
    if before in "第至约共和与或及年月(（零于为":
        cost += 2.0 if before in "第(（" or (before in "年月" and not set_apart) else 0.6
    if UNITS.match(after):
        cost += 0.6 if set_apart else 1.2 if before in "》”" else 3.0
    if not glued:
        cost += 0.5 if tight else 1.0
    if set_apart:
        cost -= 0.5
    elif not space:
        pass
    elif space == "\n":
        cost += 0.2
    elif not space.isspace():
        cost += (0.4 if before in _CLOSERS else 1.0) + (1.0 if space in "(（" else 0.0)
    return cost


def _first_marks(candidates: Sequence[_Candidate], entries: Sequence[Entry]) -> list[_Candidate | None]:
    """For each footnote its first mark: in the order of the footnotes, on their pages, at the least cost.

    ``frontier`` has the ways to place the footnotes so far that are worth keeping: a way that ends later in the text
    must cost less than all that end before it.
    """
    by_value: dict[str, list[_Candidate]] = {}
    for c in sorted(candidates, key=lambda c: (c.piece, c.start)):
        by_value.setdefault(c.value, []).append(c)
    frontier: list[_Way] = [_Way((-1, -1), 0.0, None, None)]
    for entry in entries:
        ways = [_Way(way.place, way.cost + _MISSING, None, way) for way in frontier]
        places = [way.place for way in frontier]
        for c in by_value.get(entry.marker, ()):
            before = frontier[bisect_left(places, (c.piece, c.start)) - 1]
            off_page = entry.page_to is not None and not entry.page_from <= c.line <= entry.page_to
            # Among those that are likely enough the first in the text is the first mark.
            cost = (max(c.cost, _LIKELY) if c.style == INLINE else c.cost) + (1.5 if off_page else 0.0)
            ways.append(_Way((c.piece, c.start), before.cost + cost, c, before))
        frontier = []
        for way in sorted(ways, key=lambda w: (w.place, w.cost)):
            if not frontier or way.cost < frontier[-1].cost:
                frontier.append(way)
    chosen: list[_Candidate | None] = []
    last: _Way | None = frontier[-1]
    while last is not None and last.before is not None:
        chosen.append(last.candidate)
        last = last.before
    return chosen[::-1]


def _later_marks(candidates: Sequence[_Candidate], first: Sequence[_Candidate]) -> list[_Candidate]:
    """Marks that repeat an earlier one: after it, printed as the marks are, and hardly anything else."""
    styles = {c.style for c in first}
    begun = {c.value: (c.piece, c.start) for c in first}
    return [
        c
        for c in candidates
        if c.style in styles and c.value in begun and (c.piece, c.start) > begun[c.value] and c.cost < 0.7
    ]
