"""Putting a Draft right by hand: a list of mends, applied one after the other to what was read.

    Draft (as read) → **mends** → Draft (as it will be published)

The reading itself is never changed, so that a mend is taken back by leaving it out. A mend names the clause or footnote
that it is about by its path or mark *and* by a digest of its words: after a new reading of the same source it still
finds it, under another path too. One that finds nothing, or more than one place, changes nothing and is said.

Join, split, number and the marks move words and lose none. Only ``words``, ``leave_out`` and ``insert`` change them:
these are ``WITH_REASON``.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from archive import symbols
from archive.reading import paths
from archive.reading.draft import (
    ANNEX,
    KINDS,
    OPERATIVE,
    PREAMBULAR,
    Draft,
    DraftClause,
    DraftFootnote,
    Link,
    Mark,
    RecordedVote,
    SaidError,
)
from archive.reading.opening import opening

WITH_REASON = ("words", "leave_out", "insert")
METADATA = (
    "symbol",
    "title",
    "language",
    "adopted_on",
    "meeting",
    "meeting_record",
    "committee",
    "draft_symbol",
    "committee_report",
    "committee_report_paragraph",
    "proposal",
    "formula",
    "end",
    "agenda_items",
    "agenda_titles",
    "sponsors",
    "additional_sponsors",
    "outcome",
    "yes",
    "no",
    "abstain",
)
_LISTS = ("agenda_items", "agenda_titles", "sponsors", "additional_sponsors")
_VOTE = ("outcome", "yes", "no", "abstain")
_NUMBERS = ("meeting", "yes", "no", "abstain")
_COMMITTEES = ("", "First", "Special Political", "Second", "Third", "Fourth", "Fifth", "Sixth", "plenary")


class MisfitError(SaidError):
    """A mend cannot be applied."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One operation of ``OPERATIONS`` (or of ``archive.desk.mending_citations``) with its arguments, plain JSON."""

    operation: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The mend with this index in the list did not fit, and why."""

    index: int
    reason: MisfitError


@dataclass(slots=True)
class Mended:
    draft: Draft
    unplaced: list[Unplaced] = field(default_factory=list)


def digest(text: str) -> str:
    """What a mend remembers of the words that it is about.

    >>> digest("回顾")
    '1fe9d18bb48b'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def clause_anchor(clause: DraftClause) -> dict[str, str]:
    return {"path": clause.path, "digest": digest(clause.label + "\0" + clause.text)}


def footnote_anchor(footnote: DraftFootnote) -> dict[str, str]:
    return {"footnote": footnote.marker, "digest": digest(footnote.text)}


def mend(draft: Draft, mends: Iterable[Mend]) -> Mended:
    """The Draft with the mends that fit; the Draft given stays as it is. Mends of citations are passed over."""
    mended = Mended(copy.deepcopy(draft))
    for index, one in enumerate(mends):
        operation = OPERATIONS.get(one.operation)
        if operation is None:
            continue
        try:
            operation(mended.draft, one.arguments)
        except MisfitError as error:
            mended.unplaced.append(Unplaced(index, error))
        except (KeyError, TypeError, IndexError, ValueError) as error:
            mended.unplaced.append(
                Unplaced(index, MisfitError("The mend is not complete (%(what)s).", what=str(error)))
            )
    return mended


# --- Finding what a mend is about --------------------------------------------------------------------------------


def find_clause(draft: Draft, anchor: dict[str, str]) -> DraftClause:
    """The clause with these words at this path, or else the one clause with these words. Raises MisfitError."""
    same = [clause for clause in draft.clauses if clause_anchor(clause)["digest"] == anchor["digest"]]
    at_path = [clause for clause in same if clause.path == anchor["path"]]
    if len(found := at_path or same) == 1:
        return found[0]
    raise MisfitError("No clause reads as %(path)s did when this was mended.", path=anchor["path"])


def find_footnote(draft: Draft, anchor: dict[str, str]) -> DraftFootnote:
    """The footnote with this mark and these words, or else the one with these words. Raises MisfitError."""
    same = [footnote for footnote in draft.footnotes.values() if digest(footnote.text) == anchor["digest"]]
    marked = [footnote for footnote in same if footnote.marker == anchor["footnote"]]
    if len(found := marked or same) == 1:
        return found[0]
    raise MisfitError("No footnote reads as %(marker)s did when this was mended.", marker=anchor["footnote"])


def _index(draft: Draft, clause: DraftClause) -> int:
    return next(index for index, one in enumerate(draft.clauses) if one is clause)


