"""How a mend changes the words of a Draft: which characters go where.

A mend that changes words returns an ``Edit`` for each clause or footnote that it changes. Links and tracked spans are
moved by the same ``Places``, so that both stay with their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.desk.findings import Finding
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Link

Holder = DraftClause | DraftFootnote  # what has words of its own


def holders_of(draft: Draft) -> list[Holder]:
    """Every clause and footnote, in the order of the text."""
    return [*draft.clauses, *draft.footnotes.values()]


def give_references(draft: Draft, following: int = 1) -> int:
    """Number the clauses and footnotes that have no reference yet, from ``following`` on or from the first number that
    is higher than all; returns the next number.

    >>> draft = Draft("a", "text", "zh", clauses=[DraftClause("operative", "op1", "", "", "决定")])
    >>> give_references(draft), draft.clauses[0].ref
    (2, 1)
    """
    following = max([following, *(holder.ref + 1 for holder in holders_of(draft))])
    for holder in holders_of(draft):
        if not holder.ref:
            holder.ref = following
            following += 1
    return following


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a clause or footnote: ``holder.text[start:end]``."""

    holder: Holder
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.holder.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Places:
    """Where each place of the old words is in the new ones.

    ``starts[i]`` is the new place of a span that begins behind ``i`` characters, ``ends[i]`` of one that ends there.
    The two differ where words are put in or taken away. Both have one entry more than the old words have characters.
    """

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def shifted(cls, length: int, by: int) -> Places:
        """``by`` characters are put in front, or (negative) taken away there."""
        moved = range(by, length + 1 + by)
        return cls([max(0, place) for place in moved], moved)

    @classmethod
    def cut(cls, length: int, at: int) -> Places:
        """Only the first ``at`` characters are left."""
        return cls(range(length + 1), [min(place, at) for place in range(length + 1)])

    @classmethod
    def without(cls, length: int, at: int, count: int) -> Places:
        """``count`` characters behind the first ``at`` are taken away."""
        moved = [min(place, at) if place < at + count else place - count for place in range(length + 1)]
        return cls(moved, moved)

    @classmethod
    def with_more(cls, length: int, at: int, count: int) -> Places:
        """``count`` characters are put in behind the first ``at``."""
        places = range(length + 1)
        return cls(
            [place + count if place >= at else place for place in places],
            [place + count if place > at else place for place in places],
        )

    @classmethod
    def rewritten(cls, before: str, after: str) -> Places:
        """Other words. What both have keeps its place at its words.

        >>> places = Places.rewritten("决定审议", "决定继续审议")
        >>> places.starts[2], places.ends[2]
        (4, 2)
        """
        starts, ends = [0] * (len(before) + 1), [0] * (len(before) + 1)
        for tag, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            for offset in range(a_end - a):
                starts[a + offset] = b + offset if tag == "equal" else min(b + offset, b_end)
                ends[a + offset + 1] = b + offset + 1 if tag == "equal" else min(b + offset + 1, b_end)
        starts[len(before)] = len(after)
        return cls(starts, ends)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The new place of a span; None if none of its words is left."""
        moved = self.starts[start], self.ends[end]
        return moved if moved[0] < moved[1] else None

    def links(self, links: Iterable[Link]) -> list[Link]:
        """The links at their new places, without those whose words are gone."""
        moved = [(self.span(link.start, link.end), link.href) for link in links]
        return [Link(*span, href) for span, href in moved if span]


@dataclass(frozen=True, slots=True)
class Edit:
    """The words of the clause or footnote with the reference ``source`` went into ``target``, to these places.

    One source may have several edits: a clause that is split goes into two.
    """

    source: int
    target: Holder
    places: Places


@dataclass(frozen=True, slots=True)
class Effect:
    """What a mend does beside changing the Draft that it was given.

    ``edits``: where words went. ``passage``: the words that a mend of citations is about. ``settled``: a finding
    that a librarian has settled, and ``at`` the reference of its clause or footnote; None for one on the whole.
    """

    edits: tuple[Edit, ...] = ()
    passage: Passage | None = None
    settled: Finding | None = None
    at: int | None = None
