"""Putting a Draft right by hand: a list of mends, applied one after the other to what was read.

    Draft (as read) → **mends** → Draft (as it will be published)

The reading itself is never changed, so that a mend is taken back by leaving it out. ``mending_clauses``,
``mending_footnotes`` and ``mending_facts`` have the operations; those that change words need a reason.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.desk import mending_clauses, mending_facts, mending_footnotes
from archive.desk.account import follow, places_of
from archive.desk.anchors import MisfitError
from archive.reading.draft import Draft

OPERATIONS = mending_clauses.OPERATIONS | mending_footnotes.OPERATIONS | mending_facts.OPERATIONS
WITH_REASON = ("words", "leave_out", "insert")


@dataclass(frozen=True, slots=True)
class Mend:
    """One operation of ``OPERATIONS`` (or of ``archive.desk.mending_citations``) with its arguments, plain JSON."""

    operation: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The mend with this index in the list did not fit, and why."""

    index: int
    reason: MisfitError


@dataclass(slots=True)
class Mended:
    draft: Draft
    unplaced: list[Unplaced] = field(default_factory=list)


def mend(draft: Draft, mends: Iterable[Mend]) -> Mended:
    """The Draft with the mends that fit; the Draft given stays as it is. Mends of citations are passed over."""
    mended = Mended(copy.deepcopy(draft))
    before = places_of(mended.draft)
    # Held until the end, so that no new clause has the identity of one that went.
    held = [*mended.draft.clauses, *mended.draft.footnotes.values()]
    for index, one in enumerate(mends):
        operation = OPERATIONS.get(one.operation)
        if operation is None:
            continue
        try:
            operation(mended.draft, one.arguments)
        except MisfitError as error:
            mended.unplaced.append(Unplaced(index, error))
        except (KeyError, TypeError, IndexError, ValueError) as error:
            mended.unplaced.append(
                Unplaced(index, MisfitError("The mend is not complete (%(what)s).", what=str(error)))
            )
    if held and mended.draft.lines:
        mended.draft.lines = follow(mended.draft, before)
    return mended
