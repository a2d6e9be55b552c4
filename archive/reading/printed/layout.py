"""Finds how the layout of a text shows its paragraphs: by empty lines, indents, faces or the length of lines.

A face is a typeface, such as bold. Each text uses only some of these signs, so ``study`` measures the text first. It
compares the lines that surely continue a paragraph with the lines that most likely begin a paragraph. Each measurement
has its own function, and ``Layout`` keeps the results. The table ``LAYOUT_BREAKS`` then decides for two lines whether a
paragraph begins at the second line.

To support another layout, add a measurement to ``Layout`` and ``study``, and a witness that uses it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from archive.reading.draft import OPERATIVE
from archive.reading.printed.clause_starts import (
    Label,
    begins_clause,
    follows,
    is_numbered,
    is_point,
    label_of,
    opens,
    value_of,
)
from archive.reading.printed.lines import (
    MARK,
    TextLine,
    ends_in_han,
    ends_paragraph,
    is_only_mark,
    width_of_first_word,
)
from archive.reading.printed.page_edges import page_edges
from archive.reading.printed.witnesses import Witnesses

_RAISED = re.compile(r"[\[［(（]?[⁰¹²³⁴-⁹]")
_POINT_END = re.compile(rf"[；;。](?:\s*{MARK})*\s*$")
MUCH_ROOM = 8  # columns; if more columns are free at the end of a line, the paragraph ends there
_MARK_LENGTH = 8  # characters of a footnote mark and of the word before it
_MARK_END = re.compile(rf"[^\d\s./-] ?{MARK}$")
_LABEL_WIDTH = 8  # characters; a label and the space after it have at most this length
WIDEST_PRINTED = 100  # columns; a line that is longer than this is a whole paragraph
_FEW = 0.1  # if at most 10 % of the lines have no final mark, each line can be a paragraph
_MOST = 0.7  # if more than 70 % of the paragraphs begin in one way, this way is a rule of the text


@dataclass(frozen=True, slots=True)
class Layout:
    """The measurements of a text. Indents and widths are in columns: a Han character takes two."""

    page_edges: dict[int, int] = field(default_factory=dict)  # page number → left edge; without edges, all are 0
    one_line: bool = False  # each line is a paragraph; the fields below are then not measured
    by_face: bool = False  # opening phrases are printed in another face
    full_width: int = 0  # the usual width of a line if its paragraph continues on the next line; 0: unknown
    marks_cut: bool = False  # some lines end directly after a footnote mark, in the middle of a sentence
    room_left: int = 1  # the columns that can stay free at the end of a line if its paragraph continues
    by_gap: bool = False  # empty lines divide the paragraphs
    indent: int = 0  # the usual indent of lines that continue a paragraph, from the page's edge
    by_indent: int = 0  # 1: a paragraph's first line is further right than its other lines; -1: further left; 0: no
    notes_indent: int | None = None  # the indent after a page's footnotes; see the function ``notes_indent``

    def indent_of(self, line: TextLine) -> int:
        """The indent of a line from the left edge of its page, in columns."""
        return line.indent - self.page_edges.get(line.page, 0)

    def room(self, before: TextLine, line: TextLine) -> int:
        """The number of columns that would stay free if the first word of ``line`` were at the end of ``before``.

        The result is less than 0 if the word does not fit, or if the usual width of a line is unknown.
        """
        return _room(self.full_width, before, line) if self.full_width else -1

    def ends_after_mark(self, line: TextLine) -> bool:
        """Whether the extractor broke a printed line at the end of this line, after a footnote mark."""
        return is_only_mark(line) or (self.marks_cut and _ends_in_mark(line))

    @property
    def shows(self) -> bool:
        """Whether empty lines or indents divide the paragraphs of this text."""
        return self.by_gap or bool(self.by_indent)


def _room(full_width: int, before: TextLine, line: TextLine) -> int:
    return full_width - before.width - width_of_first_word(line)


# The measurements


class LayoutEvidence:
    """The lines of a text in two groups: some surely continue a paragraph, others most likely begin one.

    Only the words of the lines decide the group of a line.
    """

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.continued: list[tuple[TextLine, TextLine]] = []  # a line without a final mark, and the next line
        # The pairs of ``continued``, without the pairs beside a footnote mark that is alone on its line.
        self.undivided: list[tuple[TextLine, TextLine]] = []
        self.numbered: list[TextLine] = []  # lines after a final mark that have an operative paragraph's number
        # The first line, and the lines after a final mark that begin with a bullet or an opening phrase.
        self.opened: list[TextLine] = list(lines[:1])
        self._in_points: set[int] = set()  # numbers of lines that continue a point
        self._widest = max((line.width for line in lines), default=0)
        self._sort()
        self.page_edges = page_edges(lines, self.starts, [line for _, line in self.continued])

    def _sort(self) -> None:
        before: TextLine | None = None
        in_point = False
        number = 0  # the number of the last operative paragraph
        beside_mark = 0  # how many of the next lines are beside a footnote mark alone on its line
        for line in self.lines:
            if is_only_mark(line):
                beside_mark = 2
                continue
            beside_mark -= 1
            open_before = before is not None and not ends_paragraph(before.text)
            label = label_of(line)
            if label and label.kind == OPERATIVE and (not open_before or _is_next(line, label, number)):
                open_before, number = False, value_of(label.text)
            if before is None or (open_before and self._may_begin(before, line)):
                pass
            elif open_before:
                self.continued.append((before, line))
                if beside_mark < 0:
                    self.undivided.append((before, line))
                if in_point:
                    self._in_points.add(line.number)
            elif is_point(line):
                in_point = True
            elif is_numbered(line):
                self.numbered.append(line)
                in_point = False
            elif begins_clause(line):
                self.opened.append(line)
                in_point = False
            before = line

    def _may_begin(self, before: TextLine, line: TextLine) -> bool:
        """Whether a paragraph can begin at a line, although the line before has no final mark.

        Such a line is not measured, because it may begin a paragraph or continue one.
        """
        set_off = line.gap or line.indent != before.indent or before.width < self._widest - MUCH_ROOM
        return set_off and opens(line.text)

    @cached_property
    def inner(self) -> list[TextLine]:
        """The lines that continue a paragraph, on the same page as the line before."""
        return [line for _, line in self.continued if not _behind_page_end(line)]

    @cached_property
    def inner_of_paragraphs(self) -> list[TextLine]:
        """The lines of ``inner`` without the lines of points, because all lines of a point can be indented.

        If all lines of ``inner`` belong to points, the result is the same as ``inner``.
        """
        return [line for line in self.inner if line.number not in self._in_points] or self.inner

    @cached_property
    def starts(self) -> list[TextLine]:
        """The lines that most likely begin a paragraph, on the same page as the line before."""
        likely = self.numbered if len(self.numbered) > 1 else self.numbered + self.opened
        return [line for line in likely if not _behind_page_end(line)]

    @property
    def comparable(self) -> bool:
        """Whether the text has lines that continue a paragraph, and also lines that begin a paragraph."""
        return bool(self.inner and self.starts)

    def indent_of(self, line: TextLine) -> int:
        return line.indent - self.page_edges.get(line.page, 0)


def one_line(evidence: LayoutEvidence) -> bool:
    """Whether each line is a whole paragraph: (almost) every line ends with a final mark of punctuation.

    If some lines have no final mark, the longest line must also be longer than a printed line.
    """
    if len(evidence.continued) > _FEW * len(evidence.lines):
        return False
    return not evidence.continued or max(line.width_of_text for line in evidence.lines) > WIDEST_PRINTED


def by_face(evidence: LayoutEvidence) -> bool:
    """Whether most paragraphs begin in a face that differs from the rest of the text, mostly bold or italic.

    It is False if the format does not record faces, or if there are too few paragraphs.
    """
    in_face = [any(start == 0 for start, _ in line.set_apart) for line in evidence.opened]
    return len(in_face) > 2 and _share(in_face) > _MOST


def full_width(evidence: LayoutEvidence) -> int:
    """The median width of the full lines, in columns; 0 if there are none.

    A line is full if its paragraph continues on the next line.
    """
    widths = sorted(before.width for before, _ in evidence.continued)
    return widths[len(widths) // 2] if widths else 0


def room_left(evidence: LayoutEvidence, full_width: int) -> int:
    """The most room that a line can leave free if its paragraph continues, in columns: 95 % of these lines leave less.

    The result is 1 if all characters have the same width in print, and up to ``MUCH_ROOM`` if the widths differ.
    """
    rooms = sorted(_room(full_width, before, line) for before, line in evidence.undivided)
    return min(max(1, rooms[len(rooms) * 95 // 100]), MUCH_ROOM) if rooms else 1


def marks_cut(evidence: LayoutEvidence, full_width: int) -> bool:
    """Whether the extractor begins a new line after footnote marks.

    This is so if a short line ends in a mark, and the next line does not begin a clause.
    """
    return any(
        _ends_in_mark(before) and _room(full_width, before, line) > MUCH_ROOM and not begins_clause(line)
        for before, line in pairwise(evidence.lines)
    )


def by_gap(evidence: LayoutEvidence) -> bool:
    """Whether an empty line is before most paragraphs, and hardly ever inside a paragraph."""
    if not evidence.comparable:
        return False
    inside, before = _share([line.gap for line in evidence.inner]), _share([line.gap for line in evidence.starts])
    return inside < 0.06 and before > _MOST


def continued_indent(evidence: LayoutEvidence) -> int:
    """The most common indent of lines that continue a paragraph, from the page's edge; 0 if nothing can be compared."""
    if not evidence.comparable:
        return 0
    return Counter(map(evidence.indent_of, evidence.inner_of_paragraphs)).most_common(1)[0][0]


