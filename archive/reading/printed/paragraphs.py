"""Divides the lines of a body into paragraphs, and finds the kind and the number of each paragraph.

One sign is not enough, so the divider combines three. The first sign is the punctuation before a line: a preambular
paragraph ends in ，, an operative paragraph ends in ； or 。. The second sign is the number or the opening phrase at
the beginning of the line (``clause_starts``). The third sign is the layout, if the layout of this text shows paragraphs
(``layout``). ``headings`` finds section headings.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.reading import paths
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR
from archive.reading.printed.clause_starts import (
    FIRST_POINTS,
    Label,
    PointValue,
    begins_annex,
    label_of,
    opens,
    opens_weakly,
    point_values,
)
from archive.reading.printed.headings import PossibleHeading, section_heading
from archive.reading.printed.layout import BREAKS, Break, study_parts
from archive.reading.printed.lines import LONE_MARK, MARK, TextLine, ends_paragraph, join_lines

_MUCH_ROOM = 8  # columns; if more columns are free at the end of a line, the paragraph ends there
_COMMA_END = re.compile(rf"[，,](?:\s*{MARK})*\s*$")


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its lines, and its number as printed."""

    kind: str
    lines: list[TextLine]
    label: str = ""
    offset: int = 0  # characters of the label in the first line
    annex: bool = False  # it begins an annex
    known: bool = True  # False: only the layout shows that a paragraph begins here

    @property
    def raw(self) -> str:
        """The text after the label, with the line ends of the source."""
        return join_lines([self.lines[0].text[self.offset :], *(line.text for line in self.lines[1:])])

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

        If ``raw`` leaves out a line end, the following offsets are too large by one.
        """
        lengths = (len(line.text) + 1 for line in self.lines[:-1])
        return list(itertools.accumulate(lengths, initial=-self.offset))


def divide(lines: Sequence[TextLine]) -> list[Paragraph]:
    """Divide the body of a resolution into paragraphs. Returns the paragraphs.

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
    """Find the operative paragraphs of a section without numbers, and set their kind.

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


class _Divider:
    """Goes through the lines of a body once, and collects the paragraphs."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.layout, self.layout_of_numbered = study_parts(lines)
        self.paragraphs: list[Paragraph] = []
        self.before: TextLine | None = None  # the last line that was read and is not only a footnote mark
        self.next_numbers = {1}  # numbers that may come next; after an unexpected number there are several
        self.numbered = False  # an operative paragraph with a number has been read in this section
        self.in_annex = False
        self.next_points: set[PointValue] = set()  # labels of points that may come next
        # These two describe the line that is read now:
        self.closed = True  # the last paragraph can have ended before it
        self.shown = 0  # the layout shows that a paragraph begins (1), that the last one continues (-1), or nothing (0)

    def divide(self) -> list[Paragraph]:
        index = 0
        while index < len(self.lines):
            self.closed = self._is_closed()
            self.shown = self._shown_by_layout(self.lines[index])
            taken = self._take_annex(index) or self._take_heading(index) or self._take_line(index)
            last = self.lines[index + taken - 1]
            if self.before is None or not LONE_MARK.fullmatch(last.plain):
                self.before = last
            index += taken
        return self.paragraphs

    # Each _take method adds the lines that it understands to the paragraphs. It returns the number of these lines.

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
        label = label_of(line)
        if self._last is not None and self._goes_on_surely(line, self._last):
            self._last.lines.append(line)
        elif label and self._label_begins(line, label):
            self._begin_labelled(line, label)
        else:
            self._take_unlabelled(line)
        return 1

    @staticmethod
    def _goes_on_surely(line: TextLine, last: Paragraph) -> bool:
        """Whether a line surely continues the last paragraph.

        This is so if the line is only a footnote mark. It is also so if the last paragraph has only its label so far.
        """
        if LONE_MARK.fullmatch(line.plain):
            return True
        return len(last.lines) == 1 and bool(last.label) and not last.lines[0].text[last.offset :].strip()

    def _begin_labelled(self, line: TextLine, label: Label) -> None:
        kind = label.kind
        if kind == OPERATIVE:
            value = paths.label_number(label.text) or 0
            self.next_numbers = {value + 1} | (set() if self._is_next_number(value) else self.next_numbers)
            self.numbered = True
            self.layout = self.layout_of_numbered
            kind = ANNEX if self.in_annex else OPERATIVE
        if kind == POINT:
            following = {(series, value + 1) for series, value in point_values(label.text)}
            self.next_points = self.next_points | following | FIRST_POINTS
        else:
            self.next_points = set(FIRST_POINTS)
        self.paragraphs.append(Paragraph(kind, [line], label.text, label.offset))

    def _take_unlabelled(self, line: TextLine) -> None:
        last = self._last
        known = opens(line.text)
        if last is not None and last.kind == HEADING and self.numbered and not self.in_annex and known:
            self.numbered, self.next_numbers = False, {1}  # a section with a preamble of its own
        if last is not None and not self._words_begin(line, known):
            last.lines.append(line)
            return
        kind = ANNEX if self.in_annex else OPERATIVE if self.numbered else PREAMBULAR
        self.paragraphs.append(Paragraph(kind, [line], known=known or kind != PREAMBULAR))
        if last is None or last.kind != POINT:
            self.next_points = set(FIRST_POINTS)

    # What is known about the last paragraph and the line after it.

    @property
    def _last(self) -> Paragraph | None:
        return self.paragraphs[-1] if self.paragraphs else None

    def _is_closed(self) -> bool:
        if self._last is None or self._last.kind == HEADING:
            return True
        return self.before is None or ends_paragraph(self.before.text)

    def _shown_by_layout(self, line: TextLine) -> int:
        last = self._last
        if self.before is None or last is None or last.kind == HEADING:
            return 1
        in_point = last.kind == POINT and len(last.lines) > 1
        point_indent = last.lines[-1].indent if in_point else None
        return BREAKS.decide(Break(self.layout, self.before, line, point_indent))

    def _is_next_number(self, value: int) -> bool:
        """Whether a number of an operative paragraph can come next.

        In an annex and directly after a heading, 1 can always come next.
        """
        anew = self.in_annex or (self._last is not None and self._last.kind == HEADING)
        return value in self.next_numbers or (value == 1 and anew)

    def _label_begins(self, line: TextLine, label: Label) -> bool:
        """Whether the label at the beginning of a line begins a clause. Otherwise it is a number in a sentence."""
        begins = self.shown > 0
        if label.kind == POINT:
            expected = not self.next_points.isdisjoint(point_values(label.text))
            return (expected or begins) if self.closed else (expected and begins)
        if not self._is_next_number(paths.label_number(label.text) or 0):
            return self.closed and begins
        return begins or (self.closed and (self.shown == 0 or opens(line.text[label.offset :])))

    def _words_begin(self, line: TextLine, known: bool) -> bool:
        """Whether a paragraph begins at a line without a label. ``known``: the line begins with an opening phrase."""
        begins = self.shown > 0
        if not self.closed:
            return known and begins and self._lacks_final_mark(line)
        if self.shown < 0:
            return False
        if self.numbered or self.in_annex:
            return begins and self._begins_behind_number(known)
        if begins and (self.layout.shows or self.layout.one_line):
            return True
        return known and (begins or not opens_weakly(line.text))

    def _lacks_final_mark(self, line: TextLine) -> bool:
        """Whether the last paragraph of the preamble has ended without a final mark of punctuation.

        The layout must show this clearly.
        """
        assert self.before is not None
        sure = self.layout.shows or self.layout.room(self.before, line) > _MUCH_ROOM
        return sure and not self.numbered and not line.after_notes and not line.edge

    def _begins_behind_number(self, known: bool) -> bool:
        """Whether an unnumbered paragraph can begin after a numbered one or in an annex.

        If the line before ends in a comma, no such paragraph can begin.
        """
        assert self.before is not None
        if _COMMA_END.search(self.before.text[-12:]):
            return False
        return self.in_annex or known or self.layout.shows or not self.layout.full_width
