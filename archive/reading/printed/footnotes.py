"""Takes each page's footnotes out of the body.

The footnotes of a page stand where the page ended, which can be in the middle of a sentence. They begin behind a rule
(of underscores, dashes or spaces). Where no rule is printed, ``FOOTNOTES_BEGIN`` weighs whether they begin at a line
with the next number. They end with the page. Where pages leave no trace, ``BODY_RESUMES`` weighs where they end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from archive.reading.printed.clause_starts import begins_annex, begins_clause
from archive.reading.printed.lines import BODY, FOOTNOTE, RULE, TextLine, ends_paragraph, narrow
from archive.reading.printed.note_numbers import (
    DOTTED,
    INLINE,
    LONE,
    RAISED,
    STAR,
    UNITS,
    NoteStart,
    is_tight,
    note_start,
    number_of,
    same_style,
)
from archive.reading.printed.witnesses import ALWAYS, NEVER, Witnesses

_NOTE_WORDS = re.compile(
    r"\s*(?:另?见|又见|并见|参看|参见|同上|《|联合国[，,]|载于|可查阅|[A-Z]{1,12}[/.\-]|https?:|www\.|第\s?[\dA-Z]|同前|引自|"
    r"出处|来源|国际原子能机构[，,]|[^，。；]{1,60}[，,]《)"
)
_NOTE_GOES_ON = re.compile(r"(?:另|又|并|参)?见|同上|同前|《|可查阅|https?:|www\.|联合国[，,]|[A-Z]{1,12}[/.]")
_NOTES_HEADING = re.compile(r"(?:[脚附尾]\s?)?注(?:\s?释)?:?")  # 注：, 脚注
_FULL_STOP = re.compile(r"[。．][”’」』]?\s*$")
_LONE_NUMBER = re.compile(r"\d{1,3} ?/?")
# A number in a line that can be a mark: bare, before a stroke, raised or in a circle, or beside a year.
_POSSIBLE_MARK = re.compile(
    r"(?<![\d./-])(\d{1,3})(?=/?(?![\d./]))|([⁰¹²³⁴-⁹]{1,3}|[①-⑳])|(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d ?年)|"
    r"(?<=(?<!\d)[12]\d\d\d)(\d{1,2})(?!\d)"
)
_DOUBLE_SPACED = 0.8  # share of lines with an empty line before them, from which on all count as having one


@dataclass(slots=True)
class Footnote:
    """A footnote as found. The text of its page is between two lines of the source, ``page_from`` and ``page_to``."""

    marker: str
    page_from: int
    page_to: int | None  # None: the footnotes stand at the end of the whole text
    texts: list[str] = field(default_factory=list)  # one a line, without the number
    raised: bool = False  # its number is printed raised, so its marks are too


def take_footnotes(lines: Sequence[TextLine], ends: AbstractSet[int]) -> list[Footnote]:
    """The footnotes among the lines behind the enacting formula. Their lines get the role FOOTNOTE.

    ``ends`` are the numbers of the lines with date and meeting.
    """
    if any(line.note for line in lines):
        return _take_known(lines)
    return _Finder(lines, ends).take()


def _take_known(lines: Sequence[TextLine]) -> list[Footnote]:
    """The footnotes where the format shows which lines are theirs. Only where each begins has to be found."""
    notes: list[Footnote] = []
    style, expected = "", "1"
    page_from = page_to = 0
    inside = False
    for line in lines:
        if line.role != BODY or not line.note:
            inside = inside and line.role != BODY
            continue
        if not inside:
            inside, page_from, page_to = True, page_to, line.number
        found = note_start(line.plain)
        in_style = found and (not notes or found.style == style)
        if found and in_style and (not notes or found.marker == expected or style in (RAISED, STAR)):
            style = found.style
            notes.append(Footnote(found.marker, page_from, page_to, [line.text[found.offset :]], style == RAISED))
            expected = str(int(found.marker) + 1) if found.marker.isdigit() else expected
        elif notes:
            notes[-1].texts.append(line.text)
        else:
            continue
        line.role, line.belongs_to = FOOTNOTE, notes[-1].marker
    return notes


class _Layout:
    """What the whole text shows of its pages and footnotes, before any is taken."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        gaps = [
            below.gap
            for above, below in pairwise(lines)
            if above.role == below.role == BODY and not (_is_number(above) or _is_number(below))
        ]
        self.double_spaced = sum(gaps) > _DOUBLE_SPACED * len(gaps)
        self.tight = is_tight("\n".join(line.text for line in lines))
        self.has_pages = any(line.edge for line in lines[1:])
        self.last_edge = max((index for index, line in enumerate(lines) if line.edge), default=0)
        self.ruled = any(a.role == RULE and b.role == BODY and note_start(b.plain) for a, b in pairwise(lines))
        self.page_ends = _page_ends(lines)