def by_indent(evidence: LayoutEvidence) -> int:
    """The direction in which the first lines of most paragraphs are indented, compared with their other lines.

    1: further to the right. -1: further to the left, because the number is printed outside the text. 0: neither, or
    the lines inside paragraphs often have such an indent too.
    """
    if not evidence.comparable:
        return 0
    indent = continued_indent(evidence)
    starts = [evidence.indent_of(line) - indent for line in evidence.starts]
    inner = [evidence.indent_of(line) - indent for line in evidence.inner_of_paragraphs]
    for side in (1, -1):
        if _share([side * further > 0 for further in starts]) > _MOST:
            return side if _share([side * further <= 0 for further in inner]) > 0.85 else 0
    return 0


def notes_indent(evidence: LayoutEvidence) -> int | None:
    """The indent of a line that continues a paragraph after a page's footnotes, counted from column 0.

    If only the footnotes show where a page ends, the lines after them can have another indent than the lines before.
    Returns None if this indent is unknown, or if indents do not show the paragraphs of this text.
    """
    if not by_indent(evidence):
        return None
    behind = [line for line in evidence.lines if line.after_notes and not line.edge]
    likely_starts = [*evidence.numbered, *evidence.opened]
    sure = {line.number for _, line in evidence.continued}
    sure |= {line.number for line in behind if line not in likely_starts}
    if continued := [line.indent for line in behind if line.number in sure]:
        return Counter(continued).most_common(1)[0][0]
    if numbered := [line.indent for line in behind if line in evidence.numbered]:
        usual = Counter(line.indent for line in likely_starts).most_common(1)[0][0]
        return min(numbered) - (usual - continued_indent(evidence))
    # Old extractors write the rule as a line of spaces. They also add one space before the first line of the next page.
    return continued_indent(evidence) + 1 if any(line.after_spaces for line in behind) else None


