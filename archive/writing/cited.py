"""The list of what a text cites, by the places of the citations. Files print it behind the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.reading.draft import printed_mark
from archive.writing.written import Around, CitedDocument, WrittenCitation, WrittenText


@dataclass(frozen=True, slots=True)
class CitedRow:
    """The words by which one place of a text cites a document.

    ``path`` is that of the clause; "" for a footnote. There are several ``documents`` if it is not certain which is
    meant, and none if nothing is known.
    """

    place: str
    path: str
    words: str
    documents: tuple[CitedDocument, ...]

    def in_one_line(self, around: Around) -> str:
        """第8段　第64/47号决议 → A/RES/64/47　标题　https://…"""
        return f"{self.place}{around.space}{self.words} → {self.what(around)}"

    def what(self, around: Around) -> str:
        """The documents in words."""
        named = ("；" if around.language == "zh" else "; ").join(
            around.space.join(part for part in (one.symbol, _one_line(one.title), one.url) if part)
            for one in self.documents
        )
        if len(self.documents) > 1:
            return around.names.get("ambiguous", "%(documents)s") % {"documents": named}
        return named or around.names.get("unknown", "")


def cited_rows(text: WrittenText) -> list[CitedRow]:
    """The citations in the order of the text, those in footnotes at the end. The same words for the same document in
    one place are one row."""
    called = text.around.names.get("footnote", "")
    found: dict[CitedRow, None] = {}
    for clause in text.clauses:
        found.update(dict.fromkeys(_rows(clause.place, clause.path, clause.text, clause.citations)))
    for note in text.footnotes:
        place = f"{called} {printed_mark(note.marker)}".strip()
        found.update(dict.fromkeys(_rows(place, "", note.text, note.citations)))
    return list(found)


def _rows(place: str, path: str, text: str, citations: Iterable[WrittenCitation]) -> Iterable[CitedRow]:
    for citation in sorted(citations, key=lambda one: one.start):
        yield CitedRow(place, path, _one_line(text[citation.start : citation.end]), citation.documents)


def _one_line(words: str) -> str:
    return " ".join(words.split())
