"""Applies a list of mends to a Draft, one after the other.

    Draft (as read) → **mend** → Draft (as it will be published) → citing → **mend_citations** → Citations

The Draft as read never changes. So a mend is taken back by leaving it out of the list. A mend of citations belongs to
some words, and a settled finding belongs to a clause. Later mends can move these words and clauses, so their places are
tracked.
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
    """A mend that was not applied: its index in the list, and the reason."""

    index: int
    reason: MisfitError


@dataclass(slots=True)
class Mended:
    """A mended Draft.

    ``cited`` maps the index of each mend of citations to its words at their present place. ``settled`` has the keys of
    the settled findings. These keys contain the present places of the clauses.
    """

    draft: Draft
    unplaced: list[Unplaced] = field(default_factory=list)
    cited: dict[int, Passage] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


def mend(draft: Draft, mends: Sequence[Mend]) -> Mended:
    """Applies the mends to a copy of the Draft. The mends that do not fit are in ``unplaced``."""
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
    """Applies the mends of citations to a copy of the citations. Returns the copy, and the mends that do not fit.

    ``known`` tells which documents the archive has.
    """
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
    """Stores the present places of the words of each mend of citations. All mends are applied already.

    If a later mend has changed or divided the words, the mend of citations does not fit.
    """
    for index, exact in cited.items():
        passage = found.get((MEND, index))
        if passage and passage.text == exact:
            mended.cited[index] = passage
        else:
            mended.unplaced.append(Unplaced(index, MisfitError("mend.words_not_found", exact=exact)))


def _place_settled(mended: Mended, effects: Iterable[Effect]) -> None:
    """Stores the settled findings, with the present places of their clauses.

    A finding whose clause is removed is not settled.
    """
    places = {holder.ref: place_of(holder) for holder in holders_of(mended.draft)}
    for effect in effects:
        if effect.settled and effect.at is None:
            mended.settled.add(effect.settled.key)
        elif effect.settled and effect.at in places:
            mended.settled.add(replace(effect.settled, place=places[effect.at]).key)
