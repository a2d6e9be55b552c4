"""Two tables of witnesses (``archive.reading.printed.witnesses``) that find the footnotes of a page.

``FOOTNOTES_BEGIN`` decides where footnotes begin on a page without a rule above them. ``BODY_RESUMES`` decides where
the body continues after footnotes, if no page ends between the two. ``footnotes`` goes through the lines and uses both
tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from archive.reading.printed.clause_starts import begins_annex, begins_clause, goes_on_after_points, label_of, opens
from archive.reading.printed.lines import (
    BODY,
    FOOTNOTE,
    RULE,
    TextLine,
    ends_in_full_stop,
    ends_paragraph,
    narrow,
)
from archive.reading.printed.mark_costs import MISSING, cost_of_bare
from archive.reading.printed.note_numbers import (
    DOTTED,
    INLINE,
    LETTER,
    LONE,
    MOST_NOTE_LINES,
    UNITS,
    NoteStart,
    PrintedMark,
    is_tight,
    note_start,
    printed_marks,
    same_style,
)
from archive.reading.printed.witnesses import ALWAYS, NEVER, Witnesses
from archive.reading.printed.wordings import in_every_language, is_latin

_NOTE_WORDS = re.compile(rf"\s*{in_every_language(lambda wording: wording.note)}")
_NOTE_GOES_ON = re.compile(in_every_language(lambda wording: wording.note_goes_on))
_LONE_NUMBER = re.compile(r"\d{1,3} ?/?")
_COMMA_END = re.compile(r"[，,]\W*\d{0,3}\s*$")
_ROOM = 4  # columns; the widths of full lines differ by less
_MOST_PAGE_LINES = 200  # a page has fewer lines
_SHORT = 12  # columns; a line that has so much room is not full
_LONGEST_NUMBER = 5  # characters of such a number
_DOUBLE_SPACED = 0.8  # a text is double-spaced if more than 80 % of its lines have an empty line before them


@dataclass(slots=True)
class Footnote:
    """A footnote that was found in the text.

    ``number`` is its number as printed. ``marker`` distinguishes footnotes with the same number: ``1``, ``1_2``. The
    page of the footnote goes from the source line ``page_from`` to the source line ``page_to``.
    """

    number: str
    page_from: int
    page_to: int | None  # None: the footnotes are at the end of the whole text
    texts: list[str] = field(default_factory=list)  # one text per line, without the number
    raised: bool = False  # its number is printed raised, so its marks are raised too
    marker: str = ""


class FootnoteLayout:
    """Measurements of the pages and the footnotes of the whole text, made before the footnotes are taken out."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        gaps = [
            below.gap
            for above, below in pairwise(lines)
            if above.role == below.role == BODY and not (is_lone_number(above) or is_lone_number(below))
        ]
        self.double_spaced = sum(gaps) > _DOUBLE_SPACED * len(gaps)
        self.tight = is_tight("\n".join(line.text for line in lines))
        self.has_pages = any(line.edge for line in lines[1:])
        self.last_edge = max((index for index, line in enumerate(lines) if line.edge), default=0)
        self.ruled = any(a.role == RULE and b.role == BODY and note_start(b.plain) for a, b in pairwise(lines))
        self.page_ends = _page_ends(lines)
        self.full_width = _full_width(lines)


def _page_ends(lines: Sequence[TextLine]) -> list[int]:
    """A list with one entry per line: the index after the last line of the same page."""
    ends, end = [0] * len(lines), len(lines)
    for index in range(len(lines) - 1, -1, -1):
        ends[index] = end
        end = index if lines[index].edge else end
    return ends


