"""The account of the original's lines: the role of each line and the places of its words in the Draft.

The reader of the format sets the role (``Draft.lines``). After a mend, ``archive.desk.mends.tracking`` updates the
places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from archive.reading.draft import Draft, DraftClause, DraftFootnote, SourceLine

EARLIER = "earlier"  # the role of a line that an earlier release has read; that release did not store roles
LEFT_OUT = "left out"  # the role of a line whose words a librarian has left out
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class AccountedLine:
    """One line of the original and the places of its words.

    ``places`` are clause paths, ``footnote 3``, ``title``, ``formula``, ``end`` or ``metadata``. A line that was left
    out has no places. ``page`` is 0 if the format has no pages. ``role`` is a role of ``SourceLine``, or EARLIER, or
    LEFT_OUT. ``score`` is that of ``SourceLine``; None if the line was not recognised in a scan.
    """

    text: str
    places: tuple[str, ...]
    page: int = 0
    role: str = ""
    score: float | None = None

    @property
    def per_cent(self) -> int | None:
        """The score in per cent, rounded down: 99.9 is not certain."""
        return None if self.score is None else int(100 * self.score)

    @property
    def left_out(self) -> bool:
        return not self.places and self.role != EARLIER and bool(self.text.strip())


def account(lines: Sequence[str], draft: Draft) -> list[AccountedLine]:
    """All lines of ``Draft.lines`` with their places.

    If an earlier release read the source, the Draft has no lines. Then the result has the lines of ``lines``
    (``Submission.lines``), without places.
    """
    return [_as_read(line) for line in draft.lines] or [AccountedLine(line, (), 0, EARLIER) for line in lines]


def place_of(holder: DraftClause | DraftFootnote) -> str:
    return f"footnote {holder.marker}" if isinstance(holder, DraftFootnote) else holder.path


def _place_of(line: SourceLine) -> str:
    return f"footnote {line.place}".strip() if line.role == "footnote" else line.place or line.role


def _as_read(line: SourceLine) -> AccountedLine:
    if line.role in ("furniture", "rule", "unknown", "language", LEFT_OUT):
        return AccountedLine(line.text, (), line.page, line.role, line.score)
    return AccountedLine(line.text, (_place_of(line),), line.page, line.role, line.score)


def key_of(words: str) -> str:
    """The normalised form of words, for comparing them with lines.

    White space is removed, and wide characters become narrow. Brackets are removed, because a mark may be printed
    as [1].

    >>> key_of(" （Ａ） [1] ")
    'A1'
    """
    return re.sub(r"[\[\]()]", "", _SPACE.sub("", unicodedata.normalize("NFKC", words)))
