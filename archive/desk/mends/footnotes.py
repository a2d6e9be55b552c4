"""Mends of footnotes, and of their marks in the text. No word is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from archive.desk.mends.anchors import ClauseAnchor, FootnoteAnchor, MisfitError
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.clauses import labelled, opening_of, place_behind, replace_clauses, require_kind
from archive.desk.mends.edits import Edit, Effect, Places
from archive.desk.mends.forms import (
    Form,
    after_anchor,
    clause_anchor,
    clause_in,
    footnote_anchor,
    place_in,
    text_in,
)
from archive.reading.draft import OPERATIVE, Draft, DraftClause, DraftFootnote, Mark, printed_mark


@dataclass(frozen=True, slots=True)
class MakeFootnote(Arguments):
    """Makes a clause a footnote with the mark ``marker``.

    If the label or the words of the clause begin with this mark, the mark is removed there.
    """

    clause: ClauseAnchor
    marker: str

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(clause_anchor(draft, form), text_in(form, "marker"))

    def apply(self, draft: Draft) -> Effect:
        clause, marker = self.clause.find(draft), self.marker.strip()
        require_free(draft, marker)
        if other := next((mark for mark in clause.marks if (mark.marker, mark.at) != (marker, 0)), None):
            raise MisfitError("mend.clause_has_mark", marker=other.marker)
        words = labelled(draft, clause.label, clause.text)
        front = re.match(rf"[\[(（]?{re.escape(printed_mark(marker))}[\])）.．、]?\s*", words)
        if clause.label and not front:
            raise MisfitError("mend.no_mark_in_front", marker=marker)
        text = words[front.end() :] if front else words
        if not text:
            raise MisfitError("mend.footnote_empty")
        places = Places.shifted(len(clause.text), len(text) - len(clause.text))
        footnote = DraftFootnote(marker, text, places.links(clause.links), ref=clause.ref)
        draft.footnotes[marker] = footnote
        replace_clauses(draft, [one for one in draft.clauses if one is not clause])
        return Effect((Edit(clause.ref, footnote, places),))


@dataclass(frozen=True, slots=True)
class MakeClause(Arguments):
    """Makes a footnote a clause. The new clause is placed after the clause ``after``, or at the front of the text.

    The mark of the footnote becomes the label of the clause.
    """

    footnote: FootnoteAnchor
    after: ClauseAnchor | None = None
    kind: str = OPERATIVE

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(footnote_anchor(draft, form), after_anchor(draft, form), form.get("kind", ""))

    def apply(self, draft: Draft) -> Effect:
        footnote, kind = self.footnote.find(draft), require_kind(self.kind)
        place = place_behind(draft, self.after, draft.clauses)
        opened = opening_of(draft, kind, footnote.text)
        new = DraftClause(
            kind, "", footnote.marker, opened, footnote.text, links=list(footnote.links), ref=footnote.ref
        )
        del draft.footnotes[footnote.marker]
        replace_clauses(draft, [*draft.clauses[:place], new, *draft.clauses[place:]])
        return Effect()


@dataclass(frozen=True, slots=True)
class ChangeMarker(Arguments):
    """Changes the printed mark of a footnote, and its marks in the text and the title."""

    footnote: FootnoteAnchor
    marker: str

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(footnote_anchor(draft, form), text_in(form, "marker"))

    def apply(self, draft: Draft) -> Effect:
        footnote = self.footnote.find(draft)
        before, marker = footnote.marker, self.marker.strip()
        if marker != before:
            require_free(draft, marker)
        footnote.marker = marker
        draft.footnotes = {one.marker: one for one in draft.footnotes.values()}
        for clause in draft.clauses:
            clause.marks = _renamed(clause.marks, before, marker)
        draft.title_marks = _renamed(draft.title_marks, before, marker)
        return Effect()


@dataclass(frozen=True, slots=True)
class SetMark(Arguments):
    """Adds a mark after the first ``at`` characters.

    If ``from_words`` is true and the words have the mark as text at this place, this text is removed.
    """

    clause: ClauseAnchor
    marker: str
    at: int
    from_words: bool = False

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        at = place_in(clause_in(draft, form).text, form, "at", behind="behind")
        return cls(clause_anchor(draft, form), text_in(form, "marker"), at, bool(form.get("from_words")))

    def apply(self, draft: Draft) -> Effect:
        clause, marker = self.clause.find(draft), self.marker.strip()
        if not marker or not 0 <= self.at <= len(clause.text):
            raise MisfitError("mend.mark_outside")
        if Mark(marker, self.at) in clause.marks:
            raise MisfitError("mend.mark_there_already", marker=marker)
        printed = re.compile(rf"\[?{re.escape(printed_mark(marker))}\]?(?!\d)").match(clause.text, self.at)
        effect = self._take_from_words(clause, len(printed[0])) if printed and self.from_words else Effect()
        clause.marks = sorted([*clause.marks, Mark(marker, self.at)], key=lambda mark: mark.at)
        return effect

    def _take_from_words(self, clause: DraftClause, length: int) -> Effect:
        if length == len(clause.text):
            raise MisfitError("mend.nothing_but_mark")
        places = Places.without(len(clause.text), self.at, length)
        clause.text = clause.text[: self.at] + clause.text[self.at + length :]
        clause.marks = [Mark(mark.marker, places.ends[mark.at]) for mark in clause.marks]
        clause.links = places.links(clause.links)
        clause.opening = clause.text[: places.ends[len(clause.opening)]]
        return Effect((Edit(clause.ref, clause, places),))


@dataclass(frozen=True, slots=True)
class DropMark(Arguments):
    """Removes a mark. If ``to_words`` is true, its digits become part of the words."""

    clause: ClauseAnchor
    marker: str
    at: int
    to_words: bool = False

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        mark = _mark_in(draft, form)
        return cls(clause_anchor(draft, form), mark.marker, mark.at, bool(form.get("to_words")))

    def apply(self, draft: Draft) -> Effect:
        clause = self.clause.find(draft)
        mark = _find_mark(clause, Mark(self.marker, self.at))
        index = clause.marks.index(mark)
        before, behind = clause.marks[:index], clause.marks[index + 1 :]
        clause.marks = [*before, *behind]
        if not self.to_words:
            return Effect()
        words = printed_mark(mark.marker)
        length = len(words)
        places = Places.with_more(len(clause.text), mark.at, length)
        clause.text = clause.text[: mark.at] + words + clause.text[mark.at :]
        clause.marks = [*before, *(Mark(one.marker, one.at + length) for one in behind)]
        clause.links = places.links(clause.links)
        clause.opening = clause.text[: places.ends[len(clause.opening)]]
        return Effect((Edit(clause.ref, clause, places),))


@dataclass(frozen=True, slots=True)
class MoveMark(Arguments):
    """Moves a mark to the place after the first ``to_at`` characters of the clause ``to``.

    If ``to`` is None, the mark stays in its clause.
    """

    clause: ClauseAnchor
    marker: str
    at: int
    to_at: int
    to: ClauseAnchor | None = None

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        target = clause_in(draft, form, "to" if form.get("to") else "clause")
        at = place_in(target.text, form, "to_at", behind="behind")
        mark = _mark_in(draft, form)
        return cls(clause_anchor(draft, form), mark.marker, mark.at, at, ClauseAnchor.of_clause(draft, target))

    def apply(self, draft: Draft) -> Effect:
        clause = self.clause.find(draft)
        mark = _find_mark(clause, Mark(self.marker, self.at))
        target = self.to.find(draft) if self.to else clause
        if not 0 <= self.to_at <= len(target.text):
            raise MisfitError("mend.mark_outside")
        clause.marks.remove(mark)
        target.marks = sorted([*target.marks, Mark(mark.marker, self.to_at)], key=lambda one: one.at)
        return Effect()


def require_free(draft: Draft, marker: str) -> None:
    """Raises MisfitError if ``marker`` is empty or a footnote has it already."""
    if not marker or marker in draft.footnotes:
        raise MisfitError("mend.marker_taken", marker=marker or "—")


def _renamed(marks: list[Mark], before: str, after: str) -> list[Mark]:
    return [Mark(after, mark.at) if mark.marker == before else mark for mark in marks]


def _mark_in(draft: Draft, form: Form) -> Mark:
    """The mark that the form names as ``marker@at``. Raises MisfitError if the clause does not have this mark."""
    clause = clause_in(draft, form)
    marker, _, at = form.get("mark", "").rpartition("@")
    for mark in clause.marks:
        if (mark.marker, str(mark.at)) == (marker, at):
            return mark
    raise MisfitError("mend.no_such_mark", marker=marker or "—", path=clause.path)


def _find_mark(clause: DraftClause, mark: Mark) -> Mark:
    if mark not in clause.marks:
        raise MisfitError("mend.no_such_mark", marker=mark.marker, path=clause.path)
    return mark