# --- Paths -------------------------------------------------------------------------------------------------------


def _annex_starts(clauses: Sequence[DraftClause]) -> list[DraftClause]:
    """The first clause of each annex."""
    starts: dict[str, DraftClause] = {}
    for clause in clauses:
        if annex := re.match(r"annex\d+(?=-)", clause.path):
            starts.setdefault(annex[0], clause)
    return list(starts.values())


def _replace_clauses(draft: Draft, clauses: list[DraftClause], starts: list[DraftClause] | None = None) -> None:
    """The new clauses, with paths made from what they print. An annex whose first clause went begins with the next."""
    starts = _annex_starts(draft.clauses) if starts is None else starts
    kept = {id(clause) for clause in clauses}
    begins: set[int] = set()
    for start in starts:
        following = draft.clauses[_index(draft, start) :] if id(start) not in kept else [start]
        begins.update(id(clause) for clause in [c for c in following if id(c) in kept][:1])
    draft.clauses = clauses
    paths.assign(clauses, [index for index, clause in enumerate(clauses) if id(clause) in begins])


def _opening(draft: Draft, kind: str, text: str) -> str:
    """The opening phrase of words that a mend has made into a paragraph: no bold print shows it any more."""
    return opening(text) if draft.language == "zh" and kind in (PREAMBULAR, OPERATIVE, ANNEX) else ""


# --- Clauses -----------------------------------------------------------------------------------------------------


def _join(draft: Draft, arguments: dict[str, Any]) -> None:
    """``clause`` and the one after it become one. A number that the second printed stands in the words again."""
    first = find_clause(draft, arguments["clause"])
    index = _index(draft, first)
    if index + 1 == len(draft.clauses):
        raise MisfitError("There is no clause after this one to join it with.")
    second = draft.clauses[index + 1]
    if (anchor := arguments.get("with")) and find_clause(draft, anchor) is not second:
        message = "%(one)s and %(other)s no longer stand one after the other."
        raise MisfitError(message, one=first.path, other=anchor["path"])
    words = second.label + second.text
    separator = arguments.get("separator")
    if separator not in ("", " ", "\n"):
        latin = re.search(r"[A-Za-z0-9,;:.)]$", first.text) and re.match(r"[A-Za-z0-9(]", words)
        separator = " " if latin or draft.language != "zh" else ""
    shift = len(first.text) + len(separator) + len(second.label)
    first.text += separator + words
    first.marks += [Mark(mark.marker, mark.at + shift) for mark in second.marks]
    first.links += [Link(link.start + shift, link.end + shift, link.href) for link in second.links]
    _replace_clauses(draft, [clause for clause in draft.clauses if clause is not second])


def _split(draft: Draft, arguments: dict[str, Any]) -> None:
    """Behind the first ``at`` characters a new clause begins, of ``kind`` (or the same), its ``label`` taken from its
    words."""
    clause = find_clause(draft, arguments["clause"])
    at, kind, label = int(arguments["at"]), arguments.get("kind") or clause.kind, arguments.get("label", "")
    text = clause.text
    if not 0 < at < len(text) or not text[:at].strip() or not text[at:].strip():
        raise MisfitError("A clause can be split only between two of its characters.")
    if kind not in KINDS:
        raise MisfitError("There is no kind of clause called %(kind)s.", kind=kind)
    head = text[:at].rstrip()
    start = len(text) - len(text[at:].lstrip())
    if label:
        if not text.startswith(label, start):
            raise MisfitError("The second part does not begin with “%(label)s”.", label=label)
        start = len(text) - len(text[start + len(label) :].lstrip())
    if start == len(text):
        raise MisfitError("Nothing but a number would be left of the second part.")
    tail = text[start:]
    second = DraftClause(
        kind=kind,
        path="",
        label=label,
        opening=_opening(draft, kind, tail),
        text=tail,
        marks=[Mark(mark.marker, max(0, mark.at - start)) for mark in clause.marks if mark.at > at],
        links=[Link(max(0, x.start - start), x.end - start, x.href) for x in clause.links if x.end > start],
    )
    clause.text = head
    clause.opening = clause.opening if len(clause.opening) <= len(head) else _opening(draft, clause.kind, head)
    clause.marks = [Mark(mark.marker, min(mark.at, len(head))) for mark in clause.marks if mark.at <= at]
    clause.links = [Link(x.start, min(x.end, len(head)), x.href) for x in clause.links if x.start < len(head)]
    index = _index(draft, clause)
    _replace_clauses(draft, [*draft.clauses[: index + 1], second, *draft.clauses[index + 1 :]])