def _page_ends(lines: Sequence[TextLine]) -> list[int]:
    """For each line the index behind the last line of its page."""
    ends, end = [0] * len(lines), len(lines)
    for index in range(len(lines) - 1, -1, -1):
        ends[index] = end
        end = index if lines[index].edge else end
    return ends


@dataclass(slots=True)
class _BodySoFar:
    """What the lines of the body have shown up to the line that is read now."""

    last: TextLine | None = None  # numbers alone on a line aside
    lone_numbers: set[str] = field(default_factory=set)  # alone on a line: most likely marks
    numbers: set[str] = field(default_factory=set)  # all that can have been marks
    ended: bool = False  # date and meeting have been read
    annexed: bool = False  # an annex has begun

    def add(self, line: TextLine, is_end: bool) -> None:
        self.ended = self.ended or is_end
        self.annexed = self.annexed or begins_annex(line)
        if _is_number(line):
            self.lone_numbers.add(line.plain.rstrip(" /"))
        else:
            self.last = line
        for match in _POSSIBLE_MARK.finditer(line.plain):
            self.numbers.add(number_of(next(filter(None, match.groups()))))


# Where footnotes begin without a rule


@dataclass(frozen=True, slots=True)
class _PossibleStart:
    """The line ``lines[index]``, which begins with the number that the next footnote must have."""

    lines: Sequence[TextLine]
    index: int
    found: NoteStart
    layout: _Layout
    body: _BodySoFar

    @property
    def line(self) -> TextLine:
        return self.lines[self.index]

    @property
    def text(self) -> str:
        """The text behind the number: the next line's, where the number is alone."""
        text = self.line.text[self.found.offset :]
        return text or (self.lines[self.index + 1].text if self.index + 1 < len(self.lines) else "")

    @property
    def page(self) -> Sequence[TextLine]:
        """The line, and those below it on its page."""
        return self.lines[self.index : self.layout.page_ends[self.index]]


def _number_was_put_back(start: _PossibleStart) -> bool:
    """``order`` has found this number apart from its footnote, and moved it here."""
    return start.line.of_notes


def _is_behind_the_end(start: _PossibleStart) -> bool:
    """Behind date and meeting nothing but footnotes is printed, until an annex begins. Dotted numbers: see below."""
    return start.body.ended and not start.body.annexed and start.found.style != DOTTED


def _is_dotted_in_the_body(start: _PossibleStart) -> bool:
    """``1.`` before the end begins an operative paragraph."""
    return start.found.style == DOTTED and not start.body.ended


def _rules_are_printed(start: _PossibleStart) -> bool:
    """Elsewhere in this text footnotes begin behind a rule, so they do everywhere."""
    return start.layout.ruled and start.found.style != DOTTED


def _counts_something(start: _PossibleStart) -> bool:
    """A unit follows: 2 年 is a number that a line end divided from its sentence."""
    return start.found.style != DOTTED and UNITS.match(start.text) is not None


def _was_a_mark(start: _PossibleStart) -> bool:
    """The body had this number as a possible mark before. A number alone on its line must have been alone there too."""
    seen = start.body.lone_numbers if start.found.style == LONE else start.body.numbers
    return start.found.marker in seen


def _has_words_of_notes(start: _PossibleStart) -> bool:
    """见, 同上, 《, A/65/…: footnotes begin so, and paragraphs hardly ever."""
    return _NOTE_WORDS.match(narrow(start.text)) is not None


def _fills_its_page(start: _PossibleStart) -> bool:
    """All lines down to the page's foot can be footnotes: no clause begins there, and the last ends in a full stop."""
    if not start.layout.has_pages or start.found.style == DOTTED:
        return False
    page, style = start.page, start.found.style
    begins_there = any(
        ends_paragraph(above.text) and begins_clause(below) and not same_style(note_start(below.plain), style)
        for above, below in pairwise(page)
    )
    return not begins_there and _ends_in_full_stop(page[-1].text)


def _is_spaced_in_tight_text(start: _PossibleStart) -> bool:
    """This text sets numbers without spaces (2010年), but a space follows this one."""
    return start.found.style == INLINE and start.layout.tight and re.match(r"\d+\s", start.line.plain) is not None


def _is_dotted_behind_the_end(start: _PossibleStart) -> bool:
    """Behind the end ``1.`` begins a footnote. In an annex it may begin a paragraph."""
    return start.found.style == DOTTED and start.body.ended and not start.body.annexed


