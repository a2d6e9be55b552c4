"""Putting footnotes right, and their marks in the text. No word is lost."""

from __future__ import annotations

import re
from typing import Any

from archive.desk.mends.anchors import MisfitError, find_clause, find_footnote, index_of
from archive.desk.mends.clauses import Operation, labelled, opening_of, replace_clauses
from archive.reading.draft import KINDS, OPERATIVE, Draft, DraftClause, DraftFootnote, Link, Mark


def _to_footnote(draft: Draft, arguments: dict[str, Any]) -> None:
    """What was taken for a clause is a footnote; its mark is its label, or stands at the front of its words."""
    clause = find_clause(draft, arguments["clause"])
    marker = str(arguments["marker"]).strip()
    if not marker or marker in draft.footnotes:
        raise MisfitError("mend.marker_taken", marker=marker or "—")
    if other := next((mark for mark in clause.marks if (mark.marker, mark.at) != (marker, 0)), None):
        raise MisfitError("mend.clause_has_mark", marker=other.marker)
    words = labelled(draft, clause.label, clause.text)
    front = re.match(rf"[\[(（]?{re.escape(marker)}[\])）.．、]?\s*", words)
    start = front.end() if front else 0
    if clause.label and not front:
        raise MisfitError("mend.no_mark_in_front", marker=marker)
    text = words[start:]
    if not text:
        raise MisfitError("mend.footnote_empty")
    shift = len(words) - len(clause.text) - start
    links = [Link(max(0, x.start + shift), x.end + shift, x.href) for x in clause.links if x.end + shift > 0]
    draft.footnotes[marker] = DraftFootnote(marker, text, links)
    replace_clauses(draft, [one for one in draft.clauses if one is not clause])


def _from_footnote(draft: Draft, arguments: dict[str, Any]) -> None:
    """What was taken for a footnote is a clause; it stands behind the clause ``after``. Its mark becomes its label."""
    footnote = find_footnote(draft, arguments["footnote"])
    kind = arguments.get("kind", OPERATIVE)
    if kind not in KINDS:
        raise MisfitError("mend.no_such_kind", kind=kind)
    place = index_of(draft, find_clause(draft, arguments["after"])) + 1 if arguments.get("after") else 0
    text = footnote.text
    new = DraftClause(kind, "", footnote.marker, opening_of(draft, kind, text), text, links=list(footnote.links))
    del draft.footnotes[footnote.marker]
    replace_clauses(draft, [*draft.clauses[:place], new, *draft.clauses[place:]])


def _footnote_marker(draft: Draft, arguments: dict[str, Any]) -> None:
    """The footnote's mark as printed; the marks in the text that stood for it go with it."""
    footnote = find_footnote(draft, arguments["footnote"])
    before, marker = footnote.marker, str(arguments["marker"]).strip()
    if not marker or (marker != before and marker in draft.footnotes):
        raise MisfitError("mend.marker_taken", marker=marker or "—")
    footnote.marker = marker
    draft.footnotes = {one.marker: one for one in draft.footnotes.values()}
    for clause in draft.clauses:
        clause.marks = [Mark(marker, mark.at) if mark.marker == before else mark for mark in clause.marks]
    draft.title_marks = [Mark(marker, mark.at) if mark.marker == before else mark for mark in draft.title_marks]


def _set_mark(draft: Draft, arguments: dict[str, Any]) -> None:
    """A mark behind the first ``at`` characters. Where the very digits stand there in the words, they are the mark."""
    clause = find_clause(draft, arguments["clause"])
    marker, at = str(arguments["marker"]).strip(), int(arguments["at"])
    if not marker or not 0 <= at <= len(clause.text):
        raise MisfitError("mend.mark_outside")
    if Mark(marker, at) in clause.marks:
        raise MisfitError("mend.mark_there_already", marker=marker)
    printed = re.compile(rf"\[?{re.escape(marker)}\]?(?!\d)").match(clause.text, at)
    if printed and arguments.get("from_words", False):
        length = len(printed[0])
        if length == len(clause.text):
            raise MisfitError("mend.nothing_but_mark")
        places = [min(i, at) if i < at + length else i - length for i in range(len(clause.text) + 1)]
        clause.text = clause.text[:at] + clause.text[at + length :]
        clause.marks = [Mark(mark.marker, places[mark.at]) for mark in clause.marks]
        clause.links = [
            Link(places[link.start], places[link.end], link.href)
            for link in clause.links
            if places[link.end] > places[link.start]
        ]
        clause.opening = clause.text[: places[len(clause.opening)]]
    clause.marks = sorted([*clause.marks, Mark(marker, at)], key=lambda mark: mark.at)


def _drop_mark(draft: Draft, arguments: dict[str, Any]) -> None:
    """The mark is none. ``to_words``: its digits belong to the words."""
    clause = find_clause(draft, arguments["clause"])
    mark = _find_mark(clause, arguments)
    place = clause.marks.index(mark)
    before, behind = clause.marks[:place], clause.marks[place + 1 :]
    clause.marks = [*before, *behind]
    if arguments.get("to_words", False):
        at, length = mark.at, len(mark.marker)
        clause.text = clause.text[:at] + mark.marker + clause.text[at:]
        clause.marks = [*before, *(Mark(one.marker, one.at + length) for one in behind)]
        clause.links = [
            Link(x.start + length if x.start >= at else x.start, x.end + length if x.end > at else x.end, x.href)
            for x in clause.links
        ]
        clause.opening = clause.text[: len(clause.opening) + (length if at < len(clause.opening) else 0)]


def _move_mark(draft: Draft, arguments: dict[str, Any]) -> None:
    """The mark stands behind the first ``to_at`` characters of the clause ``to`` (or of its own)."""
    clause = find_clause(draft, arguments["clause"])
    mark = _find_mark(clause, arguments)
    target = find_clause(draft, arguments["to"]) if arguments.get("to") else clause
    at = int(arguments["to_at"])
    if not 0 <= at <= len(target.text):
        raise MisfitError("mend.mark_outside")
    clause.marks.remove(mark)
    target.marks = sorted([*target.marks, Mark(mark.marker, at)], key=lambda one: one.at)


def _find_mark(clause: DraftClause, arguments: dict[str, Any]) -> Mark:
    mark = Mark(str(arguments["marker"]), int(arguments["at"]))
    if mark not in clause.marks:
        raise MisfitError("mend.no_such_mark", marker=mark.marker, path=clause.path)
    return mark


OPERATIONS: dict[str, Operation] = {
    "to_footnote": _to_footnote,
    "from_footnote": _from_footnote,
    "footnote_marker": _footnote_marker,
    "set_mark": _set_mark,
    "drop_mark": _drop_mark,
    "move_mark": _move_mark,
}
