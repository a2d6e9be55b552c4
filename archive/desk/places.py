"""Finds the places that citations name but the cited text does not have: 第40段 of a text with twelve paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from archive.citing.citation import Citation, Citations
from archive.citing.pinpoints import pins
from archive.desk.finding import Finding
from archive.models.clause import addressed_clauses


def not_found(citations: Citations) -> Iterator[Finding]:
    """Yields a finding for each citation of a place that the cited text does not have.

    Citations of texts that the archive does not have are left out.
    """
    placed = list(_with_place(citations))
    texts = addressed_clauses(one.target or "" for _, one in placed) if placed else {}
    for place, one in placed:
        text = texts.get(one.target or "")
        if text and any(not pin.anchors for pin in pins(one.pinpoint, text)):
            values = {"exact": one.exact, "pinpoint": one.pinpoint, "target": one.target or ""}
            yield Finding(place, "checking.place_not_found", values)


def _with_place(citations: Citations) -> Iterator[tuple[str, Citation]]:
    """Yields (place in the proof, citation) for each citation with a target and a pinpoint.

    A citation through a footnote is yielded only once, for the footnote.
    """
    for path, found in citations.clauses.items():
        yield from ((path, one) for one in found if one.target and one.pinpoint and not one.via_footnote)
    for marker, found in citations.footnotes.items():
        yield from ((f"footnote {marker}", one) for one in found if one.target and one.pinpoint)
