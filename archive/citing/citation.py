"""The result of citing: the cited document and the words that cite it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.reading.draft import ReadingWarning

# The status of a citation.
RESOLVED = "resolved"  # one document, which the catalogue has
UNKNOWN = "unknown"  # one document, which the catalogue does not have yet
AMBIGUOUS = "ambiguous"  # the words do not show which document is meant, and the program does not guess

# The origin of a citation.
EDITORS = "editors"  # a link of the UN's editors, alone or together with the words
WORDS = "words"  # only the words of the text
LIBRARIAN = "librarian"  # a librarian at the desk

MOST_CANDIDATES = 20  # in real texts, words have at most seven possible meanings


def some_of(keys: Iterable[str]) -> set[str]:
    """The different keys, but at most ``MOST_CANDIDATES``: a text can have thousands of documents of one kind."""
    found = set[str]()
    for key in keys:
        found.add(key)
        if len(found) == MOST_CANDIDATES:
            break
    return found


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation in the text of a clause or footnote: ``text[start:end] == exact``.

    ``target`` is the key of the document. The key is a normalised symbol (``A/RES/64/47``, ``S/RES/1540(2004)``), the
    short name of a treaty (``treaty:NPT``), or ``title:…`` for an instrument that is known only by its title. If
    ``status`` is ambiguous, ``target`` is None and ``candidates`` has the possible keys, if any are known, but at most
    ``MOST_CANDIDATES``.
    ``pinpoint`` is the place inside the document, as printed (``第六条``, ``第一卷，第一部分``).
    ``via_footnote`` is the marker of the footnote through which a clause cites. ``exact`` then has the words of the
    clause to which the footnote mark belongs.
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

    A citation in a footnote is listed under the marker of the footnote. It is listed again, with ``via_footnote``, in
    each clause that has the mark of the footnote. ``warnings`` name the places at which the words and a link of the
    UN's editors lead to different documents.
    """

    clauses: dict[str, list[Citation]] = field(default_factory=dict)
    footnotes: dict[str, list[Citation]] = field(default_factory=dict)
    warnings: list[ReadingWarning] = field(default_factory=list)
