"""Measures how exactly a Draft is read from the file that a typesetter made of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.reading.draft import Draft, DraftClause, Mark

_HYPHENS = {0x2010: "-", 0x2011: "-"}  # print does not show that a hyphen must not end a line


@dataclass
class Tally:
    """Counts the items of each kind, and how many were read exactly. White space does not count.

    A footnote mark is right if it has the right number at the right place in the right words.
    """

    there: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, wanted: Draft, found: Draft) -> None:
        self._count("clauses", map(_clause, wanted.clauses), map(_clause, found.clauses))
        self._count("footnotes", _footnotes(wanted), _footnotes(found))
        self._count("marks", _marks(wanted), _marks(found))
        self._count("openings", _openings(wanted), _openings(found))
        self._count("documents", [_facts(wanted)], [_facts(found)])

    def share(self, kind: str) -> float:
        return self.right[kind] / self.there[kind] if self.there[kind] else 1.0

    def __str__(self) -> str:
        return ", ".join(f"{kind} {self.right[kind]}/{n} ({self.share(kind):.4f})" for kind, n in self.there.items())

    def _count(self, kind: str, wanted: Iterable[object], found: Iterable[object]) -> None:
        wanted = Counter(wanted)
        self.there[kind] += wanted.total()
        self.right[kind] += (wanted & Counter(found)).total()


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.translate(_HYPHENS))


def _clause(clause: DraftClause) -> tuple[str, str, str]:
    return clause.kind, re.sub(r"\W", "", clause.label), _squeezed(clause.text)


def _footnotes(draft: Draft) -> list[tuple[str, str]]:
    return [(marker, _squeezed(footnote.text)) for marker, footnote in draft.footnotes.items()]


def _marks(draft: Draft) -> list[tuple[str, str, str]]:
    return [place for clause in draft.clauses for place in _places(clause.text, clause.marks)]


def _places(text: str, marks: Iterable[Mark]) -> list[tuple[str, str, str]]:
    return [(mark.marker, _squeezed(text[: mark.at])[-20:], _squeezed(text[mark.at :])[:20]) for mark in marks]


def _openings(draft: Draft) -> list[tuple[str, str]]:
    return [(clause.opening, _squeezed(clause.text)) for clause in draft.clauses if clause.opening]


def _facts(draft: Draft) -> tuple[object, ...]:
    whole = tuple(map(_clause, draft.clauses)), tuple(_footnotes(draft)), tuple(_marks(draft))
    return draft.symbol, _squeezed(draft.title), draft.adopted_on, draft.meeting, _squeezed(draft.end), *whole
