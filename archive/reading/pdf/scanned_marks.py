"""Mends the footnote marks of a recognised page by their order: the notes at its foot are numbered one after the other.

    notes ¹ ² ² ⁴ at the foot                          the third is ³
    notes ¹² ³ at the foot                             the second is ¹³
    notes ⁴ ⁵ at the foot, the text has only ⁵ and ⁶    the notes are ⁵ and ⁶
    a note ¹ at the foot, the text has ¹ and ²          ² is the row behind the end of the first note
    a row, then a note ² at the foot, the text has ¹    ¹ is the row
    notes ⁵ ⁶ at the foot, the text has ⁵ and region,'  the sign ' is ⁶

A raised digit is half as high as the text, so the recogniser often reads another digit or a sign. What is mended stays
doubtful. Where more than one sign can be the mark, nothing is mended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from archive.reading.pdf.characters import Character, Page
from archive.reading.pdf.lines import rows_of

_RAISED_SIZE = 0.6  # share of the size of the text
_LEAST_AGREEING = 2  # notes, and marks of the text, whose numbers follow each other; fewer do not tell the others
_SHORT = 0.6  # share of the width of the text; a longer rule is not that over the notes
# The beginning of a note without a raised number.
_SIGN_BEFORE_NOTE = re.compile(r"(?:\d{1,2}|['°º*^?])(?=\s?[A-Z])")
# What can be read for a mark behind a word: at the end of a line or before a space. Digits may follow those of a year.
_SIGN_FOR_MARK = re.compile(
    r"(?:(?<=[,;.:])['\"°º*^?o]|(?<=[a-rt-z)])['°º*^]|(?<=[A-Za-z,;)\"])\d{1,3}|(?<=\b20\d\d)\d{1,2}|(?<=\b19\d\d)\d{1,2})"
    r"(?=\s|$)"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark, or what is perhaps one: the characters [start:end] of a row. ``number`` is None for a sign."""

    row: int
    start: int
    end: int
    number: int | None
    raised: bool


def mended(page: Page) -> Page:
    """The page, or its column, with the marks that the order of the notes tells."""
    rows = rows_of(page.characters)
    first = _first_of_notes(page, rows)
    marks = [mark for at in range(first) for mark in _marks(at, rows[at])]
    raised = {mark.number for mark in marks if mark.raised}
    shifted = list(_shifted(_entries(rows, first), marks))
    for entry, right in shifted:
        rows[entry.row] = _with_mark(rows[entry.row], entry, str(right))
    found = _entries(rows, first)
    for at, lost in [*_lost_first_entry(rows, first, found, raised), *_lost_entries(rows, found, raised)]:
        rows[at] = _with_entry(rows[at], str(lost))
    entries = _entries(rows, first)
    numbers = _in_order([entry.number for entry in entries], raised)
    changes = [(entry, number) for entry, number in zip(entries, numbers, strict=True) if number != entry.number]
    changes += _lost(rows[:first], [number for number in numbers if number is not None])
    for mark, number in sorted(changes, key=lambda change: (change[0].row, -change[0].start)):
        rows[mark.row] = _with_mark(rows[mark.row], mark, str(number))
    if not shifted and not changes and len(entries) == len(found):
        return page
    return replace(page, characters=[character for row in rows for character in row])


def _first_of_notes(page: Page, rows: Sequence[Sequence[Character]]) -> int:
    """The index of the first row below the short rule over the notes; the number of rows if there is none."""
    characters = page.characters
    width = max((c.right for c in characters), default=0.0) - min((c.x for c in characters), default=0.0)
    heights = [height for left, right, height in page.rules if right - left < _SHORT * width]
    starts = [next((at for at, row in enumerate(rows) if row[0].y < height), len(rows)) for height in heights]
    return max((at for at in starts if any(_entry(x, rows[x]) for x in range(at, len(rows)))), default=len(rows))


