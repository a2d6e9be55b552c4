"""A Draft as blocks and runs, the input of every typesetter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.reading.draft import Draft, Mark


@dataclass(frozen=True)
class Run:
    """Words in one font, or a footnote mark. ``mark`` is its number, ``first`` is True at its first mark."""

    text: str = ""
    bold: bool = False
    mark: str = ""
    first: bool = False


@dataclass
class Block:
    """A paragraph: ``kind`` is the clause's, or "title", "formula", "end"."""

    kind: str
    label: str
    runs: list[Run] = field(default_factory=list)


def blocks(draft: Draft) -> list[Block]:
    """The title, the formula, every paragraph and the end, in the order in which they are printed."""
    seen: set[str] = set()
    found = [Block("title", draft.symbol.removeprefix("A/RES/") + ".", _runs(draft.title, "", draft.title_marks, seen))]
    found.append(Block("formula", "", [Run(draft.formula)]))
    for clause in draft.clauses:
        start = 0
        for place, text in enumerate(clause.text.split("\n")):
            marks = [Mark(m.marker, m.at - start) for m in clause.marks if start <= m.at <= start + len(text)]
            opening = clause.opening if place == 0 else ""
            found.append(Block(clause.kind, "" if place else clause.label, _runs(text, opening, marks, seen)))
            start += len(text) + 1
    return found + [Block("end", "", [Run(line)]) for line in draft.end.split("\n")]


def can_be_set(draft: Draft) -> bool:
    """Whether automatic numbers equal those of the footnotes: 1, 2, 3 … in the order of the marks."""
    markers = [mark.marker for mark in draft.title_marks]
    markers += [mark.marker for clause in draft.clauses for mark in clause.marks]
    order = list(dict.fromkeys(markers))
    counted = [str(number) for number in range(1, len(order) + 1)]
    return bool(draft.clauses and draft.end) and order == counted == list(draft.footnotes)


def _runs(text: str, opening: str, marks: Sequence[Mark], seen: set[str]) -> list[Run]:
    return list(_cut(text, opening, marks, seen))


def _cut(text: str, opening: str, marks: Sequence[Mark], seen: set[str]) -> Iterator[Run]:
    position = 0
    ends = sorted({len(opening), len(text), *(mark.at for mark in marks)})
    for end in ends:
        if end > position:
            yield Run(text[position:end], bold=end <= len(opening))
            position = end
        for mark in marks:
            if mark.at == end:
                yield Run(mark=mark.marker, first=mark.marker not in seen)
                seen.add(mark.marker)
