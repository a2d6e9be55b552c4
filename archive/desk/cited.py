"""A cache of the citations in a proof's text, so that each version of a proof is cited once.

    mended Draft, catalogue → ``cite_once`` → Cited → Proof.citations → ``cite_once`` → the same Cited

A text is cited again only if its words, the archive's documents and names, or the code of citing have changed.
Showing a proof stores no citations in the database. The process keeps them in memory. The next change of the proof
stores them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from archive.citing import Catalogue, Citation, Citations, cite
from archive.reading.draft import Draft, Link, Mark, ReadingWarning

_ARCHIVE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations that ``cite`` found, before any mends of citations. ``basis`` is the digest from ``basis_of``."""

    basis: str
    citations: Citations

    def to_json(self) -> dict[str, Any]:
        return {"basis": self.basis, "citations": citations_to_json(self.citations)}


def cite_once(draft: Draft, kept: Mapping[str, Any] | None, stamp: str, catalogue: Callable[[str], Catalogue]) -> Cited:
    """Returns the cached citations of a Draft if they are still valid; otherwise cites the Draft.

    ``kept`` are the cached citations (``Cited.to_json``), or None. ``stamp`` identifies the present content of the
    catalogue. ``catalogue`` returns the catalogue for a stamp.
    """
    basis = basis_of(draft, stamp)
    if kept and kept.get("basis") == basis:
        return Cited(basis, citations_from_json(kept["citations"]))
    return Cited(basis, _cite(_Uncited(basis, draft, stamp, catalogue)))


@dataclass(frozen=True, slots=True)
class _Uncited:
    """A text to cite. It is a key in the cache of the process. Two texts with the same ``basis`` are equal."""

    basis: str
    draft: Draft = field(compare=False)
    stamp: str = field(compare=False)
    catalogue: Callable[[str], Catalogue] = field(compare=False)


@lru_cache(maxsize=32)
def _cite(text: _Uncited) -> Citations:
    return cite(text.draft, text.catalogue(text.stamp))


def basis_of(draft: Draft, stamp: str) -> str:
    """A digest of everything that citing depends on: the text, the catalogue's stamp, and the code."""
    clauses = [
        (one.kind, one.path, one.parent, one.opening, one.text, _marks(one.marks), _links(one.links))
        for one in draft.clauses
    ]
    footnotes = [(one.marker, one.text, _links(one.links)) for one in draft.footnotes.values()]
    text = (draft.language, draft.symbol, draft.session, draft.title, clauses, footnotes)
    return hashlib.sha256(json.dumps([text, stamp, _release()]).encode()).hexdigest()


def citations_to_json(citations: Citations) -> dict[str, Any]:
    """The citations as JSON, in lists of pairs (place, citations), and their warnings.

    Lists keep the order of the text. PostgreSQL does not keep the order of an object's members.
    """
    places = {
        name: [[place, [asdict(one) for one in found]] for place, found in places.items()]
        for name, places in (("clauses", citations.clauses), ("footnotes", citations.footnotes))
    }
    return places | {"warnings": [asdict(warning) for warning in citations.warnings]}


def citations_from_json(data: Mapping[str, Any]) -> Citations:
    """The citations from the result of ``citations_to_json``.

    >>> found = Citations({"op1": [Citation("《宪章》", 3, 7, None, "ambiguous", "words", candidates=("a", "b"))]})
    >>> citations_from_json(json.loads(json.dumps(citations_to_json(found)))) == found
    True
    """
    warnings = [ReadingWarning(**warning) for warning in data.get("warnings", ())]
    return Citations(_places(data["clauses"]), _places(data["footnotes"]), warnings)


def _places(rows: list[Any]) -> dict[str, list[Citation]]:
    return {
        place: [Citation(**{**row, "candidates": tuple(row["candidates"])}) for row in found] for place, found in rows
    }


def _marks(marks: list[Mark]) -> list[tuple[str, int]]:
    return [(mark.marker, mark.at) for mark in marks]


def _links(links: list[Link]) -> list[tuple[int, int, str]]:
    return [(link.start, link.end, link.href) for link in links]


@cache
def _release() -> str:
    """A digest of the source code that citing uses."""
    modules = sorted([*_ARCHIVE.glob("*.py"), *_ARCHIVE.glob("citing/**/*.py"), *_ARCHIVE.glob("reading/**/*.py")])
    return hashlib.sha256(b"\0".join(module.read_bytes() for module in modules)).hexdigest()
