"""Copies a Draft in traditional characters into simplified ones, so that the rules of citing need only one script.

Draft → ``Copy`` (simplified, without invisible characters) → citing → citations with the words as printed
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from archive import characters
from archive.citing.citation import Citation, Citations
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Link, Mark


class _Text:
    """A printed text and its copy. ``offsets[i]`` is the offset in the printed text of character ``i`` of the copy."""

    def __init__(self, printed: str) -> None:
        self.printed = printed
        self.copy, self.offsets = characters.printed(characters.plain(printed))

    def marks(self, marks: list[Mark]) -> list[Mark]:
        return [Mark(mark.marker, self._in_copy(mark.at)) for mark in marks]

    def links(self, links: list[Link]) -> list[Link]:
        moved = [Link(self._in_copy(link.start), self._in_copy(link.end), link.href) for link in links]
        return [link for link in moved if link.start < link.end]

    def _in_copy(self, offset: int) -> int:
        return bisect_left(self.offsets, offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns where ``copy[start:end]`` is in the printed text, as (start, end)."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]

    def words(self, words: str, start: int, end: int) -> str:
        """The printed form of ``words``, which are words of the copy.

        The function looks for them after the offset ``end``, then before the offset ``start``. If they are in neither
        part, returns ``words``.
        """
        at = self.copy.find(words, end)
        at = self.copy.rfind(words, 0, start) if at < 0 else at
        return words if at < 0 or not words else self.printed[slice(*self.span(at, at + len(words)))]


class Copy:
    """The simplified copy of a Draft. ``as_printed`` moves the citations of the copy to the words of the Draft."""

    def __init__(self, draft: Draft) -> None:
        self._clauses = {clause.path: _Text(clause.text) for clause in draft.clauses}
        self._footnotes = {marker: _Text(footnote.text) for marker, footnote in draft.footnotes.items()}
        self.draft = replace(
            draft,
            title=characters.printed(characters.plain(draft.title))[0],
            clauses=[self._clause(clause) for clause in draft.clauses],
            footnotes={marker: self._footnote(footnote, marker) for marker, footnote in draft.footnotes.items()},
        )

    def _clause(self, clause: DraftClause) -> DraftClause:
        text = self._clauses[clause.path]
        return replace(clause, text=text.copy, marks=text.marks(clause.marks), links=text.links(clause.links))

    def _footnote(self, footnote: DraftFootnote, marker: str) -> DraftFootnote:
        text = self._footnotes[marker]
        return replace(footnote, text=text.copy, links=text.links(footnote.links))

    def as_printed(self, cited: Citations) -> Citations:
        """Returns the citations of the copy with the offsets and words of the printed texts."""
        footnotes = {marker: self._all(of, self._footnotes[marker]) for marker, of in cited.footnotes.items()}
        clauses = {path: self._all(of, self._clauses[path]) for path, of in cited.clauses.items()}
        return replace(cited, clauses=clauses, footnotes=footnotes)

    def _all(self, citations: list[Citation], text: _Text) -> list[Citation]:
        return [self._one(citation, text) for citation in citations]

    def _one(self, citation: Citation, text: _Text) -> Citation:
        start, end = text.span(citation.start, citation.end)
        if citation.via_footnote is None:
            pinpoint = text.words(citation.pinpoint, citation.start, citation.end)
        else:
            pinpoint = self._footnotes[citation.via_footnote].words(citation.pinpoint, 0, 0)
        return replace(citation, exact=text.printed[start:end], start=start, end=end, pinpoint=pinpoint)


def is_plain(draft: Draft) -> bool:
    """Whether all texts of a Draft are in simplified characters and have no invisible characters."""
    texts = [draft.title, *(c.text for c in draft.clauses), *(f.text for f in draft.footnotes.values())]
    return characters.is_plain("\n".join(texts))
