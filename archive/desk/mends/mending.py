"""Putting a Draft right by hand: a list of mends, applied one after the other to what was read.

    Draft (as read) → **mends** → Draft (as it will be published)

The reading itself is never changed, so that a mend is taken back by leaving it out. ``mending_clauses``,
``mending_footnotes`` and ``mending_facts`` have the operations; those that change words need a reason. What is said of
some words (that they cite a document, or do not) or of a clause (that a finding is settled) goes with them through the
mends that come after; ``mending_citations`` then says it of the citations.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.desk.account import place_of, places_of
from archive.desk.mends import clauses as mending_clauses
from archive.desk.mends import facts as mending_facts
from archive.desk.mends import footnotes as mending_footnotes
from archive.desk.mends.anchors import MisfitError, find_holder
from archive.desk.mends.tracking import Holder, Words, follow_reading, holders_of, lay, lay_on_reading, take_off
from archive.reading.draft import Draft, DraftFootnote

OPERATIONS = mending_clauses.OPERATIONS | mending_footnotes.OPERATIONS | mending_facts.OPERATIONS
WITH_REASON = ("words", "leave_out", "insert")
CITE, UNCITE = "cite", "uncite"
SETTLE = "settle"  # a librarian has looked at a finding, and it is no longer one


@dataclass(frozen=True, slots=True)
class Mend:
    """One operation of ``OPERATIONS``, or ``CITE``, ``UNCITE`` or ``SETTLE``, with its arguments, plain JSON."""

    operation: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The mend with this index in the list did not fit, and why."""

    index: int
    reason: MisfitError


@dataclass(slots=True)
class Mended:
    """``cited``: the words that a mend of citations, by its index, is about. ``settled``: the findings that were."""

    draft: Draft
    unplaced: list[Unplaced] = field(default_factory=list)
    cited: dict[int, Words] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


def mend(draft: Draft, mends: Iterable[Mend]) -> Mended:
    """The Draft with the mends that fit; the Draft given stays as it is."""
    mended, mends = Mended(copy.deepcopy(draft)), list(mends)
    before = places_of(mended.draft)
    # Held until the end, so that no new clause has the identity of one that went.
    held = holders_of(mended.draft)
    lay_on_reading(mended.draft)
    settled: list[tuple[str, Holder | None]] = []
    for index, one in enumerate(mends):
        try:
            if one.operation in (CITE, UNCITE):
                lay(_find_words(mended.draft, one.arguments), f"mend {index}")
            elif one.operation == SETTLE:
                settled.append(_settle(mended.draft, one.arguments))
            elif operation := OPERATIONS.get(one.operation):
                operation(mended.draft, one.arguments)
        except MisfitError as error:
            mended.unplaced.append(Unplaced(index, error))
        except (KeyError, TypeError, IndexError, ValueError) as error:
            mended.unplaced.append(Unplaced(index, MisfitError("mend.incomplete", what=str(error))))
    found, present = take_off(mended.draft), places_of(mended.draft)
    follow_reading(mended.draft, {before[id(holder)]: present.get(id(holder), "") for holder in held}, found)
    _take_up_words(mended, mends, found)
    for finding, holder in settled:
        if holder is None:
            mended.settled.add(finding)
        elif id(holder) in present:
            mended.settled.add("|".join([place_of(holder), *finding.split("|")[1:]]))
    return mended


def _find_words(draft: Draft, arguments: dict[str, Any]) -> Words:
    """The words that a mend of citations is about. Those that stood in one place of the text alone are found where they
    stand alone, after a new reading too."""
    exact, start = str(arguments["exact"]), int(arguments["start"])
    if not exact:
        raise MisfitError("mend.words_missing")
    try:
        holder = find_holder(draft, arguments["holder"])
        if holder.text.startswith(exact, start):
            return Words(holder, start, start + len(exact))
    except MisfitError:
        pass
    found = [holder for holder in holders_of(draft) for _ in range(holder.text.count(exact))]
    if not arguments.get("alone", False) or len(found) != 1:
        raise MisfitError("mend.words_not_found", exact=exact)
    start = found[0].text.index(exact)
    return Words(found[0], start, start + len(exact))


def _take_up_words(mended: Mended, mends: list[Mend], found: dict[str, Words]) -> None:
    """Where the words stand at the end. Words that a later mend has changed or divided are said to be gone."""
    unplaced = {one.index for one in mended.unplaced}
    for index, one in enumerate(mends):
        if one.operation not in (CITE, UNCITE) or index in unplaced:
            continue
        words, exact = found.get(f"mend {index}"), one.arguments["exact"]
        if words and words.text == exact:
            mended.cited[index] = words
        else:
            error = MisfitError("mend.words_not_found", exact=exact)
            mended.unplaced.append(Unplaced(index, error))


def _settle(draft: Draft, arguments: dict[str, Any]) -> tuple[str, Holder | None]:
    """The finding, and the clause or footnote that it stands at. Where that is not found, the finding stands again."""
    finding, anchor = str(arguments["finding"]), arguments.get("holder")
    if not anchor:
        return finding, None
    try:
        return finding, find_holder(draft, anchor)
    except MisfitError:
        return finding, DraftFootnote("", "")