def _kind(draft: Draft, arguments: dict[str, Any]) -> None:
    clause = find_clause(draft, arguments["clause"])
    if arguments["kind"] not in KINDS:
        raise MisfitError("There is no kind of clause called %(kind)s.", kind=arguments["kind"])
    clause.kind = arguments["kind"]
    clause.opening = clause.opening or _opening(draft, clause.kind, clause.text)
    _replace_clauses(draft, draft.clauses)


def _number(draft: Draft, arguments: dict[str, Any]) -> None:
    """The number as printed. A clause without one that begins with it gives it from its words; ``""`` puts the number
    back into the words."""
    clause = find_clause(draft, arguments["clause"])
    label = str(arguments["label"]).strip()
    if not clause.label and label and clause.text.startswith(label):
        start = len(clause.text) - len(clause.text[len(label) :].lstrip())
        if start == len(clause.text):
            raise MisfitError("Nothing but a number would be left of the clause.")
        _shift(clause, -start)
        clause.text = clause.text[start:]
        clause.opening = _opening(draft, clause.kind, clause.text)
    elif clause.label and not label:
        _shift(clause, len(clause.label))
        clause.text = clause.label + clause.text
        clause.opening = ""
    clause.label = label
    _replace_clauses(draft, draft.clauses)


def _shift(clause: DraftClause, by: int) -> None:
    clause.marks = [Mark(mark.marker, max(0, mark.at + by)) for mark in clause.marks]
    clause.links = [Link(max(0, x.start + by), x.end + by, x.href) for x in clause.links if x.end + by > 0]


def _set_opening(draft: Draft, arguments: dict[str, Any]) -> None:
    """The first ``length`` characters are the opening phrase."""
    clause = find_clause(draft, arguments["clause"])
    length = int(arguments["length"])
    if not 0 <= length <= len(clause.text):
        raise MisfitError("The opening phrase is longer than the clause.")
    clause.opening = clause.text[:length]


def _move(draft: Draft, arguments: dict[str, Any]) -> None:
    """The clause stands behind the clause ``after``, or first where that is empty."""
    clause = find_clause(draft, arguments["clause"])
    others = [one for one in draft.clauses if one is not clause]
    after = find_clause(draft, arguments["after"]) if arguments.get("after") else None
    if after is clause:
        raise MisfitError("A clause cannot stand behind itself.")
    place = next(i for i, one in enumerate(others) if one is after) + 1 if after else 0
    _replace_clauses(draft, [*others[:place], clause, *others[place:]])


def _annex(draft: Draft, arguments: dict[str, Any]) -> None:
    """An annex begins with this clause, or (``begins`` false) does not."""
    clause = find_clause(draft, arguments["clause"])
    starts = [start for start in _annex_starts(draft.clauses) if start is not clause]
    _replace_clauses(draft, draft.clauses, [*starts, clause] if arguments.get("begins", True) else starts)


def _words(draft: Draft, arguments: dict[str, Any]) -> None:
    """The words of a clause or a footnote; marks and links stay at the words that they stood at."""
    text = str(arguments["text"]).strip()
    if not text:
        raise MisfitError("A clause has words; leave it out if it is none.")
    holder: DraftClause | DraftFootnote
    if "footnote" in arguments:
        holder = find_footnote(draft, arguments["footnote"])
    else:
        holder = clause = find_clause(draft, arguments["clause"])
        places = _places(clause.text, text)
        clause.marks = [Mark(mark.marker, places[mark.at]) for mark in clause.marks]
        if not text.startswith(clause.opening):
            clause.opening = _opening(draft, clause.kind, text)
    places = _places(holder.text, text)
    moved = [Link(places[link.start], places[link.end], link.href) for link in holder.links]
    holder.links = [link for link in moved if link.end > link.start]
    holder.text = text


def _places(before: str, after: str) -> list[int]:
    """For each place in the old words (the end too) the place in the new."""
    places = [0] * (len(before) + 1)
    for tag, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for offset in range(a_end - a):
            places[a + offset] = b + offset if tag == "equal" else min(b + offset, b_end)
    places[len(before)] = len(after)
    return places


