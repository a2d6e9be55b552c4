"""Joins the clauses of a series into threads: each thread is one clause through the years.

    78/40: op1 op2 op3        threads   op1 – op1
    79/41: op1 op3 op4                  op2 – dropped
                                        op3 – op3
                                              op4, new

A split and a merger join several threads. The first piece of a split continues the thread of the whole, and each other
piece begins a thread. A merged clause continues the thread of its first part, and the threads of the other parts end.
The steps at these places tell what they come from and where they lead. No query in here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.models import ClauseStep
from archive.models.wording import StepKind


class SeriesClause(NamedTuple):
    """A clause of a text of the series. ``part`` is its section (``preamble``, ``operative``, ``annex1``).

    ``text`` has only the beginning of its words. ``parent`` is the primary key of the clause that it hangs on.
    """

    pk: int
    revision: int
    path: str
    kind: str
    label: str
    opening: str
    text: str
    parent: int | None
    part: str = ""


@dataclass(slots=True)
class Cell:
    """A thread in one text. ``clause`` is None where the thread ends: the text no longer has the clause.

    ``steps`` lead from the text before to this one. There are none in the first text, and several in a merger.
    """

    clause: SeriesClause | None
    steps: list[ClauseStep] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Thread:
    """A clause through the years. ``cells`` has the texts in which it is or ends, by revision, the oldest first."""

    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def latest(self) -> SeriesClause:
        """The clause in the last text that has it."""
        return next(cell.clause for cell in reversed(self.cells.values()) if cell.clause)


def threads_of(texts: Mapping[int, Sequence[SeriesClause]], steps: Iterable[ClauseStep]) -> list[Thread]:
    """The threads in the order of the texts, the newest text before others. A thread that ended is where it was.

    ``texts`` has the clauses by revision, in the order of the sessions. ``steps`` are all steps between these texts.
    """
    before: dict[int, list[ClauseStep]] = defaultdict(list)
    after: dict[int, list[ClauseStep]] = defaultdict(list)
    for step in steps:
        before[step.later_id or 0].append(step)
        after[step.earlier_id or 0].append(step)
    threads: dict[int, Thread] = {}
    for text in texts.values():
        for clause in text:
            leading = sorted(before[clause.pk], key=lambda step: step.earlier_id or 0)
            thread = threads[clause.pk] = _continued(clause, leading, threads)
            thread.cells[clause.revision] = Cell(clause, leading)
    _end(after, threads)
    order = {revision: number for number, revision in enumerate(texts)}
    for thread in threads.values():
        thread.cells = dict(sorted(thread.cells.items(), key=lambda cell: order[cell[0]]))
    return _in_order(list(texts.values()), threads, after)


def _continued(clause: SeriesClause, leading: Iterable[ClauseStep], threads: dict[int, Thread]) -> Thread:
    """The thread that a clause continues, or a new one. Of several, the first that has no clause of this text yet."""
    earlier = (threads[step.earlier_id] for step in leading if step.earlier_id in threads)
    return next((thread for thread in earlier if clause.revision not in thread.cells), Thread())


def _end(after: dict[int, list[ClauseStep]], threads: dict[int, Thread]) -> None:
    """Adds a cell where a thread ends: its clause was dropped, or merged into the clause of another thread."""
    for pk, thread in threads.items():
        for step in after[pk]:
            if step.kind in (StepKind.DROPPED, StepKind.MERGED) and step.step.later_id not in thread.cells:
                thread.cells[step.step.later_id] = Cell(None, [step])


def _in_order(
    texts: Sequence[Sequence[SeriesClause]], threads: dict[int, Thread], after: dict[int, list[ClauseStep]]
) -> list[Thread]:
    """The threads of the newest text in its order. A thread that only earlier texts have is behind its neighbour."""
    ordered: list[Thread] = []
    for text in reversed(texts):
        last = 0  # the place behind the last neighbour
        known = {id(thread): number for number, thread in enumerate(ordered)}
        inserted: dict[int, list[Thread]] = defaultdict(list)
        for clause in text:
            thread = threads[clause.pk]
            if id(thread) in known:
                # A clause that moved away is no neighbour of the clauses that were beside it.
                last = last if any(step.moved for step in after[clause.pk]) else known[id(thread)] + 1
            else:
                inserted[last].append(thread)
        ordered = [
            each for number in range(len(ordered) + 1) for each in [*inserted[number], *ordered[number : number + 1]]
        ]
    parts = {each.latest.part: None for each in ordered}
    rank = sorted(parts, key=_part_order)
    return sorted(ordered, key=lambda thread: rank.index(thread.latest.part))


def _part_order(part: str) -> tuple[int, int]:
    if part.startswith("annex"):
        return 2, int(part.removeprefix("annex") or 0)
    return (0 if part == "preamble" else 1), 0
