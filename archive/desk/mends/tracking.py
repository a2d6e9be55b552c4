"""Words followed through mends: where those stand now of which something was said before.

Mends carry a text's links along. So what is to be followed is laid on its words as one more link, under a name of its
own, and taken off when the mends are done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.desk.account import LEFT_OUT, key_of, place_of
from archive.reading.draft import CLAUSE, Draft, DraftClause, DraftFootnote, Link, SourceLine

Holder = DraftClause | DraftFootnote


class _Name(str):
    """Stands where a link has its address: no link of a source's is one."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some words, and where they stand."""

    holder: Holder
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.holder.text[self.start : self.end]


def holders_of(draft: Draft) -> list[Holder]:
    return [*draft.clauses, *draft.footnotes.values()]


def lay(words: Words, name: str) -> None:
    """From here on these words go where their clause or footnote goes."""
    words.holder.links = [*words.holder.links, Link(words.start, words.end, _Name(name))]


def take_off(draft: Draft) -> dict[str, Words]:
    """Where the words of each name stand: the first of them, if they were divided. Words that are gone are not here."""
    found: dict[str, Words] = {}
    for holder in holders_of(draft):
        for link in holder.links:
            if isinstance(link.href, _Name):
                found.setdefault(str(link.href), Words(holder, link.start, link.end))
        holder.links = [link for link in holder.links if not isinstance(link.href, _Name)]
    return found


# --- What the reader said ----------------------------------------------------------------------------------------


def lay_on_reading(draft: Draft) -> None:
    """Follow each clause and footnote, and within them each line of the original."""
    for holder in holders_of(draft):
        lay(Words(holder, 0, len(holder.text)), f"at {place_of(holder)}")
    for number, words in _lines(draft):
        lay(words, f"line {number}")


def _lines(draft: Draft) -> Iterator[tuple[int, Words]]:
    """The words of each line that was read into a clause or a footnote, by its number in ``draft.lines``."""
    printed = {place_of(holder): _Printed(holder) for holder in holders_of(draft)}
    for number, line in enumerate(draft.lines):
        place = f"footnote {line.place}" if line.role == "footnote" else line.place
        if line.role in (CLAUSE, "footnote") and place in printed and (words := printed[place].take(line.text)):
            yield number, words


class _Printed:
    """A clause or a footnote as its lines have it: number, words and marks, without white space."""

    def __init__(self, holder: Holder) -> None:
        self._holder = holder
        self._at = 0
        label, marks = (holder.marker, []) if isinstance(holder, DraftFootnote) else (holder.label, holder.marks)
        pieces: list[tuple[str, int]] = [(character, -1) for character in label]
        for place in range(len(holder.text) + 1):
            pieces += [(character, -1) for mark in marks if mark.at == place for character in mark.marker]
            pieces += [(holder.text[place], place)] if place < len(holder.text) else []
        keys = [(key, place) for character, place in pieces for key in key_of(character)]
        self._keys = "".join(key for key, _ in keys)
        self._places = [place for _, place in keys]

    def take(self, line: str) -> Words | None:
        """The words of the next line, or None where they cannot be made out."""
        key = "".join(map(key_of, line))
        start = self._keys.find(key, self._at) if key else -1
        if start < 0:
            return None
        self._at = start + len(key)
        places = [place for place in self._places[start : self._at] if place >= 0]
        return Words(self._holder, places[0], places[-1] + 1) if places else None


def follow_reading(draft: Draft, present: dict[str, str], found: dict[str, Words]) -> None:
    """Let the lines and warnings of a mended Draft stand where their words stand now.

    ``present``: the place that each clause and footnote of the reading has now, "" for one that is gone. A line whose
    clause is gone, and of whose words none is left, was left out; what a reader warned of goes with its words.
    """

    def now(place: str) -> str:
        if place not in present:
            return place
        words = found.get(f"at {place}")
        return present[place] or (place_of(words.holder) if words else "")

    def followed(number: int, line: SourceLine) -> SourceLine:
        if line.role not in (CLAUSE, "footnote"):
            return line
        words = found.get(f"line {number}")
        was = f"footnote {line.place}" if line.role == "footnote" else line.place
        place = place_of(words.holder) if words else now(was)
        if place.startswith("footnote "):
            return replace(line, role="footnote", place=place.removeprefix("footnote "))
        return replace(line, role=CLAUSE if place else LEFT_OUT, place=place)

    draft.lines = [followed(number, line) for number, line in enumerate(draft.lines)]
    warnings = [replace(one, place=now(one.place)) for one in draft.warnings]
    draft.warnings = [now for now, was in zip(warnings, draft.warnings, strict=True) if now.place or not was.place]
