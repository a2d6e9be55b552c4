"""Takes the footnote marks out of the sentences.

The footnotes of the text are already known, and a mark must have the number of a footnote. The first mark of each
footnote is usually on the page of the footnote. The first marks of a series (numbers, letters or signs) are in the
order of the footnotes. A later mark repeats the number of an earlier mark. All other numbers stay in the sentences.

    find every number that could be a mark, with its cost (``mark_costs``)
    → choose the first mark of each footnote so that the sum of the costs is lowest
    → add the later marks → cut all marks out
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from archive.characters import plain
from archive.reading.draft import Mark
from archive.reading.printed.footnote_edges import Footnote
from archive.reading.printed.mark_costs import (
    CLEAR,
    LIKELY,
    LONE_BEHIND_WORD,
    MISSING,
    MOST_OF_JOINED,
    MOST_OF_LATER,
    OFF_PAGE,
    ON_PAGE_BEFORE,
    cost_of_bare,
    cost_of_style,
    may_be_number,
)
from archive.reading.printed.note_numbers import (
    INLINE,
    LETTER,
    LONE,
    RAISED,
    SIGN,
    PrintedMark,
    is_tight,
    marks_in_table,
    printed_marks,
    series_of,
    spaces_follow,
)

_MUCH_MORE = 20 * MISSING  # an assignment that costs so much more than the cheapest one is not extended
_WORDS = 8  # characters before a mark that a warning shows

LineOf = Callable[[int, int], int]
"""``line_of(piece, offset)`` returns the number of the source line at this offset in a piece."""


@dataclass(slots=True)
class _Candidate:
    """A number in a piece of text that could be a mark. A number with a high ``cost`` is probably no mark."""

    piece: int  # index of the piece
    start: int
    end: int
    number: str
    style: str
    cost: float
    line: int  # number of the source line
    doubtful: str = ""  # the words before it, and the number; "" if it cannot be the number of an item (目标3)

    @property
    def place(self) -> tuple[int, int]:
        return self.piece, self.start


_Taken = tuple[_Candidate, str]
"""A candidate that was chosen as a mark, and the marker of its footnote."""


@dataclass(slots=True)
class _Assignment:
    """A choice of marks for the first footnotes of the text.

    ``place`` is the place of the last mark, and ``cost`` is the sum of all costs. ``candidate`` is the mark of the last
    of these footnotes. ``before`` is the choice for the same footnotes without the last one.
    """

    place: tuple[int, int]
    cost: float
    candidate: _Candidate | None  # None: the last footnote has no mark
    before: _Assignment | None


class MarksTaken(NamedTuple):
    """The result of ``take_marks``.

    pieces: each piece without its marks, and the list of its marks. The offset of a mark is its place in the new piece.
    missing: the markers of the footnotes without a mark.
    left: the index of the piece and the number, for each number that looks like a mark but belongs to no footnote.
        These numbers stay in the pieces.
    doubtful: the index of the piece and the words, for each mark that may also be the number of an item (目标3).
    """

    pieces: list[tuple[str, list[Mark]]]
    missing: list[str]
    left: list[tuple[int, str]]
    doubtful: list[tuple[int, str]]


def take_marks(
    pieces: Sequence[str], line_of: LineOf, footnotes: Sequence[Footnote], tables: AbstractSet[int] = frozenset()
) -> MarksTaken:
    """Cut the marks of the footnotes out of the pieces of a text.

    ``tables`` has the indexes of the pieces that are tables.
    """
    found = list(_candidates(pieces, line_of, tables))
    candidates = _as_printed(found, footnotes)
    firsts: list[_Taken] = []
    for series in (INLINE, LETTER, SIGN):
        notes = [note for note in footnotes if series_of(note.number) == series]
        chosen = _first_marks(candidates, notes)
        firsts += [(first, note.marker) for note, first in zip(notes, chosen, strict=True) if first is not None]
    marked = {marker for _, marker in firsts}
    missing = [note.marker for note in footnotes if note.marker not in marked]
    taken: list[list[_Taken]] = [[] for _ in pieces]
    for candidate, marker in [*firsts, *_later_marks(candidates, firsts)]:
        taken[candidate.piece].append((candidate, marker))
    cut = [_cut(piece, marks) for piece, marks in zip(pieces, taken, strict=True)]
    doubtful = [(candidate.piece, candidate.doubtful) for candidate, _ in firsts if candidate.doubtful]
    return MarksTaken(cut, missing, _left(found, taken), doubtful)


def _cut(piece: str, taken: Iterable[_Taken]) -> tuple[str, list[Mark]]:
    text, marks, position = "", [], 0
    for candidate, marker in sorted(taken, key=lambda pair: pair[0].start):
        text += piece[position : candidate.start]
        marks.append(Mark(marker, len(text)))
        position = candidate.end
    return text + piece[position:], marks


def _candidates(pieces: Sequence[str], line_of: LineOf, tables: AbstractSet[int]) -> Iterator[_Candidate]:
    """All numbers in the pieces that could be marks."""
    pieces = [plain(piece) for piece in pieces]  # some programs print 12⽉1⽇ for 12月1日
    text = "\n".join(pieces)
    spacing = is_tight(text), spaces_follow(text)
    for place, piece in enumerate(pieces):
        for mark in marks_in_table(piece) if place in tables else printed_marks(piece):
            cost, line = _cost_of(mark, piece, *spacing), line_of(place, mark.at)
            doubtful = mark.style == INLINE and may_be_number(piece, mark.start)
            words = piece[max(0, mark.start - _WORDS) : mark.end] if doubtful else ""
            yield _Candidate(place, mark.start, mark.end, mark.number, mark.style, cost, line, words)


def _cost_of(mark: PrintedMark, piece: str, tight: bool, spaces_follow: bool) -> float:
    if mark.style == INLINE:
        return cost_of_bare(piece, mark.start, mark.end, tight, spaces_follow)
    return cost_of_style(mark.style, piece, mark.start)


def _as_printed(candidates: Sequence[_Candidate], footnotes: Sequence[Footnote]) -> list[_Candidate]:
    """The candidates that have the number of a footnote.

    If a text prints a mark raised in one place, it prints the mark raised in all places. So if a number occurs raised,
    its other forms are left out.
    """
    numbers = {note.number for note in footnotes}
    raised = {c.number for c in candidates if c.style == RAISED} | {note.number for note in footnotes if note.raised}
    return [c for c in candidates if c.number in numbers and (c.style == RAISED or c.number not in raised)]


def _first_marks(candidates: Sequence[_Candidate], footnotes: Sequence[Footnote]) -> list[_Candidate | None]:
    """Choose the first mark of each footnote of one series. The result has None for each footnote without a mark.

    The marks are in the order of the footnotes, and the sum of their costs is the lowest. A mark on another page than
    its footnote costs more.

    ``best`` has the assignments that are worth extending, sorted by the place of their last mark. If the last mark is
    later in the text, fewer candidates remain for the next footnotes. So an assignment is dropped if an earlier one in
    ``best`` costs no more. It is also dropped if it costs much more than the cheapest.
    """
    possible = _Possible(candidates, footnotes)
    best = [_Assignment((-1, -1), 0.0, None, None)]
    for note in footnotes:
        longer = [_Assignment(old.place, old.cost + MISSING, None, old) for old in best]
        places = [old.place for old in best]
        for candidate in possible.of(note):
            before = best[bisect_left(places, candidate.place) - 1]
            longer.append(
                _Assignment(candidate.place, before.cost + _cost_of_first(candidate, note), candidate, before)
            )
        best = _worth_extending(longer)
    return _chosen(best[-1])


class _Possible:
    """All candidates, grouped by number. The candidates of a group are in the order of their lines."""

    def __init__(self, candidates: Sequence[_Candidate], footnotes: Sequence[Footnote]) -> None:
        self._footnotes = Counter(note.number for note in footnotes)
        self._by_number: dict[str, list[_Candidate]] = {}
        for candidate in sorted(candidates, key=lambda c: c.line):
            self._by_number.setdefault(candidate.number, []).append(candidate)

    def of(self, note: Footnote) -> Sequence[_Candidate]:
        """The candidates for the mark of a footnote.

        If other footnotes have the same number, the result has only the candidates on the page of this footnote.
        """
        found = self._by_number.get(note.number, [])
        if self._footnotes[note.number] == 1:
            return found
        end = len(found) if note.page_to is None else bisect_right(found, note.page_to, key=_line_of)
        return found[bisect_left(found, note.page_from, key=_line_of) : end]


def _line_of(candidate: _Candidate) -> int:
    return candidate.line


def _cost_of_first(candidate: _Candidate, note: Footnote) -> float:
    """The cost of a candidate as the first mark of a footnote."""
    cost = max(candidate.cost, LIKELY)
    if candidate.line < note.page_from:
        return cost + ON_PAGE_BEFORE
    return cost + (OFF_PAGE if note.page_to is not None and candidate.line > note.page_to else 0.0)


def _worth_extending(assignments: Iterable[_Assignment]) -> list[_Assignment]:
    kept: list[_Assignment] = []
    for assignment in sorted(assignments, key=lambda a: (a.place, a.cost)):
        if not kept or assignment.cost < kept[-1].cost:
            kept.append(assignment)
    return [assignment for assignment in kept if assignment.cost < kept[-1].cost + _MUCH_MORE]


def _chosen(last: _Assignment) -> list[_Candidate | None]:
    """The candidates of an assignment, in the order of the footnotes."""
    chosen: list[_Candidate | None] = []
    while last.before is not None:
        chosen.append(last.candidate)
        last = last.before
    return chosen[::-1]


def _most_of_later(style: str, first: Sequence[_Taken]) -> float:
    """The limit for the cost of later marks of a style. A later mark must cost less.

    If a text joins its marks to words, all its marks cost more, so the limit is higher too.
    """
    costs = (c.cost for c, _ in first if c.style == style and not c.doubtful)
    return max(MOST_OF_LATER, min(MOST_OF_JOINED, max(costs, default=0.0) + 0.1))


def _left(candidates: Sequence[_Candidate], taken: Sequence[Sequence[_Taken]]) -> list[tuple[int, str]]:
    """The candidates that look like a mark but were not taken, as pairs (index of the piece, number).

    Raised digits are left out, because they can be exponents. ``clauses`` checks them.
    """
    places = {candidate.place for marks in taken for candidate, _ in marks}
    clear = (c for c in candidates if c.cost < CLEAR and c.style != RAISED and not c.doubtful)
    return [(c.piece, c.number) for c in clear if c.place not in places]


def _later_marks(candidates: Sequence[_Candidate], first: Sequence[_Taken]) -> Iterator[_Taken]:
    """The candidates that repeat the number of a first mark, each with the marker of its footnote.

    A later mark comes after the first mark and costs less than ``_most_of_later``. Its style is the style of at least
    one first mark. A bare mark can also be alone on its line, because a line end can separate it from the punctuation
    mark before it.

    Several footnotes can have the same number. A later mark then belongs to the footnote whose first mark is the
    nearest one before it.
    """
    most = {style: _most_of_later(style, first) for style in {candidate.style for candidate, _ in first}}
    bare = {candidate.number for candidate, _ in first if candidate.style == INLINE}
    begun: dict[str, list[tuple[tuple[int, int], str]]] = {}
    for candidate, marker in first:
        begun.setdefault(candidate.number, []).append((candidate.place, marker))
    for c in candidates:
        before = bisect_left(begun.get(c.number, ()), (c.place, ""))
        known = before < len(begun.get(c.number, ())) and begun[c.number][before][0] == c.place
        broken_off = c.style == LONE and c.number in bare
        if (
            before
            and not known
            and not c.doubtful
            and c.cost < most.get(c.style, LONE_BEHIND_WORD if broken_off else 0.0)
        ):
            yield c, begun[c.number][before - 1][1]
