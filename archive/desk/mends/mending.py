"""Mends a Draft by hand: a list of mends, applied one after the other to what was read.

    Draft (as read) → **mend** → Draft (as it will be published) → citing → **mend_citations** → Citations

The reading itself is never changed, so that a mend is taken back by leaving it out. A mend of citations and a settled
finding belong to some words or to a clause; they are tracked through the mends that come after.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.citing.citation import Citations
from archive.desk.account import place_of
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.citations import Known, OnWords
from archive.desk.mends.edits import Effect, Passage, give_references, holders_of
from archive.desk.mends.operations import Mend
from archive.desk.mends.tracking import MEND, Key, Tracker, follow_reading, place_reading
from archive.reading.draft import Draft


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The mend with this index in the list was not applied, and why."""

    index: int
    reason: MisfitError


@dataclass(slots=True)
class Mended:
    """``cited``: where the words of each mend of citations (by its index) are now. ``settled``: the keys of the
    findings that were settled, with the places where their clauses are now."""

    draft: Draft
    unplaced: list[Unplaced] = field(default_factory=list)
    cited: dict[int, Passage] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


def mend(draft: Draft, mends: Sequence[Mend]) -> Mended:
    """The Draft with the mends that fit; the Draft given stays as it is."""
    mended, tracker = Mended(copy.deepcopy(draft)), Tracker()
    following = give_references(mended.draft)
    references = {place_of(holder): holder.ref for holder in holders_of(mended.draft)}
    follow_reading(tracker, mended.draft)
    effects: list[Effect] = []
    cited: dict[int, str] = {}
    for index, one in enumerate(mends):
        effect = _apply(mended, index, one)
        following = give_references(mended.draft, following)
        tracker.move(effect.edits)
        if effect.passage:
            tracker.follow((MEND, index), effect.passage)
            cited[index] = effect.passage.text
        effects.append(effect)
    found = tracker.found(mended.draft)
    place_reading(mended.draft, references, found)
    _place_words(mended, cited, found)
    _place_settled(mended, effects)
    return mended


def mend_citations(
    mended: Mended, citations: Citations, mends: Sequence[Mend], known: Known
) -> tuple[Citations, list[Unplaced]]:
    """The citations of a mended Draft, with those that a librarian set and without those that a librarian dropped;
    the citations given stay as they are. ``known`` tells which documents the archive has."""
    changed, unplaced = copy.deepcopy(citations), []
    for index, passage in sorted(mended.cited.items()):
        arguments = mends[index].read()
        assert isinstance(arguments, OnWords)
        try:
            arguments.change(mended.draft, changed, passage, known)
        except MisfitError as error:
            unplaced.append(Unplaced(index, error))
    return changed, unplaced


def _apply(mended: Mended, index: int, one: Mend) -> Effect:
    try:
        return one.read().apply(mended.draft)
    except MisfitError as error:
        mended.unplaced.append(Unplaced(index, error))
        return Effect()


def _place_words(mended: Mended, cited: dict[int, str], found: dict[Key, Passage]) -> None:
    """Where the words of the mends of citations are at the end. Words that a later mend has changed or divided are
    gone, and the mend does not fit."""
    for index, exact in cited.items():
        passage = found.get((MEND, index))
        if passage and passage.text == exact:
            mended.cited[index] = passage
        else:
            mended.unplaced.append(Unplaced(index, MisfitError("mend.words_not_found", exact=exact)))


def _place_settled(mended: Mended, effects: Iterable[Effect]) -> None:
    """The settled findings, at the places of their clauses now. A finding whose clause is gone is not settled."""
    places = {holder.ref: place_of(holder) for holder in holders_of(mended.draft)}
    for effect in effects:
        if effect.settled and effect.at is None:
            mended.settled.add(effect.settled.key)
        elif effect.settled and effect.at in places:
            mended.settled.add(replace(effect.settled, place=places[effect.at]).key)
