"""The places of the clauses of a series, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable

from archive.views.labels import place
from archive.views.wording.threads import SeriesClause


class Places:
    """Words the place of a clause of these texts: “para. 3 (a)”. Equal places are worded once."""

    def __init__(self, clauses: Iterable[SeriesClause]) -> None:
        self._clauses = {clause.pk: clause for clause in clauses}
        self._words: dict[tuple[str, str], str] = {}

    def of(self, clause: SeriesClause) -> str:
        key = clause.path, clause.label
        if key not in self._words:
            parent = self._clauses.get(clause.parent or 0)
            self._words[key] = place(clause, self.of(parent) if parent else "")
        return self._words[key]
