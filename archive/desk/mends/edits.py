"""Describes how a mend changes the words of a Draft: the new place of each character.

A mend that changes words returns an ``Edit`` for each clause or footnote that it changes. ``Places`` maps
old offsets to new ones. Links and tracked spans move by the same ``Places``, so that both stay with their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.desk.finding import Finding
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Link

Holder = DraftClause | DraftFootnote  # a clause or a footnote: each has its own text


def holders_of(draft: Draft) -> list[Holder]:
    """Every clause and footnote, in the order of the text."""
    return [*draft.clauses, *draft.footnotes.values()]


def give_references(draft: Draft, following: int = 1) -> int:
    """Gives a reference to each clause and footnote that has none.

    The numbers begin at ``following``. If a reference in use is higher, they begin after the highest reference. Returns
    the next free number.

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
    """Maps offsets in the old words to offsets in the new words.

    ``starts[i]`` is the new start of a span that began at offset ``i``. ``ends[i]`` is the new end of a span that ended
    at offset ``i``. The two differ if words are added or removed at ``i``. If the old words have n characters, both
    lists have n + 1 entries.
    """

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def shifted(cls, length: int, by: int) -> Places:
        """The places after ``by`` characters are added at the front. If ``by`` is negative, characters are removed.

        ``length`` is the number of old characters.
        """
        moved = range(by, length + 1 + by)
        return cls([max(0, place) for place in moved], moved)

    @classmethod
    def cut(cls, length: int, at: int) -> Places:
        """The places after a text of ``length`` characters is cut. Only its first ``at`` characters stay."""
        return cls(range(length + 1), [min(place, at) for place in range(length + 1)])

    @classmethod
    def without(cls, length: int, at: int, count: int) -> Places:
        """Where each place of a text is after a deletion. ``length`` is the length of the text before the deletion.

        The deletion removes ``count`` characters from the offset ``at`` on.
        """
        moved = [min(place, at) if place < at + count else place - count for place in range(length + 1)]
        return cls(moved, moved)

    @classmethod
    def with_more(cls, length: int, at: int, count: int) -> Places:
        """The places after ``count`` characters are inserted into ``length`` characters at the offset ``at``."""
        places = range(length + 1)
        return cls(
            [place + count if place >= at else place for place in places],
            [place + count if place > at else place for place in places],
        )

    @classmethod
    def rewritten(cls, before: str, after: str) -> Places:
        """The places after the words ``before`` are replaced by ``after``.

        A place next to a character that both have moves with this character.

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
        """The links at their new places. Links whose words are removed are left out."""
        moved = [(self.span(link.start, link.end), link.href) for link in links]
        return [Link(*span, href) for span, href in moved if span]


@dataclass(frozen=True, slots=True)
class Edit:
    """The new places of words that a mend has changed.

    The words of the clause or footnote with the reference ``source`` are now in ``target``, at ``places``. One source
    may have several edits: a clause that is split goes into two.
    """

    source: int
    target: Holder
    places: Places


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a mend, besides the change of the Draft.

    ``edits`` are the new places of the changed words. ``passage`` has the words that a mend of citations is about.
    ``settled`` is a finding that a librarian has settled. ``at`` is the reference of the clause or footnote of this
    finding; None if the finding is about the whole Draft.
    """

    edits: tuple[Edit, ...] = ()
    passage: Passage | None = None
    settled: Finding | None = None
    at: int | None = None