def study(lines: Sequence[TextLine]) -> Layout:
    """Measure the layout of a text."""
    evidence = LayoutEvidence(lines)
    if one_line(evidence):
        return Layout(evidence.page_edges, one_line=True)
    width = full_width(evidence)
    return Layout(
        page_edges=evidence.page_edges,
        by_face=by_face(evidence),
        full_width=width,
        room_left=room_left(evidence, width),
        marks_cut=marks_cut(evidence, width),
        by_gap=by_gap(evidence),
        indent=continued_indent(evidence),
        by_indent=by_indent(evidence),
        notes_indent=notes_indent(evidence),
    )


def study_parts(lines: Sequence[TextLine]) -> tuple[Layout, Layout]:
    """The layout of the preamble, and the layout of the numbered paragraphs.

    If the whole text shows one layout, both results are this layout. Otherwise each part is measured alone. For
    example, the preamble can have indented paragraphs, and the numbered paragraphs can have their numbers outside the
    text. A part that shows no layout gets the layout of the whole text.
    """
    whole = study(lines)
    index = _first_numbered(lines)
    if whole.one_line or index is None:
        return whole, whole
    # Some extractors write empty lines only around numbers that are printed outside the text.
    gaps_of_numbers = whole.by_gap and _lack_gaps(lines[:index])
    if whole.shows and not gaps_of_numbers:
        return whole, whole
    preamble, numbered = study(lines[:index]), study(lines[index:])
    return (preamble if preamble.shows or gaps_of_numbers else whole), (numbered if numbered.shows else whole)


def _lack_gaps(lines: Sequence[TextLine]) -> bool:
    """Whether most paragraphs have no empty line before them. Paragraphs at the beginning of a page do not count."""
    begun = [
        line.gap
        for before, line in pairwise(lines)
        if ends_paragraph(before.text) and not _behind_page_end(line) and opens(line.text)
    ]
    return bool(begun) and _share(begun) < 1 - _MOST


def _first_numbered(lines: Sequence[TextLine]) -> int | None:
    """The index of the line where the first numbered paragraph begins; None if there is none."""
    for index in range(1, len(lines)):
        if ends_paragraph(lines[index - 1].text) and re.match(r"1[.、]", lines[index].plain):
            return index
    return None


