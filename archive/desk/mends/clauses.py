"""Mends of clauses: their beginning and end, kind, number, place and words.

Joining, splitting, numbering and moving lose no word. Only ``ChangeWords``, ``LeaveOut`` and ``Insert`` change words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from archive import languages
from archive.desk.mends.anchors import ClauseAnchor, FootnoteAnchor, MisfitError, index_of
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.edits import Edit, Effect, Holder, Places, holders_of
from archive.desk.mends.forms import (
    Form,
    after_anchor,
    clause_anchor,
    clause_in,
    either_anchor,
    label_in,
    lines_in,
    place_in,
)
from archive.desk.signs import put_right
from archive.reading import paths
from archive.reading.draft import ANNEX, KINDS, OPERATIVE, PREAMBULAR, Draft, DraftClause, Mark
from archive.reading.opening import opening_phrase
from archive.reading.typography import tidy


@dataclass(frozen=True, slots=True)
class Join(Arguments):
    """Joins the clause and the next clause. The printed number of the next clause becomes part of the words."""

    clause: ClauseAnchor
    following: ClauseAnchor | None = field(default=None, metadata={"json": "with"})

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        clause = clause_in(draft, form)
        following = _next(draft, clause)
        return cls(ClauseAnchor.of_clause(draft, clause), ClauseAnchor.of_clause(draft, following))

    def apply(self, draft: Draft) -> Effect:
        first = self.clause.find(draft)
        second = _next(draft, first)
        if self.following and self.following.find(draft) is not second:
            raise MisfitError("mend.no_longer_neighbours", one=first.path, other=self.following.path)
        words = labelled(draft, second.label, second.text)
        front = first.text + _separator(draft, first.text, words)
        places = Places.shifted(len(second.text), len(front) + len(words) - len(second.text))
        first.text = front + words
        first.marks += [Mark(mark.marker, places.ends[mark.at]) for mark in second.marks]
        first.links += places.links(second.links)
        replace_clauses(draft, [clause for clause in draft.clauses if clause is not second])
        return Effect((Edit(second.ref, first, places),))


@dataclass(frozen=True, slots=True)
class Split(Arguments):
    """Splits the clause after its first ``at`` characters.

    The other characters become a new clause of the kind ``kind``. If ``kind`` is empty, the new clause has the kind of
    the old clause. ``label`` is the printed number of the new clause. It is removed from the front of the new clause.
    """

    clause: ClauseAnchor
    at: int
    kind: str = ""
    label: str = ""

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        clause, kind = clause_in(draft, form), form.get("kind", "")
        at = place_in(clause.text, form, "at", before="begins")
        return cls(clause_anchor(draft, form), at, kind, label_in(form, kind or clause.kind))

    def apply(self, draft: Draft) -> Effect:
        clause = self.clause.find(draft)
        head, start = clause.text[: self.at].rstrip(), self._second_begins(clause.text)
        kept = Places.cut(len(clause.text), len(head))
        taken = Places.shifted(len(clause.text), -start)
        second = self._second(draft, clause, clause.text[start:], taken)
        clause.text = head
        clause.opening = clause.opening if len(clause.opening) <= len(head) else opening_of(draft, clause.kind, head)
        clause.marks = [Mark(mark.marker, kept.ends[mark.at]) for mark in clause.marks if mark.at <= self.at]
        clause.links = kept.links(clause.links)
        index = index_of(draft, clause)
        replace_clauses(draft, [*draft.clauses[: index + 1], second, *draft.clauses[index + 1 :]])
        return Effect((Edit(clause.ref, clause, kept), Edit(clause.ref, second, taken)))

    def _second_begins(self, text: str) -> int:
        """The offset of the first word of the new clause. White space and the label are skipped.

        Raises MisfitError if one of the two parts is empty, or if the label is not there.
        """
        if not 0 < self.at < len(text) or not text[: self.at].strip() or not text[self.at :].strip():
            raise MisfitError("mend.split_outside")
        start = _past_space(text, self.at)
        if self.label:
            if not text.startswith(self.label, start):
                raise MisfitError("mend.second_part_label", label=self.label)
            start = _past_space(text, start + len(self.label))
        if start == len(text):
            raise MisfitError("mend.second_part_empty")
        return start

    def _second(self, draft: Draft, clause: DraftClause, text: str, taken: Places) -> DraftClause:
        kind = require_kind(self.kind or clause.kind)
        marks = [Mark(mark.marker, taken.starts[mark.at]) for mark in clause.marks if mark.at > self.at]
        opened = opening_of(draft, kind, text)
        return DraftClause(kind, "", self.label, opened, text, marks, taken.links(clause.links))


@dataclass(frozen=True, slots=True)
class ChangeKind(Arguments):
    clause: ClauseAnchor
    kind: str

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(clause_anchor(draft, form), form.get("kind", ""))

    def apply(self, draft: Draft) -> Effect:
        clause = self.clause.find(draft)
        clause.kind = require_kind(self.kind)
        clause.opening = clause.opening or opening_of(draft, clause.kind, clause.text)
        replace_clauses(draft, draft.clauses)
        return Effect()


@dataclass(frozen=True, slots=True)
class ChangeNumber(Arguments):
    """Sets the printed number of a clause.

    If the clause has no number and its words begin with ``label``, the label is removed from the words. If ``label`` is
    empty, the old number becomes part of the words.
    """

    clause: ClauseAnchor
    label: str

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(clause_anchor(draft, form), label_in(form, clause_in(draft, form).kind))

    def apply(self, draft: Draft) -> Effect:
        clause, label, effect = self.clause.find(draft), self.label.strip(), Effect()
        if not clause.label and label and clause.text.startswith(label):
            start = _past_space(clause.text, len(label))
            if start == len(clause.text):
                raise MisfitError("mend.nothing_but_number")
            effect = _shift(clause, clause.text[start:])
            clause.opening = opening_of(draft, clause.kind, clause.text)
        elif clause.label and not label:
            effect = _shift(clause, labelled(draft, clause.label, clause.text))
            clause.opening = ""
        clause.label = label
        replace_clauses(draft, draft.clauses)
        return effect


@dataclass(frozen=True, slots=True)
class SetOpening(Arguments):
    """Sets the opening phrase of a clause to its first ``length`` characters."""

    clause: ClauseAnchor
    length: int

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        length = place_in(clause_in(draft, form).text, form, "until", behind="behind")
        return cls(clause_anchor(draft, form), length)

    def apply(self, draft: Draft) -> Effect:
        clause = self.clause.find(draft)
        if not 0 <= self.length <= len(clause.text):
            raise MisfitError("mend.opening_too_long")
        clause.opening = clause.text[: self.length]
        return Effect()


@dataclass(frozen=True, slots=True)
class MoveClause(Arguments):
    """Moves the clause to the place after the clause ``after``, or to the front of the text."""

    clause: ClauseAnchor
    after: ClauseAnchor | None = None

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(clause_anchor(draft, form), after_anchor(draft, form))

    def apply(self, draft: Draft) -> Effect:
        clause = self.clause.find(draft)
        others = [one for one in draft.clauses if one is not clause]
        if self.after and self.after.find(draft) is clause:
            raise MisfitError("mend.behind_itself")
        place = place_behind(draft, self.after, others)
        # An annex that began with the moved clause now begins with the clause that followed it.
        following = draft.clauses[index_of(draft, clause) + 1 :][:1]
        starts = [one for start in _annex_starts(draft.clauses) for one in (following if start is clause else [start])]
        replace_clauses(draft, [*others[:place], clause, *others[place:]], starts)
        return Effect()


@dataclass(frozen=True, slots=True)
class SetAnnex(Arguments):
    """Makes an annex begin with this clause. If ``begins`` is false, no annex begins with this clause any more."""

    clause: ClauseAnchor
    begins: bool = True

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(clause_anchor(draft, form), form.get("begins_annex", "1") == "1")

    def apply(self, draft: Draft) -> Effect:
        clause = self.clause.find(draft)
        starts = [start for start in _annex_starts(draft.clauses) if start is not clause]
        replace_clauses(draft, draft.clauses, [*starts, clause] if self.begins else starts)
        return Effect()


@dataclass(frozen=True, slots=True)
class ChangeWords(Arguments):
    """Replaces the words of a clause or a footnote. Marks and links stay next to the characters that do not change."""

    text: str
    clause: ClauseAnchor | None = None
    footnote: FootnoteAnchor | None = None

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(lines_in(form, "text"), *either_anchor(draft, form))

    def apply(self, draft: Draft) -> Effect:
        text = self.text.strip()
        if not text:
            raise MisfitError("mend.clause_empty")
        edit = _reword(draft, find_either(draft, self.clause, self.footnote), text)
        return Effect((edit,) if edit else ())


@dataclass(frozen=True, slots=True)
class PutSignsRight(Arguments):
    """Makes the punctuation of the whole text full-width, and removes stray signs (``archive.desk.signs``)."""

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls()

    def apply(self, draft: Draft) -> Effect:
        edits = [_reword(draft, holder, put_right(holder.text)) for holder in holders_of(draft)]
        return Effect(tuple(edit for edit in edits if edit))


@dataclass(frozen=True, slots=True)
class LeaveOut(Arguments):
    """Removes a clause or footnote that is not part of the resolution, such as a header or a page number."""

    clause: ClauseAnchor | None = None
    footnote: FootnoteAnchor | None = None

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(*either_anchor(draft, form))

    def apply(self, draft: Draft) -> Effect:
        holder = find_either(draft, self.clause, self.footnote)
        if isinstance(holder, DraftClause):
            replace_clauses(draft, [one for one in draft.clauses if one is not holder])
        else:
            del draft.footnotes[holder.marker]
        return Effect()


@dataclass(frozen=True, slots=True)
class Insert(Arguments):
    """Adds a clause that the reader has missed, after the clause ``after`` or at the front of the text."""

    kind: str
    text: str
    label: str = ""
    after: ClauseAnchor | None = None

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        after = after_anchor(draft, form)
        kind = form.get("kind", "")
        return cls(kind, lines_in(form, "text"), label_in(form, kind), after)

    def apply(self, draft: Draft) -> Effect:
        text = self.text.strip()
        if not text or self.kind not in KINDS:
            raise MisfitError("mend.new_clause_incomplete")
        place = place_behind(draft, self.after, draft.clauses)
        new = DraftClause(self.kind, "", self.label.strip(), opening_of(draft, self.kind, text), text)
        replace_clauses(draft, [*draft.clauses[:place], new, *draft.clauses[place:]])
        return Effect()


# --- Functions for the mends of clauses and footnotes ------------------------------------------------------------


def find_either(draft: Draft, clause: ClauseAnchor | None, footnote: FootnoteAnchor | None) -> Holder:
    """The footnote or the clause that a mend names. Raises MisfitError if it is not found."""
    if anchor := footnote or clause:
        return anchor.find(draft)
    raise MisfitError("mend.incomplete", what="clause")


def place_behind(draft: Draft, after: ClauseAnchor | None, clauses: Sequence[DraftClause]) -> int:
    """The index that follows the clause ``after`` in ``clauses``; 0 if ``after`` is None.

    Raises MisfitError if the clause is not found.
    """
    if after is None:
        return 0
    found = after.find(draft)
    return next(index for index, one in enumerate(clauses) if one is found) + 1


def require_kind(kind: str) -> str:
    """Returns ``kind``. Raises MisfitError if there is no such kind of clause."""
    if kind not in KINDS:
        raise MisfitError("mend.no_such_kind", kind=kind)
    return kind


def replace_clauses(draft: Draft, clauses: list[DraftClause], starts: list[DraftClause] | None = None) -> None:
    """Replaces the clauses of the Draft, and makes their paths from their kinds and printed labels.

    ``starts`` are the first clauses of the annexes. If such a clause is removed, its annex begins with the next clause.
    """
    starts = _annex_starts(draft.clauses) if starts is None else starts
    kept = {clause.ref for clause in clauses}
    begins: set[int] = set()
    for start in starts:
        following = [one.ref for one in draft.clauses[index_of(draft, start) :] if one.ref in kept]
        begins.update([start.ref] if start.ref in kept else following[:1])
    draft.clauses = clauses
    paths.assign(clauses, [index for index, clause in enumerate(clauses) if clause.ref in begins])


def opening_of(draft: Draft, kind: str, text: str) -> str:
    """The opening phrase of a paragraph that a mend has made or changed; empty if there is none.

    The function looks only at the words, because a mend does not know which words are in bold print.
    """
    known = languages.of(draft.language).opens_known and kind in (PREAMBULAR, OPERATIVE, ANNEX)
    return opening_phrase(text) if known else ""


def labelled(draft: Draft, label: str, text: str) -> str:
    """The words with their printed number in front: ``1. Decides`` with a space, ``1.决定`` without a space."""
    if not label:
        return text
    space = " " if " " in tidy(f"{label[-1]} {text[0]}", draft.language) else ""
    return label + space + text


def marks_in(before: str, after: str, marks: Iterable[Mark]) -> list[Mark]:
    """The marks at their places in the new words. Each mark stays after the same character."""
    places = Places.rewritten(before, after)
    return [Mark(mark.marker, places.ends[mark.at]) for mark in marks]


def _reword(draft: Draft, holder: Holder, text: str) -> Edit | None:
    """Replaces the words of a clause or footnote, and moves its marks and links. Returns None if nothing changes."""
    if text == holder.text:
        return None
    places = Places.rewritten(holder.text, text)
    if isinstance(holder, DraftClause):
        holder.marks = [Mark(mark.marker, places.ends[mark.at]) for mark in holder.marks]
        if not text.startswith(holder.opening):
            holder.opening = opening_of(draft, holder.kind, text)
    holder.links, holder.text = places.links(holder.links), text
    return Edit(holder.ref, holder, places)


def _next(draft: Draft, clause: DraftClause) -> DraftClause:
    index = index_of(draft, clause)
    if index + 1 == len(draft.clauses):
        raise MisfitError("mend.no_next_clause")
    return draft.clauses[index + 1]


def _separator(draft: Draft, front: str, words: str) -> str:
    """The text to put between two clauses that are joined: a space, or nothing between Chinese words."""
    latin = re.search(r"[A-Za-z0-9,;:.)]$", front) and re.match(r"[A-Za-z0-9(]", words)
    return " " if latin or languages.of(draft.language).spaced else ""


def _past_space(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip())


def _shift(clause: DraftClause, text: str) -> Effect:
    """Replaces the words of a clause by words that differ only at the front. Also moves the marks and links."""
    places = Places.shifted(len(clause.text), len(text) - len(clause.text))
    clause.marks = [Mark(mark.marker, places.starts[mark.at]) for mark in clause.marks]
    clause.links = places.links(clause.links)
    clause.text = text
    return Effect((Edit(clause.ref, clause, places),))


def _annex_starts(clauses: Sequence[DraftClause]) -> list[DraftClause]:
    """The first clause of each annex."""
    starts: dict[str, DraftClause] = {}
    for clause in clauses:
        if annex := re.match(r"annex\d+(?=-)", clause.path):
            starts.setdefault(annex[0], clause)
    return list(starts.values())
