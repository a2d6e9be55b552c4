"""Two tables of witnesses (``archive.reading.printed.witnesses``) for the footnotes of a page.

``FOOTNOTES_BEGIN`` decides where footnotes begin on a page without a rule above them. ``BODY_RESUMES`` decides where
the body continues after footnotes, if no page ends between the two. ``footnotes`` goes through the lines and uses both
tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.reading.printed.clause_starts import begins_annex, begins_clause
from archive.reading.printed.lines import BODY, RULE, TextLine, ends_paragraph, narrow
from archive.reading.printed.note_numbers import (
    DOTTED,
    INLINE,
    LONE,
    UNITS,
    NoteStart,
    is_tight,
    marked_number,
    note_start,
    same_style,
)
from archive.reading.printed.witnesses import ALWAYS, NEVER, Witnesses

_NOTE_WORDS = re.compile(
    r"\s*(?:另?见|又见|并见|参看|参见|同上|《|联合国[，,]|载于|可查阅|[A-Z]{1,12}[/.\-]|https?:|www\.|第\s?[\dA-Z]|同前|引自|"
    r"出处|来源|国际原子能机构[，,]|[^，。；]{1,60}[，,]《)"
)
_NOTE_GOES_ON = re.compile(r"(?:另|又|并|参)?见|同上|同前|《|可查阅|https?:|www\.|联合国[，,]|[A-Z]{1,12}[/.]")
_FULL_STOP = re.compile(r"[。．][”’」』]?\s*$")
_LONE_NUMBER = re.compile(r"\d{1,3} ?/?")
# A number in a line that can be a mark: bare, before a stroke, raised or in a circle, or beside a year.
_POSSIBLE_MARK = re.compile(
    r"(?<![\d./-])(\d{1,3})(?=/?(?![\d./]))|([⁰¹²³⁴-⁹]{1,3}|[①-⑳])|(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d ?年)|"
    r"(?<=(?<!\d)[12]\d\d\d)(\d{1,2})(?!\d)"
)
_DOUBLE_SPACED = 0.8  # if more than this share of the lines has an empty line before it, the text is double-spaced


@dataclass(slots=True)
class Footnote:
    """A footnote as found. The text of its page is between two lines of the source, ``page_from`` and ``page_to``."""

    marker: str
    page_from: int
    page_to: int | None  # None: the footnotes are at the end of the whole text
    texts: list[str] = field(default_factory=list)  # one per line, without the number
    raised: bool = False  # its number is printed raised, so its marks are too


class FootnoteLayout:
    """What the whole text shows about its pages and footnotes. It is measured before any footnote is taken."""

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


def _page_ends(lines: Sequence[TextLine]) -> list[int]:
    """For each line, the index after the last line of its page."""
    ends, end = [0] * len(lines), len(lines)
    for index in range(len(lines) - 1, -1, -1):
        ends[index] = end
        end = index if lines[index].edge else end
    return ends


@dataclass(slots=True)
class BodySoFar:
    """What the lines of the body have shown up to the line that is read now."""

    last: TextLine | None = None  # the last line that is not a number alone
    lone_numbers: set[str] = field(default_factory=set)  # alone on a line: most likely marks
    numbers: set[str] = field(default_factory=set)  # all numbers that could be marks
    ended: bool = False  # date and meeting have been read
    annexed: bool = False  # an annex has begun

    def add(self, line: TextLine, is_end: bool) -> None:
        self.ended = self.ended or is_end
        self.annexed = self.annexed or begins_annex(line)
        if is_lone_number(line):
            self.lone_numbers.add(line.plain.rstrip(" /"))
        else:
            self.last = line
        for match in _POSSIBLE_MARK.finditer(line.plain):
            self.numbers.add(marked_number(next(filter(None, match.groups()))))


# Where footnotes begin without a rule


@dataclass(frozen=True, slots=True)
class PossibleStart:
    """The line ``lines[index]``, which begins with the number that the next footnote must have."""

    lines: Sequence[TextLine]
    index: int
    found: NoteStart
    layout: FootnoteLayout
    body: BodySoFar

    @property
    def line(self) -> TextLine:
        return self.lines[self.index]

    @property
    def text(self) -> str:
        """The text after the number. If the number is alone on its line, the text of the next line."""
        text = self.line.text[self.found.offset :]
        return text or (self.lines[self.index + 1].text if self.index + 1 < len(self.lines) else "")

    @property
    def page(self) -> Sequence[TextLine]:
        """The line, and those below it on its page."""
        return self.lines[self.index : self.layout.page_ends[self.index]]


def number_was_put_back(start: PossibleStart) -> bool:
    """``order`` has found this number apart from its footnote, and moved it here."""
    return start.line.of_notes


def is_behind_the_end(start: PossibleStart) -> bool:
    """The date and the meeting end the body. Only footnotes follow them, until an annex begins.

    For dotted numbers see ``is_dotted_behind_the_end``.
    """
    return start.body.ended and not start.body.annexed and start.found.style != DOTTED


def is_dotted_in_the_body(start: PossibleStart) -> bool:
    """``1.`` before the end begins an operative paragraph."""
    return start.found.style == DOTTED and not start.body.ended


def rules_are_printed(start: PossibleStart) -> bool:
    """In this text, other footnotes begin below a rule. So footnotes do not begin without a rule."""
    return start.layout.ruled and start.found.style != DOTTED


def counts_something(start: PossibleStart) -> bool:
    """A unit follows (2 年). The number belongs to a sentence, which continues on this line."""
    return start.found.style != DOTTED and UNITS.match(start.text) is not None


def was_a_mark(start: PossibleStart) -> bool:
    """The body has printed this number before, in a place where it can be a mark.

    If the number is alone on its line here, it must have been alone on its line in the body too.
    """
    seen = start.body.lone_numbers if start.found.style == LONE else start.body.numbers
    return start.found.marker in seen


def has_words_of_notes(start: PossibleStart) -> bool:
    """Footnotes often begin with 见, 同上, 《 or A/65/…. Paragraphs hardly ever do."""
    return _NOTE_WORDS.match(narrow(start.text)) is not None


def fills_its_page(start: PossibleStart) -> bool:
    """All lines down to the page's foot can be footnotes: no clause begins there, and the last ends in a full stop."""
    if not start.layout.has_pages or start.found.style == DOTTED:
        return False
    page, style = start.page, start.found.style
    begins_there = any(
        ends_paragraph(above.text) and begins_clause(below) and not same_style(note_start(below.plain), style)
        for above, below in pairwise(page)
    )
    return not begins_there and _ends_in_full_stop(page[-1].text)


