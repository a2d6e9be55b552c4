"""Finds the end of a resolution: the date and the meeting of its adoption, and the lines after them.

2010年12月8日
第60次全体会议
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.clause_starts import begins_annex, begins_clause
from archive.reading.printed.lines import BODY, END, TextLine, narrow
from archive.reading.typography import tidy

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MEETING = re.compile(r"第(\d{1,3})次(?:全体|紧急特别|特别)?会议(?:\(续会\))?")
_END_LINE = re.compile(
    rf"(?:(?P<date>{_DATE.pattern})?(?P<meeting>{_MEETING.pattern})?|(?P<first>{_MEETING.pattern})(?P<then>{_DATE.pattern}))"
)
_MOST_BEHIND = 20  # if more lines than this follow the end, they do not belong to it


def end_lines(lines: Sequence[TextLine]) -> set[int]:
    """The numbers of the lines that have the date, the meeting or both, and no other words; empty if there are none."""
    body = [line for line in lines if line.role == BODY]
    halves: dict[str, TextLine] = {}
    for line in body[1:]:
        found = _END_LINE.fullmatch(line.squeezed)
        if not found or not line.squeezed:
            continue
        if found["first"] or (found["date"] and found["meeting"]):
            return {line.number}
        # Date and meeting can be on two pages, with footnotes between them, and in either order.
        halves["date" if found["date"] else "meeting"] = line
        if len(halves) == 2:
            return {half.number for half in halves.values()}
    return _half_an_end(body[1:])


def _half_an_end(body: Sequence[TextLine]) -> set[int]:
    """The number of the last line with only a date or only a meeting; empty if a clause begins after this line."""
    for line in reversed(body):
        if line.squeezed and _END_LINE.fullmatch(line.squeezed):
            return {line.number}
        if begins_clause(line):
            break
    return set()


def take_end(lines: Sequence[TextLine], ends: set[int], draft: Draft) -> None:
    """Take the date, the meeting and the lines after them. Store their text in the Draft's ``end``.

    These lines get the role END.
    """
    ending = [line for line in lines if line.number in ends and line.role == BODY]
    if behind := _behind_the_end(lines, ends):
        draft.warnings.append(ReadingWarning(behind[0].place, "text.more_behind_end", {"words": behind[0].text[:20]}))
        ending += behind
    for line in ending:
        line.role = END
    draft.end = "\n".join(tidy(line.text) for line in ending)


def _behind_the_end(lines: Sequence[TextLine], ends: set[int]) -> list[TextLine]:
    """The lines after the date and the meeting, up to an annex or the last line of the source.

    For example, they are the signature of a mail or a note from a database. They do not belong to the last paragraph.
    If a clause begins among these lines, the date or the meeting was not the end of the resolution. The result is then
    empty. The result is also empty if there are too many lines.
    """
    behind: list[TextLine] = []
    for line in lines:
        if line.role != BODY or not ends or line.number <= max(ends):
            continue
        if begins_annex(line):
            break
        if begins_clause(line):
            return []
        behind.append(line)
    return behind if len(behind) <= _MOST_BEHIND else []


def read_end(draft: Draft) -> None:
    """Read the date and the meeting in the Draft's ``end``, and set them in the Draft.

    They replace a date and a meeting from the cover.
    """
    squeezed = narrow(draft.end).replace("\n", "")
    if found := _DATE.search(squeezed):
        try:
            draft.adopted_on = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            draft.warnings.append(ReadingWarning("metadata", "text.no_date", {"words": found[0]}))
    if meeting := _MEETING.search(squeezed):
        draft.meeting = int(meeting[1])
    if draft.meeting is not None and draft.session.isdigit():
        draft.meeting_record = f"A/{draft.session}/PV.{draft.meeting}"