def _full_width(lines: Sequence[TextLine]) -> int:
    """The median width of the lines without a final mark, in columns. Most of these lines belong to the body."""
    widths = sorted(line.width for line in lines if line.role == BODY and not ends_paragraph(line.text))
    return widths[len(widths) // 2] if widths else 0


@dataclass(slots=True)
class BodySoFar:
    """Facts about the lines of the body that have been read so far."""

    last: TextLine | None = None  # the last line that is not only a number
    lone_numbers: set[str] = field(default_factory=set)  # numbers alone on a line; they are most likely marks
    numbers: set[str] = field(default_factory=set)  # all numbers that could be marks
    on_page: set[str] = field(default_factory=set)  # the part of ``numbers`` that was read since the last footnotes
    _clear: set[str] = field(default_factory=set)  # numbers that look like marks, from the lines not in ``_waiting``
    _waiting: list[str] = field(default_factory=list)
    ended: bool = False  # the date and the meeting have been read
    annexed: bool = False  # an annex has begun

    def add(self, line: TextLine, is_end: bool) -> None:
        self.ended = self.ended or is_end
        self.annexed = self.annexed or begins_annex(line)
        if is_lone_number(line):
            self.lone_numbers.add(line.plain.rstrip(" /"))
        else:
            self.last = line
            self._waiting.append(line.plain)
        found = {mark.number for mark in printed_marks(line.plain) if _can_be_mark(mark, line.plain)}
        self.numbers |= found
        self.on_page |= found

    def has_clear_mark(self, number: str, tight: bool) -> bool:
        """Whether a number beside words looks like a mark. ``tight`` is ``is_tight`` of the whole text."""
        for plain in self._waiting:
            for mark in printed_marks(plain):
                if mark.style != INLINE or cost_of_bare(plain, mark.start, mark.end, tight) < MISSING:
                    self._clear.add(mark.number)
        self._waiting = []
        return number in self._clear


def _can_be_mark(mark: PrintedMark, plain: str) -> bool:
    """Whether a number can be a mark. In an English line, a number after a space is none: paragraph 2."""
    bare_latin = mark.style == INLINE and is_latin(plain)
    return not bare_latin or cost_of_bare(plain, mark.start, mark.end, tight=False) < MISSING


# Where the rest of a footnote from the page before begins


def rest_of_note(lines: Sequence[TextLine], end: int, width: int, ends: AbstractSet[int]) -> int | None:
    """The index of the line where the rest of the last footnote begins; None if this is not certain.

    A footnote can continue on the next page, at the foot of that page. No rule divides its rest from the body above.
    ``lines[end]`` is the line after the rest. ``width`` is the usual width of the body's lines, in columns. ``ends``
    has the source line numbers of the date and the meeting.

    The footnote must fill the last line of its page. The rest ends in a full stop, and begins after the end of a
    paragraph, or has wider lines than the body. (Footnotes are printed in smaller letters.)
    """
    highest = max(0, end - _MOST_PAGE_LINES)
    page = next((index for index in range(end - 1, highest, -1) if lines[index].edge), None)
    if page is None or lines[page - 1].role != FOOTNOTE or lines[page - 1].width < width - _ROOM:
        return None
    above = page
    for index in range(page, end):
        if lines[index].role != BODY or lines[index].number in ends:
            return None
        if begins_clause(lines[index]):
            above = index
    if not ends_in_full_stop(lines[end - 1].text):
        return None
    closed = [index for index in range(above + 1, end) if _closes(lines[index - 1], lines[above])]
    if len(closed) == 1:
        return closed[0] if not goes_on_after_points(lines[closed[0]].text) else None
    wide = end - 1
    while wide > above and lines[wide - 1].width > width + _ROOM:
        wide -= 1
    return wide if above < wide < end - 1 else None


def _closes(line: TextLine, first: TextLine) -> bool:
    """Whether a line ends the clause that begins at the line ``first``. Numbered clauses do not end in a comma."""
    return ends_paragraph(line.text) and not (label_of(first) and _COMMA_END.search(line.text[-9:]))


# Where footnotes begin without a rule


@dataclass(frozen=True, slots=True)
class PossibleStart:
    """A place where footnotes may begin: ``lines[index]``, which begins with a number that the next footnote can have.

    ``anew`` is True if the number is 1 or a, and an earlier footnote has it too. The numbers then begin again. Some
    texts begin them again on each page or in an annex.
    """

    lines: Sequence[TextLine]
    index: int
    found: NoteStart
    layout: FootnoteLayout
    body: BodySoFar
    anew: bool = False

    @property
    def line(self) -> TextLine:
        return self.lines[self.index]

    @property
    def text(self) -> str:
        """The text after the number. If the number is alone on its line, the result is the text of the next line."""
        text = self.line.text[self.found.offset :]
        return text or (self.lines[self.index + 1].text if self.index + 1 < len(self.lines) else "")

    @property
    def page(self) -> Sequence[TextLine]:
        """The lines from this line to the end of its page.

        The footnotes of a page have a limited number of lines. The result has at most one line more than this limit.
        """
        end = self.layout.page_ends[self.index]
        return self.lines[self.index : min(end, self.index + MOST_NOTE_LINES + 1)]


def number_was_put_back(start: PossibleStart) -> bool:
    """``order`` has moved this number back to its footnote."""
    return start.line.of_notes


def is_behind_the_end(start: PossibleStart) -> bool:
    """The line is after the date and the meeting. Only footnotes follow these, until an annex begins.

    ``is_dotted_behind_the_end`` checks dotted numbers.
    """
    return start.body.ended and not start.body.annexed and start.found.style != DOTTED


def is_dotted_in_the_body(start: PossibleStart) -> bool:
    """The number is dotted (``1.``) and is before the date and the meeting, so it begins an operative paragraph.

    This does not count if typical words of a footnote follow the number.
    """
    in_body = start.found.style == DOTTED and not start.body.ended
    return in_body and (opens(start.text) or not has_words_of_notes(start))


def rules_are_printed(start: PossibleStart) -> bool:
    """Other footnotes of this text begin below a rule, so no footnotes begin without a rule."""
    return start.layout.ruled and start.found.style != DOTTED


def counts_something(start: PossibleStart) -> bool:
    """A unit follows the number (2 年). So the number belongs to a sentence of the body."""
    return start.found.style != DOTTED and UNITS.match(start.text) is not None


def was_a_mark(start: PossibleStart) -> bool:
    """The body before this line has the same number in a place where it can be a mark.

    If the number here is alone on its line, it may itself be a mark. The body must then also have this number alone on
    a line. If the body has no numbers alone on a line, this number must clearly look like a mark there.
    """
    lone, number = start.body.lone_numbers, start.found.number
    if start.found.style == LONE:
        return number in lone or (not lone and start.body.has_clear_mark(number, start.layout.tight))
    return start.found.number in (start.body.on_page if start.anew else start.body.numbers)


def has_words_of_notes(start: PossibleStart) -> bool:
    """The text begins with 见, 同上, 《 or A/65/…. Footnotes often begin in this way. Paragraphs hardly ever do."""
    return _NOTE_WORDS.match(narrow(start.text)) is not None


def fills_its_page(start: PossibleStart) -> bool:
    """All lines from here to the end of the page can be footnotes.

    No clause begins in these lines, and the last line ends in a full stop.
    """
    if not start.layout.has_pages or start.found.style == DOTTED:
        return False
    page, style = start.page, start.found.style
    if len(page) > MOST_NOTE_LINES:
        return False
    begins_there = any(
        ends_paragraph(above.text) and begins_clause(below) and not same_style(note_start(below.plain), style)
        for above, below in pairwise(page)
    )
    return not begins_there and ends_in_full_stop(page[-1].text)


def is_spaced_in_tight_text(start: PossibleStart) -> bool:
    """A space follows the number, but this text prints other numbers without spaces (2010年)."""
    return start.found.style == INLINE and start.layout.tight and re.match(r"\d+\s", start.line.plain) is not None


def has_capital(start: PossibleStart) -> bool:
    """2 Argentina: an English line begins with a number and then a capital letter, and no month or unit follows.

    Lines of the body seldom begin so. ``note_start`` has checked the words after the number.
    """
    return start.found.style == INLINE and is_latin(start.line.plain)


def is_a_letter(start: PossibleStart) -> bool:
    """The number is a letter without brackets (``a 见…``). No clause and no line of a clause begins in this way."""
    return start.found.style == LETTER


def begins_anew(start: PossibleStart) -> bool:
    """An earlier footnote has the same number. In most texts the numbers do not begin again."""
    return start.anew


def cuts_a_short_line(start: PossibleStart) -> bool:
    """The line above is short, and its sentence is not finished.

    Footnotes can interrupt a sentence only after the full last line of a page. Some extractors begin a new line before
    each mark. So the number is a mark.
    """
    above = start.lines[start.index - 1] if start.index else None
    if above is None or above.role != BODY or is_lone_number(above) or ends_paragraph(above.text):
        return False
    return start.found.style != LONE and above.width + _SHORT < start.layout.full_width


def is_dotted_behind_the_end(start: PossibleStart) -> bool:
    """The number is dotted (``1.``) and is after the date and the meeting, so it begins a footnote.

    This does not count in an annex, because such a number can begin a paragraph of the annex.
    """
    return start.found.style == DOTTED and start.body.ended and not start.body.annexed


FOOTNOTES_BEGIN: Witnesses[PossibleStart] = Witnesses(
    (ALWAYS, number_was_put_back),
    (ALWAYS, is_behind_the_end),
    (NEVER, is_dotted_in_the_body),
    (NEVER, rules_are_printed),
    (NEVER, counts_something),
    (3, was_a_mark),
    (2, has_words_of_notes),
    (2, fills_its_page),
    (1, is_spaced_in_tight_text),
    (1, has_capital),
    (1, is_a_letter),
    (-1, begins_anew),
    (-3, cuts_a_short_line),
    (1, is_dotted_behind_the_end),
)
_ENOUGH_TO_BEGIN = 4


def footnotes_begin(start: PossibleStart) -> bool:
    """Whether footnotes begin at a line, although no rule is above it."""
    return FOOTNOTES_BEGIN.weigh(start) >= _ENOUGH_TO_BEGIN


# Where the body continues after footnotes


@dataclass(frozen=True, slots=True)
class PossibleReturn:
    """A line after the lines of a footnote. The body may continue with this line."""

    line: TextLine
    note: Footnote
    is_end: bool  # the line has the date or the meeting
    below_last_edge: bool  # no page ends after this line
    layout: FootnoteLayout
    body: BodySoFar

    @property
    def unpaged(self) -> bool:
        """Whether the text is double-spaced and does not show its pages.

        In such a text, only the empty lines show where the body continues.
        """
        return self.layout.double_spaced and not self.layout.has_pages


def was_put_in_order(here: PossibleReturn) -> bool:
    """``order`` has found that this line belongs to a footnote."""
    return here.line.of_notes


def is_the_end(here: PossibleReturn) -> bool:
    """The line has the date or the meeting. These never belong to a footnote."""
    return here.is_end


def is_an_annex(here: PossibleReturn) -> bool:
    """附件 is alone on the line, and the footnote before it ends in a full stop."""
    return begins_annex(here.line) and is_finished(here.note)


def lacks_a_gap(here: PossibleReturn) -> bool:
    """No empty line is before this line of a double-spaced text. So another page begins here.

    Some extractors write an empty line after every line, but not where another page begins.
    """
    return here.unpaged and not here.body.ended and not here.line.gap


def notes_are_at_the_end(here: PossibleReturn) -> bool:
    """The date and the meeting are further up. After them, only footnotes follow, and no text of the body."""
    return here.body.ended


def note_is_not_finished(here: PossibleReturn) -> bool:
    """The footnote does not end in a full stop yet, so this line continues the footnote."""
    return not is_finished(here.note)


def begins_a_clause(here: PossibleReturn) -> bool:
    """Whether this line begins a clause, and the last line of the body could end a paragraph."""
    last = here.body.last
    return last is not None and ends_paragraph(last.text) and begins_clause(here.line)


def has_a_gap_as_all_lines(here: PossibleReturn) -> bool:
    """An empty line is before this line of a double-spaced text. So no other page begins here.

    At the beginning of a page, the extractor would have left out the empty line (``lacks_a_gap``).
    """
    return here.unpaged


def page_is_not_over(here: PossibleReturn) -> bool:
    """A page ends further down. The footnotes can continue to the end of that page."""
    return not here.below_last_edge


def goes_on_as_notes_do(here: PossibleReturn) -> bool:
    """The line begins with 另见 or 同上, so it is another sentence of the footnote."""
    return _NOTE_GOES_ON.match(here.line.plain) is not None


# The first witness that does not return 0 decides.
# If all witnesses return 0, the body continues, because the footnote ends in a full stop.
BODY_RESUMES: Witnesses[PossibleReturn] = Witnesses(
    (NEVER, was_put_in_order),
    (ALWAYS, is_the_end),
    (ALWAYS, is_an_annex),
    (ALWAYS, lacks_a_gap),
    (NEVER, notes_are_at_the_end),
    (NEVER, note_is_not_finished),
    (ALWAYS, begins_a_clause),
    (NEVER, has_a_gap_as_all_lines),
    (NEVER, page_is_not_over),
    (NEVER, goes_on_as_notes_do),
)


def body_resumes(here: PossibleReturn) -> bool:
    """Whether the body continues at a line after a footnote, if no page edge shows it."""
    return BODY_RESUMES.weigh(here) >= 0


def is_lone_number(line: TextLine) -> bool:
    return len(line.plain) <= _LONGEST_NUMBER and _LONE_NUMBER.fullmatch(line.plain) is not None


def is_finished(note: Footnote) -> bool:
    return bool(note.texts) and ends_in_full_stop(note.texts[-1])
