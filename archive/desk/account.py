"""Each line of the original accounted for: what it was taken for, or that it was left out.

    lines of the original, Draft → **account** → lines with their places

Where the reader of the format says itself what it took a line for, that is it; after a mend, ``following`` says where
its words have gone. Where the format has no lines of its own (Akoma Ntoso):

The words of the Draft, white space aside, are one long string in the order of the text (its footnotes and its end are
others, for they stand wherever a page ended or an annex began). A line is looked for where the text has got to, then
where a footnote has got to, and only then anywhere. What is found nowhere was taken for a header, a page number or a
rule: it is shown struck out.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.reading.draft import Draft, DraftClause, DraftFootnote, Mark, SourceLine

LEFT_OUT = "left out"  # by a librarian: the role of a line whose words a mend took away
_SPACE = re.compile(r"\s+")
_AHEAD = 400  # characters: how far the text may run ahead of a line that was left out
_SHORT = 5  # a shorter line proves nothing by standing just anywhere


@dataclass(frozen=True, slots=True)
class Line:
    """``places``: clause paths, ``footnote 3``, ``title``, ``formula``, ``end``, ``metadata``; none if left out.
    ``page`` is 0 where the format has no pages; ``role`` is the reader's own word for what was left out."""

    text: str
    places: tuple[str, ...]
    page: int = 0
    role: str = ""

    @property
    def left_out(self) -> bool:
        return not self.places and bool(self.text.strip())


def account(lines: Sequence[str], draft: Draft) -> list[Line]:
    """Every line with what it was taken for: as the reader says (``Draft.lines``), or else as it is found here."""
    if draft.lines:
        return [_as_read(line) for line in draft.lines]
    body = _Stream()
    # The number is printed before the title: 65/72. 采取联合行动彻底消除核武器
    number = draft.symbol.removeprefix("A/RES/")
    body.add("title", f"{number}.{_marked(draft.title, draft.title_marks)}" if number else draft.title)
    body.add("formula", draft.formula)
    for clause in draft.clauses:
        body.add(clause.path, clause.label + _marked(clause.text, clause.marks))
    notes, end = _Stream(), _Stream()
    end.add("end", draft.end)  # it stands before annexes
    for marker, footnote in draft.footnotes.items():
        notes.add(f"footnote {marker}", footnote.text, marker)
    facts = key_of("".join(_facts(draft)))
    return [Line(line, _places(key_of(line), (body, notes, end), facts)) for line in lines]


def place_of(holder: DraftClause | DraftFootnote) -> str:
    return f"footnote {holder.marker}" if isinstance(holder, DraftFootnote) else holder.path


def places_of(draft: Draft) -> dict[int, str]:
    """Each clause and footnote of a Draft, by its identity, with its place."""
    clauses = {id(clause): clause.path for clause in draft.clauses}
    return clauses | {id(note): place_of(note) for note in draft.footnotes.values()}


def _place_of(line: SourceLine) -> str:
    return f"footnote {line.place}".strip() if line.role == "footnote" else line.place or line.role


def _as_read(line: SourceLine) -> Line:
    if line.role in ("furniture", "rule", "unknown", "language", LEFT_OUT):
        return Line(line.text, (), line.page, line.role)
    return Line(line.text, (_place_of(line),), line.page, line.role)


def _places(key: str, streams: Sequence[_Stream], facts: str) -> tuple[str, ...]:
    if not key:
        return ()
    ahead = [(stream, stream.find(key, stream.at, _AHEAD)) for stream in streams]
    # The nearest, and the text where others are as near.
    near = [(start - stream.at, index, stream, start) for index, (stream, start) in enumerate(ahead) if start >= 0]
    if near:
        distance, _, stream, start = min(near)
        if distance == 0 or len(key) >= _SHORT:
            return stream.take(start, len(key))
    # 同上。 is no chance where it is the whole of a footnote.
    for stream in streams:
        if (start := stream.find_whole(key)) >= 0:
            return stream.take(start, len(key))
    if len(key) >= _SHORT:
        for stream in streams:
            if (start := stream.find(key, 0, len(stream.text))) >= 0:
                return stream.take(start, len(key))
    return ("metadata",) if key in facts and (len(key) >= 2 or key.isalpha()) else ()


class _Stream:
    """Words without white space, and which place each character belongs to. ``at`` is how far the lines have got."""

    def __init__(self) -> None:
        self.text = ""
        self.at = 0
        self._starts: list[int] = []
        self._names: list[str] = []
        self._wholes: dict[str, list[int]] = defaultdict(list)

    def add(self, name: str, words: str, mark: str = "") -> None:
        """``mark`` may stand in front of the words, or in a line of its own."""
        if key := key_of(words):
            self._starts.append(len(self.text))
            self._names.append(name)
            self._wholes[key].append(len(self.text) + len(key_of(mark)))
            self.text += key_of(mark) + key

    def find(self, key: str, start: int, ahead: int) -> int:
        return self.text.find(key, start, start + ahead + len(key))

    def find_whole(self, key: str) -> int:
        """Where the next place begins of which these are all the words."""
        return next((start for start in self._wholes.get(key, ()) if start >= self.at), -1)

    def take(self, start: int, length: int) -> tuple[str, ...]:
        self.at = start + length
        first = bisect.bisect_right(self._starts, start) - 1
        last = bisect.bisect_right(self._starts, start + length - 1) - 1
        return tuple(self._names[first : last + 1])


def key_of(words: str) -> str:
    """What lines and words are compared by: no white space, one width, no brackets (a mark may be printed [1])."""
    return re.sub(r"[\[\]()]", "", _SPACE.sub("", unicodedata.normalize("NFKC", words)))


def _marked(text: str, marks: Iterable[Mark]) -> str:
    """The text with its footnote marks in it, as printed."""
    for mark in sorted(marks, key=lambda mark: mark.at, reverse=True):
        text = text[: mark.at] + mark.marker + text[mark.at :]
    return text


def _facts(draft: Draft) -> Iterable[str]:
    """What a cover prints and the Draft keeps beside the words. A bar divides them, so that no line spans two."""
    yield from (draft.symbol, "|", draft.symbol.removeprefix("A/RES/"), "|", draft.title, "|")
    yield from (draft.proposal, "|", draft.draft_symbol, "|", draft.committee_report, "|", draft.meeting_record, "|")
    for words in (*draft.agenda_items, *draft.agenda_titles, *draft.sponsors, *draft.additional_sponsors):
        yield from (words, "|")
    for names in draft.vote.voters.values():
        yield from ("、".join(names), "|")
