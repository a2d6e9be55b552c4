"""Collects the lines of an AKN4UN file, so that a librarian can see how each line was understood.

A line is a printed block of the file, such as a paragraph with its number, a heading or a row of a table. The lines of
a footnote follow the lines of the paragraph that has the footnote's mark.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.reading.draft import DraftClause, SourceLine

BREAK = "\0"  # separates two lines; XML cannot contain this character


def split_lines(printed: str) -> list[str]:
    """The lines that BREAK separates in a text, with single spaces and without empty lines.

    >>> split_lines(f" 1.   请各国 签署；{BREAK} {BREAK}又请")
    ['1. 请各国 签署；', '又请']
    """
    return [line for part in printed.split(BREAK) if (line := " ".join(part.split()))]


class Lines:
    """The lines of one resolution, in the order of the text. Lines refer to clauses, because paths are not set yet."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, str, DraftClause | str]] = []  # text, role, place
        self._notes: list[tuple[str, str, DraftClause | str]] = []  # footnotes of the current paragraph

    def add(self, printed: Iterable[str], role: str, place: DraftClause | str = "") -> None:
        self._lines += [(line, role, place) for line in printed]
        if self._notes:
            self._lines += self._notes
            self._notes = []

    def retag(self, clause: DraftClause, role: str) -> None:
        """Give the lines of a clause another role. They then belong to no clause."""
        self._lines = [(text, role, "") if place is clause else (text, old, place) for text, old, place in self._lines]

    def add_note(self, printed: Iterable[str], marker: str) -> None:
        self._notes += [(line, "footnote", marker) for line in printed]

    def between(self, before: Iterable[tuple[str, str]], behind: Iterable[tuple[str, str]]) -> list[SourceLine]:
        """All lines of the file, numbered from 1.

        ``before`` and ``behind`` have the lines before and after the lines of the text, as pairs (text, role).
        """
        placed = [
            (text, role, place.path if isinstance(place, DraftClause) else place)
            for text, role, place in (*self._lines, *self._notes)
        ]
        lines = [*((*line, "") for line in before), *placed, *((*line, "") for line in behind)]
        return [SourceLine(0, number, *line) for number, line in enumerate(lines, start=1)]
