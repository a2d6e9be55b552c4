"""One side of a comparison: the clauses of a text, and the documents that each clause cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.citing.citation import Citations
from archive.reading.draft import Draft, DraftClause


@dataclass(frozen=True, slots=True)
class ComparedText:
    """One text. ``name`` is its symbol, or the name of its file if the file has no symbol.

    ``language`` is a code of ``archive.languages``. ``clauses`` are in the order of the text. ``cited`` maps the path
    of a clause to the keys of the documents that the clause cites.
    """

    name: str
    language: str
    clauses: Sequence[DraftClause]
    cited: Mapping[str, frozenset[str]] = field(default_factory=dict)


def of_draft(draft: Draft, citations: Citations) -> ComparedText:
    """The side of a comparison that a Draft gives. Only citations with one target count."""
    cited = {
        path: frozenset(citation.target for citation in found if citation.target)
        for path, found in citations.clauses.items()
    }
    return ComparedText(draft.symbol or draft.source, draft.language, draft.clauses, cited)
