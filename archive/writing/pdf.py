"""Writes PDF: A4, typeset for reading by ``pdf.typ``, tagged, with notes at the foot and a list of what is cited.

The words of the text are as in the source. The archive's own words are in another face: the line under the title, the
running head and foot, and what comes after the text. The cited words are links. What each citation is, is listed
behind the text by its place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive import languages, symbols
from archive.citing.segments import paragraphs, rows
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, TABLE, printed_mark
from archive.reading.printed.own_words import RULE
from archive.writing.cited import CitedRow, cited_rows
from archive.writing.typesetting import NotTypeset, setting, typeset, why_not
from archive.writing.written import Piece, WrittenClause, WrittenText, url_of

_TEMPLATE = Path(__file__).with_suffix(".typ")


def write(text: WrittenText) -> bytes:
    """The text as PDF. Raises NotTypeset if this machine cannot make it."""
    if code := why_not(text.language):
        raise NotTypeset(code)
    return typeset(_TEMPLATE, _Page(text).data(), text.around.made_on)


def digest(text: WrittenText) -> str:
    """A digest of everything that the PDF of a text is made of."""
    parts = (json.dumps(_Page(text).data(), sort_keys=True), _TEMPLATE.read_text("utf-8"), setting())
    return hashlib.sha256("\0".join((*parts, str(text.around.made_on))).encode()).hexdigest()


def _cited(row: CitedRow) -> dict[str, Any]:
    documents = [{"symbol": one.symbol, "title": one.title, "url": one.url} for one in row.documents]
    return {"place": row.place, "words": row.words, "documents": documents}


class _Page:
    """The data of one text for the template. It remembers which footnotes are at a mark already, and whether a
    numbered paragraph came."""

    def __init__(self, text: WrittenText) -> None:
        self._text = text
        self._notes = {footnote.marker: footnote for footnote in text.footnotes}
        self._placed: set[str] = set()
        self._numbered = False

    def data(self) -> dict[str, Any]:
        text, around = self._text, self._text.around
        return {
            "language": text.html_language,
            "own_language": "zh-Hans" if around.language == "zh" else "en",
            "right_to_left": text.right_to_left,
            "bold": languages.of(text.language).emphasis[-1] == "bold",
            "symbol": text.symbol,
            "number": symbols.printed_number(text.symbol),
            "kind": around.kind,
            "name": around.name,
            "archive": around.archive,
            "plain_title": " ".join(text.title.split("\n")) or around.name or text.symbol,
            "title": self._lines(text.title_pieces()) if text.title else [],
            "facts": [list(fact) for fact in around.facts],
            "formula": text.formula.split("\n") if text.formula else [],
            "clauses": [self._clause(*each) for each in zip(text.clauses, text.depths(), strict=True)],
            "end": text.end.split("\n") if text.end else [],
            "loose": [
                {"marker": printed_mark(note.marker), "lines": self._lines(note.pieces())}
                for note in text.loose_footnotes()
            ],
            "cited": [_cited(row) for row in cited_rows(text)],
            "notices": list(around.notices),
            "how_to_cite": [list(each) for each in around.how_to_cite],
            "address": around.address,
            "rule": RULE.format(archive=around.archive),
            "version": around.version,
            "names": dict(around.names),
        }

    def _clause(self, clause: WrittenClause, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": clause.kind, "label": clause.label, "depth": depth}
        found["behind_number"] = self._numbered
        self._numbered = self._numbered or (bool(clause.label) and clause.kind in (OPERATIVE, ANNEX))
        if clause.kind == TABLE:
            return found | {"rows": [[self._pieces(cell) for cell in row] for row in rows(clause.pieces())]}
        if clause.kind == HEADING:
            found["plain"] = " ".join(f"{clause.label} {clause.text}".split()) or clause.path
        return found | {"lines": self._lines(clause.pieces())}

    def _lines(self, pieces: Iterable[Piece]) -> list[list[dict[str, Any]]]:
        return [self._pieces(line) for line in paragraphs(pieces)]

    def _pieces(self, pieces: Iterable[Piece]) -> list[dict[str, Any]]:
        found = []
        for piece in pieces:
            if piece.text:
                found.append({"text": piece.text, "opening": piece.opening, "url": url_of(piece)})
            found += [self._mark(mark.marker) for mark in piece.marks]
        return found

    def _mark(self, marker: str) -> dict[str, Any]:
        """A footnote at its first mark; later marks have only the printed mark."""
        mark: dict[str, Any] = {"mark": printed_mark(marker)}
        footnote = self._notes.get(marker)
        if footnote and marker not in self._placed:
            self._placed.add(marker)
            mark["note"] = self._lines(footnote.pieces())
        return mark
