"""From what a librarian fills in to a mend.

A form names a clause by its path, and a place by its number of characters or by the words there; a mend also remembers
the words themselves (``anchors.clause_anchor``), as they are in the proof that was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from archive.desk.account import place_of
from archive.desk.mends.anchors import MisfitError, anchor_of, clause_anchor, footnote_anchor
from archive.desk.mends.facts import METADATA, fact_of
from archive.desk.mends.mending import CITE, SETTLE, UNCITE, Mend
from archive.desk.mends.tracking import holders_of
from archive.reading.draft import Draft, DraftClause, DraftFootnote

Form = Mapping[str, str]


def ask(draft: Draft, form: Form) -> Mend:
    """The mend that a form asks for, of the Draft as it is shown. Raises MisfitError."""
    operation, form = form.get("operation", ""), _chosen(form)
    arguments = _ARGUMENTS.get(operation)
    if arguments is None:
        raise MisfitError("mend.no_such_operation", name=operation)
    return Mend(operation, arguments(draft, form))


def ask_facts(draft: Draft, form: Form) -> list[Mend]:
    """A mend for each fact that the form (``fact-title``, ``fact-meeting``…) says otherwise than the Draft.

    Raises MisfitError where it says nothing else.
    """
    mends = [
        Mend("metadata", {"field": name, "value": value})
        for name in METADATA
        if f"fact-{name}" in form and (value := _lines(form, f"fact-{name}").strip()) != fact_of(draft, name).strip()
    ]
    if not mends:
        raise MisfitError("mend.no_fact_changed")
    return mends


def number(given: str) -> int | None:
    """The number that a form or an address gives: digits, and no more than a column of the database has room for."""
    return int(given) if re.fullmatch("[0-9]{1,18}", given) else None


def _chosen(form: Form) -> Form:
    """A page has one list of clauses and footnotes: ``chosen`` is ``op3`` or ``footnote:2``."""
    chosen = form.get("chosen", "")
    if not chosen:
        return form
    kind, _, marker = chosen.rpartition(":")
    return {**form, "clause": "" if kind == "footnote" else chosen, "footnote": marker if kind == "footnote" else ""}


def _clause(draft: Draft, form: Form, name: str = "clause") -> DraftClause:
    path = form.get(name, "")
    for clause in draft.clauses:
        if clause.path == path:
            return clause
    raise MisfitError("mend.no_such_clause", path=path or "—")


def _footnote(draft: Draft, form: Form) -> DraftFootnote:
    marker = form.get("footnote", "")
    if marker in draft.footnotes:
        return draft.footnotes[marker]
    raise MisfitError("mend.no_such_footnote", marker=marker or "—")


def _holder(draft: Draft, form: Form) -> DraftClause | DraftFootnote:
    return _footnote(draft, form) if form.get("footnote") else _clause(draft, form)


def _place(text: str, form: Form, count: str, behind: str = "", before: str = "") -> int:
    """A place in a text: the number of characters before it, or where some words end or begin."""
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


def _on(draft: Draft, form: Form) -> dict[str, Any]:
    return {"clause": clause_anchor(draft, _clause(draft, form))}


def _on_footnote(draft: Draft, form: Form) -> dict[str, Any]:
    return {"footnote": footnote_anchor(draft, _footnote(draft, form))}


def _holding(draft: Draft, form: Form) -> dict[str, Any]:
    return _on_footnote(draft, form) if form.get("footnote") else _on(draft, form)


def _after(draft: Draft, form: Form) -> dict[str, Any]:
    """Behind which clause: none means first of all."""
    return {"after": clause_anchor(draft, _clause(draft, form, "after"))} if form.get("after") else {}


def _join(draft: Draft, form: Form) -> dict[str, Any]:
    clause = _clause(draft, form)
    index = draft.clauses.index(clause)
    if index + 1 == len(draft.clauses):
        raise MisfitError("mend.no_next_clause")
    return {"clause": clause_anchor(draft, clause), "with": clause_anchor(draft, draft.clauses[index + 1])}


def _split(draft: Draft, form: Form) -> dict[str, Any]:
    clause = _clause(draft, form)
    at = _place(clause.text, form, "at", before="begins")
    return _on(draft, form) | {"at": at, "kind": form.get("kind", ""), "label": form.get("label", "").strip()}


def _mark(draft: Draft, form: Form) -> dict[str, Any]:
    clause = _clause(draft, form)
    marker = form.get("marker", "").strip()
    at = _place(clause.text, form, "at", behind="behind")
    return _on(draft, form) | {"marker": marker, "at": at, "from_words": bool(form.get("from_words"))}


def _this_mark(draft: Draft, form: Form) -> dict[str, Any]:
    """A mark that is there already: its marker, and which of the clause's marks it is."""
    clause = _clause(draft, form)
    marker, _, at = form.get("mark", "").rpartition("@")
    for mark in clause.marks:
        if (mark.marker, str(mark.at)) == (marker, at):
            return _on(draft, form) | {"marker": marker, "at": mark.at}
    raise MisfitError("mend.no_such_mark", marker=marker or "—", path=clause.path)


