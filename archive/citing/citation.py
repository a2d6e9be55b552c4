"""The result of citing: which document a text cites, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field

RESOLVED = "resolved"  # one document, which the catalogue has
UNKNOWN = "unknown"  # one document by its symbol, which the catalogue does not have yet
AMBIGUOUS = "ambiguous"  # several documents are possible; none is guessed

EDITORS = "editors"  # a link that the UN's editors made
WORDS = "words"  # found in the words
LIBRARIAN = "librarian"  # set by hand at the desk


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation in a clause's or a footnote's text: ``text[start:end] == exact``.

    ``target``: the key of the document. It is a normalised symbol (``A/RES/64/47``, ``S/RES/1540(2004)``), the short
    name of a treaty (``treaty:NPT``), or for an instrument known only by its title ``title:…``. It is None only if
    ``status`` is ambiguous; ``candidates`` then has the possible keys, if any are known.
    ``pinpoint``: the place inside the document in the words of the text (``第六条``, ``第一卷，第一部分``).
    ``via_footnote``: the marker of the footnote through which a clause cites. ``exact`` then has the words that carry
    the mark in the clause.
    """

    exact: str
    start: int
    end: int
    target: str | None
    status: str
    origin: str
    pinpoint: str = ""
    via_footnote: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Citations:
    """All citations of one Draft, by clause path and by footnote marker.

    A footnote's citations are under its marker, and again in each clause with its mark (with ``via_footnote``).
    """

    clauses: dict[str, list[Citation]] = field(default_factory=dict)
    footnotes: dict[str, list[Citation]] = field(default_factory=dict)
