"""Finds the end of a resolution. The end has the date and the meeting of the adoption, and the lines after these.

2010年12月8日            45th plenary meeting
第60次全体会议           2 December 2024

The Human Rights Council prints the vote after them. Resolutions of the Security Council have no end: their date and
meeting are above the text. A decision of the Assembly can have them in its first words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive import symbols
from archive.reading.draft import Draft, Mark, ReadingWarning
from archive.reading.printed.adoption import DATE, ENGLISH_DATE, ENGLISH_MEETING, MEETING, day_in, meeting_in
from archive.reading.printed.clause_starts import begins_annex, begins_clause
from archive.reading.printed.cover import committee_in, read_vote
from archive.reading.printed.lines import BODY, END, TextLine, ends_paragraph, narrow
from archive.reading.typography import tidy

_HOUR = r"(?:[,、]?\(?(?:星期.)?\)?(?:[上下]午|晚上)?(?:\d{1,2}[时時:](?:\d{1,2}分?|[正整半])?)?)"
_DATE = rf"(?:在|于)?{DATE}{_HOUR}"
_MEETING = rf"(?:在|的)?(?:举行的)?{MEETING}(?:上)?"
_ENDS = (
    re.compile(
        rf"[\[(【]?(?:通过日期:)?(?:大会)?(?:(?P<date>{_DATE})?[,、;]?(?P<meeting>{_MEETING})?|(?P<both>{_MEETING}[,、;]?{_DATE}))"
        r"(?:\(?(?:决议|本决议)?通过\)?)?[\])】]?[.。]?"
    ),
    re.compile(
        rf"[\[(]?(?:(?P<meeting>{ENGLISH_MEETING})?[,;]?(?P<date>{ENGLISH_DATE})?|(?P<both>{ENGLISH_DATE}[,;]?{ENGLISH_MEETING}))"
        r"[\])]?\.?"
    ),
)
_BEGINS = re.compile(r"[\[(【\s]*(?:大\s?会|通\s?过|[在于\s\d第]|[〇○零一二三四五六七八九]{4})")
_BOTH_AFTER_CLAUSE = re.compile(rf"(?<=[。.;])[\[(]?(?:{DATE}[,、]?{MEETING}|{MEETING}[,、]?{DATE})[\])]?[.。]?$")
_BOTH_AFTER_ENGLISH_CLAUSE = re.compile(
    r"(?<=[.;])\s+\d{1,4}(?:st|nd|rd|th) plenary meeting,? \d{1,2} [A-Z][a-z]+ \d{4}\.?$"
)
_LONGEST_OF_DECISION = 150  # characters; they have the meeting, the date and the committee in each language
_CHOICE = re.compile(r"(?:赞成|反对|弃权)\s*:")  # the roll call after a text; 反对 is also an opening phrase
_IN_ORDER, _LONGEST = 3, 60  # the date and the meeting have at most 3 consecutive lines and 60 characters
_MOST_BEHIND = 20  # if more than 20 lines follow the date and the meeting, these lines do not belong to the end


@dataclass(frozen=True, slots=True)
class _Part:
    """Consecutive lines ``body[start:stop]`` that have a date, a meeting or both, and no other words."""

    start: int
    stop: int
    has_date: bool
    has_meeting: bool


def end_lines(lines: Sequence[TextLine]) -> set[int]:
    """The source line numbers of the date and the meeting; empty if there are none.

    These lines have the date, the meeting or both, and no other words.
    """
    body = [line for line in lines if line.role == BODY]
    parts = list(_parts(body))
    part = _whole_end(body, [part for part in parts if part.has_date and part.has_meeting])
    found = [part] if part else _halves(parts) or _half_an_end(body, parts)
    return {line.number for part in found for line in body[part.start : part.stop]}


def _parts(body: Sequence[TextLine]) -> Iterator[_Part]:
    """All parts of a body that can be its end. One line can belong to several parts.

    The first line of a body belongs to no part.
    """
    for start in range(1, len(body)):
        if not _BEGINS.match(body[start].plain):
            continue
        words = ""
        for stop in range(start + 1, min(start + _IN_ORDER, len(body)) + 1):
            words += body[stop - 1].squeezed
            if len(words) > _LONGEST:
                break
            found = next((match for pattern in _ENDS if (match := pattern.fullmatch(words))), None)
            if found and (found["both"] or found["date"] or found["meeting"]):
                has_date, has_meeting = (bool(found["both"] or found[half]) for half in ("date", "meeting"))
                yield _Part(start, stop, has_date, has_meeting)


def _whole_end(body: Sequence[TextLine], parts: Sequence[_Part]) -> _Part | None:
    """The first part that follows the end of a paragraph, or else the last part; None if there are no parts.

    Each of ``parts`` has both the date and the meeting.
    """
    for part in parts:
        if ends_paragraph(body[part.start - 1].text):
            return part
    return parts[-1] if parts else None


def _halves(parts: Sequence[_Part]) -> list[_Part]:
    """The two parts of a divided end, in either order; empty if only one half is found.

    For example, the date and the meeting are on two pages, and footnotes are between them.
    """
    halves: dict[bool, _Part] = {}
    for part in parts:
        halves[part.has_date] = part
        if len(halves) == 2:
            return list(halves.values())
    return []


def _half_an_end(body: Sequence[TextLine], parts: Sequence[_Part]) -> list[_Part]:
    """Decides where the end of a text is if only the date or only the meeting is printed.

    Returns a list with the last part. The list is empty if there is no part, or if a clause begins after the last part.
    """
    last = list(parts[-1:])
    return last if last and not any(begins_clause(line) for line in body[last[0].stop :]) else []


def take_end(lines: Sequence[TextLine], ends: set[int], draft: Draft) -> None:
    """Give the date, the meeting and the lines after them the role END, and store their text in the Draft's ``end``.

    The vote in the lines after the date and the meeting is read. Other words there give the Draft a warning.
    """
    ending = [line for line in lines if line.number in ends and line.role == BODY]
    behind = _behind_the_end(lines, ends)
    if unknown := read_vote(behind, draft):
        draft.warnings.append(ReadingWarning(unknown[0].place, "text.more_behind_end", {"words": unknown[0].text[:20]}))
    ending += behind
    for line in ending:
        line.role = END
    draft.end = "\n".join(tidy(line.text, draft.language) for line in ending)


def _behind_the_end(lines: Sequence[TextLine], ends: set[int]) -> list[TextLine]:
    """The lines after the date and the meeting, up to an annex or the last line of the source.

    For example, they are the signature of a mail or a note from a database. They do not belong to the last paragraph.
    If a clause begins in one of these lines, the resolution did not end with the date and the meeting. The result is
    then empty. It is also empty if there are too many lines.
    """
    behind: list[TextLine] = []
    for line in lines:
        if line.role != BODY or not ends or line.number <= max(ends):
            continue
        if begins_annex(line):
            break
        if begins_clause(line) and not _CHOICE.match(line.plain):
            return []
        behind.append(line)
    return behind if len(behind) <= _MOST_BEHIND else []


def read_end(draft: Draft) -> None:
    """Read the date and the meeting in the Draft's ``end``, and set them in the Draft.

    They replace a date and a meeting from the cover. If the Draft has no ``end``, the date and the meeting are searched
    for in the last words of the last clause. A decision without an ``end`` has them in the first words of its clause.
    """
    if not draft.end:
        _take_from_last_clause(draft)
    printed = draft.end or _first_words_of_decision(draft)
    squeezed = "".join(narrow(printed).split())
    if found := day_in(squeezed):
        words, day = found
        draft.adopted_on = day or draft.adopted_on
        if day is None:
            draft.warnings.append(ReadingWarning("metadata", "text.no_date", {"words": words}))
    draft.meeting = meeting_in(squeezed) or draft.meeting
    if draft.meeting is not None:
        draft.meeting_record = symbols.meeting_record(draft.symbol, draft.meeting)


def _first_words_of_decision(draft: Draft) -> str:
    """The first words of a decision that has no formula. They have its date and its meeting.

    The committee that proposed the decision is in them too. It is set in the Draft.
    """
    if draft.formula or symbols.kind_of(draft.symbol) != symbols.GA_DECISION or not draft.clauses:
        return ""
    words = draft.clauses[0].text[:_LONGEST_OF_DECISION]
    draft.committee = draft.committee or committee_in(words)
    return words


def _take_from_last_clause(draft: Draft) -> None:
    """Move the date and the meeting from the words of the last clause to the Draft's ``end``.

    The last clause has these words if the text has lost its line ends.
    """
    clause = next((clause for clause in reversed(draft.clauses) if not clause.path.startswith("annex")), None)
    words = narrow(clause.text) if clause else ""
    if clause and (found := _BOTH_AFTER_CLAUSE.search(words) or _BOTH_AFTER_ENGLISH_CLAUSE.search(words)):
        draft.end, clause.text = clause.text[found.start() :].strip(), clause.text[: found.start()]
        clause.marks = [Mark(mark.marker, min(mark.at, found.start())) for mark in clause.marks]
