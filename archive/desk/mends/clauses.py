"""Putting clauses right: where one begins and ends, its kind and number, its place, its words.

Join, split, number and move lose no word. Only ``words``, ``leave_out`` and ``insert`` change them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from archive import languages
from archive.desk.mends.anchors import MisfitError, find_clause, find_footnote, index_of
from archive.reading import paths
from archive.reading.draft import ANNEX, KINDS, OPERATIVE, PREAMBULAR, Draft, DraftClause, DraftFootnote, Link, Mark
from archive.reading.opening import opening
from archive.reading.typography import tidy

Operation = Callable[[Draft, dict[str, Any]], None]


def _annex_starts(clauses: Sequence[DraftClause]) -> list[DraftClause]:
    """The first clause of each annex."""
    starts: dict[str, DraftClause] = {}
    for clause in clauses:
        if annex := re.match(r"annex\d+(?=-)", clause.path):
            starts.setdefault(annex[0], clause)
    return list(starts.values())


def replace_clauses(draft: Draft, clauses: list[DraftClause], starts: list[DraftClause] | None = None) -> None:
    """The new clauses, with paths made from what they print. An annex whose first clause went begins with the next."""
    starts = _annex_starts(draft.clauses) if starts is None else starts
    kept = {id(clause) for clause in clauses}
    begins: set[int] = set()
    for start in starts:
        following = draft.clauses[index_of(draft, start) :] if id(start) not in kept else [start]
        begins.update(id(clause) for clause in [c for c in following if id(c) in kept][:1])
    draft.clauses = clauses
    paths.assign(clauses, [index for index, clause in enumerate(clauses) if id(clause) in begins])


def opening_of(draft: Draft, kind: str, text: str) -> str:
    """The opening phrase of words that a mend has made into a paragraph: no bold print shows it any more."""
    return opening(text) if languages.of(draft.language).opens_known and kind in (PREAMBULAR, OPERATIVE, ANNEX) else ""


def labelled(draft: Draft, label: str, text: str) -> str:
    """A number in front of its words, as they are printed: ``1. Decides`` but ``1.决定``."""
    if not label:
        return text
    space = " " if " " in tidy(f"{label[-1]} {text[0]}", draft.language) else ""
    return label + space + text


def _join(draft: Draft, arguments: dict[str, Any]) -> None:
    """``clause`` and the one after it become one. A number that the second printed stands in the words again."""
    first = find_clause(draft, arguments["clause"])
    index = index_of(draft, first)
    if index + 1 == len(draft.clauses):
        raise MisfitError("mend.no_next_clause")
    second = draft.clauses[index + 1]
    if (anchor := arguments.get("with")) and find_clause(draft, anchor) is not second:
        message = "mend.no_longer_neighbours"
        raise MisfitError(message, one=first.path, other=anchor["path"])
    words = labelled(draft, second.label, second.text)
    separator = arguments.get("separator")
    if separator not in ("", " ", "\n"):
        latin = re.search(r"[A-Za-z0-9,;:.)]$", first.text) and re.match(r"[A-Za-z0-9(]", words)
        separator = " " if latin or languages.of(draft.language).spaced else ""
    shift = len(first.text) + len(separator) + len(words) - len(second.text)
    first.text += separator + words
    first.marks += [Mark(mark.marker, mark.at + shift) for mark in second.marks]
    first.links += [Link(link.start + shift, link.end + shift, link.href) for link in second.links]
    replace_clauses(draft, [clause for clause in draft.clauses if clause is not second])


def _split(draft: Draft, arguments: dict[str, Any]) -> None:
    """Behind the first ``at`` characters a new clause begins, of ``kind`` (or the same), its ``label`` taken from its
    words."""
    clause = find_clause(draft, arguments["clause"])
    at, kind, label = int(arguments["at"]), arguments.get("kind") or clause.kind, arguments.get("label", "")
    text = clause.text
    if not 0 < at < len(text) or not text[:at].strip() or not text[at:].strip():
        raise MisfitError("mend.split_outside")
    if kind not in KINDS:
        raise MisfitError("mend.no_such_kind", kind=kind)
    head = text[:at].rstrip()
    start = len(text) - len(text[at:].lstrip())
    if label:
        if not text.startswith(label, start):
            raise MisfitError("mend.second_part_label", label=label)
        start = len(text) - len(text[start + len(label) :].lstrip())
    if start == len(text):
        raise MisfitError("mend.second_part_empty")
    tail = text[start:]
    second = DraftClause(
        kind=kind,
        path="",
        label=label,
        opening=opening_of(draft, kind, tail),
        text=tail,
        marks=[Mark(mark.marker, max(0, mark.at - start)) for mark in clause.marks if mark.at > at],
        links=[Link(max(0, x.start - start), x.end - start, x.href) for x in clause.links if x.end > start],
    )
    clause.text = head
    clause.opening = clause.opening if len(clause.opening) <= len(head) else opening_of(draft, clause.kind, head)
    clause.marks = [Mark(mark.marker, min(mark.at, len(head))) for mark in clause.marks if mark.at <= at]
    clause.links = [Link(x.start, min(x.end, len(head)), x.href) for x in clause.links if x.start < len(head)]
    index = index_of(draft, clause)
    replace_clauses(draft, [*draft.clauses[: index + 1], second, *draft.clauses[index + 1 :]])


def _kind(draft: Draft, arguments: dict[str, Any]) -> None:
    clause = find_clause(draft, arguments["clause"])
    if arguments["kind"] not in KINDS:
        raise MisfitError("mend.no_such_kind", kind=arguments["kind"])
    clause.kind = arguments["kind"]
    clause.opening = clause.opening or opening_of(draft, clause.kind, clause.text)
    replace_clauses(draft, draft.clauses)


def _number(draft: Draft, arguments: dict[str, Any]) -> None:
    """The number as printed. A clause without one that begins with it gives it from its words; ``""`` puts the number
    back into the words."""
    clause = find_clause(draft, arguments["clause"])
    label = str(arguments["label"]).strip()
    if not clause.label and label and clause.text.startswith(label):
        start = len(clause.text) - len(clause.text[len(label) :].lstrip())
        if start == len(clause.text):
            raise MisfitError("mend.nothing_but_number")
        _shift(clause, -start)
        clause.text = clause.text[start:]
        clause.opening = opening_of(draft, clause.kind, clause.text)
    elif clause.label and not label:
        words = labelled(draft, clause.label, clause.text)
        _shift(clause, len(words) - len(clause.text))
        clause.text = words
        clause.opening = ""
    clause.label = label
    replace_clauses(draft, draft.clauses)


def _shift(clause: DraftClause, by: int) -> None:
    clause.marks = [Mark(mark.marker, max(0, mark.at + by)) for mark in clause.marks]
    clause.links = [Link(max(0, x.start + by), x.end + by, x.href) for x in clause.links if x.end + by > 0]


def _set_opening(draft: Draft, arguments: dict[str, Any]) -> None:
    """The first ``length`` characters are the opening phrase."""
    clause = find_clause(draft, arguments["clause"])
    length = int(arguments["length"])
    if not 0 <= length <= len(clause.text):
        raise MisfitError("mend.opening_too_long")
    clause.opening = clause.text[:length]


def _move(draft: Draft, arguments: dict[str, Any]) -> None:
    """The clause stands behind the clause ``after``, or first where that is empty."""
    clause = find_clause(draft, arguments["clause"])
    others = [one for one in draft.clauses if one is not clause]
    after = find_clause(draft, arguments["after"]) if arguments.get("after") else None
    if after is clause:
        raise MisfitError("mend.behind_itself")
    place = next(i for i, one in enumerate(others) if one is after) + 1 if after else 0
    # An annex that began with it begins with the next, wherever this one goes.
    following = draft.clauses[index_of(draft, clause) + 1 :][:1]
    starts = [one for start in _annex_starts(draft.clauses) for one in (following if start is clause else [start])]
    replace_clauses(draft, [*others[:place], clause, *others[place:]], starts)


def _annex(draft: Draft, arguments: dict[str, Any]) -> None:
    """An annex begins with this clause, or (``begins`` false) does not."""
    clause = find_clause(draft, arguments["clause"])
    starts = [start for start in _annex_starts(draft.clauses) if start is not clause]
    replace_clauses(draft, draft.clauses, [*starts, clause] if arguments.get("begins", True) else starts)


def _words(draft: Draft, arguments: dict[str, Any]) -> None:
    """The words of a clause or a footnote; marks and links stay at the words that they stood at."""
    text = str(arguments["text"]).strip()
    if not text:
        raise MisfitError("mend.clause_empty")
    holder: DraftClause | DraftFootnote
    if "footnote" in arguments:
        holder = find_footnote(draft, arguments["footnote"])
    else:
        holder = clause = find_clause(draft, arguments["clause"])
        clause.marks = marks_in(clause.text, text, clause.marks)
        if not text.startswith(clause.opening):
            clause.opening = opening_of(draft, clause.kind, text)
    ahead, behind = _places(holder.text, text)
    moved = [Link(ahead[link.start], behind[link.end], link.href) for link in holder.links]
    holder.links = [link for link in moved if link.end > link.start]
    holder.text = text


def marks_in(before: str, after: str, marks: Iterable[Mark]) -> list[Mark]:
    """The marks of the old words in the new, each behind the character that it stood behind."""
    behind = _places(before, after)[1]
    return [Mark(mark.marker, behind[mark.at]) for mark in marks]


def _places(before: str, after: str) -> tuple[list[int], list[int]]:
    """For each place in the old words (the end too) the place in the new: ahead of the character that follows it, and
    behind the character that it follows. They differ where something is put in between the two."""
    ahead = [0] * (len(before) + 1)
    behind = [0] * (len(before) + 1)
    for tag, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for offset in range(a_end - a):
            ahead[a + offset] = b + offset if tag == "equal" else min(b + offset, b_end)
            behind[a + offset + 1] = b + offset + 1 if tag == "equal" else min(b + offset + 1, b_end)
    ahead[len(before)] = len(after)
    return ahead, behind


def _leave_out(draft: Draft, arguments: dict[str, Any]) -> None:
    """The clause or footnote is none of the resolution's: a header, a page number, a note of the printer's."""
    if "footnote" in arguments:
        del draft.footnotes[find_footnote(draft, arguments["footnote"]).marker]
        return
    clause = find_clause(draft, arguments["clause"])
    replace_clauses(draft, [one for one in draft.clauses if one is not clause])


def _insert(draft: Draft, arguments: dict[str, Any]) -> None:
    """A clause that the reading lost, behind the clause ``after``, or first."""
    text, kind = str(arguments["text"]).strip(), arguments["kind"]
    if not text or kind not in KINDS:
        raise MisfitError("mend.new_clause_incomplete")
    place = index_of(draft, find_clause(draft, arguments["after"])) + 1 if arguments.get("after") else 0
    new = DraftClause(kind, "", str(arguments.get("label", "")).strip(), opening_of(draft, kind, text), text)
    replace_clauses(draft, [*draft.clauses[:place], new, *draft.clauses[place:]])


OPERATIONS: dict[str, Operation] = {
    "join": _join,
    "split": _split,
    "kind": _kind,
    "number": _number,
    "opening": _set_opening,
    "move": _move,
    "annex": _annex,
    "words": _words,
    "leave_out": _leave_out,
    "insert": _insert,
}