def is_spaced_in_tight_text(start: PossibleStart) -> bool:
    """This text prints numbers without spaces (2010年), but a space follows this one."""
    return start.found.style == INLINE and start.layout.tight and re.match(r"\d+\s", start.line.plain) is not None


def is_dotted_behind_the_end(start: PossibleStart) -> bool:
    """After the end ``1.`` begins a footnote. In an annex it may begin a paragraph."""
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
    (1, is_dotted_behind_the_end),
)
_ENOUGH_TO_BEGIN = 4


def footnotes_begin(start: PossibleStart) -> bool:
    """Whether footnotes begin at a line, although no rule is above it."""
    return FOOTNOTES_BEGIN.weigh(start) >= _ENOUGH_TO_BEGIN


# Where the body continues after footnotes


@dataclass(frozen=True, slots=True)
class PossibleReturn:
    """A line after the lines of a footnote. The body may continue with it."""

    line: TextLine
    note: Footnote
    is_end: bool  # date or meeting
    below_last_edge: bool  # no page ends further down
    layout: FootnoteLayout
    body: BodySoFar

    @property
    def unpaged(self) -> bool:
        """Whether the text is double-spaced and has no page edges.

        Only its empty lines then separate the body from footnotes.
        """
        return self.layout.double_spaced and not self.layout.has_pages


def was_put_in_order(here: PossibleReturn) -> bool:
    """``order`` has found that this line belongs to a footnote."""
    return here.line.of_notes


def is_the_end(here: PossibleReturn) -> bool:
    """Date and meeting never belong to a footnote."""
    return here.is_end


def is_an_annex(here: PossibleReturn) -> bool:
    """附件 is alone on the line, and the footnote before it ends in a full stop."""
    return begins_annex(here.line) and is_finished(here.note)


def lacks_a_gap(here: PossibleReturn) -> bool:
    """Extractors that write an empty line after every line leave it out where another page begins."""
    return here.unpaged and not here.body.ended and not here.line.gap


def notes_are_at_the_end(here: PossibleReturn) -> bool:
    """Further footnotes can follow the date and the meeting, but no text of the body."""
    return here.body.ended


def note_is_not_finished(here: PossibleReturn) -> bool:
    """A footnote ends in a full stop, and this one has not ended so far."""
    return not is_finished(here.note)


def begins_a_clause(here: PossibleReturn) -> bool:
    """The body's last line could end a paragraph, and this line begins one."""
    last = here.body.last
    return last is not None and ends_paragraph(last.text) and begins_clause(here.line)


def has_a_gap_as_all_lines(here: PossibleReturn) -> bool:
    """An empty line is between this line and the line before, as between all lines of a page in this text.

    The extractor leaves the empty line out where a page begins (``lacks_a_gap``). So no page begins here.
    """
    return here.unpaged


def page_is_not_over(here: PossibleReturn) -> bool:
    """A page ends further down. The footnotes can continue to the end of that page."""
    return not here.below_last_edge


def goes_on_as_notes_do(here: PossibleReturn) -> bool:
    """另见, 同上: a second sentence of the footnote."""
    return _NOTE_GOES_ON.match(here.line.plain) is not None


# The first witness that does not return 0 decides.
# If all return 0, the body continues, because the footnote's full stop has ended the footnote.
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
    """Whether the body continues at a line after a footnote, if no page's end shows it."""
    return BODY_RESUMES.weigh(here) >= 0


def is_lone_number(line: TextLine) -> bool:
    return _LONE_NUMBER.fullmatch(line.plain) is not None


def is_finished(note: Footnote) -> bool:
    return bool(note.texts) and _ends_in_full_stop(note.texts[-1])


def _ends_in_full_stop(text: str) -> bool:
    return _FULL_STOP.search(text[-9:]) is not None
