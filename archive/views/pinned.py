"""The clauses that pinpoints name, in both directions.

    citations of a page → ``pins_of``  → the clauses that they cite
    clauses of a page   → ``pinning``  → the citations that cite each clause

Both are computed when a page is shown. So they are right for every revision of either text, and nothing is stored.
Each takes one query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from django.db.models.functions import Left

from archive.citing.pinpoints import Pin, pins
from archive.models import Citation, Clause

_BEGINNING = 20  # characters of a clause: enough for its first word and number, such as 行动25


class _Cited(NamedTuple):
    """A clause of a cited text, as ``pins`` needs it."""

    path: str
    label: str
    text: str


def pins_of(citations: Iterable[Citation]) -> Mapping[int, list[Pin]]:
    """Primary key of a citation → the pins of its pinpoint, if the archive has the cited text.

    The cited text is the one that readers see first. The paths of its clauses are the same in every language.
    """
    pinned = [(one.pk, one.target_id, one.pinpoint) for one in citations if one.pinpoint and one.target_id]
    texts = _texts({target for _, target, _ in pinned if target}) if pinned else {}

    @cache
    def found(target: int, pinpoint: str) -> list[Pin]:
        return pins(pinpoint, texts[target])

    return {pk: found(target, pinpoint) for pk, target, pinpoint in pinned if target in texts}


def _texts(documents: set[int]) -> dict[int, list[_Cited]]:
    rows = (
        Clause.objects.of_readers()
        .filter(revision__text__resolution__in=documents)
        .order_by("revision_id", "position")
        .values_list("revision__text__resolution", "path", "label", Left("text", _BEGINNING))
    )
    texts: dict[int, list[_Cited]] = defaultdict(list)
    for document, path, label, text in rows:
        texts[document].append(_Cited(path, label, text))
    return texts


def pinning(document: int, clauses: Sequence[Clause]) -> Mapping[str, list[Citation]]:
    """Path of a clause → the citations whose pinpoint names this clause. The newest resolution is first.

    ``document`` is the primary key of the document with these clauses. Citations of a whole annex are left out.
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