FOOTNOTES_BEGIN: Witnesses[_PossibleStart] = Witnesses(
    (ALWAYS, _number_was_put_back),
    (ALWAYS, _is_behind_the_end),
    (NEVER, _is_dotted_in_the_body),
    (NEVER, _rules_are_printed),
    (NEVER, _counts_something),
    (3, _was_a_mark),
    (2, _has_words_of_notes),
    (2, _fills_its_page),
    (1, _is_spaced_in_tight_text),
    (1, _is_dotted_behind_the_end),
)
_ENOUGH_TO_BEGIN = 4


# Where the body goes on behind footnotes


@dataclass(frozen=True, slots=True)
class _PossibleReturn:
    """A line that follows a footnote's last line so far, and may be the body's again."""

    line: TextLine
    note: Footnote
    is_end: bool  # date or meeting
    below_last_edge: bool  # no page ends further down
    layout: _Layout
    body: _BodySoFar

    @property
    def unpaged(self) -> bool:
        """In a double-spaced text without page edges only the empty lines tell body from footnotes."""
        return self.layout.double_spaced and not self.layout.has_pages


def _was_put_in_order(here: _PossibleReturn) -> bool:
    """``order`` has found that this line is a footnote's."""
    return here.line.of_notes


def _is_the_end(here: _PossibleReturn) -> bool:
    """Date and meeting are never a footnote's words."""
    return here.is_end


def _is_an_annex(here: _PossibleReturn) -> bool:
    """附件 alone on a line behind a full stop."""
    return begins_annex(here.line) and _is_finished(here.note)


def _lacks_a_gap(here: _PossibleReturn) -> bool:
    """Extractors that write an empty line after every line of a page leave it out where the next page begins."""
    return here.unpaged and not here.body.ended and not here.line.gap


def _notes_are_at_the_end(here: _PossibleReturn) -> bool:
    """Behind date and meeting no body follows, only further footnotes."""
    return here.body.ended


def _note_is_not_finished(here: _PossibleReturn) -> bool:
    """A footnote ends in a full stop."""
    return not _is_finished(here.note)


def _begins_a_clause(here: _PossibleReturn) -> bool:
    """The body's last line could end a paragraph, and this line begins one."""
    last = here.body.last
    return last is not None and ends_paragraph(last.text) and begins_clause(here.line)


def _has_a_gap_as_all_lines(here: _PossibleReturn) -> bool:
    """The same as ``_lacks_a_gap``, the other way round."""
    return here.unpaged


def _page_is_not_over(here: _PossibleReturn) -> bool:
    """An edge further down ends the page, and with it the footnotes."""
    return not here.below_last_edge


def _goes_on_as_notes_do(here: _PossibleReturn) -> bool:
    """另见, 同上: a second sentence of the footnote."""
    return _NOTE_GOES_ON.match(here.line.plain) is not None


# The first that speaks decides. Where none does, the full stop has ended the footnote.
BODY_RESUMES: Witnesses[_PossibleReturn] = Witnesses(
    (NEVER, _was_put_in_order),
    (ALWAYS, _is_the_end),
    (ALWAYS, _is_an_annex),
    (ALWAYS, _lacks_a_gap),
    (NEVER, _notes_are_at_the_end),
    (NEVER, _note_is_not_finished),
    (ALWAYS, _begins_a_clause),
    (NEVER, _has_a_gap_as_all_lines),
    (NEVER, _page_is_not_over),
    (NEVER, _goes_on_as_notes_do),
)


@dataclass(slots=True)
class _Zone:
    """The footnotes of one page while their lines are taken."""

    page_from: int
    page_to: int | None
    behind_rule: bool  # a rule stands before them, so any number can be the first
    current: Footnote | None  # the one to which the next line belongs
    style: str = ""  # of the numbers; "" before the first


