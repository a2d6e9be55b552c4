"""Divides the lines of a body into paragraphs, and finds the kind and the number of each paragraph.

The divider combines three signs, because one sign is not enough. The first sign is the punctuation before a line. A
preambular paragraph ends in ，, and an operative paragraph ends in ； or 。. The second sign is the number or the
opening phrase at the beginning of the line (``clause_starts``). The third sign is the layout, if it shows the
paragraphs of this text (``layout``). ``headings`` finds section headings.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR, TABLE
from archive.reading.printed.clause_starts import (
    FIRST_POINTS,
    Label,
    PointValue,
    bare_number_of,
    begins_annex,
    follows,
    goes_on_after_points,
    label_of,
    opens,
    opens_weakly,
    point_values,
    uncertain_label_of,
    value_of,
)
from archive.reading.printed.commas import begins_after_comma
from archive.reading.printed.displays import is_equation, table_text
from archive.reading.printed.headings import PossibleHeading, section_heading
from archive.reading.printed.layout import BREAKS, MUCH_ROOM, Break, study_parts
from archive.reading.printed.lines import IS_HAN, MARK, TextLine, ends_paragraph, is_only_mark, join_lines
from archive.reading.printed.note_numbers import UNITS
from archive.reading.printed.wordings import WORDINGS, is_latin

_LAST_LINES = 20
# Words before and after a label that refer to another clause: 第3段(a)项, (a)和(b)分段, paragraphs 1 and 2.
_REFERENCES = {
    wording.language: (re.compile(wording.before_reference), re.compile(wording.after_reference))
    for wording in WORDINGS
}
_COMMA_END = re.compile(rf"[，,](?:\s*{MARK})*\s*$")


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its lines, and its number as printed."""

    kind: str
    lines: list[TextLine]
    label: str = ""
    offset: int = 0  # number of characters of the label in the first line
    annex: bool = False  # True for the heading that begins an annex
    known: bool = True  # False: only the layout shows that a paragraph begins here
    runs_on: bool = False  # True for an equation and for words after an equation; they belong to the clause before
    # The doubts about this paragraph: a code of archive.messages, and the line that the doubt is about.
    doubts: list[tuple[str, TextLine]] = field(default_factory=list)

    @property
    def raw(self) -> str:
        """The text after the label, with the line ends of the source. The text of a table has its rows and cells."""
        if self.kind == TABLE:
            return table_text(self.lines)
        first, *others = self.lines
        # In formats with pages (``on_page``), all marks are raised.
        return join_lines([first.text[self.offset :], *(line.text for line in others)], marks_raised=first.on_page > 0)

    def begin_and_end(self) -> str:
        """The text of the first line, without the label, and of up to ``_LAST_LINES`` lines at the end."""
        rest = self.lines[max(1, len(self.lines) - _LAST_LINES) :]
        return join_lines([self.lines[0].text[self.offset :], *(line.text for line in rest)])

    @property
    def is_equation(self) -> bool:
        """Whether the paragraph is an equation. The numbers in an equation are no footnote marks."""
        return self.kind != TABLE and self.runs_on and is_equation(self.lines[0])

    def face_length(self) -> int:
        """The number of characters at the beginning of ``raw`` that are in another face; 0 if there are none."""
        length = 0
        for place, line in enumerate(self.lines):
            offset = self.offset if place == 0 else 0
            end = next((end for start, end in line.set_apart if start <= offset < end), 0)
            length += max(0, end - offset)
            if end < len(line.text):
                return length
            length += 1
        return 0

    def line_starts(self) -> list[int]:
        """The offset in ``raw`` where each line begins.

        If two lines are joined without a character between them, all later offsets are too large by one.
        """
        lengths = (len(line.text) + 1 for line in self.lines[:-1])
        return list(itertools.accumulate(lengths, initial=-self.offset))


