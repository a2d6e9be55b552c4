"""Takes the footnotes of each page out of the body.

The footnotes of a page are at its foot, and a sentence of the body can continue on the next page. The footnotes begin
below a rule of underscores, dashes or spaces, and end where the page ends. If no rule is printed, or if the text does
not show its pages, the tables of ``footnote_edges`` decide where the footnotes begin and end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile

from archive.reading.printed.clause_starts import begins_clause, opens
from archive.reading.printed.footnote_edges import (
    BodySoFar,
    Footnote,
    FootnoteLayout,
    PossibleReturn,
    PossibleStart,
    body_resumes,
    footnotes_begin,
    is_finished,
    rest_of_note,
)
from archive.reading.printed.lines import BODY, FOOTNOTE, RULE, TextLine, ends_in_full_stop
from archive.reading.printed.note_numbers import (
    DOTTED,
    FIRST_NUMBERS,
    INLINE,
    LETTER,
    LONE,
    RAISED,
    SIGN,
    UNITS,
    NoteStart,
    next_number,
    note_start,
    same_style,
    series_of,
)
from archive.reading.printed.wordings import in_every_language, is_latin

_NOTES_HEADING = re.compile(in_every_language(lambda wording: wording.notes_heading))  # 注：, 脚注, Notes


def take_footnotes(lines: Sequence[TextLine], ends: AbstractSet[int]) -> list[Footnote]:
    """Find the footnotes in the lines after the enacting formula, and give their lines the role FOOTNOTE.

    ``ends`` has the source line numbers of the date and the meeting. Returns the footnotes, in the order of the text.
    """
    if any(line.note for line in lines):
        return _take_known(lines)
    return _Finder(lines, ends).take()


def _take_known(lines: Sequence[TextLine]) -> list[Footnote]:
    """Find the footnotes in a format that shows which lines belong to footnotes. Returns the footnotes.

    This function only has to find the first line of each footnote.
    """
    notes: list[Footnote] = []
    numbering = _Numbering()
    styles: dict[str, str] = {}  # the style of the first footnote of each series
    page_from = page_to = 0
    inside = False
    for line in lines:
        if line.role != BODY or not line.note:
            inside = inside and line.role != BODY
            continue
        first = not inside
        if first:
            inside, page_from, page_to = True, page_to, line.number
        found = note_start(line.plain)
        in_style = found and found.style == styles.get(series_of(found.number), found.style)
        if found and in_style and (not notes or found.style in (RAISED, SIGN) or numbering.allows(found, first)):
            styles[series_of(found.number)] = found.style
            notes.append(numbering.add(found, page_from, page_to, line.text))
            notes[-1].raised = found.style == RAISED
        elif notes:
            notes[-1].texts.append(line.text)
        else:
            continue
        line.role, line.belongs_to = FOOTNOTE, notes[-1].marker
    return notes


class _Numbering:
    """The numbers of the footnotes that were found so far. Numbers and letters are two separate series."""

    def __init__(self) -> None:
        self._next = {LETTER: "a", INLINE: "1"}
        self._printed: Counter[str] = Counter()  # how many footnotes have this number

    def is_next(self, found: NoteStart) -> bool:
        """Whether the number is the next number of its series. Signs have no order, so a sign is never the next."""
        return found.number == self._next.get(series_of(found.number))

    def is_anew(self, found: NoteStart) -> bool:
        """Whether the number is 1 or a, an earlier footnote has it too, and it is not the next number."""
        return found.number in FIRST_NUMBERS and self._printed[found.number] > 0 and not self.is_next(found)

    def allows(self, found: NoteStart, first: bool) -> bool:
        """Whether a footnote can have this number. ``first`` is True for the first footnote of a page."""
        return self.is_next(found) or (first and self.is_anew(found))

    def add(self, found: NoteStart, page_from: int, page_to: int | None, line: str) -> Footnote:
        """Make a Footnote from its number and the line where it begins.

        If several footnotes have the number 1, their markers are ``1``, ``1_2``, ``1_3``.
        """
        number, text = found.number, line[found.offset :]
        self._next[series_of(found.number)] = next_number(number)
        self._printed[number] += 1
        again = self._printed[number]
        marker = number if again == 1 else f"{number}_{again}"
        return Footnote(number, page_from, page_to, [text] if text else [], marker=marker)


@dataclass(slots=True)
class _Zone:
    """The footnotes of one page, while the finder takes their lines."""

    page_from: int
    page_to: int | None
    marks: AbstractSet[str]  # numbers in the body of the page that can be the marks of these footnotes
    current: Footnote | None  # the footnote to which the next line can belong
    style: str = ""  # the style of the footnote numbers; "" before the first footnote


class _Finder:
    """Goes through the lines once, and collects the footnotes. Lines of the body and zones of footnotes alternate."""

    def __init__(self, lines: Sequence[TextLine], ends: AbstractSet[int]) -> None:
        self.lines = [line for line in lines if line.role in (BODY, RULE)]
        self.ends = ends
        self.layout = FootnoteLayout(self.lines)
        self.body = BodySoFar()
        self.notes: list[Footnote] = []
        self.numbering = _Numbering()
        self.page_from = 0

    def take(self) -> list[Footnote]:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if self._is_heading(index):
                line.role = RULE
            if line.role == RULE:
                index = self._after_rule(index)
            elif self._goes_on_behind_end(index):
                self._add_to_last_note(line)
                index += 1
            elif self._begins_without_rule(index):
                index = self._take_zone(index)
            else:
                self.body.add(line, self._is_end(line))
                index += 1
        return self.notes

    def _is_end(self, line: TextLine) -> bool:
        return line.number in self.ends

    def _is_heading(self, index: int) -> bool:
        """Whether a line is a heading of footnotes (注：), and the next footnote begins on the line below."""
        if not _NOTES_HEADING.fullmatch(self.lines[index].plain) or index + 1 == len(self.lines):
            return False
        found = note_start(self.lines[index + 1].plain)
        return found is not None and self.numbering.allows(found, first=True)

    def _after_rule(self, index: int) -> int:
        """Take the footnotes below the rule at ``index``, if there are any. Returns the next index to read."""
        printed = bool(self.lines[index].text)  # False for a rule of spaces
        index = next((i for i in range(index, len(self.lines)) if self.lines[i].role != RULE), len(self.lines))
        if index == len(self.lines):
            return index
        line = self.lines[index]
        found = note_start(line.plain)
        if found and (self.numbering.is_next(found) or (printed and self._can_be_first(found))):
            return self._take_zone(index)
        if printed and self.notes and not is_finished(self.notes[-1]) and not begins_clause(line):
            return self._take_zone(index)  # the last footnote continues from the page before
        return index

    def _can_be_first(self, found: NoteStart) -> bool:
        return found.number in self.body.numbers or found.style == SIGN

    def _begins_without_rule(self, index: int) -> bool:
        """Whether footnotes begin at a line, although no rule is before it."""
        found = note_start(self.lines[index].plain)
        if found is None or self.lines[index].table:
            return False
        if not (self.numbering.allows(found, first=True) or found.style == SIGN or self._goes_on_from_part(found)):
            return False
        anew = self.numbering.is_anew(found)
        return footnotes_begin(PossibleStart(self.lines, index, found, self.layout, self.body, anew))

    def _goes_on_from_part(self, found: NoteStart) -> bool:
        """Whether the first footnote behind the end of a text has a number after 1, which the body has as a mark.

        The numbers of part B go on from those of part A.
        """
        return not self.notes and self.body.ended and found.style == RAISED and found.number in self.body.numbers

    def _take_zone(self, start: int) -> int:
        """Take the page's footnotes that begin at a line. Returns the index of the first line after them."""
        lines = self.lines
        self._take_rest_of_note(start)
        page_to = None if self.body.ended else lines[start].number
        goes_on = self.notes[-1] if self.notes and not note_start(lines[start].plain) else None
        zone = _Zone(self.page_from, page_to, self.body.on_page, goes_on)
        self.page_from = lines[start].number
        self.body.on_page = set()
        index = start
        while index < len(lines) and self._take_line(zone, index, first=index == start):
            index += 1
        if index < len(lines) and lines[index].role == BODY:
            self._add_broken_off(lines[index], lines[start].number)
            lines[index].after_notes = True
            lines[index].after_spaces = start > 0 and lines[start - 1].role == RULE and not lines[start - 1].text
        return max(index, 1)

    def _take_rest_of_note(self, end: int) -> None:
        """Add the lines directly before ``end`` to the last footnote, if they are its rest from the page before."""
        if not self.notes or is_finished(self.notes[-1]):
            return
        start = rest_of_note(self.lines, end, self.layout.full_width, self.ends)
        if start is None:
            return
        for line in self.lines[start:end]:
            self._add_to_last_note(line)
        self.body.last = self.lines[start - 1]

    def _goes_on_behind_end(self, index: int) -> bool:
        """Whether a line after the date and the meeting is the rest of the last footnote: 段。

        Some extractors write the date and the meeting before the short last line of a footnote.
        """
        line = self.lines[index]
        if not index or not self._is_end(self.lines[index - 1]) or self._is_end(line) or not self.notes:
            return False
        begins = note_start(line.plain) is not None or begins_clause(line)
        return not begins and not is_finished(self.notes[-1]) and ends_in_full_stop(line.text)

    def _add_to_last_note(self, line: TextLine) -> None:
        note = self.notes[-1]
        note.texts.append(line.text)
        line.role, line.belongs_to = FOOTNOTE, note.marker

    def _add_broken_off(self, line: TextLine, page_to: int) -> None:
        """Adds one more line to the page of the footnotes, if this line begins with the number of one of the footnotes.

        The number can be a mark that the end of the page divides from its word.
        """
        found = note_start(line.plain)
        for note in takewhile(lambda note: note.page_to == page_to, reversed(self.notes)):
            if found and note.number == found.number:
                note.page_to = line.number
                break

    def _take_line(self, zone: _Zone, index: int, first: bool) -> bool:
        """Add a line to the zone. Returns False if the zone ends before this line."""
        line = self.lines[index]
        if line.role == RULE or line.table or (not first and line.of_notes != self.lines[index - 1].of_notes):
            return False
        found = note_start(line.plain)
        fits = found is not None and self._begins_note(zone, line, found, first)
        is_mark = found is not None and not fits and not line.of_notes and self._is_mark(found)
        if not first and (line.edge or is_mark):
            return False
        if found and fits:
            self._add_note(zone, line, found)
        elif zone.current is None or (not first and zone.current.texts and self._resumes(index, zone.current)):
            return False
        else:
            zone.current.texts.append(line.text)
        assert zone.current is not None
        line.role, line.belongs_to = FOOTNOTE, zone.current.marker
        return True

    def _begins_note(self, zone: _Zone, line: TextLine, found: NoteStart, first: bool) -> bool:
        """Whether a line begins a footnote of the zone. ``found`` is the number at the beginning of the line."""
        if first:
            return True
        if found.style == SIGN and (zone.style == SIGN or found.number in self.body.numbers):
            return True
        in_style = not zone.style or same_style(found, zone.style) or self._begins_series(zone, found)
        if not in_style or not self._is_next(line, found, zone.current):
            return False
        return self.numbering.is_next(found) or self._begins_anew(zone, found)

    def _begins_anew(self, zone: _Zone, found: NoteStart) -> bool:
        """Whether the footnote numbers begin again in the middle of a page, because an annex begins on this page."""
        if not self.body.annexed or not self.numbering.is_anew(found) or found.number not in zone.marks:
            return False
        return zone.current is None or is_finished(zone.current)

    def _begins_series(self, zone: _Zone, found: NoteStart) -> bool:
        """Whether the number begins another series on the same page: a letter or sign after numbers, or the reverse."""
        mixed = (found.style in (LETTER, SIGN)) != (zone.style in (LETTER, SIGN))
        return mixed and found.number in self.body.numbers

    def _is_next(self, line: TextLine, found: NoteStart, current: Footnote | None) -> bool:
        """Whether a line with the expected number begins the next footnote.

        Otherwise the line continues the current footnote.
        """
        if current is None:
            return True
        if found.style == DOTTED:
            return not opens(line.text[found.offset :])
        if found.style != INLINE:
            return line.of_notes or not self._is_mark(found)
        if is_latin(line.text):
            return is_finished(current) or found.number in self.body.numbers
        return is_finished(current) or not UNITS.match(line.text[found.offset :])

    def _is_mark(self, found: NoteStart) -> bool:
        """Whether a number alone on a line is a mark of the body. The footnotes of the page then end before this line.

        This is so if the body has other marks alone on their lines, but does not have this number alone on a line yet.
        """
        lone = self.body.lone_numbers
        return found.style == LONE and self.numbering.is_next(found) and bool(lone) and found.number not in lone

    def _add_note(self, zone: _Zone, line: TextLine, found: NoteStart) -> None:
        zone.style = found.style
        zone.current = self.numbering.add(found, zone.page_from, zone.page_to, line.text)
        self.notes.append(zone.current)

    def _resumes(self, index: int, note: Footnote) -> bool:
        """Whether the body continues at a line after a footnote, on the same page."""
        line = self.lines[index]
        below = index > self.layout.last_edge
        here = PossibleReturn(line, note, self._is_end(line), below, self.layout, self.body)
        return body_resumes(here)
