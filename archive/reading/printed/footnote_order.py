"""Puts the numbers of footnotes back before their words, if an extractor has separated them.

Some programs write each number on its own line. The numbers of a page can be before the words of all footnotes, after
these words, or between them. This module only changes the order of lines, never their words. If it is not certain
where each footnote begins, a ReadingWarning says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.adoption import DATE, ENGLISH_DATE, ENGLISH_MEETING, MEETING
from archive.reading.printed.clause_starts import opens, opens_weakly
from archive.reading.printed.lines import BODY, RULE, TextLine, ends_in_full_stop, ends_paragraph
from archive.reading.printed.note_numbers import MOST_NOTE_LINES
from archive.reading.printed.wordings import in_every_language, is_latin

_NUMBER = re.compile(r"\d{1,3}")
_NUMBERED = re.compile(r"\d{1,3}\s+\S")  # a footnote that has its number before its words
_ROOM = 4  # columns; the widths of full lines differ by less
_CLAUSE_END = re.compile(r"[；：;:]\s*$")
_FULL_STOP = re.compile(r"[。．][”’」』)）]?\s*$")
_NOTE_BEGINS = re.compile(
    rf"{in_every_language(lambda wording: wording.note_goes_on)}|"
    r"国际[^，,]{2,8}[，,]|第\s?[\dA-Z]|[A-Z]{1,12}-|载于"
)
# The beginnings of _NOTE_BEGINS, without those that the second line of a footnote often has too.
_NOTE_SURELY_BEGINS = re.compile(in_every_language(lambda wording: wording.note_surely))
_ADOPTION = re.compile(rf"(?:{DATE})?(?:{MEETING})?|(?:{ENGLISH_MEETING})?(?:{ENGLISH_DATE})?")


def is_number(line: TextLine) -> bool:
    """Whether a line of the body has only a number."""
    return line.role == BODY and len(line.plain) <= 3 and _NUMBER.fullmatch(line.plain) is not None


def order_footnotes(lines: list[TextLine], draft: Draft) -> list[TextLine]:
    """Put the number of each footnote before its words, if its place is certain. Returns the lines in the new order."""
    ends = _ends_of_runs(lines)
    pages = _ends_of_pages(lines)
    following = 1
    index = 0
    ordered: list[TextLine] = []
    while index < len(lines):
        numbers = lines[index : ends[index]]
        taken = 0
        if numbers and _can_come(numbers, following):
            zone = _rest_of_page(lines, index, pages[index])
            taken, count = _take_footnotes(lines, index, numbers, zone, ordered, draft)
            following = int(numbers[0].plain) + count if taken else following
        if not taken:
            ordered.append(lines[index])
        index += max(taken, 1)
    return ordered


def _ends_of_runs(lines: Sequence[TextLine]) -> list[int]:
    """For each line, the index after the run of numbers that begins at this line.

    A run has consecutive lines with only a number, and the numbers rise by one. If no run begins at a line, the result
    for this line is its own index.
    """
    ends = list(range(len(lines)))
    next_number: int | None = None  # the number on the line below
    for index in range(len(lines) - 1, -1, -1):
        number = int(lines[index].plain) if is_number(lines[index]) else None
        if number is not None:
            ends[index] = ends[index + 1] if next_number == number + 1 else index + 1
        next_number = number
    return ends


def _can_come(numbers: Sequence[TextLine], following: int) -> bool:
    """Whether footnotes with these numbers can come next. ``following`` is the expected number.

    The first number is the expected one or 1. If there are several numbers, it can also be larger: the footnotes
    between may be elsewhere.
    """
    first = int(numbers[0].plain)
    return first in (following, 1) or (len(numbers) > 1 and first > following)


def _take_footnotes(
    lines: Sequence[TextLine],
    index: int,
    numbers: Sequence[TextLine],
    zone: list[TextLine],
    ordered: list[TextLine],
    draft: Draft,
) -> tuple[int, int]:
    """Add footnotes to ``ordered``. Their ``numbers`` are alone on the lines from ``lines[index]`` on.

    ``zone`` are the lines from there to the end of the page. If the words are before the numbers, the words are in
    ``ordered`` already. Returns the number of lines that were taken from ``lines``, and the number of footnotes. Both
    are 0 if the numbers do not belong to footnotes.
    """
    if count := _count_notes(zone, int(numbers[0].plain)):
        ordered += _in_order(zone, draft)
        return len(zone), count
    behind = index + len(numbers)
    if len(numbers) > 1 and (words := _words_behind(lines[behind:], len(numbers))):
        ordered += _in_order([*numbers, *words], draft)
        return len(numbers) + len(words), len(numbers)
    if words := _words_before(ordered, lines[behind : behind + 1], len(numbers)):
        del ordered[-len(words) :]
        ordered += _in_order([*numbers, *words], draft)
        return len(numbers), len(numbers)
    return 0, 0


# The numbers are on the same page as their words, in any order


def _ends_of_pages(lines: Sequence[TextLine]) -> list[int]:
    """For each line, the index of the next line that is not in the body or that begins a page."""
    ends = [len(lines)] * len(lines)
    for index in range(len(lines) - 1, 0, -1):
        ends[index - 1] = ends[index] if lines[index].role == BODY and not lines[index].edge else index
    return ends


def _rest_of_page(lines: Sequence[TextLine], start: int, end: int) -> list[TextLine]:
    """The lines from ``start`` to the end of the page.

    The result is empty if these lines have a rule, or if they are too many for the footnotes of a page.
    """
    if end - start >= MOST_NOTE_LINES or (end < len(lines) and lines[end].role == RULE):
        return []
    return list(lines[start:end])


def _count_notes(zone: Sequence[TextLine], first: int) -> int:
    """The number of footnotes in the rest of a page; 0 if the lines are not footnotes.

    The lines that have only a number must have the numbers from ``first`` on, each once. No clause may begin in the
    lines. The last line must end in a full stop, or the last footnote must continue on the next page. If there is only
    one number, it could be a mark. The words must then begin with typical words of a footnote.
    """
    numbers = [int(line.plain) for line in zone if is_number(line)]
    words = [line for line in zone if not is_number(line)]
    if not words or sorted(numbers) != list(range(first, first + len(numbers))):
        return 0
    alone = len(numbers) == 1
    if alone and not _NOTE_BEGINS.match(words[0].plain):
        return 0
    if any(_is_body(above, line, alone) for above, line in pairwise(words)):
        return 0
    whole = _ends_in_full_stop(words[-1]) or (not alone and _goes_on_below(words))
    return len(numbers) if whole else 0


def _goes_on_below(words: Sequence[TextLine]) -> bool:
    """Whether the last footnote of a page continues on the next page: its last line is full."""
    widest = max(line.width for line in words)
    return len(words) > 1 and words[-1].width >= widest - _ROOM and not ends_paragraph(words[-1].text)


def _is_body(above: TextLine, line: TextLine, alone: bool = False) -> bool:
    """Whether a line cannot belong to a footnote: a clause begins at the line, or the line has the date or the meeting.

    After a comma, a weak opening phrase can also continue a footnote, so no clause begins there. If ``alone`` is True,
    a clause begins even there. ``above`` is the line before.
    """
    if _is_adoption(line):
        return True
    if not ends_paragraph(above.text) or not opens(line.text) or _NOTE_BEGINS.match(line.plain):
        return False
    return alone or _CLAUSE_END.search(above.text) is not None or not opens_weakly(line.text)


def _is_adoption(line: TextLine) -> bool:
    return _ADOPTION.fullmatch(line.squeezed) is not None


# All numbers are before the words, or all numbers are after them. The end of the page may be unknown


def _words_behind(lines: Sequence[TextLine], count: int) -> list[TextLine]:
    """The words of ``count`` footnotes at the beginning of the lines; empty if they are not certain.

    Each footnote ends in a full stop. Each footnote after the first begins with typical words of a footnote.
    """
    if not lines or opens(lines[0].text):
        return []
    begun = 0
    for end, line in enumerate(lines[:MOST_NOTE_LINES]):
        if line.role != BODY or is_number(line) or _is_adoption(line) or (end and line.edge):
            return []
        begun += end == 0 or (_ends_in_full_stop(lines[end - 1]) and _NOTE_BEGINS.match(line.plain) is not None)
        if begun == count and _ends_in_full_stop(line):
            return list(lines[: end + 1])
    return []


def _words_before(lines: Sequence[TextLine], below: Sequence[TextLine], count: int) -> list[TextLine]:
    """The words of ``count`` footnotes at the end of the lines; empty if they are not certain.

    ``below`` has the line below the numbers, or is empty. A single number could be a mark in a sentence. In this case a
    rule must be above the words, or the page must end below the number.
    """
    if not lines or not _ends_in_full_stop(lines[-1]):
        return []
    start = _start_below_rule(lines)
    if start is None and (count > 1 or not below or below[0].edge or below[0].role != BODY):
        start = _start_of_words(lines, count)
    words = list(lines[start:]) if start is not None else []
    if any(_NUMBERED.match(line.plain) for line in words[:1]):
        return []
    return words if words and _note_starts(words, count) else []


def _start_below_rule(lines: Sequence[TextLine]) -> int | None:
    """The index of the line below the last rule; None if a page ends or a clause begins after this rule."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_NOTE_LINES), -1):
        line = lines[index]
        if line.role == RULE:
            return index + 1
        if line.role != BODY or is_number(line) or (index and _is_body(lines[index - 1], line)) or line.edge:
            return None
    return None