def _entry(at: int, row: Sequence[Character]) -> _Mark | None:
    """The number of the note that begins with this row; None if none begins."""
    raised = next((place for place, c in enumerate(row) if not c.raised), len(row))
    if raised:
        digits = _text(row[:raised])
        return _Mark(at, 0, raised, int(digits) if digits.isdecimal() else None, raised=True)
    found = _SIGN_BEFORE_NOTE.match(_text(row))
    return _Mark(at, 0, found.end(), int(found[0]) if found[0].isdecimal() else None, raised=False) if found else None


def _entries(rows: Sequence[Sequence[Character]], first: int) -> list[_Mark]:
    return [entry for at in range(first, len(rows)) if (entry := _entry(at, rows[at]))]


def _shifted(entries: Sequence[_Mark], marks: Sequence[_Mark]) -> Iterator[tuple[_Mark, int]]:
    """The notes whose numbers are not those of the marks in the text, with the right ones.

    Only if each note has its mark there, and no sign there can be the mark of another note.
    """
    numbers = sorted({mark.number for mark in marks if mark.number is not None})
    if len(numbers) < _LEAST_AGREEING or len(numbers) != len(entries) or not all(mark.raised for mark in marks):
        return
    read = {entry.number for entry in entries}
    if all(mark.number for mark in marks) and numbers[-1] - numbers[0] + 1 == len(numbers) and read & set(numbers):
        yield from ((entry, number) for entry, number in zip(entries, numbers, strict=True) if entry.number != number)


def _in_order(numbers: Sequence[int | None], marks: Set[int | None]) -> Sequence[int | None]:
    """The numbers of the notes, with those that break the order of the others replaced. ``marks`` are in the text.

    >>> _in_order([1, 2, 2, 4], {1}), _in_order([16, 7], {16, 17}), _in_order([16, 9], {5}), _in_order([1, 3, 4], {1})
    ([1, 2, 3, 4], [16, 17], [16, 9], [1, 3, 4])
    """
    whole = _with_lost_digits(numbers)
    starts = Counter(number - at for at, number in enumerate(whole) if number is not None)
    for start in starts:
        starts[start] += sum(start + at in marks for at in range(len(whole)))
    (start, agreeing), (_, others) = [*starts.most_common(2), (0, 0), (0, 0)][:2]
    if start < 1 or agreeing == others or agreeing < max(_LEAST_AGREEING, len(whole) / 2):
        return whole
    if marks == set(expected := [start + at for at in range(len(whole))]):  # each note has its mark in the text
        return expected
    wrong = [at for at in range(len(whole)) if _breaks_order(whole, at)]
    # A note that is not found beside a wrong number would make the others wrong.
    beside = {
        at: [whole[other] == start + other for other in (at - 1, at + 1) if 0 <= other < len(whole)] for at in wrong
    }
    return [start + at if all(beside.get(at, [False])) else number for at, number in enumerate(whole)]


def _lost_entries(
    rows: Sequence[Sequence[Character]], entries: Sequence[_Mark], marks: Set[int | None]
) -> Iterator[tuple[int, int]]:
    """The rows that begin a note without a mark, with its number. Only the row behind the end of the note before, and
    only one such row, is known to begin the note of a mark in the text."""
    numbers = [entry.number for entry in entries]
    for place, entry in enumerate(entries):
        if entry.number is None or entry.number + 1 not in marks or entry.number + 1 in numbers:
            continue
        end = entries[place + 1].row if place + 1 < len(entries) else len(rows)
        begun = [at for at in range(entry.row + 1, end) if _begins_sentence(rows[at - 1], rows[at])]
        if len(begun) == 1:
            yield begun[0], entry.number + 1


def _lost_first_entry(
    rows: Sequence[Sequence[Character]], first: int, entries: Sequence[_Mark], marks: Set[int | None]
) -> Iterator[tuple[int, int]]:
    """The first row below the rule with its number, if it begins a note without a mark whose number the text has."""
    if not entries or entries[0].row == first or entries[0].number is None or entries[0].number - 1 not in marks:
        return
    others = range(first + 1, entries[0].row)
    if _text(rows[first])[:1].isupper() and not any(_begins_sentence(rows[at - 1], rows[at]) for at in others):
        yield first, entries[0].number - 1


