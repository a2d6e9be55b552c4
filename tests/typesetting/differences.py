"""Finds the first difference between a resolution's words and what was read of them, and says of which kind it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.characters import plain
from archive.reading.draft import Draft, Mark
from tests.layouts import MARK, Resolution

_SHOWN = 100  # characters of a text that a difference shows

# (kind, label, text, marked footnotes): each footnote with the number of characters before its mark
Clause = tuple[str, str, str, tuple[tuple[int, str], ...]]


@dataclass(frozen=True)
class Difference:
    """``kind`` is a key of KINDS. ``wanted`` and ``found`` are words."""

    kind: str
    wanted: str
    found: str


def of_draft(draft: Draft) -> Resolution:
    """The words of a Draft, to be set in a layout."""
    rows = [(clause.kind, clause.label, _with_marks(clause.text, clause.marks)) for clause in draft.clauses]
    notes = {marker: note.text for marker, note in draft.footnotes.items()}
    ends = draft.end.split("\n")
    date = str(draft.adopted_on) if draft.language == "en" else next(line for line in ends if "年" in line)
    title = _with_marks(draft.title, draft.title_marks)
    number = draft.symbol.removeprefix("A/RES/")
    doc = Resolution(number, title, rows, notes, date, draft.meeting or 0)
    return replace(doc, formula=draft.formula, ends=ends) if draft.language == "en" else doc


def first_difference(doc: Resolution, draft: Draft) -> Difference | None:
    """The first difference that matters, or None. White space, and names of footnotes, do not matter."""
    return next(_differences(doc, draft), None)


def _differences(doc: Resolution, draft: Draft) -> Iterator[Difference]:
    wanted, found = _wanted(doc), _found(draft)
    notes = [_squeezed(text) for text in doc.footnotes.values()]
    found_notes = [_squeezed(note.text) for note in draft.footnotes.values()]
    if [clause[:3] for clause in wanted] != [clause[:3] for clause in found]:
        yield _clauses_differ(wanted, found, notes, found_notes)
    if sorted(set(notes)) != sorted(set(found_notes)):
        yield _notes_differ(notes, found_notes)
    for clause, other in zip(wanted, found, strict=False):
        if clause[3] != other[3]:
            yield Difference("mark", f"{clause[2]} {clause[3]}", f"{other[2]} {other[3]}")
    day = "-".join(f"{int(number):02}" for number in re.findall(r"\d+", doc.date))
    for kind, one, other_one in (
        ("symbol", f"A/RES/{doc.number}", draft.symbol),
        ("title", _squeezed(MARK.sub("", doc.title)), _squeezed(draft.title)),
        ("date", day, str(draft.adopted_on)),
        ("meeting", str(doc.meeting), str(draft.meeting)),
    ):
        if one != other_one:
            yield Difference(kind, one, other_one)


def _clauses_differ(
    wanted: Sequence[Clause], found: Sequence[Clause], notes: Sequence[str], found_notes: Sequence[str]
) -> Difference:
    at = next(
        (at for at, (one, other) in enumerate(zip(wanted, found, strict=False)) if one[:3] != other[:3]),
        min(len(wanted), len(found)),
    )
    one = wanted[at] if at < len(wanted) else ("", "", "", ())
    other = found[at] if at < len(found) else ("", "", "", ())
    after = wanted[at + 1][2] if at + 1 < len(wanted) else ""
    kind = next(kind for kind, is_so in _CLAUSE_KINDS.items() if is_so(_Pair(one, other, after, notes, found_notes)))
    alike = next((at for at, pair in enumerate(zip(one[2], other[2], strict=False)) if pair[0] != pair[1]), 0)
    return Difference(kind, _shown(*one[:3], alike), _shown(*other[:3], alike))


@dataclass(frozen=True)
class _Pair:
    """The first clause that differs: as printed and as read, with the words of the next clause and all footnotes."""

    wanted: Clause
    found: Clause
    after: str
    notes: Sequence[str]
    found_notes: Sequence[str]

    def note_in_clause(self) -> bool:
        return any(note[:8] in self.found[2] and note[:8] not in self.wanted[2] for note in self.notes)

    def clause_in_note(self) -> bool:
        words = self.wanted[2][-12:]
        return any(words in note for note in self.found_notes) and not any(words in note for note in self.notes)

    def joined(self) -> bool:
        return bool(self.after) and self.after[:12] in self.found[2]

    def divided(self) -> bool:
        return bool(self.found[2]) and self.wanted[2].startswith(self.found[2])

    def mark_in_words(self) -> bool:
        return _unmarked(self.wanted[2]) == _unmarked(self.found[2])

    def words_added(self) -> bool:
        return bool(self.wanted[2]) and _is_inside(self.wanted[2], self.found[2])

    def kind_or_label(self) -> bool:
        return self.wanted[2] == self.found[2]


_CLAUSE_KINDS: Mapping[str, Callable[[_Pair], bool]] = {
    "note in clause": _Pair.note_in_clause,
    "clause in note": _Pair.clause_in_note,
    "kind or label": _Pair.kind_or_label,
    "mark in words": _Pair.mark_in_words,
    "clauses joined": _Pair.joined,
    "clause divided": _Pair.divided,
    "words added": _Pair.words_added,
    "words": lambda pair: True,
}
KINDS = (*_CLAUSE_KINDS, "note", "mark", "symbol", "title", "date", "meeting", "unreadable")


def _notes_differ(notes: Sequence[str], found: Sequence[str]) -> Difference:
    lost = [note for note in notes if note not in found]
    added = [note for note in found if note not in notes]
    return Difference("note", " | ".join(lost)[:_SHOWN], " | ".join(added)[:_SHOWN])


def _wanted(doc: Resolution) -> list[Clause]:
    return [_clause(kind, label, text, doc.footnotes) for kind, label, text in [*doc.clauses, *doc.annex]]


def _found(draft: Draft) -> list[Clause]:
    notes = {marker: note.text for marker, note in draft.footnotes.items()}
    return [_clause(c.kind, c.label, _with_marks(c.text, c.marks), notes) for c in draft.clauses]


def _clause(kind: str, label: str, text: str, notes: Mapping[str, str]) -> Clause:
    text = _squeezed(text)
    marks, removed = [], 0
    for match in MARK.finditer(text):
        marks.append((match.start() - removed, _squeezed(notes.get(match[1], f"no footnote {match[1]}"))))
        removed += len(match[0])
    return kind, re.sub(r"\W", "", label), MARK.sub("", text), tuple(marks)


def _with_marks(text: str, marks: Sequence[Mark]) -> str:
    for mark in sorted(marks, key=lambda mark: mark.at, reverse=True):
        text = f"{text[: mark.at]}\ue000{mark.marker}\ue001{text[mark.at :]}"
    return text


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", plain(text))  # a browser prints ⽇ for 日; the words stay as they are printed


def _unmarked(text: str) -> str:
    """The words without everything that a mark can be."""
    return re.sub(r"[\da-z*\[\]⁰¹²³⁴-⁹]", "", text)


def _is_inside(words: str, longer: str) -> bool:
    """Whether ``longer`` has all characters of ``words`` in their order."""
    rest = iter(longer)
    return all(character in rest for character in words)


def _shown(kind: str, label: str, text: str, alike: int) -> str:
    """The text from shortly before the place where the two texts differ, after ``alike`` characters."""
    start = max(0, alike - _SHOWN // 2)
    cut = text[start : alike + _SHOWN]
    return f"{kind} {label} {'…' if start else ''}{cut}{'…' if alike + _SHOWN < len(text) else ''}"