def _drop_mark(draft: Draft, form: Form) -> dict[str, Any]:
    return _this_mark(draft, form) | {"to_words": bool(form.get("to_words"))}


def _move_mark(draft: Draft, form: Form) -> dict[str, Any]:
    target = _clause(draft, form, "to" if form.get("to") else "clause")
    at = _place(target.text, form, "to_at", behind="behind")
    return _this_mark(draft, form) | {"to": clause_anchor(draft, target), "to_at": at}


def _lines(form: Form, name: str) -> str:
    """What was filled in; a browser sends every line end as two characters."""
    return form.get(name, "").replace("\r\n", "\n")


def _words(draft: Draft, form: Form) -> dict[str, Any]:
    return _holding(draft, form) | {"text": _lines(form, "text")}


def _insert(draft: Draft, form: Form) -> dict[str, Any]:
    given = {"kind": form.get("kind", ""), "label": form.get("label", ""), "text": _lines(form, "text")}
    return _after(draft, form) | given


def _cite(draft: Draft, form: Form) -> dict[str, Any]:
    holder = _holder(draft, form)
    exact = form.get("exact", "")
    start = number(form.get("start", "").strip())
    if not exact or start is None or not holder.text.startswith(exact, start):
        start = _place(holder.text, form, "", before="exact")
    everywhere = sum(one.text.count(exact) for one in holders_of(draft))
    # Words that stand nowhere else can be found again wherever a new reading has put them.
    arguments = {"holder": anchor_of(draft, holder), "start": start, "exact": exact, "alone": everywhere == 1}
    return arguments | {"target": form.get("target", "").strip(), "pinpoint": form.get("pinpoint", "").strip()}


def _uncite(draft: Draft, form: Form) -> dict[str, Any]:
    arguments = _cite(draft, form)
    del arguments["pinpoint"]
    return arguments | {"target": arguments["target"] or None}


def _settle(draft: Draft, form: Form) -> dict[str, Any]:
    """What a librarian has looked at: the finding, and the clause or footnote that it stands at."""
    finding = form.get("finding", "")
    place = finding.partition("|")[0]
    for holder in holders_of(draft):
        if place_of(holder) == place:
            return {"finding": finding, "holder": anchor_of(draft, holder)}
    return {"finding": finding}


_ARGUMENTS: dict[str, Callable[[Draft, Form], dict[str, Any]]] = {
    "join": _join,
    "split": _split,
    "kind": lambda draft, form: _on(draft, form) | {"kind": form.get("kind", "")},
    "number": lambda draft, form: _on(draft, form) | {"label": form.get("label", "").strip()},
    "opening": lambda draft, form: (
        _on(draft, form) | {"length": _place(_clause(draft, form).text, form, "until", behind="behind")}
    ),
    "move": lambda draft, form: _on(draft, form) | _after(draft, form),
    "annex": lambda draft, form: _on(draft, form) | {"begins": form.get("begins_annex", "1") == "1"},
    "words": _words,
    "leave_out": _holding,
    "insert": _insert,
    "to_footnote": lambda draft, form: _on(draft, form) | {"marker": form.get("marker", "").strip()},
    "from_footnote": lambda draft, form: (
        _on_footnote(draft, form) | _after(draft, form) | {"kind": form.get("kind", "")}
    ),
    "footnote_marker": lambda draft, form: _on_footnote(draft, form) | {"marker": form.get("marker", "").strip()},
    "set_mark": _mark,
    "drop_mark": _drop_mark,
    "move_mark": _move_mark,
    "metadata": lambda draft, form: {"field": form.get("field", ""), "value": _lines(form, "value")},
    CITE: _cite,
    UNCITE: _uncite,
    SETTLE: _settle,
}
