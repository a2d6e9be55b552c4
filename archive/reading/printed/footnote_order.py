"""Puts the numbers of footnotes back before their words, if an extractor has separated them.

Some programs write the numbers on lines of their own: all before the words of a page's footnotes, all after them, or
some here and some there. This module only changes the order of lines, never their words. If it is not certain where
each footnote begins, a ReadingWarning says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.clause_starts import opens, opens_weakly
from archive.reading.printed.lines import BODY, RULE, TextLine, ends_paragraph

_NUMBER = re.compile(r"\d{1,3}")
_CLAUSE_END = re.compile(r"[；：]\s*$")
_FULL_STOP = re.compile(r"[。．][”’」』)）]?\s*$")
_NOTE_BEGINS = re.compile(r"(?:另|又|参)?见|同上|《|联合国[，,]|第\s?[\dA-Z]|[A-Z]{1,12}[-/.]")
_MOST_NOTE_LINES = 100  # most lines of a page's footnotes


def is_number(line: TextLine) -> bool:
    """Whether only a number is on a line of the body."""
    return line.role == BODY and _NUMBER.fullmatch(line.plain) is not None


def order_footnotes(lines: list[TextLine], draft: Draft) -> list[TextLine]:
    """Put the number of each footnote before its words, if the rest of a page certainly has only footnotes."""
    expected = 1
    index = 0
    ordered: list[TextLine] = []
    while index < len(lines):
        line = lines[index]
        if is_number(line) and int(line.plain) == expected:
            zone = _rest_of_page(lines, index)
            if count := _count_notes(zone, expected):
                ordered += _in_order(zone, draft)
                expected += count
                index += len(zone)
                continue
        ordered.append(line)
        index += 1
    return ordered


def _rest_of_page(lines: Sequence[TextLine], start: int) -> list[TextLine]:
    """The lines from ``start`` to the end of the page.

    The result is empty if a rule follows, or if there are too many lines for the footnotes of a page.
    """
    most = start + _MOST_NOTE_LINES
    end = start + 1
    while end < min(len(lines), most) and lines[end].role == BODY and not lines[end].edge:
        end += 1
    if end < len(lines) and (lines[end].role == RULE or end == most):
        return []
    return list(lines[start:end])


def _count_notes(zone: Sequence[TextLine], first: int) -> int:
    """The number of footnotes in the rest of a page; 0 if the lines are not footnotes.

    The numbers alone on lines must be the next footnote numbers, each once. No clause may begin in the lines, and the
    last line must end in a full stop. If there is only one number, it could be a mark. So the words must then begin as
    footnotes begin.
    """
    numbers = [int(line.plain) for line in zone if is_number(line)]
    words = [line for line in zone if not is_number(line)]
    if not words or sorted(numbers) != list(range(first, first + len(numbers))):
        return 0
    alone = len(numbers) == 1
    if alone and not _NOTE_BEGINS.match(words[0].plain):
        return 0
    if any(_begins_clause(above, line, alone) for above, line in pairwise(words)):
        return 0
    return len(numbers) if _FULL_STOP.search(words[-1].text[-4:]) else 0


def _begins_clause(above: TextLine, line: TextLine, alone: bool) -> bool:
    """Whether a clause, and not a footnote, begins at a line.

    After a comma, a weak opening phrase can also continue a footnote. ``alone``: it counts even there.
    """
    if not ends_paragraph(above.text) or not opens(line.text) or _NOTE_BEGINS.match(line.plain):
        return False
    return alone or _CLAUSE_END.search(above.text) is not None or not opens_weakly(line.text)


def _in_order(zone: Sequence[TextLine], draft: Draft) -> list[TextLine]:
    """Put each footnote number of a page before its words. Returns the lines in the new order."""
    for line in zone:
        line.of_notes, line.gap = True, False
    numbers = {int(line.plain): line for line in zone if is_number(line)}
    segments = _segments(zone)
    ends = [*(first for first, _ in segments[1:]), max(numbers) + 1]
    ordered: list[TextLine] = []
    for (first, words), end in zip(segments, ends, strict=True):
        starts = _note_starts(words, end - first)
        if starts is None:
            values = {"numbers": ", ".join(map(str, range(first, end)))}
            draft.warnings.append(ReadingWarning(f"footnote {first}", "text.footnotes_apart", values))
            ordered += [numbers[first], *words, *(numbers[number] for number in range(first + 1, end))]
            continue
        for number, (start, stop) in zip(range(first, end), pairwise([*starts, len(words)]), strict=True):
            ordered += [numbers[number], *words[start:stop]]
    return ordered


def _segments(zone: Sequence[TextLine]) -> list[tuple[int, list[TextLine]]]:
    """The footnote numbers that have words directly after them, each with the lines of these words.

    A number directly after another number is left out. A number that is smaller than the number before it is left out
    too, because it comes late.
    """
    segments: list[tuple[int, list[TextLine]]] = []
    for line in zone:
        if not is_number(line):
            segments[-1][1].append(line)
        elif not segments or (segments[-1][1] and int(line.plain) > segments[-1][0]):
            segments.append((int(line.plain), []))
    return segments


def _note_starts(words: Sequence[TextLine], count: int) -> list[int] | None:
    """The indexes of the lines in ``words`` at which ``count`` footnotes begin; None if this is not certain."""
    behind = [index for index in range(1, len(words)) if _FULL_STOP.search(words[index - 1].text[-4:])]
    if len(behind) != count - 1:
        behind = [index for index in behind if _NOTE_BEGINS.match(words[index].plain)]
    return [0, *behind] if len(behind) == count - 1 and words else None