def _leave_out(draft: Draft, arguments: dict[str, Any]) -> None:
    """The clause or footnote is none of the resolution's: a header, a page number, a note of the printer's."""
    if "footnote" in arguments:
        del draft.footnotes[find_footnote(draft, arguments["footnote"]).marker]
        return
    clause = find_clause(draft, arguments["clause"])
    _replace_clauses(draft, [one for one in draft.clauses if one is not clause])


def _insert(draft: Draft, arguments: dict[str, Any]) -> None:
    """A clause that the reading lost, behind the clause ``after``, or first."""
    text, kind = str(arguments["text"]).strip(), arguments["kind"]
    if not text or kind not in KINDS:
        raise MisfitError("A new clause needs words and a kind.")
    place = _index(draft, find_clause(draft, arguments["after"])) + 1 if arguments.get("after") else 0
    new = DraftClause(kind, "", str(arguments.get("label", "")).strip(), _opening(draft, kind, text), text)
    _replace_clauses(draft, [*draft.clauses[:place], new, *draft.clauses[place:]])


# --- Footnotes ---------------------------------------------------------------------------------------------------


def _to_footnote(draft: Draft, arguments: dict[str, Any]) -> None:
    """What was taken for a clause is a footnote; its mark is its label, or stands at the front of its words."""
    clause = find_clause(draft, arguments["clause"])
    marker = str(arguments["marker"]).strip()
    if not marker or marker in draft.footnotes:
        raise MisfitError("A footnote has a mark of its own; %(marker)s is taken or empty.", marker=marker or "—")
    words = clause.label + clause.text
    front = re.match(rf"[\[(（]?{re.escape(marker)}[\])）.．、]?\s*", words)
    start = front.end() if front else 0
    if clause.label and not front:
        raise MisfitError("The clause does not begin with the mark %(marker)s.", marker=marker)
    text = words[start:]
    if not text:
        raise MisfitError("Nothing but the mark would be left of the footnote.")
    shift = len(clause.label) - start
    links = [Link(max(0, x.start + shift), x.end + shift, x.href) for x in clause.links if x.end + shift > 0]
    draft.footnotes[marker] = DraftFootnote(marker, text, links)
    _replace_clauses(draft, [one for one in draft.clauses if one is not clause])


def _from_footnote(draft: Draft, arguments: dict[str, Any]) -> None:
    """What was taken for a footnote is a clause; it stands behind the clause ``after``. Its mark becomes its label."""
    footnote = find_footnote(draft, arguments["footnote"])
    kind = arguments.get("kind", OPERATIVE)
    if kind not in KINDS:
        raise MisfitError("There is no kind of clause called %(kind)s.", kind=kind)
    place = _index(draft, find_clause(draft, arguments["after"])) + 1 if arguments.get("after") else 0
    text = footnote.text
    new = DraftClause(kind, "", footnote.marker, _opening(draft, kind, text), text, links=list(footnote.links))
    del draft.footnotes[footnote.marker]
    _replace_clauses(draft, [*draft.clauses[:place], new, *draft.clauses[place:]])


def _footnote_marker(draft: Draft, arguments: dict[str, Any]) -> None:
    """The footnote's mark as printed; the marks in the text that stood for it go with it."""
    footnote = find_footnote(draft, arguments["footnote"])
    before, marker = footnote.marker, str(arguments["marker"]).strip()
    if not marker or (marker != before and marker in draft.footnotes):
        raise MisfitError("A footnote has a mark of its own; %(marker)s is taken or empty.", marker=marker or "—")
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
        raise MisfitError("A mark stands behind a character of its clause.")
    printed = re.compile(rf"\[?{re.escape(marker)}\]?(?!\d)").match(clause.text, at)
    if printed and arguments.get("from_words", False):
        length = len(printed[0])
        if length == len(clause.text):
            raise MisfitError("Nothing but the mark would be left of the clause.")
        places = [min(i, at) if i < at + length else i - length for i in range(len(clause.text) + 1)]
        clause.text = clause.text[:at] + clause.text[at + length :]
        clause.marks = [Mark(mark.marker, places[mark.at]) for mark in clause.marks]
        clause.links = [
            Link(places[link.start], places[link.end], link.href)
            for link in clause.links
            if places[link.end] > places[link.start]
        ]
        clause.opening = clause.opening if clause.text.startswith(clause.opening) else ""
    clause.marks = sorted([*clause.marks, Mark(marker, at)], key=lambda mark: mark.at)


