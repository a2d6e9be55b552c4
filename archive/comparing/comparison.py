"""The whole result of a comparison, and its form in JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.comparing import verbs
from archive.comparing.aligning import Alignment, align
from archive.comparing.numbers import only_numbers_moved
from archive.comparing.order import kept_in_order
from archive.comparing.text import ComparedText
from archive.comparing.verbs import Scales, first_scales
from archive.comparing.wording import Cut, changes, without_space
from archive.reading.draft import HEADING, POINT, TABLE, DraftClause

# How the words of a pair differ.
SAME = "same"  # not at all, except for white space and footnote marks
NUMBERS = "numbers"  # only dates, sessions, years, symbols and counts moved on
REWORDED = "reworded"

_WITHOUT_OPENING = {POINT, HEADING, TABLE}


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause before and after. ``before`` and ``after`` are paths.

    ``kind`` is SAME, NUMBERS or REWORDED. ``moved`` says whether the clause changed its place among the others.
    ``verb`` has the opening phrases if they differ. ``strength`` is "stronger", "weaker" or None. ``changes`` are the
    words that replaced others, as (before, after). A pair is ``doubtful`` if its clauses are not much alike, or if a
    clause without a pair is nearly as much like one of them.
    """

    before: str
    after: str
    kind: str
    moved: bool
    verb: tuple[str, str] | None
    strength: str | None
    changes: tuple[tuple[str, str], ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of two texts. Each path of both texts occurs once.

    ``new`` and ``dropped`` are paths. A split is (path before, paths after). A merger is (paths before, path after).
    """

    before: str
    after: str
    pairs: tuple[Pair, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    splits: tuple[tuple[str, tuple[str, ...]], ...]
    merges: tuple[tuple[tuple[str, ...], str], ...]


def compare(before: ComparedText, after: ComparedText, cut: Cut, scales: Scales | None = None) -> Comparison:
    """Compares two texts in one language. ``cut`` cuts a run of Han characters into words.

    ``scales`` decide which of two opening phrases is stronger. Without them, those of ``fixtures/`` decide.
    """
    scales = scales or first_scales()
    alignment = align(before, after)
    moved = _moved(before, after, alignment)
    used = alignment.used()
    pairs = []
    for row, column in alignment.pairs.items():
        marks = row in moved, row in alignment.doubtful
        pairs.append(_pair(before.clauses[row], after.clauses[column], before.language, marks, cut, scales))
    return Comparison(
        before.name,
        after.name,
        tuple(pairs),
        _paths(after, (index for index in range(len(after.clauses)) if index not in used[1])),
        _paths(before, (index for index in range(len(before.clauses)) if index not in used[0])),
        tuple((before.clauses[one].path, _paths(after, pieces)) for one, pieces in alignment.splits.items()),
        tuple((_paths(before, pieces), after.clauses[one].path) for one, pieces in alignment.merges.items()),
    )


def _pair(
    one: DraftClause, other: DraftClause, language: str, marks: tuple[bool, bool], cut: Cut, scales: Scales
) -> Pair:
    """``marks`` says whether the clause was moved, and whether the pair is doubtful."""
    kind = kind_of(one.text, other.text)
    verb: tuple[str, str] | None = None
    changed: tuple[tuple[str, str], ...] = ()
    if kind != SAME:
        if not {one.kind, other.kind} & _WITHOUT_OPENING:
            verb = verbs.change(one.text, one.opening, other.text, other.opening, language)
        changed = tuple(changes(one.text, other.text, cut))
    strength = scales.strength(*verb) if verb else None
    return Pair(one.path, other.path, kind, marks[0], verb, strength, changed, marks[1])


def kind_of(before: str, after: str) -> str:
    """SAME, NUMBERS or REWORDED for the texts of a pair."""
    if without_space(before) == without_space(after):
        return SAME
    return NUMBERS if only_numbers_moved(before, after) else REWORDED


def _moved(before: ComparedText, after: ComparedText, alignment: Alignment) -> set[int]:
    """The indexes before of the clauses that one has to lift. Points count among the points of their paragraph."""
    groups: dict[str | None, list[int]] = defaultdict(list)
    partners = _partners(before, after, alignment)
    moved = set()
    for row, column in alignment.pairs.items():
        parent, other = before.clauses[row].parent, after.clauses[column].parent
        if (parent, other) in partners or parent is other is None:
            groups[parent].append(row)
        else:
            moved.add(row)
    for rows in groups.values():
        columns = [alignment.pairs[row] for row in rows]
        weights = [
            len(before.clauses[row].text) + len(after.clauses[column].text)
            for row, column in zip(rows, columns, strict=True)
        ]
        kept = kept_in_order(columns, weights)
        moved |= {row for index, row in enumerate(rows) if index not in kept}
    return moved


def _partners(before: ComparedText, after: ComparedText, alignment: Alignment) -> set[tuple[str | None, str | None]]:
    """The paths of clauses that belong together, as (before, after)."""
    together = [
        *alignment.pairs.items(),
        *((one, piece) for one, pieces in alignment.splits.items() for piece in pieces),
        *((piece, one) for one, pieces in alignment.merges.items() for piece in pieces),
    ]
    return {(before.clauses[row].path, after.clauses[column].path) for row, column in together}


def _paths(text: ComparedText, indexes: Iterable[int]) -> tuple[str, ...]:
    return tuple(text.clauses[index].path for index in indexes)
