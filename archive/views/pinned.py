"""Finds the clauses that pinpoints name, and the pinpoints that name a clause.

    citations of a page → ``pins_of``  → the clauses that they cite
    clauses of a page   → ``pinning``  → the citations that cite each clause

Each takes one query. Pages compute both, and nothing is stored. So a new revision of either text needs no update.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import QuerySet

from archive.citing.pinpoints import Pin, pins
from archive.models import Citation, Clause
from archive.models.clause import addressed_clauses
from archive.models.prepared import prepared_rows
from archive.searching.found import Place


def pins_of(citations: Iterable[Citation]) -> Mapping[int, list[Pin]]:
    """Primary key of a citation → the pins of its pinpoint, if the archive has the cited text.

    The cited text is that of the leading language. The paths of its clauses are the same in every language.
    """
    pinned = [(one.pk, one.target.key, one.pinpoint) for one in citations if one.pinpoint and one.target]
    texts = addressed_clauses(key for _, key, _ in pinned) if pinned else {}

    @cache
    def found(key: str, pinpoint: str) -> list[Pin]:
        return pins(pinpoint, texts[key])

    return {pk: found(key, pinpoint) for pk, key, pinpoint in pinned if key in texts}


class Pinning(NamedTuple):
    """A citation with a pinpoint: its words, and the citing clause. ``places`` are those of the parents of this clause
    and of itself, the outermost first."""

    pinpoint: str
    resolution: str
    clause: int
    path: str
    places: tuple[Place, ...]


@prepared_rows
def _with_pinpoint_in(document: int) -> QuerySet[Citation, tuple[Any, ...]]:
    clauses = ("clause__parent__parent", "clause__parent", "clause")
    places = [f"{clause}__{name}" for clause in clauses for name in Place._fields]
    symbol = "revision__text__resolution__document__key"
    return Citation.objects.with_pinpoint_in(document).values_list("pinpoint", symbol, "clause", *places)


def _pinning(pinpoint: str, resolution: str, clause: int, *places: Any) -> Pinning:
    nested = tuple(Place(*places[at : at + 3]) for at in (0, 3, 6) if places[at])
    return Pinning(pinpoint, resolution, clause, nested[-1].path, nested)


def pinning(document: int, clauses: Sequence[Clause]) -> Mapping[str, list[Pinning]]:
    """Path of a clause → the citations whose pinpoint names this clause. The newest citing resolution is first.

    ``document`` is the primary key of the document that has the clauses. Citations of a whole annex are left out.
    """
    paths = {clause.path for clause in clauses}

    @cache
    def anchors(pinpoint: str) -> list[str]:
        return [anchor for pin in pins(pinpoint, clauses) for anchor in pin.anchors if anchor in paths]

    found: dict[str, list[Pinning]] = defaultdict(list)
    for citation in starmap(_pinning, _with_pinpoint_in(document)):
        for anchor in anchors(citation.pinpoint):
            found[anchor].append(citation)
    return found
