"""Finds the clauses that pinpoints name, and the pinpoints that name a clause.

    citations of a page → ``pins_of``  → the clauses that they cite
    clauses of a page   → ``pinning``  → the citations that cite each clause

Each takes one query. Pages compute both, and nothing is stored. So a new revision of either text needs no update.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from archive.citing.pinpoints import Pin, pins
from archive.models import Citation, Clause


def pins_of(citations: Iterable[Citation]) -> Mapping[int, list[Pin]]:
    """Primary key of a citation → the pins of its pinpoint, if the archive has the cited text.

    The cited text is that of the leading language. The paths of its clauses are the same in every language.
    """
    pinned = [(one.pk, one.target.key, one.pinpoint) for one in citations if one.pinpoint and one.target]
    texts = Clause.objects.of_texts(key for _, key, _ in pinned) if pinned else {}

    @cache
    def found(key: str, pinpoint: str) -> list[Pin]:
        return pins(pinpoint, texts[key])

    return {pk: found(key, pinpoint) for pk, key, pinpoint in pinned if key in texts}


def pinning(document: int, clauses: Sequence[Clause]) -> Mapping[str, list[Citation]]:
    """Path of a clause → the citations whose pinpoint names this clause. The newest citing resolution is first.

    ``document`` is the primary key of the document that has the clauses. Citations of a whole annex are left out.
    """
    paths = {clause.path for clause in clauses}

    @cache
    def anchors(pinpoint: str) -> list[str]:
        return [anchor for pin in pins(pinpoint, clauses) for anchor in pin.anchors if anchor in paths]

    found: dict[str, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.with_pinpoint_in(document):
        for anchor in anchors(citation.pinpoint):
            found[anchor].append(citation)
    return found