class _Finder:
    """Goes through the lines once, from the body to a page's footnotes and back."""

    def __init__(self, lines: Sequence[TextLine], ends: AbstractSet[int]) -> None:
        self.lines = [line for line in lines if line.role in (BODY, RULE)]
        self.ends = ends
        self.layout = _Layout(self.lines)
        self.body = _BodySoFar()
        self.notes: list[Footnote] = []
        self.expected = "1"  # the number of the next footnote
        self.page_from = 0

    def take(self) -> list[Footnote]:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if self._is_heading(index):
                line.role = RULE
            if line.role == RULE:
                index = self._after_rule(index)
            elif self._begins_without_rule(index):
                index = self._take_zone(index, behind_rule=False)
            else:
                self.body.add(line, self._is_end(line))
                index += 1
        return self.notes

    def _is_end(self, line: TextLine) -> bool:
        return line.number in self.ends

    def _is_heading(self, index: int) -> bool:
        """Whether a line is 注： over the first footnote."""
        if not _NOTES_HEADING.fullmatch(self.lines[index].plain) or index + 1 == len(self.lines):
            return False
        found = note_start(self.lines[index + 1].plain)
        return found is not None and found.marker == self.expected

    def _after_rule(self, index: int) -> int:
        """Take the footnotes behind the rule at ``index``, if there are any. Returns the index where to go on."""
        printed = bool(self.lines[index].text)  # not a rule of spaces
        index = next((i for i in range(index, len(self.lines)) if self.lines[i].role != RULE), len(self.lines))
        if index == len(self.lines):
            return index
        line = self.lines[index]
        found = note_start(line.plain)
        if found and (found.marker == self.expected or (printed and self._can_be_first(found))):
            return self._take_zone(index, behind_rule=True)
        if printed and self.notes and not _is_finished(self.notes[-1]) and not begins_clause(line):
            return self._take_zone(index, behind_rule=True)  # the last footnote goes on from the page before
        return index

    def _can_be_first(self, found: NoteStart) -> bool:
        return found.marker in self.body.numbers or found.style == STAR

    def _begins_without_rule(self, index: int) -> bool:
        """Whether footnotes begin at a line though no rule stands before it."""
        found = note_start(self.lines[index].plain)
        if found is None or found.marker != self.expected:
            return False
        start = _PossibleStart(self.lines, index, found, self.layout, self.body)
        return FOOTNOTES_BEGIN.weigh(start) >= _ENOUGH_TO_BEGIN

    def _take_zone(self, start: int, behind_rule: bool) -> int:
        """Take the page's footnotes that begin at a line. Returns the index of the first line behind them."""
        lines = self.lines
        page_to = None if self.body.ended else lines[start].number
        goes_on = self.notes[-1] if self.notes and not note_start(lines[start].plain) else None
        zone = _Zone(self.page_from, page_to, behind_rule, goes_on)
        self.page_from = lines[start].number
        index = start
        while index < len(lines) and self._take_line(zone, index, first=index == start):
            index += 1
        if index < len(lines) and lines[index].role == BODY:
            lines[index].after_notes = True
            lines[index].after_spaces = start > 0 and lines[start - 1].role == RULE and not lines[start - 1].text
        return max(index, 1)

    def _take_line(self, zone: _Zone, index: int, first: bool) -> bool:
        """Take a line into the zone. Returns False where the zone ends before it."""
        line = self.lines[index]
        if line.role == RULE or (not first and line.of_notes != self.lines[index - 1].of_notes):
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
        """Whether a line that begins with a number begins a footnote of the zone."""
        if first and zone.behind_rule and not zone.current:
            return True
        if found.style == STAR and zone.style == STAR:
            return True
        in_style = not zone.style or same_style(found, zone.style)
        return found.marker == self.expected and in_style and self._is_next(line, found, zone.current)

    def _is_next(self, line: TextLine, found: NoteStart, current: Footnote | None) -> bool:
        """Whether a line with the expected number is the next footnote, and not the next line of the current one."""
        if current is None:
            return True
        if found.style != INLINE:
            return line.of_notes or not self._is_mark(found)
        return _is_finished(current) or not UNITS.match(line.text[found.offset :])

    def _is_mark(self, found: NoteStart) -> bool:
        """Whether a number alone on a line is a mark with which the body goes on. It has been none before."""
        lone = self.body.lone_numbers
        return found.style == LONE and found.marker == self.expected and bool(lone) and found.marker not in lone

    def _add_note(self, zone: _Zone, line: TextLine, found: NoteStart) -> None:
        text = line.text[found.offset :]
        zone.style = found.style
        zone.current = Footnote(found.marker, zone.page_from, zone.page_to, [text] if text else [])
        self.notes.append(zone.current)
        if found.marker.isdigit():
            self.expected = str(int(found.marker) + 1)

    def _resumes(self, index: int, note: Footnote) -> bool:
        """Whether the body goes on at a line behind a footnote, where no page edge shows it."""
        line = self.lines[index]
        below = index > self.layout.last_edge
        here = _PossibleReturn(line, note, self._is_end(line), below, self.layout, self.body)
        return BODY_RESUMES.weigh(here) >= 0


def _is_number(line: TextLine) -> bool:
    return _LONE_NUMBER.fullmatch(line.plain) is not None


def _is_finished(note: Footnote) -> bool:
    return bool(note.texts) and _ends_in_full_stop(note.texts[-1])


def _ends_in_full_stop(text: str) -> bool:
    return _FULL_STOP.search(text[-9:]) is not None
