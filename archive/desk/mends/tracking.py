"""Tracks text spans through edits: the words that a librarian has cited, and the lines that a reader has read.

A span is stored with the reference of its clause or footnote (``DraftClause.ref``). Each ``Edit`` of this clause or
footnote moves the span.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.desk.account import LEFT_OUT, key_of, place_of
from archive.desk.mends.edits import Edit, Holder, Passage, holders_of
from archive.reading.draft import CLAUSE, Draft, DraftFootnote, SourceLine

# A key has a kind and a number: the index of a mend, the index of a line of ``Draft.lines``, or the reference of a
# clause or footnote.
MEND, LINE, HOLDER = "mend", "line", "holder"
Key = tuple[str, int]

_key_of = lru_cache(maxsize=1 << 14)(key_of)  # cached, because it is called for each single character


@dataclass(frozen=True, slots=True)
class TrackedSpan:
    """``start`` and ``end`` are offsets in the words of the clause or footnote with the reference ``ref``."""

    ref: int
    start: int
    end: int

    def moved(self, edit: Edit) -> TrackedSpan | None:
        span = edit.places.span(self.start, self.end)
        return TrackedSpan(edit.target.ref, *span) if span else None


class Tracker:
    """Tracks spans through edits; ``Key`` says what a span belongs to.

    If an edit divides a span, all parts are tracked. If all words of a span are removed, the span is tracked no longer.
    """

    def __init__(self) -> None:
        self._spans: dict[Key, list[TrackedSpan]] = {}

    def follow(self, key: Key, passage: Passage) -> None:
        self._spans[key] = [TrackedSpan(passage.holder.ref, passage.start, passage.end)]

    def move(self, edits: Iterable[Edit]) -> None:
        by_source: dict[int, list[Edit]] = {}
        for edit in edits:
            by_source.setdefault(edit.source, []).append(edit)
        for key, spans in self._spans.items() if by_source else ():
            self._spans[key] = [part for span in spans for part in _parts(span, by_source)]

    def found(self, draft: Draft) -> dict[Key, Passage]:
        """The present place of each span. A divided span has the place of its first part in the text."""
        order = {holder.ref: (index, holder) for index, holder in enumerate(holders_of(draft))}
        found = {}
        for key, spans in self._spans.items():
            here = [span for span in spans if span.ref in order]
            if here:
                first = min(here, key=lambda span: (order[span.ref][0], span.start))
                found[key] = Passage(order[first.ref][1], first.start, first.end)
        return found


def _parts(span: TrackedSpan, by_source: dict[int, list[Edit]]) -> list[TrackedSpan]:
    if span.ref not in by_source:
        return [span]
    return [part for edit in by_source[span.ref] if (part := span.moved(edit))]


# --- The lines and warnings of the reader ------------------------------------------------------------------------


def follow_reading(tracker: Tracker, draft: Draft) -> None:
    """Tracks each clause and each footnote, and the words of each line of the original inside them."""
    for holder in holders_of(draft):
        tracker.follow((HOLDER, holder.ref), Passage(holder, 0, len(holder.text)))
    for index, passage in _lines(draft):
        tracker.follow((LINE, index), passage)


def _lines(draft: Draft) -> Iterator[tuple[int, Passage]]:
    """Yields pairs for the lines that were read into a clause or a footnote: index in ``draft.lines``, and words."""
    printed = {place_of(holder): _PrintedWords(holder) for holder in holders_of(draft)}
    for index, line in enumerate(draft.lines):
        place = _place_of(line)
        if place in printed and (passage := printed[place].take(line.text)):
            yield index, passage


def _place_of(line: SourceLine) -> str:
    """The place of a line that was read into a clause or a footnote; "" for any other line."""
    if line.role == "footnote":
        return f"footnote {line.place}"
    return line.place if line.role == CLAUSE else ""


class _PrintedWords:
    """The words of a clause or footnote as they are printed, with number and marks but without white space."""

    def __init__(self, holder: Holder) -> None:
        self._holder = holder
        self._at = 0
        label, marks = (holder.marker, []) if isinstance(holder, DraftFootnote) else (holder.label, holder.marks)
        pieces: list[tuple[str, int]] = [(character, -1) for character in label]
        for place in range(len(holder.text) + 1):
            pieces += [(character, -1) for mark in marks if mark.at == place for character in mark.marker]
            pieces += [(holder.text[place], place)] if place < len(holder.text) else []
        keys = [(key, place) for character, place in pieces for key in _key_of(character)]
        self._keys = "".join(key for key, _ in keys)
        self._places = [place for _, place in keys]

    def take(self, line: str) -> Passage | None:
        """The words of the next line. None if they are not found after the words of the previous line."""
        key = "".join(map(_key_of, line))
        start = self._keys.find(key, self._at) if key else -1
        if start < 0:
            return None
        self._at = start + len(key)
        places = [place for place in self._places[start : self._at] if place >= 0]
        return Passage(self._holder, places[0], places[-1] + 1) if places else None


def place_reading(draft: Draft, references: dict[str, int], found: dict[Key, Passage]) -> None:
    """Updates the places of the lines and warnings of a mended Draft.

    ``references`` maps each place in the reading to the reference of its clause or footnote. If the clause and the
    words of a line are removed, the line gets the role LEFT_OUT. A warning moves with the words of its clause; if they
    are removed, the warning is removed too.
    """
    present = {holder.ref: holder for holder in holders_of(draft)}

    def now(place: str) -> str:
        if place not in references:
            return place
        ref = references[place]
        if ref in present:
            return place_of(present[ref])
        return place_of(found[HOLDER, ref].holder) if (HOLDER, ref) in found else ""

    def placed(index: int, line: SourceLine) -> SourceLine:
        if line.role not in (CLAUSE, "footnote"):
            return line
        passage = found.get((LINE, index))
        place = place_of(passage.holder) if passage else now(_place_of(line))
        if place.startswith("footnote "):
            return replace(line, role="footnote", place=place.removeprefix("footnote "))
        return replace(line, role=CLAUSE if place else LEFT_OUT, place=place)

    draft.lines = [placed(index, line) for index, line in enumerate(draft.lines)]
    warnings = [(warning.place, replace(warning, place=now(warning.place))) for warning in draft.warnings]
    draft.warnings = [warning for before, warning in warnings if warning.place or not before]