def divide(lines: Sequence[TextLine]) -> list[Paragraph]:
    """Divide the body of a resolution into paragraphs. Returns the paragraphs in the order of the text.

    ``lines`` are the lines after the enacting formula, without the footnotes and without the date and the meeting.
    """
    paragraphs = _Divider(lines).divide()
    for section in _sections(paragraphs):
        _find_unnumbered_operative(section)
    return paragraphs


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Divide the paragraphs into sections. Each heading begins a section."""
    section: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == HEADING:
            yield section
            section = []
        section.append(paragraph)
    yield section


def _find_unnumbered_operative(section: Sequence[Paragraph]) -> None:
    """Find the operative paragraph of a section that has no numbers, and give it the kind OPERATIVE.

    If a section has only one operative paragraph, this paragraph has no number. It follows the last preambular
    paragraph that ends in a comma.
    """
    if any(paragraph.kind == OPERATIVE for paragraph in section):
        return
    last_preambular = -1
    for place, paragraph in enumerate(section):
        if paragraph.kind == PREAMBULAR and re.search(r"[，,]\W*\d{0,3}$", paragraph.lines[-1].text[-12:]):
            last_preambular = place
    for paragraph in section[last_preambular + 1 :]:
        if paragraph.kind == PREAMBULAR:
            paragraph.kind = OPERATIVE


def make_operative(paragraphs: Sequence[Paragraph]) -> None:
    """Make the unnumbered paragraphs of a decision operative. A decision without a formula has no preamble.

    Its first words name the Assembly and the meeting, so they are no opening phrase.
    """
    for paragraph in paragraphs:
        if paragraph.kind in (PREAMBULAR, OPERATIVE):
            paragraph.kind, paragraph.known = OPERATIVE, True


class _Divider:
    """Goes through the lines of a body once, and collects the paragraphs."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.equations = {line.number for line in lines if is_equation(line)}
        self.layout, self.layout_of_numbered = study_parts(
            [line for line in lines if not line.table and line.number not in self.equations]
        )
        self.paragraphs: list[Paragraph] = []
        self.before: TextLine | None = None  # the last line that was read and is not only a footnote mark
        self.next_numbers = {1}  # paragraph numbers that may come next; after an unexpected number there are several
        self.numbered = False  # an operative paragraph with a number has been read in this section
        self.in_annex = False
        self.next_points: set[PointValue] = set()  # labels of points that may come next
        # The next three describe the line that is read now:
        self.closed = True  # the last paragraph can end before this line
        self.after_mark = False  # the extractor broke a printed line after a footnote mark; this line is its rest
        self.shown = 0  # the layout shows that a paragraph begins (1) or that the last one continues (-1); 0: neither

    def divide(self) -> list[Paragraph]:
        index = 0
        while index < len(self.lines):
            if self.after_mark and self.before is not None:
                self.lines[index].right = self.before.width + self.lines[index].width_of_text
            self.closed = self._is_closed()
            self.shown = self._shown_by_layout(self.lines[index])
            taken = self._take_display(index) or self._take_annex(index) or self._take_heading(index)
            taken = taken or self._take_line(index)
            last = self.lines[index + taken - 1]
            self.after_mark = self.layout.ends_after_mark(last)
            if self.before is None or not is_only_mark(last):
                self.before = last
            index += taken
        return self.paragraphs

    # Each _take method adds the lines that it understands to the paragraphs, and returns the number of these lines.

    def _take_display(self, index: int) -> int:
        if self._last is None:
            return 0
        line = self.lines[index]
        if line.table:
            stop = index
            while stop < len(self.lines) and self.lines[stop].table == line.table:
                stop += 1
            self.paragraphs.append(Paragraph(TABLE, list(self.lines[index:stop])))
            return stop - index
        if line.number in self.equations:
            self._run_on(line, self._last)
            return 1
        return 0

    def _run_on(self, line: TextLine, last: Paragraph) -> None:
        self.paragraphs.append(Paragraph(last.kind, [line], runs_on=True))

    def _take_annex(self, index: int) -> int:
        line = self.lines[index]
        if not begins_annex(line) or not self.closed:
            return 0
        self.in_annex, self.next_numbers = True, {1}
        self.paragraphs.append(Paragraph(HEADING, [line], annex=True))
        return 1

    def _take_heading(self, index: int) -> int:
        last = self._last
        here = PossibleHeading(
            lines=self.lines,
            index=index,
            layout=self.layout,
            in_annex=self.in_annex,
            closed=self.closed,
            after_comma=self._ends_in_comma and last is not None and last.kind != HEADING,
            numbered=self.numbered,
            begins=self.shown > 0 and (self.layout.shows or self.layout.one_line),
            goes_on=self.shown < 0,
            is_first=last is None,
            below_annex_heading=last is not None and last.annex,
        )
        heading = section_heading(here)
        if heading is None:
            return 0
        self.paragraphs.append(Paragraph(HEADING, heading.lines, heading.label, heading.offset))
        if heading.has_number or self.in_annex:
            self.next_points = set(FIRST_POINTS)
        return len(heading.lines)

    def _take_line(self, index: int) -> int:
        line = self.lines[index]
        label = label_of(line) or self._uncertain_label(line)
        if self._last is not None and self._goes_on_surely(line, self._last):
            self._last.lines.append(line)
        elif label and self._label_begins(index, label):
            self._begin_labelled(line, label)
        else:
            self._take_unlabelled(index)
        return 1

    @staticmethod
    def _goes_on_surely(line: TextLine, last: Paragraph) -> bool:
        """Whether a line surely continues the last paragraph.

        This is so if the line is only a footnote mark, or if the last paragraph has no words after its label yet.
        """
        if is_only_mark(line):
            return True
        return len(last.lines) == 1 and bool(last.label) and not last.lines[0].text[last.offset :].strip()

    def _uncertain_label(self, line: TextLine) -> Label | None:
        """The label at the beginning of a line, if it can also be an ordinary word (一、, i); None if it is no label.

        It counts as a label if a point with this label, or a paragraph with this number, can come next.
        """
        number = bare_number_of(line) if self.closed else None
        if number and self._is_next_number(number):
            return number
        label = uncertain_label_of(line) if self.closed else None
        if label is None or self._last is None or self.before is None:
            return None
        in_list = self._last.kind == POINT or self.before.text.endswith(("：", ":"))
        return label if in_list and not self.next_points.isdisjoint(point_values(label.text)) else None

    def _begin_labelled(self, line: TextLine, label: Label) -> None:
        kind = label.kind
        if kind == OPERATIVE:
            expected = self._is_next_number(label)
            self.next_numbers = {value_of(label.text) + 1} | (set() if expected else self.next_numbers)
            self.numbered = True
            self.layout = self.layout_of_numbered
            kind = ANNEX if self.in_annex else OPERATIVE
        if kind == POINT:
            following = {(series, value + 1) for series, value in point_values(label.text)}
            self.next_points = self.next_points | following | FIRST_POINTS
        else:
            self.next_points = set(FIRST_POINTS)
        self.paragraphs.append(Paragraph(kind, [line], label.text, label.offset))

    def _take_unlabelled(self, index: int) -> None:
        line, last = self.lines[index], self._last
        known = opens(line.text) or (line.text.startswith("对") and opens(self._two_lines(index)))
        if last is not None and last.kind == HEADING and self.numbered and not self.in_annex and known:
            self.numbered, self.next_numbers = False, {1}  # a section with a preamble of its own
        if last is not None and last.runs_on and self._is_after_equation and not known:
            self._run_on(line, last)
            return
        begins, certain = self._words_begin(last, line, known) if last is not None else (True, True)
        if last is not None and not begins:
            last.lines.append(line)
            last.doubts += [] if certain else [("text.paragraph_may_begin", line)]
            return
        kind = ANNEX if self.in_annex else OPERATIVE if self.numbered else PREAMBULAR
        doubts = [] if certain else [("text.paragraph_may_continue", line)]
        self.paragraphs.append(Paragraph(kind, [line], known=known or kind != PREAMBULAR, doubts=doubts))
        if last is None or last.kind != POINT:
            self.next_points = set(FIRST_POINTS)

    # Facts about the last paragraph and the line after it

    @property
    def _last(self) -> Paragraph | None:
        return self.paragraphs[-1] if self.paragraphs else None

    @property
    def _is_after_equation(self) -> bool:
        return self.before is not None and self.before.number in self.equations

    def _is_closed(self) -> bool:
        if self._last is None or self._last.kind in (HEADING, TABLE) or self._is_after_equation:
            return True
        return self.before is None or ends_paragraph(self.before.text)

    def _shown_by_layout(self, line: TextLine) -> int:
        last = self._last
        if self.before is None or last is None or last.kind == HEADING:
            return 1
        in_point = last.kind == POINT and len(last.lines) > 1
        point_indent = last.lines[-1].indent if in_point else None
        return BREAKS.decide(Break(self.layout, self.before, line, point_indent, self.after_mark))

    def _is_next_number(self, label: Label) -> bool:
        """Whether the number of an operative paragraph can come next.

        In an annex and directly after a heading, the number 1 can always come next.
        """
        anew = self.in_annex or (self._last is not None and self._last.kind == HEADING)
        return follows(label, self.next_numbers | ({1} if anew else set()))

    def _label_begins(self, index: int, label: Label) -> bool:
        """Whether the label at the beginning of a line begins a clause. Otherwise it is part of a sentence."""
        begins = self.shown > 0
        if label.kind == POINT:
            expected = not self.next_points.isdisjoint(point_values(label.text))
            return (expected or begins) if self.closed else (expected and (begins or self._lacks_stop(index, label)))
        if not self._is_next_number(label):
            return self.closed and begins
        if begins or opens(self._words_after(index, label)):
            return True
        return self.shown == 0 and (self.closed or self._lacks_stop(index, label))

    def _two_lines(self, index: int) -> str:
        return "\n".join(line.text for line in self.lines[index : index + 2])

    def _words_after(self, index: int, label: Label) -> str:
        """The words after a label. They can begin on the next line."""
        words = self.lines[index].text[label.offset :]
        return words or (self.lines[index + 1].text if index + 1 < len(self.lines) else "")

    def _lacks_stop(self, index: int, label: Label) -> bool:
        """Whether a paragraph without a final mark ends before this label.

        This is not so if the words around the label refer to another clause: 第3段(a)项.
        """
        assert self.before is not None
        words = self._words_after(index, label)
        before, after = _REFERENCES["en" if is_latin(self.before.text + words) else "zh"]
        referred = before.search(self.before.text) or after.match(words)
        return self.shown == 0 and not referred

    def _words_begin(self, last: Paragraph, line: TextLine, known: bool) -> tuple[bool, bool]:
        """Whether a paragraph begins at a line without a label, and whether the answer is certain.

        ``last`` is the paragraph before. ``known`` is True if the line begins with an opening phrase.
        """
        begins = self.shown > 0 and not (self.after_mark and self._shown_by_room)
        if last.kind == TABLE:
            return True, True
        if not self.closed:
            return self._begins_without_stop(line, known)
        if self.shown < 0:
            sure = line.after_notes and known and begins_after_comma(last.begin_and_end(), line.text) == (True, True)
            return sure and self._ends_in_comma, not sure
        if last.kind == POINT and not self._ends_in_comma and goes_on_after_points(line.text):
            return True, begins
        if self.numbered or self.in_annex:
            return begins and self._begins_behind_number(known), True
        if begins and (known or not self._shown_by_room):
            return True, True
        if known and self._ends_in_comma:
            indented = self.layout.indent_of(line) > self.layout.indent
            return begins_after_comma(last.begin_and_end(), line.text, indented)
        assert self.before is not None
        after_short_line = line.gap and self.layout.room(self.before, line) > MUCH_ROOM
        return known and not opens_weakly(line.text), known or not after_short_line

    def _begins_without_stop(self, line: TextLine, known: bool) -> tuple[bool, bool]:
        """Whether a paragraph begins after a paragraph without a final mark, and whether the answer is certain.

        This occurs only in the preamble. The layout must show clearly that the paragraph begins. ``known`` is True if
        the line begins with an opening phrase.
        """
        assert self.before is not None
        if self.shown <= 0 or self.numbered or self.in_annex or self.after_mark:
            return False, True
        if line.after_notes or line.edge:
            return known and self.layout.by_indent != 0, not known
        if not known:
            divided = self.layout.one_line or (self.layout.by_gap and line.gap)
            return False, not (divided and IS_HAN.match(line.text) and not UNITS.match(line.text))
        clear = self.layout.shows or self.layout.one_line or self.layout.room(self.before, line) > MUCH_ROOM
        return clear, clear

    @property
    def _shown_by_room(self) -> bool:
        """Whether only the free room at the end of lines shows where paragraphs begin."""
        return not (self.layout.shows or self.layout.one_line or self.layout.by_face)

    @property
    def _ends_in_comma(self) -> bool:
        return self.before is not None and _COMMA_END.search(self.before.text[-12:]) is not None

    def _begins_behind_number(self, known: bool) -> bool:
        """Whether an unnumbered paragraph can begin after a numbered paragraph or in an annex.

        If the line before ends in a comma, no such paragraph can begin. ``known`` is True if the line begins with an
        opening phrase.
        """
        if self._ends_in_comma:
            return False
        return self.in_annex or known or self.layout.shows or not self.layout.full_width
