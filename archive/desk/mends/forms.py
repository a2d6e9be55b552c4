"""Reads the fields of a form.

A field names a clause by its path, a footnote by its mark, and a place in the text by a number or by words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.desk.mends.anchors import ClauseAnchor, FootnoteAnchor, MisfitError
from archive.desk.mends.edits import Holder
from archive.reading import paths
from archive.reading.draft import HEADING, OPERATIVE, Draft, DraftClause, DraftFootnote

Form = Mapping[str, str]


def number(given: str) -> int | None:
    """The number that a form or an address contains. Returns None for any other text.

    A number has at most 18 digits, so that the database can store it.

    >>> number("12"), number("-1")
    (12, None)
    """
    return int(given) if re.fullmatch("[0-9]{1,18}", given) else None


def chosen(form: Form) -> Form:
    """The form with its field ``clause`` or ``footnote`` set from the field ``chosen``.

    A page that lists clauses and footnotes together sends ``chosen``, for example ``op3`` or ``footnote:2``.
    """
    choice = form.get("chosen", "")
    if not choice:
        return form
    kind, _, marker = choice.rpartition(":")
    return {**form, "clause": "" if kind == "footnote" else choice, "footnote": marker if kind == "footnote" else ""}


def clause_in(draft: Draft, form: Form, name: str = "clause") -> DraftClause:
    path = form.get(name, "")
    for clause in draft.clauses:
        if clause.path == path:
            return clause
    raise MisfitError("mend.no_such_clause", path=path or "—")


def footnote_in(draft: Draft, form: Form) -> DraftFootnote:
    marker = form.get("footnote", "")
    if marker in draft.footnotes:
        return draft.footnotes[marker]
    raise MisfitError("mend.no_such_footnote", marker=marker or "—")


def holder_in(draft: Draft, form: Form) -> Holder:
    """The footnote or the clause that the form names. Raises MisfitError if the Draft does not have it."""
    return footnote_in(draft, form) if form.get("footnote") else clause_in(draft, form)


def clause_anchor(draft: Draft, form: Form) -> ClauseAnchor:
    return ClauseAnchor.of_clause(draft, clause_in(draft, form))


def footnote_anchor(draft: Draft, form: Form) -> FootnoteAnchor:
    return FootnoteAnchor.of_footnote(draft, footnote_in(draft, form))


def after_anchor(draft: Draft, form: Form) -> ClauseAnchor | None:
    """The clause after which something is placed; None for the front of the text."""
    return ClauseAnchor.of_clause(draft, clause_in(draft, form, "after")) if form.get("after") else None


def either_anchor(draft: Draft, form: Form) -> tuple[ClauseAnchor | None, FootnoteAnchor | None]:
    """A pair: the anchor of the clause and the anchor of the footnote. The form names only one; the other is None."""
    if form.get("footnote"):
        return None, footnote_anchor(draft, form)
    return clause_anchor(draft, form), None


def place_in(text: str, form: Form, count: str, *, behind: str = "", before: str = "") -> int:
    """A place in a text, as a number of characters.

    ``count``, ``behind`` and ``before`` are names of fields. The first field that is filled in gives the place: the
    number in ``count``, the end of the words in ``behind``, or the start of the words in ``before``. Raises MisfitError
    if the text is shorter than the number, or does not have the words exactly once.
    """
    given = form.get(count, "").strip()
    if given:
        at = number(given)
        if at is None or at > len(text):
            raise MisfitError("mend.no_place", value=given)
        return at
    words = form.get(behind, "") or form.get(before, "")
    if not words.strip() or text.count(words) != 1:
        raise MisfitError("mend.words_not_once", words=words)
    start = text.index(words)
    return start + len(words) if form.get(behind) else start


def text_in(form: Form, name: str) -> str:
    """The field without white space at its ends."""
    return form.get(name, "").strip()


def label_in(form: Form, kind: str) -> str:
    """The printed number of a clause of this kind; it can be empty. A heading can have any words before it.

    Raises MisfitError if it is no number. An operative paragraph has a number, no letter.
    """
    label = text_in(form, "label")
    number_given = paths.label_number(paths.base_label(label)) is not None
    if label and kind != HEADING and not (number_given if kind == OPERATIVE else paths.is_label(label)):
        raise MisfitError("mend.no_label", label=label)
    return label


def lines_in(form: Form, name: str) -> str:
    """The field with one character for each line end. A browser sends two characters for each line end."""
    return form.get(name, "").replace("\r\n", "\n")
