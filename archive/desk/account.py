"""Each line of the original accounted for: what it was taken for, or that it was left out.

The reader of the format says itself what it took a line for; after a mend, ``following`` says where its words have
gone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from archive.reading.draft import Draft, DraftClause, DraftFootnote, SourceLine

EARLIER = "earlier"  # read by an earlier release, which did not say what it took the line for
LEFT_OUT = "left out"  # by a librarian: the role of a line whose words a mend took away
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """``places``: clause paths, ``footnote 3``, ``title``, ``formula``, ``end``, ``metadata``; none if left out.
    ``page`` is 0 where the format has no pages; ``role`` is the reader's own word for what was left out."""

    text: str
    places: tuple[str, ...]
    page: int = 0
    role: str = ""

    @property
    def left_out(self) -> bool:
        return not self.places and self.role != EARLIER and bool(self.text.strip())


def account(lines: Sequence[str], draft: Draft) -> list[Line]:
    """Every line with what it was taken for, as the reader says (``Draft.lines``). ``lines`` are those that an earlier
    release has read (``Submission.lines``)."""
    return [_as_read(line) for line in draft.lines] or [Line(line, (), 0, EARLIER) for line in lines]


def place_of(holder: DraftClause | DraftFootnote) -> str:
    return f"footnote {holder.marker}" if isinstance(holder, DraftFootnote) else holder.path


def _place_of(line: SourceLine) -> str:
    return f"footnote {line.place}".strip() if line.role == "footnote" else line.place or line.role


def _as_read(line: SourceLine) -> Line:
    if line.role in ("furniture", "rule", "unknown", "language", LEFT_OUT):
        return Line(line.text, (), line.page, line.role)
    return Line(line.text, (_place_of(line),), line.page, line.role)


def key_of(words: str) -> str:
    """Words as they are compared with lines: without white space, in one width, and without brackets, because a mark
    may be printed as [1].

    >>> key_of(" （Ａ） [1] ")
    'A1'
    """
    return re.sub(r"[\[\]()]", "", _SPACE.sub("", unicodedata.normalize("NFKC", words)))