def _drop_mark(draft: Draft, arguments: dict[str, Any]) -> None:
    """The mark is none. ``to_words``: its digits belong to the words."""
    clause = find_clause(draft, arguments["clause"])
    mark = _find_mark(clause, arguments)
    clause.marks.remove(mark)
    if arguments.get("to_words", False):
        at, length = mark.at, len(mark.marker)
        clause.text = clause.text[:at] + mark.marker + clause.text[at:]
        clause.marks = [Mark(one.marker, one.at + length if one.at >= at else one.at) for one in clause.marks]
        clause.links = [
            Link(x.start + length if x.start >= at else x.start, x.end + length if x.end > at else x.end, x.href)
            for x in clause.links
        ]
        clause.opening = clause.opening if clause.text.startswith(clause.opening) else ""


def _move_mark(draft: Draft, arguments: dict[str, Any]) -> None:
    """The mark stands behind the first ``to_at`` characters of the clause ``to`` (or of its own)."""
    clause = find_clause(draft, arguments["clause"])
    mark = _find_mark(clause, arguments)
    target = find_clause(draft, arguments["to"]) if arguments.get("to") else clause
    at = int(arguments["to_at"])
    if not 0 <= at <= len(target.text):
        raise MisfitError("A mark stands behind a character of its clause.")
    clause.marks.remove(mark)
    target.marks = sorted([*target.marks, Mark(mark.marker, at)], key=lambda one: one.at)


def _find_mark(clause: DraftClause, arguments: dict[str, Any]) -> Mark:
    mark = Mark(str(arguments["marker"]), int(arguments["at"]))
    if mark not in clause.marks:
        raise MisfitError("No mark %(marker)s stands there in %(path)s.", marker=mark.marker, path=clause.path)
    return mark


# --- What stands around the words --------------------------------------------------------------------------------


def _metadata(draft: Draft, arguments: dict[str, Any]) -> None:
    """One fact: ``field`` of ``METADATA`` is ``value``; lists have one entry a line, dates are YYYY-MM-DD."""
    name, value = arguments["field"], str(arguments["value"]).strip()
    if name not in METADATA:
        raise MisfitError("There is no fact called %(name)s.", name=name)
    known: Any = parse_metadata(name, value)
    if name in _VOTE:
        vote = {part: getattr(draft.vote, part) for part in ("yes", "no", "abstain", "outcome", "voters")}
        draft.vote = RecordedVote(**{**vote, name: known})
        return
    setattr(draft, name, known)
    if name == "symbol":
        draft.session = symbols.session_of(draft.symbol)
    if name == "title":
        draft.title_marks = [Mark(mark.marker, min(mark.at, len(value))) for mark in draft.title_marks]


def parse_metadata(name: str, value: str) -> Any:
    """The value of a fact as a Draft holds it. Raises MisfitError with what is wrong.

    >>> parse_metadata("symbol", "65/72"), parse_metadata("meeting", "60"), parse_metadata("adopted_on", "2010-12-08")
    ('A/RES/65/72', 60, datetime.date(2010, 12, 8))
    """
    if name in _LISTS:
        return [line.strip() for line in value.splitlines() if line.strip()]
    if name == "symbol":
        symbol = symbols.resolution_symbol(value) or symbols.normalise(value)
        if not symbol.startswith("A/RES/") or not symbols.session_of(symbol):
            raise MisfitError("“%(value)s” is not the symbol of a General Assembly resolution.", value=value)
        return symbol
    if name in _NUMBERS:
        if value and not (value.isascii() and value.isdigit() and int(value) < 32_768):
            raise MisfitError("“%(value)s” is not a number.", value=value)
        return int(value) if value else None
    if name == "adopted_on":
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise MisfitError("“%(value)s” is not a date like 2010-12-08.", value=value) from None
    if name == "language" and value not in ("zh", "en", "fr", "ru", "es", "ar"):
        raise MisfitError("“%(value)s” is not one of the six languages.", value=value)
    if name == "outcome" and value not in ("", "recorded", "not_recorded", "without_vote"):
        raise MisfitError("“%(value)s” is not a way in which a resolution is adopted.", value=value)
    if name == "committee" and value not in _COMMITTEES:
        raise MisfitError("“%(value)s” is not a committee of the General Assembly.", value=value)
    return value


OPERATIONS: dict[str, Callable[[Draft, dict[str, Any]], None]] = {
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
    "to_footnote": _to_footnote,
    "from_footnote": _from_footnote,
    "footnote_marker": _footnote_marker,
    "set_mark": _set_mark,
    "drop_mark": _drop_mark,
    "move_mark": _move_mark,
    "metadata": _metadata,
}