def _start_of_words(lines: Sequence[TextLine], count: int) -> int | None:
    """The index of the line where the first of ``count`` footnotes begins; None if it is not found.

    No rule is above this line, so only its words show that a footnote begins. The lines are read upwards.
    """
    found = None
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_NOTE_LINES), -1):
        line = lines[index]
        if line.role != BODY or is_number(line) or _is_adoption(line):
            break
        if found is not None and _ends_in_full_stop(line):
            break
        if starts := _note_starts(lines[index:], count):
            if _NOTE_SURELY_BEGINS.match(line.plain):
                return index
            first = lines[index : index + starts[1]] if count > 1 else lines[index:]
            if found is None and _NOTE_BEGINS.match(line.plain) and _is_whole(first):
                found = index
        if line.edge:
            break
    return found


def _is_whole(lines: Sequence[TextLine]) -> bool:
    """Whether each closing bracket has an opening bracket before it. Otherwise the footnote begins further up."""
    depth = 0
    for character in "".join(line.plain for line in lines):
        depth += (character in "《(") - (character in "》)")
        if depth < 0:
            return False
    return True


# Where each footnote begins


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
    """The footnote numbers that have words directly after them. Each is paired with the lines of these words.

    A number directly after another number is left out. A number that is smaller than an earlier number is left out too.
    """
    segments: list[tuple[int, list[TextLine]]] = []
    for line in zone:
        if not is_number(line):
            segments[-1][1].append(line)
        elif not segments or (segments[-1][1] and int(line.plain) > segments[-1][0]):
            segments.append((int(line.plain), []))
    return segments


def _note_starts(words: Sequence[TextLine], count: int) -> list[int] | None:
    """The indexes in ``words`` of the lines where ``count`` footnotes begin; None if the lines are not certain."""
    behind = [index for index in range(1, len(words)) if _ends_in_full_stop(words[index - 1])]
    if len(behind) != count - 1:
        behind = [index for index in behind if _NOTE_BEGINS.match(words[index].plain)]
    return [0, *behind] if len(behind) == count - 1 and words else None


def _ends_in_full_stop(line: TextLine) -> bool:
    if is_latin(line.text):
        return ends_in_full_stop(line.text)
    return _FULL_STOP.search(line.text[-4:]) is not None
