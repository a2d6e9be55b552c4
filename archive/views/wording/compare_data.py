"""A comparison as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive.comparing import Comparison, Pair
from archive.views.keys import wording
from archive.views.wording.cited_changes import cited_change
from archive.views.wording.rows import Row
from archive.views.wording.sides import Sides
from archive.views.wording.summary import counts
from archive.views.wording.voted import BothVotes

COLUMNS = (
    "from", "to", "paths_from", "paths_to", "kind", "moved", "verb_from", "verb_to", "strength", "doubtful", "changes",
    "text_from", "text_to",
)  # fmt: skip


def comparison_data(found: Comparison) -> wording.Comparison:
    """A comparison of two texts. ``manage.py compare --json`` prints it."""
    return {
        "from": found.before,
        "to": found.after,
        "pairs": [_pair(pair) for pair in found.pairs],
        "new": list(found.new),
        "dropped": list(found.dropped),
        "splits": [{"from": whole, "to": list(pieces)} for whole, pieces in found.splits],
        "merges": [{"from": list(pieces), "to": whole} for pieces, whole in found.merges],
    }


def _pair(pair: Pair) -> wording.PairOfClauses:
    return {
        "from": pair.before,
        "to": pair.after,
        "kind": pair.kind,
        "moved": pair.moved,
        "verb": list(pair.verb) if pair.verb else None,
        "strength": pair.strength,
        "changes": [list(change) for change in pair.changes],
        "doubtful": pair.doubtful,
    }


def as_json(sides: Sides, rows: Sequence[Row]) -> wording.ComparisonPage:
    """The comparison, and what the page adds."""
    cited = ((row, cited_change(row, sides.texts)) for row in rows)
    return {
        **comparison_data(sides.comparison),
        "language": sides.language,
        "languages": list(sides.languages),
        "titles": {"from": sides.earlier.title, "to": sides.later.title},
        "summary": counts(rows),
        "citations": [
            {"from": row.paths[0], "to": row.paths[1], "dropped": list(change.dropped), "new": list(change.new)}
            for row, change in cited
            if change
        ],
        "votes": BothVotes.of(sides).data(rows),
    }


def as_table(sides: Sides, rows: Iterable[Row]) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The columns and the rows of the CSV. A clause has one row, a split or a merger has one row too."""
    return COLUMNS, (_cells(sides, row) for row in rows)


def _cells(sides: Sides, row: Row) -> list[Any]:
    pair = row.pair
    return [
        *sides.symbols,
        *(" ".join(paths) for paths in row.paths),
        row.kind,
        "yes" if pair and pair.moved else "",
        *(pair.verb if pair and pair.verb else ("", "")),
        pair.strength or "" if pair else "",
        "yes" if pair and pair.doubtful else "",
        "\n".join(f"[{before}] → [{after}]" for before, after in pair.changes) if pair else "",
        *("\n".join(clause.text for clause in clauses) for clauses in (row.before, row.after)),
    ]
