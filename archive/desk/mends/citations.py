"""Mends of citations. Such a mend says that some words cite a document, or that the words do not cite it.

These mends do not change the Draft. ``apply`` only finds the words. After all mends are applied, the Draft is cited.
Then ``change`` adds or removes the citation at the present place of the words.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Protocol, Self

from archive import symbols
from archive.citing.carrying_words import carrying_words
from archive.citing.citation import AMBIGUOUS, LIBRARIAN, RESOLVED, UNKNOWN, Citation, Citations
from archive.desk.mends.anchors import Anchor, MisfitError, anchor_of
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.edits import Effect, Holder, Passage, holders_of
from archive.desk.mends.forms import Form, holder_in, number, place_in, text_in
from archive.reading.draft import Draft, DraftFootnote

_LONGEST_KEY = 400  # characters of a document's key


class Known(Protocol):
    """Tells whether the archive has a document (``archive.citing.Catalogue``)."""

    def __contains__(self, key: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class OnWords(Arguments):
    """A mend about the words ``exact``, which begin after the first ``start`` characters of a clause or footnote.

    ``alone`` is true if the words occur only once in the Draft. Such words are found even if a new reading puts them
    into another clause.
    """

    holder: Anchor
    start: int
    exact: str

    @abstractmethod
    def change(self, draft: Draft, citations: Citations, words: Passage, known: Known) -> None:
        """Changes the citations of the mended Draft in place. Raises MisfitError if the mend does not fit."""

    def find(self, draft: Draft, alone: bool) -> Effect:
        """Finds the words in the Draft. Raises MisfitError if they are not there."""
        if not self.exact:
            raise MisfitError("mend.words_missing")
        try:
            holder = self.holder.find(draft)
            if holder.text.startswith(self.exact, self.start):
                return Effect(passage=Passage(holder, self.start, self.start + len(self.exact)))
        except MisfitError:
            pass  # the words may be in another clause now
        found = [holder for holder in holders_of(draft) for _ in range(holder.text.count(self.exact))]
        if not alone or len(found) != 1:
            raise MisfitError("mend.words_not_found", exact=self.exact)
        start = found[0].text.index(self.exact)
        return Effect(passage=Passage(found[0], start, start + len(self.exact)))


@dataclass(frozen=True, slots=True)
class Cite(OnWords):
    """Records that the chosen words cite the document ``target``."""

    target: str
    pinpoint: str = ""
    alone: bool = False

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        holder, start, exact, alone = _words_in(draft, form)
        return cls(holder, start, exact, text_in(form, "target"), text_in(form, "pinpoint"), alone)

    def apply(self, draft: Draft) -> Effect:
        return self.find(draft, self.alone)

    def change(self, draft: Draft, citations: Citations, words: Passage, known: Known) -> None:
        target = symbols.normalise(self.target.strip())
        if not target:
            raise MisfitError("mend.document_missing")
        if len(target) > _LONGEST_KEY:
            raise MisfitError("mend.document_key_too_long", most=_LONGEST_KEY)
        status = RESOLVED if target in known else UNKNOWN
        citation = Citation(words.text, words.start, words.end, target, status, LIBRARIAN, self.pinpoint.strip())
        _place(_citations_of(citations, words.holder), citation)
        if isinstance(words.holder, DraftFootnote):
            _place_through(draft, citations, words.holder, citation)


@dataclass(frozen=True, slots=True)
class Uncite(OnWords):
    """The words do not cite the document ``target``. ``target`` is None if the citation to remove is ambiguous."""

    target: str | None = None
    alone: bool = False

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        holder, start, exact, alone = _words_in(draft, form)
        return cls(holder, start, exact, text_in(form, "target") or None, alone)

    def apply(self, draft: Draft) -> Effect:
        return self.find(draft, self.alone)

    def change(self, draft: Draft, citations: Citations, words: Passage, known: Known) -> None:
        held, place = _citations_of(citations, words.holder), (words.start, words.end, self.target)
        wrong = [one for one in held if (one.start, one.end, one.target) == place and not one.via_footnote]
        if not wrong:
            raise MisfitError("mend.no_such_citation_any_more", exact=words.text, target=str(self.target))
        for one in wrong:
            held.remove(one)
        if isinstance(words.holder, DraftFootnote) and self.target not in [one.target for one in held]:
            marker = words.holder.marker
            for carried in citations.clauses.values():
                carried[:] = [one for one in carried if one.via_footnote != marker or one.target != self.target]


def _words_in(draft: Draft, form: Form) -> tuple[Anchor, int, str, bool]:
    """Finds the words that a form names.

    Returns the anchor of their clause or footnote, their offset there, the words, and whether the Draft has the words
    only once.
    """
    holder, exact = holder_in(draft, form), form.get("exact", "")
    start = number(text_in(form, "start"))
    if not exact or start is None or not holder.text.startswith(exact, start):
        start = place_in(holder.text, form, "", before="exact")
    everywhere = sum(one.text.count(exact) for one in holders_of(draft))
    return anchor_of(draft, holder), start, exact, everywhere == 1


def _place_through(draft: Draft, citations: Citations, footnote: DraftFootnote, citation: Citation) -> None:
    """Adds a footnote's citation to each clause with the footnote's mark.

    In the clause, the words before the mark then cite the document through the footnote.
    """
    for clause in draft.clauses:
        marks = sorted(clause.marks, key=lambda mark: mark.at)
        for mark in (mark for mark in marks if mark.marker == footnote.marker):
            before = [one.at for one in marks if one.at < mark.at]
            start, end = carrying_words(clause.text, mark.at, before, clause.opening)
            through = replace(
                citation, exact=clause.text[start:end], start=start, end=end, via_footnote=footnote.marker
            )
            _place(_citations_of(citations, clause), through)


def _place(held: list[Citation], citation: Citation) -> None:
    """Adds a citation to a list.

    A citation of the same words is removed first, if it is ambiguous or cites the same document.
    """
    same_words = [
        one
        for one in held
        if one.via_footnote == citation.via_footnote
        and (one.start, one.end) == (citation.start, citation.end)
        and (one.status == AMBIGUOUS or one.target == citation.target)
    ]
    for one in same_words:
        held.remove(one)
    held.append(citation)
    held.sort(key=lambda one: (one.start, one.via_footnote is not None))


def _citations_of(citations: Citations, holder: Holder) -> list[Citation]:
    if isinstance(holder, DraftFootnote):
        return citations.footnotes.setdefault(holder.marker, [])
    return citations.clauses.setdefault(holder.path, [])
