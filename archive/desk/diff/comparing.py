"""Compares two wordings of one resolution: clause by clause, and within a clause character by character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
_ALIKE = 0.4  # if the similarity of two wordings (0 to 1) is higher, they are wordings of the same clause
_LONGEST = 4_000_000  # largest product of two lengths in characters; longer wordings would take seconds to compare


@dataclass(frozen=True, slots=True)
class DiffItem:
    """One thing to compare, such as a clause, a footnote, the title or a fact. ``path`` is the place of this thing."""

    path: str
    label: str
    text: str

    @property
    def words(self) -> str:
        return f"{self.label} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One item next to its counterpart.

    ``result`` is SAME, CHANGED, ADDED or REMOVED. ``segments`` are the words in pieces, each with SAME, ADDED or
    REMOVED.
    """

    result: str
    before: DiffItem | None
    after: DiffItem | None
    segments: tuple[tuple[str, str], ...]


def compare(before: Sequence[DiffItem], after: Sequence[DiffItem]) -> list[DiffRow]:
    """Compares two lists of items.

    Returns a row for each pair of items, and for each item without a counterpart, in the order of the text.

    >>> [row.result for row in compare([DiffItem("op1", "1.", "请各国，")], [DiffItem("op1", "1.", "敦促各国，")])]
    ['changed']
    """
    rows: list[DiffRow] = []
    matcher = SequenceMatcher(None, [p.words for p in before], [p.words for p in after], autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            rows += [
                DiffRow(SAME, one, other, ((SAME, one.words),))
                for one, other in zip(before[a:a_end], after[b:b_end], strict=True)
            ]
        else:
            rows += _pair(before[a:a_end], after[b:b_end])
    return rows


def compare_facts(before: Mapping[str, str], after: Mapping[str, str]) -> list[DiffRow]:
    """Compares facts with the same name. The characters of two different facts are not compared.

    >>> [row.segments for row in compare_facts({"meeting": "60"}, {"meeting": "61"})]
    [(('removed', '60'), ('added', '61'))]
    """
    rows = []
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name, ""), after.get(name, "")
        one, other = (DiffItem(name, "", words) if words else None for words in (was, now))
        if was == now:
            rows += [DiffRow(SAME, one, other, ((SAME, now),))] if now else []
            continue
        result = CHANGED if one and other else REMOVED if one else ADDED
        segments = tuple((tag, words) for tag, words in ((REMOVED, was), (ADDED, now)) if words)
        rows.append(DiffRow(result, one, other, segments))
    return rows


def differs(rows: Sequence[DiffRow]) -> bool:
    return any(row.result != SAME for row in rows)


def _pair(before: Sequence[DiffItem], after: Sequence[DiffItem]) -> list[DiffRow]:
    """Pairs the items that resemble each other, in order. The items without a partner were removed or added."""
    rows: list[DiffRow] = []
    start = 0
    for new in after:
        partner = next((i for i in range(start, len(before)) if _resembles(before[i], new)), None)
        if partner is None:
            rows.append(DiffRow(ADDED, None, new, ((ADDED, new.words),)))
            continue
        rows += [DiffRow(REMOVED, old, None, ((REMOVED, old.words),)) for old in before[start:partner]]
        rows.append(DiffRow(CHANGED, before[partner], new, _segments(before[partner].words, new.words)))
        start = partner + 1
    rows += [DiffRow(REMOVED, old, None, ((REMOVED, old.words),)) for old in before[start:]]
    return rows


def _resembles(one: DiffItem, other: DiffItem) -> bool:
    if len(one.words) * len(other.words) > _LONGEST:
        return one.path == other.path
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def _segments(before: str, after: str) -> tuple[tuple[str, str], ...]:
    if len(before) * len(after) > _LONGEST:
        return ((REMOVED, before), (ADDED, after))
    segments: list[tuple[str, str]] = []
    for tag, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            segments.append((SAME, before[a:a_end]))
            continue
        if a_end > a:
            segments.append((REMOVED, before[a:a_end]))
        if b_end > b:
            segments.append((ADDED, after[b:b_end]))
    return tuple(segments)