def _begins_sentence(before: Sequence[Character], row: Sequence[Character]) -> bool:
    return _text(before).rstrip().endswith(".") and _text(row)[:1].isupper()


def _with_lost_digits(numbers: Sequence[int | None]) -> list[int | None]:
    """The numbers, with the next number for one that is only its last digit: 12, 3 is 12, 13."""
    found: list[int | None] = []
    for number in numbers:
        before = found[-1] if found else None
        if number is not None and before is not None and number < 10 <= before and str(before + 1)[-1] == str(number):
            number = before + 1
        found.append(number)
    return found


def _breaks_order(numbers: Sequence[int | None], at: int) -> bool:
    number = numbers[at]
    before = max((one for one in numbers[:at] if one is not None), default=0)
    after = min((one for one in numbers[at + 1 :] if one is not None), default=None)
    return number is None or number <= before or (after is not None and number >= after)


def _lost(rows: Sequence[Sequence[Character]], notes: Sequence[int]) -> Iterator[tuple[_Mark, int]]:
    """The places in the text of the marks of notes that have none, with their numbers."""
    marks = [mark for at, row in enumerate(rows) for mark in sorted(_marks(at, row), key=lambda mark: mark.start)]
    found = {mark.number: place for place, mark in enumerate(marks) if mark.raised and mark.number in notes}
    for number in notes:
        if number in found:
            continue
        start = max((place for other, place in found.items() if other and other < number), default=-1)
        end = min((place for other, place in found.items() if other and other > number), default=len(marks))
        between = marks[start + 1 : end]
        same = [mark for mark in between if mark.number == number]
        if len(chosen := same or [mark for mark in between if mark.raised or mark.number is None]) == 1:
            yield chosen[0], number


def _marks(at: int, row: Sequence[Character]) -> Iterator[_Mark]:
    """The marks of a row of the text, and what can be read for one."""
    text = _text(row)
    for found in re.finditer(r"\^+", "".join("^" if c.raised else " " for c in row)):
        digits = text[found.start() : found.end()]
        yield _Mark(at, *found.span(), int(digits) if digits.isdecimal() else None, raised=True)
    for found in _SIGN_FOR_MARK.finditer(text):
        if not any(c.raised for c in row[found.start() - 1 : found.end() + 1]):
            yield _Mark(at, *found.span(), int(found[0]) if found[0].isdecimal() else None, raised=False)


def _text(row: Sequence[Character]) -> str:
    return "".join(character.text[:1] or " " for character in row)


def _with_entry(row: Sequence[Character], digits: str) -> list[Character]:
    """The row with a mark before it."""
    size = row[0].size * _RAISED_SIZE
    recognition = row[0].recognition and replace(row[0].recognition, doubtful=True)
    start = row[0].x - size * len(digits)
    made = [
        replace(row[0], text=digit, x=start + place * size, right=start + (place + 1) * size, size=size, raised=True,
                recognition=recognition)
        for place, digit in enumerate(digits)
    ]  # fmt: skip
    return [*made, *row]


def _with_mark(row: Sequence[Character], mark: _Mark, digits: str) -> list[Character]:
    old = row[mark.start : mark.end]
    size = old[0].size if old[0].raised else old[0].size * _RAISED_SIZE
    step = (old[-1].right - old[0].x) / len(digits)
    recognition = old[0].recognition and replace(old[0].recognition, doubtful=True)
    made = [
        replace(old[0], text=digit, x=old[0].x + place * step, right=old[0].x + (place + 1) * step, size=size,
                raised=True, recognition=recognition)
        for place, digit in enumerate(digits)
    ]  # fmt: skip
    return [*row[: mark.start], *made, *row[mark.end :]]