def _is_next(line: TextLine, label: Label, number: int) -> bool:
    """Whether a line begins with the number after ``number`` and an opening phrase.

    An operative paragraph begins there, even if the paragraph before has no final mark.
    """
    return follows(label, {number + 1}) and opens(line.text[label.offset :])


def _ends_in_mark(line: TextLine) -> bool:
    return not ends_in_han(line.text) and _MARK_END.search(line.text[-_MARK_LENGTH:]) is not None


def _behind_page_end(line: TextLine) -> bool:
    return line.edge or line.after_notes


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers)


# What the layout shows between two lines


@dataclass(frozen=True, slots=True)
class Break:
    """The place between the lines ``before`` and ``line``.

    Either a paragraph begins at ``line``, or ``line`` continues the paragraph of ``before``.
    """

    layout: Layout
    before: TextLine
    line: TextLine
    # The indent of ``before``, if this is the second or a later line of a point; otherwise None.
    point_indent: int | None = None
    after_mark: bool = False  # a footnote mark alone on its line is between the two lines


def begins_with_raised_mark(here: Break) -> int:
    """The line begins with a raised footnote mark. The mark belongs to the word before, so the paragraph continues."""
    return -1 if _RAISED.match(here.line.text) else 0


def goes_on_with_point(here: Break) -> int:
    """The line before is in a point and has the same indent, so the point continues.

    In a text with indented first lines, all lines of a point can be indented too. They then look like first lines.
    """
    line = here.line
    if here.point_indent is None or here.layout.by_indent <= 0 or line.edge:
        return 0
    in_face = bool(line.set_apart) and line.set_apart[0][0] == 0
    is_open = not _POINT_END.search(here.before.text[-12:]) and not in_face
    return -1 if is_open and line.indent == here.point_indent and not label_of(line) else 0


def every_line_begins(here: Break) -> int:
    """In this text, each line is a whole paragraph."""
    return int(here.layout.one_line)


def has_gap_before(here: Break) -> int:
    """An empty line is before this line, in a text whose paragraphs are separated by empty lines.

    The empty line does not count at the beginning of a page. If indents also show the paragraphs, it does not count
    after a footnote mark that is alone on its line. A missing empty line counts there too.
    """
    if not here.layout.by_gap or _behind_page_end(here.line):
        return 0
    if not here.line.gap:
        return -1
    return 0 if here.after_mark and here.layout.by_indent else 1


def is_indented(here: Break) -> int:
    """The first line of a paragraph begins further to the right or to the left than its other lines.

    ``is_indented_behind_notes`` checks the lines after a page's footnotes.
    """
    if not here.layout.by_indent or (here.line.after_notes and not here.line.edge):
        return 0
    return 1 if (here.layout.indent_of(here.line) - here.layout.indent) * here.layout.by_indent > 0 else -1


def is_indented_behind_notes(here: Break) -> int:
    """The same sign as in ``is_indented``, for a line after a page's footnotes.

    The indent of the line is compared with ``Layout.notes_indent``.
    """
    usual = here.layout.notes_indent
    if usual is None or not here.line.after_notes or here.line.edge:
        return 0
    return 1 if (here.line.indent - usual) * here.layout.by_indent > 0 else -1


def begins_in_face(here: Break) -> int:
    """The line begins with words in another face, perhaps after a number. In this text, paragraphs begin so."""
    return int(here.layout.by_face and _is_in_face(here.line))


def has_room_before(here: Break) -> int:
    """The line before has room for the first word of this line.

    If the paragraph continued, this word would be printed on the line before.
    """
    return int(here.layout.room(here.before, here.line) > here.layout.room_left)


def lacks_face(here: Break) -> int:
    """The opening phrases of this text are in another face, but this line does not begin in another face."""
    return -int(here.layout.by_face and not _is_in_face(here.line))


def _is_in_face(line: TextLine) -> bool:
    return bool(line.set_apart) and line.set_apart[0][0] <= _LABEL_WIDTH


# Each weight is larger than the sum of all weights below it.
# So the first witness that does not return 0 decides alone.
LAYOUT_BREAKS: Witnesses[Break] = Witnesses(
    (64, every_line_begins),
    (32, has_gap_before),
    (16, is_indented),
    (8, is_indented_behind_notes),
    (4, begins_in_face),
    (2, has_room_before),
    (1, lacks_face),
)
# LAYOUT_BREAKS with two stronger witnesses before it. ``goes_on_with_point`` needs to know the paragraph before.
BREAKS: Witnesses[Break] = Witnesses(
    (256, begins_with_raised_mark),
    (128, goes_on_with_point),
    *LAYOUT_BREAKS.rows,
)
