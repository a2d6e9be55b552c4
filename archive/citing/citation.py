"""What citing gives: where a text cites which document, in exact words."""

from __future__ import annotations

from dataclasses import dataclass, field

RESOLVED = "resolved"  # exactly one document, and the catalogue has it
UNKNOWN = "unknown"  # exactly one document by its symbol, which the catalogue does not have (yet)
AMBIGUOUS = "ambiguous"  # more than one document could be meant: shown, never guessed

EDITORS = "editors"  # a link that the UN's editors made
WORDS = "words"  # found in the words
LIBRARIAN = "librarian"  # set by hand at the desk


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation in a clause's or a footnote's text: ``text[start:end] == exact``.

    ``target`` is the document's key: a normalised symbol (``A/RES/64/47``, ``S/RES/1540(2004)``), a treaty's
    short name (``treaty:NPT``) or, for an instrument known by its title alone, ``title:…``. It is None only
    where ``status`` is ambiguous; ``candidates`` then has the keys that could be meant (maybe none).
    ``pinpoint`` is the place inside the document in the words of the text (``第六条``, ``第一卷，第一部分``).
    ``via_footnote`` is the marker of the footnote through which a clause cites; ``exact`` is then the words
    of the clause that carry the mark.
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
    """All citations of one Draft: by clause path, and by footnote marker. A footnote's own citations stand under
    its marker, and once more in each clause that carries its mark (with ``via_footnote``)."""

    clauses: dict[str, list[Citation]] = field(default_factory=dict)
    footnotes: dict[str, list[Citation]] = field(default_factory=dict)
