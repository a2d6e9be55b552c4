"""Takes the footnote marks out of the sentences.

The footnotes of the text are known, so a mark must have the number of a footnote. The first mark of each footnote is
usually on the page of the footnote. The first marks are in the order of the footnotes. A later mark repeats the number
of an earlier mark. All other numbers stay in the sentences.

    find every number that could be a mark, with its cost (``mark_costs``)
    → choose the first mark of each footnote, at the least cost in all → add the later marks → cut them out
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.reading.draft import Mark
from archive.reading.printed.footnote_edges import Footnote
from archive.reading.printed.mark_costs import LIKELY, MISSING, MOST_OF_LATER, OFF_PAGE, cost_of_bare, cost_of_style
from archive.reading.printed.note_numbers import (
    BRACKET,
    CIRCLE,
    INLINE,
    LONE,
    RAISED,
    SLASH,
    STAR,
    is_tight,
    marked_number,
)

# How marks are printed, by style. If one pattern finds a number, the patterns below do not try it.
_STYLES = (
    (LONE, re.compile(r"(?:(?<=\n)|^)[ \t]*(\d{1,3}) ?/?[ \t]*(?=\n|$)")),
    (RAISED, re.compile(r"[\[［]([⁰¹²³⁴-⁹]{1,3})[\]］]|[(（]([⁰¹²³⁴-⁹]{1,3})[)）]|([⁰¹²³⁴-⁹]{1,3})/?")),
    (CIRCLE, re.compile(r"([①-⑳])")),
    (SLASH, re.compile(r"(?<![\dA-Za-z./-])[ \t]{0,2}(\d{1,3}) ?/(?![\dA-Za-z])[ \t]{0,2}")),
    (BRACKET, re.compile(r"[\[【〔［]\s?(\d{1,3})\s?[\]】〕］]|[(（](\d{1,3})[)）]")),
    (STAR, re.compile(r"(?<!\*)(\*{1,3})(?!\*)")),
    (INLINE, re.compile(r"(?<![\d./\-+(（A-Za-z])(?<!\d[ \xa0])(\d{1,3})(?![\d./\-+%A-Za-z])")),
    # A mark beside a year without a space: 2018、20192 和20203 年
    (INLINE, re.compile(r"(?<![\d./-](?:19|20)\d\d)(?<=(?:19|20)\d\d)(\d{1,2})(?![\d./-])")),
    (INLINE, re.compile(r"(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d ?年)")),
)

LineOf = Callable[[int, int], int]
"""``line_of(piece, offset)`` returns the number of the source line at this offset in a piece."""


@dataclass(slots=True)
class _Candidate:
    """A number in a piece of text that could be a mark. A high ``cost`` means that it is probably not a mark."""

    piece: int  # index of the piece
    start: int
    end: int
    value: str
    style: str
    cost: float
    line: int  # number of the source line

    @property
    def place(self) -> tuple[int, int]:
        return self.piece, self.start


@dataclass(slots=True)
class _Assignment:
    """A choice of marks for the first footnotes of the text.

    ``place`` is the place of the last mark, and ``cost`` is the cost of all marks together. ``candidate`` is the mark
    of the last of these footnotes. ``before`` is the choice without the last footnote.
    """

    place: tuple[int, int]
    cost: float
    candidate: _Candidate | None  # None: the last footnote has no mark
    before: _Assignment | None


def take_marks(
    pieces: Sequence[str], line_of: LineOf, footnotes: Sequence[Footnote]
) -> tuple[list[tuple[str, list[Mark]]], list[str]]:
    """Cut the marks of the footnotes out of the pieces of a text. Returns two lists.

    The first list has each piece without its marks, together with the marks. The offset of a mark counts in the piece
    without marks. The second list has the markers of the footnotes for which no mark was found.
    """
    candidates = _as_printed(list(_candidates(pieces, line_of, footnotes)), footnotes)
    chosen = _first_marks(candidates, footnotes)
    missing = [note.marker for note, candidate in zip(footnotes, chosen, strict=True) if candidate is None]
    first = [candidate for candidate in chosen if candidate is not None]
    taken: list[list[_Candidate]] = [[] for _ in pieces]
    for candidate in [*first, *_later_marks(candidates, first)]:
        taken[candidate.piece].append(candidate)
    return [_cut(piece, found) for piece, found in zip(pieces, taken, strict=True)], missing


def _cut(piece: str, candidates: Iterable[_Candidate]) -> tuple[str, list[Mark]]:
    text, marks, position = "", [], 0
    for candidate in sorted(candidates, key=lambda c: c.start):
        text += piece[position : candidate.start]
        marks.append(Mark(candidate.value, len(text)))
        position = candidate.end
    return text + piece[position:], marks


def _candidates(pieces: Sequence[str], line_of: LineOf, footnotes: Sequence[Footnote]) -> Iterator[_Candidate]:
    """All numbers in the pieces that could be marks of these footnotes."""
    markers = {note.marker for note in footnotes}
    tight = is_tight("\n".join(pieces))
    for number, piece in enumerate(pieces):
        covered: set[int] = set()
        found = [(style, match) for style, pattern in _STYLES for match in pattern.finditer(piece)]
        for style, match in found:
            group = next(n for n in range(1, (match.lastindex or 0) + 1) if match[n] is not None)
            value = marked_number(match[group])
            start, end = match.span()
            if value not in markers or not covered.isdisjoint(range(start, end)):
                continue
            cost = cost_of_bare(piece, start, end, tight) if style == INLINE else cost_of_style(style, match[0])
            yield _Candidate(number, start, end, value, style, cost, line_of(number, match.start(group)))
            covered.update(range(start, end))


def _as_printed(candidates: Sequence[_Candidate], footnotes: Sequence[Footnote]) -> list[_Candidate]:
    """Leave out each plain number that also occurs as a raised number. Returns all other candidates.

    If a text prints a mark raised in one place, it prints this mark raised in all places.
    """
    raised = {c.value for c in candidates if c.style == RAISED} | {note.marker for note in footnotes if note.raised}
    return [c for c in candidates if c.style == RAISED or c.value not in raised]


def _first_marks(candidates: Sequence[_Candidate], footnotes: Sequence[Footnote]) -> list[_Candidate | None]:
    """Choose the first mark of each footnote; None for a footnote without a mark.

    The marks are in the order of the footnotes, and the sum of their costs is the lowest. A mark on another page than
    its footnote costs more.

    ``best`` has the assignments that are worth extending, in the order of their last marks. If the last mark is later
    in the text, there is less room for the next marks. So an assignment is kept only if it costs less than all
    assignments before it.
    """
    by_value: dict[str, list[_Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: c.place):
        by_value.setdefault(candidate.value, []).append(candidate)
    best = [_Assignment((-1, -1), 0.0, None, None)]
    for note in footnotes:
        longer = [_Assignment(old.place, old.cost + MISSING, None, old) for old in best]
        places = [old.place for old in best]
        for candidate in by_value.get(note.marker, ()):
            before = best[bisect_left(places, candidate.place) - 1]
            longer.append(
                _Assignment(candidate.place, before.cost + _cost_of_first(candidate, note), candidate, before)
            )
        best = _worth_extending(longer)
    return _chosen(best[-1])


def _cost_of_first(candidate: _Candidate, note: Footnote) -> float:
    """The cost of a candidate, if it is the first mark of a footnote."""
    off_page = note.page_to is not None and not note.page_from <= candidate.line <= note.page_to
    likely = max(candidate.cost, LIKELY) if candidate.style == INLINE else candidate.cost
    return likely + (OFF_PAGE if off_page else 0.0)


def _worth_extending(assignments: Iterable[_Assignment]) -> list[_Assignment]:
    kept: list[_Assignment] = []
    for assignment in sorted(assignments, key=lambda a: (a.place, a.cost)):
        if not kept or assignment.cost < kept[-1].cost:
            kept.append(assignment)
    return kept


def _chosen(last: _Assignment) -> list[_Candidate | None]:
    """The candidates of an assignment, in the order of the footnotes."""
    chosen: list[_Candidate | None] = []
    while last.before is not None:
        chosen.append(last.candidate)
        last = last.before
    return chosen[::-1]


def _later_marks(candidates: Sequence[_Candidate], first: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that repeat the number of a first mark.

    They come after this first mark, have the style of some first mark, and cost less than ``MOST_OF_LATER``.
    """
    styles = {candidate.style for candidate in first}
    begun = {candidate.value: candidate.place for candidate in first}
    return [
        c
        for c in candidates
        if c.style in styles and c.value in begun and c.place > begun[c.value] and c.cost < MOST_OF_LATER
    ]
