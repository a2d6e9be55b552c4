"""The clauses of two texts side by side, in the order of the later text. Dropped clauses are where they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from archive.comparing import ComparedText, Comparison, Pair
from archive.comparing.comparison import SAME
from archive.views.change_labels import DROPPED, MERGED, NEW, SPLIT, codes_of
from archive.views.labels import Placed


class ComparedClause(Placed, Protocol):
    """A clause of a ``ComparedText``."""

    @property
    def opening(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def parent(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """Clauses that belong together. ``before`` is empty for a new clause, and ``after`` for a dropped one.

    ``kind`` is a kind of a ``Pair``, or NEW, DROPPED, SPLIT or MERGED. ``pair`` is None for these four.
    """

    before: tuple[ComparedClause, ...]
    after: tuple[ComparedClause, ...]
    kind: str
    pair: Pair | None = None

    @property
    def paths(self) -> tuple[list[str], list[str]]:
        return [clause.path for clause in self.before], [clause.path for clause in self.after]

    @property
    def codes(self) -> list[str]:
        """The codes of the labels of the row (``archive.views.change_labels``)."""
        if self.pair is None:
            return [self.kind]
        pair = self.pair
        return codes_of(
            pair.kind, moved=pair.moved, verb=pair.verb is not None, strength=pair.strength, doubtful=pair.doubtful
        )

    @property
    def is_changed(self) -> bool:
        return self.codes != [SAME]


def rows_of(texts: tuple[ComparedText, ComparedText], comparison: Comparison) -> list[Row]:
    """All clauses of both texts. Each is in one row."""
    before, after = ({clause.path: clause for clause in text.clauses} for text in texts)
    found = list(_joined(before, after, comparison))
    at = {clause.path: row for row in found for clause in row.after}
    behind = _behind(texts[0].clauses, {clause.path: row for row in found for clause in row.before})
    ordered = behind[""]
    for path, row in ((path, at[path]) for path in after):
        if row.after[0].path == path:
            ordered += [row, *behind[path]]
    return ordered


def _joined(
    before: Mapping[str, ComparedClause], after: Mapping[str, ComparedClause], comparison: Comparison
) -> Iterator[Row]:
    for pair in comparison.pairs:
        yield Row((before[pair.before],), (after[pair.after],), pair.kind, pair)
    for whole, pieces in comparison.splits:
        yield Row((before[whole],), tuple(after[piece] for piece in pieces), SPLIT)
    for parts, whole in comparison.merges:
        yield Row(tuple(before[part] for part in parts), (after[whole],), MERGED)
    yield from (Row((), (after[path],), NEW) for path in comparison.new)
    yield from (Row((before[path],), (), DROPPED) for path in comparison.dropped)


def _behind(clauses: Iterable[ComparedClause], rows: Mapping[str, Row]) -> dict[str, list[Row]]:
    """Path after → the dropped clauses behind the row that begins with it. "" → those before the first row.

    ``clauses`` are those of the earlier text, and ``rows`` has their rows. A moved clause is no place for others: they
    are behind the last clause that stayed.
    """
    found: dict[str, list[Row]] = defaultdict(list)
    last = ""
    for row in (rows[clause.path] for clause in clauses):
        if row.kind == DROPPED:
            found[last].append(row)
        elif row.pair is None or not row.pair.moved:
            last = row.after[0].path
    return found
