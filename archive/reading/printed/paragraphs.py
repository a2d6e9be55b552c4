"""Paragraphs in raw text: where each begins, what kind it is, and its number.

Printed lines say little by themselves, so several witnesses are heard: the punctuation before (a preambular paragraph
ends in ，, an operative one in ； or 。), the number or opening phrase with which a line begins, and the layout
(indentation, empty lines, short lines), as far as the layout of this text tells paragraphs from lines at all.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from archive.numerals import from_roman
from archive.reading import paths
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR
from archive.reading.opening import opening
from archive.reading.printed.lines import IS_HAN, MARK, TextLine, ends_paragraph, width_of
from archive.reading.typography import tidy

_NUMBER = re.compile(r"(\d{1,3})(?:\.(?!\d)|、)\s*")
_POINT = re.compile(
    r"(?:\((?:[a-z]{1,2}|[ivxl]{1,5}|[一二三四五六七八九十]{1,3}|[甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥]|\d{1,2})\)|"
    r"[\u3220-\u3229]|[①-⑳⑴-⒇]|[a-z][.)](?![a-z.]))\s*"
)
_BULLET = re.compile(r"[•●▪■·∙]\s*")
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:、|\s|$)|第[一二三四五六七八九十]{1,3}(?:部分|章|节|编)|[A-Z](?:[.、]|$)|[IVX]{1,5}(?:[.、]|$))\s*"
)
_ANNEX = re.compile(r"附\s*[件录]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4})?")
_LONE_MARK = re.compile(MARK)
# Verbs that go on a sentence behind a comma as often as they begin a preambular paragraph.
_WEAK = re.compile(
    "(?:进一步)?(?:促进|呼吁|决定|按照|根据|依照|遵照|审议|认为|请|邀请|支持|维护|提出|选举|通过|考虑|保证|承诺|看到|同意|提及|确定)"
)
# What follows in a sentence of its own before what the Assembly does: 在这方面，回顾….
_LINKING = re.compile(r"(?:在这(?:方面|一方面|个方面)|为此(?:目的)?|因此|此外|同时|最后)[，,]")
_WORD = re.compile(r"[A-Za-z0-9./()-]+|.")  # what is not divided at a line's end
_MUCH_ROOM = 8  # columns left at a line's end that are no accident
_RAISED = re.compile(r"[\[［(（]?[⁰¹²³⁴-⁹]")
_LABEL = 8  # characters of a number and the room behind it, at most
_POINT_END = re.compile(rf"[；;。](?:\s*{MARK})*\s*$")
_COMMA_END = re.compile(rf"[，,](?:\s*{MARK})*\s*$")
_SENTENCE_END = re.compile("[，；。！？]")


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its lines, and its number as printed. ``raw`` is its text, line ends as they were."""

    kind: str
    lines: list[TextLine]
    label: str = ""
    skip: int = 0  # characters of the label in the first line
    annex: bool = False  # it begins an annex
    known: bool = True  # False: nothing but the layout says that a paragraph begins here

    @property
    def raw(self) -> str:
        return join_lines([self.lines[0].text[self.skip :], *(line.text for line in self.lines[1:])])

    def opening_set_apart(self) -> int:
        """How many characters from the beginning of ``raw`` are in another face than the rest; 0 for none."""
        length = 0
        for place, line in enumerate(self.lines):
            skip = self.skip if place == 0 else 0
            end = next((end for start, end in line.set_apart if start <= skip < end), 0)
            length += max(0, end - skip)
            if end < len(line.text):
                return length
            length += 1
        return 0

    def line_starts(self) -> list[int]:
        """Where in ``raw`` each line begins, about: a line end that ``raw`` leaves out moves the next by one."""
        lengths = (len(line.text) + 1 for line in self.lines[:-1])
        return list(itertools.accumulate(lengths, initial=-self.skip))


def join_lines(texts: Sequence[str]) -> str:
    """Lines as one raw text. A symbol or word cut behind its / or - goes on without a space."""
    pieces = [texts[0]] if texts else []
    for before, text in itertools.pairwise(texts):
        cut = before[-1:] in ("/", "-") and text[:1].isascii() and text[:1].isalnum()
        pieces += ["" if cut or not before else "\n", text]
    return "".join(pieces)


@dataclass(slots=True)
class _Layout:
    """What the layout of a text tells about where paragraphs begin."""

    by_gap: bool = False
    by_indent: int = 0  # 1: paragraphs are indented, -1: they hang out
    indent: int = 0  # of lines that continue a paragraph
    notes_indent: int | None = None  # the same, of the first line behind a page's footnotes
    full: int = 0  # columns of a line that is continued, commonly
    bases: dict[int, int] = field(default_factory=dict)  # the left edge of each page
    one_line: bool = False  # each paragraph is one line
    by_face: bool = False  # opening phrases are set in another face

    def begins(self, line: TextLine, before: TextLine) -> int:
        """1: a paragraph begins at this line, -1: it goes on, 0: the layout does not say."""
        if self.one_line:
            return 1
        if self.by_gap and not line.edge and not line.after_notes:
            return 1 if line.gap else -1
        if self.by_indent:
            if not line.after_notes or line.edge:
                indent = line.indent - self.bases.get(line.page, 0)
                return 1 if (indent - self.indent) * self.by_indent > 0 else -1
            if self.notes_indent is not None:
                return 1 if (line.indent - self.notes_indent) * self.by_indent > 0 else -1
        if self.by_face and line.set_apart and line.set_apart[0][0] <= _LABEL:
            return 1
        return 1 if self.room(line, before) > 1 else -1 if self.by_face else 0

    def room(self, line: TextLine, before: TextLine) -> int:
        """The columns that were left on the line before when this line's first word had been put there: a printed line
        goes on as long as the next word has room. Less than 0 where it had none, or where lines have no usual length.
        """
        word = _WORD.match(line.text)
        return self.full - before.width - width_of(word[0] if word else "") if self.full else -1

    @property
    def shows(self) -> bool:
        """Whether room or indentation divides the paragraphs of this text."""
        return self.by_gap or bool(self.by_indent)


def _study(lines: Sequence[TextLine]) -> _Layout:
    """Compare the lines that surely continue a paragraph with those that most likely begin one."""
    layout = _Layout()
    pages: dict[int, Counter[int]] = {}
    for line in lines:
        pages.setdefault(line.page, Counter())[line.indent] += 1
    for page, indents in pages.items():
        if indents.total() > 4 and len(pages) > 1:
            # An opening bracket may hang out at a line's beginning: what few lines do is no edge.
            usual = [indent for indent, count in indents.items() if count > 0.08 * indents.total()]
            layout.bases[page] = min(usual or indents)
    going_on: list[tuple[TextLine, TextLine]] = []
    numbered: list[TextLine] = []
    opened: list[TextLine] = [lines[0]] if lines else []
    in_points: set[int] = set()  # lines of points, which can be indented as a whole
    in_point = False
    before = None
    for line in lines:
        if _LONE_MARK.fullmatch(line.plain):
            continue
        if before is not None:
            if not ends_paragraph(before.text):
                going_on.append((before, line))
                if in_point:
                    in_points.add(line.number)
            elif _POINT.match(line.plain):
                in_point = True
            elif _NUMBER.match(line.plain):
                numbered.append(line)
                in_point = False
            elif begins_clause(line):
                opened.append(line)
                in_point = False
        before = line
    if len(going_on) <= 0.1 * len(lines):
        layout.one_line = not going_on or max(width_of(line.text) for line in lines) > 100
        if layout.one_line:
            return layout
    layout.by_face = len(opened) > 2 and _share(opened, lambda x: any(start == 0 for start, _ in x.set_apart)) > 0.7
    inner = [x for _, x in going_on if not x.edge and not x.after_notes]
    starts = [x for x in (numbered if len(numbered) > 1 else numbered + opened) if not x.edge and not x.after_notes]
    layout.full = sorted(before.width for before, _ in going_on)[len(going_on) // 2] if going_on else 0
    if not inner or not starts:
        return layout
    layout.by_gap = _share(inner, lambda x: x.gap) < 0.06 and _share(starts, lambda x: x.gap) > 0.7

    def indent_of(line: TextLine) -> int:
        return line.indent - layout.bases.get(line.page, 0)

    inner = [x for x in inner if x.number not in in_points] or inner
    layout.indent = Counter(indent_of(x) for x in inner).most_common(1)[0][0]
    if _share(starts, lambda x: indent_of(x) > layout.indent) > 0.7:
        layout.by_indent = int(_share(inner, lambda x: indent_of(x) <= layout.indent) > 0.85)
    elif _share(starts, lambda x: indent_of(x) < layout.indent) > 0.7:
        layout.by_indent = -int(_share(inner, lambda x: indent_of(x) >= layout.indent) > 0.85)
    if layout.by_indent:
        layout.notes_indent = _indent_behind_notes(layout, going_on, numbered, opened, lines)
    return layout


def _study_parts(lines: Sequence[TextLine]) -> tuple[_Layout, _Layout]:
    """The layout of the preamble and that of the numbered paragraphs: one for both, if that shows where paragraphs
    begin; else numbers may hang out where the preamble's paragraphs are indented."""
    whole = _study(lines)
    if not (whole.shows or whole.one_line):
        for index in range(1, len(lines)):
            if ends_paragraph(lines[index - 1].text) and re.match(r"1[.、]", lines[index].plain):
                before, after = _study(lines[:index]), _study(lines[index:])
                return (
                    before if before.shows else whole,
                    after if after.shows else whole,
                )
    return whole, whole


def _indent_behind_notes(
    layout: _Layout,
    going_on: Sequence[tuple[TextLine, TextLine]],
    numbered: Sequence[TextLine],
    opened: Sequence[TextLine],
    lines: Sequence[TextLine],
) -> int | None:
    """The indentation of a line that continues a paragraph behind a page's footnotes.

    Where the page's end left no other trace, what follows is indented differently from the rest of the page.
    """
    behind = [x for x in lines if x.after_notes and not x.edge]
    sure = {x.number for _, x in going_on} | {x.number for x in behind if x not in numbered and x not in opened}
    indents = [x.indent for x in behind if x.number in sure]
    if indents:
        return Counter(indents).most_common(1)[0][0]
    usual = Counter(x.indent for x in [*numbered, *opened]).most_common(1)[0][0]
    indents = [x.indent for x in behind if x in numbered]
    if indents:
        return min(indents) - (usual - layout.indent)
    # Old extractions render the rule as spaces, and the page's end as one more space before the next line.
    return layout.indent + 1 if any(x.after_spaces for x in behind) else None


def _share(lines: Sequence[TextLine], test: Callable[[TextLine], bool]) -> float:
    return sum(1 for line in lines if test(line)) / len(lines)


def label_of(line: TextLine) -> tuple[str, int, str] | None:
    """The number with which a line begins: as printed, where the text begins, and the kind it makes."""
    for pattern, kind in ((_NUMBER, OPERATIVE), (_POINT, POINT), (_BULLET, POINT)):
        if match := pattern.match(line.plain):
            return line.text[: match.end()].strip(), match.end(), kind
    return None


def begins_clause(line: TextLine) -> bool:
    """Whether a line begins with a clause's number or with an opening phrase."""
    return label_of(line) is not None or _opens(line.text)


def begins_words(line: TextLine) -> bool:
    """Whether a line begins with an opening phrase."""
    return _opens(line.text)


def begins_annex(line: TextLine) -> bool:
    """Whether a line is an annex's heading: 附件, 附件二, 附录."""
    return _ANNEX.fullmatch(line.plain) is not None


def _opens(text: str) -> bool:
    """Whether a text begins with an opening phrase, perhaps behind what links it with the paragraph before."""
    words = tidy(text[:40])
    return bool(opening(_LINKING.sub("", words, count=1) if _LINKING.match(words) else words))


class _Divider:
    """Goes through the body's lines once and begins a paragraph wherever the witnesses agree that there is one."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.layout, self.layout_of_numbered = _study_parts(lines)
        self.paragraphs: list[Paragraph] = []
        self.before: TextLine | None = None  # the line before, lone footnote marks aside
        self.next_numbers = {1}  # that may come next: two, behind one that was not expected
        self.numbered = False
        self.in_annex = False
        self.points: set[tuple[str, int]] = set()  # the points that may come next

    def divide(self) -> list[Paragraph]:
        index = 0
        while index < len(self.lines):
            taken = self._annex(index) or self._heading(index)
            if not taken:
                self._line(index)
                taken = 1
            last = self.lines[index + taken - 1]
            self.before = self.before if self.before is not None and _LONE_MARK.fullmatch(last.plain) else last
            index += taken
        return self.paragraphs

    @property
    def _last(self) -> Paragraph | None:
        return self.paragraphs[-1] if self.paragraphs else None

    def _closed(self) -> bool:
        """Whether the last paragraph can have ended."""
        if self._last is None or self._last.kind == HEADING:
            return True
        return self.before is None or ends_paragraph(self.before.text)

    def _evidence(self, line: TextLine) -> int:
        if self.before is None or (self._last and self._last.kind == HEADING):
            return 1
        if _RAISED.match(line.text):
            return -1  # a footnote mark belongs to the word before it
        last = self._last
        if last and last.kind == POINT and len(last.lines) > 1 and self.layout.by_indent > 0 and not line.edge:
            # A point is indented as a whole, as far as other paragraphs' first lines.
            shown = bool(line.set_apart) and line.set_apart[0][0] == 0
            open_still = not _POINT_END.search(self.before.text[-12:]) and not shown
            if open_still and line.indent == last.lines[-1].indent and not label_of(line):
                return -1
        return self.layout.begins(line, self.before)

    def _line(self, index: int) -> None:
        line = self.lines[index]
        last = self._last
        if last is not None and _LONE_MARK.fullmatch(line.plain):
            last.lines.append(line)
            return
        if last is not None and len(last.lines) == 1 and last.label and not last.lines[0].text[last.skip :].strip():
            last.lines.append(line)  # the label stood alone on its line
            return
        evidence, closed = self._evidence(line), self._closed()
        if (label := label_of(line)) and self._label_begins(line, label, evidence, closed):
            text, skip, kind = label
            if kind == OPERATIVE:
                value = paths.number_of(text) or 0
                self.next_numbers = {value + 1} | (set() if self._fits(value) else self.next_numbers)
                self.numbered = True
                self.layout = self.layout_of_numbered
                kind = ANNEX if self.in_annex else OPERATIVE
            self._expect_points(text, kind)
            self.paragraphs.append(Paragraph(kind, [line], text, skip))
            return
        known = _opens(line.text)
        if last is not None and last.kind == HEADING and self.numbered and not self.in_annex and known:
            self.numbered, self.next_numbers = False, {1}  # a section with a preamble of its own
        if last is None or self._words_begin(evidence, closed, known, line):
            kind = self._unlabelled_kind()
            self.paragraphs.append(Paragraph(kind, [line], known=known or kind != PREAMBULAR))
            if last is None or last.kind != POINT:
                self.points = _FIRST_POINTS.copy()
        else:
            last.lines.append(line)

    def _label_begins(self, line: TextLine, label: tuple[str, int, str], evidence: int, closed: bool) -> bool:
        text, skip, kind = label
        if kind == OPERATIVE:
            if not self._fits(paths.number_of(text) or 0):
                return closed and evidence > 0
            if closed:
                return evidence >= 0 or _opens(line.text[skip:])
            return evidence > 0
        fits = not self.points.isdisjoint(_point_values(text))
        if closed:
            return fits or evidence > 0
        return fits and evidence > 0

    def _fits(self, value: int) -> bool:
        """Whether a paragraph's number is one that may come next; numbers begin anew under a heading."""
        anew = self.in_annex or (self._last is not None and self._last.kind == HEADING)
        return value in self.next_numbers or (value == 1 and anew)

    def _words_begin(self, evidence: int, closed: bool, known: bool, line: TextLine) -> bool:
        """Whether an unnumbered line begins a paragraph."""
        assert self.before is not None
        if not closed:
            # A paragraph that lacks its mark of punctuation: layout and words must both say it.
            surely = evidence > 0 and (self.layout.shows or self.layout.room(line, self.before) > _MUCH_ROOM)
            return surely and known and not self.numbered and not line.after_notes and not line.edge
        if evidence < 0:
            return False
        comma = _COMMA_END.search(self.before.text[-12:]) is not None
        if self.in_annex:
            return evidence > 0 and not comma
        if self.numbered:
            return evidence > 0 and not comma and (known or self.layout.shows or not self.layout.full)
        if evidence > 0 and (self.layout.shows or self.layout.one_line):
            return True
        return known and (evidence > 0 or not _WEAK.fullmatch(opening(tidy(line.text[:40]))))

    def _unlabelled_kind(self) -> str:
        if self.in_annex:
            return ANNEX
        return OPERATIVE if self.numbered else PREAMBULAR

    def _expect_points(self, label: str, kind: str) -> None:
        if kind != POINT:
            self.points = _FIRST_POINTS.copy()
            return
        self.points = self.points | {(family, value + 1) for family, value in _point_values(label)} | _FIRST_POINTS

    def _annex(self, index: int) -> int:
        line = self.lines[index]
        if not begins_annex(line) or not self._closed():
            return 0
        self.in_annex, self.next_numbers = True, {1}
        lines = [line]
        self.paragraphs.append(Paragraph(HEADING, lines, annex=True))
        return 1

    def _heading(self, index: int) -> int:
        """The number of lines of the section heading that begins at a line; 0 where none does."""
        line = self.lines[index]
        if not self._closed() or (self._last is None and not _SECTION.match(line.plain)):
            return 0
        if _LONE_MARK.fullmatch(line.plain) or (label_of(line) and not _SECTION.match(line.plain)):
            return 0
        if self._evidence(line) < 0 or (not self.in_annex and _opens(line.text)):
            return 0
        after_annex = bool(self._last and self._last.annex)
        group: list[TextLine] = []
        for x in self.lines[index : index + 4]:
            if group and self._follows_heading(x, group[-1]):
                break
            if ends_paragraph(x.text) or width_of(x.text) > 100 or (not self.in_annex and _SENTENCE_END.search(x.text)):
                return 0
            group.append(x)
        else:
            if len(group) == 4:
                return 0
        if not group or (index + len(group) >= len(self.lines) and not self.in_annex):
            return 0
        section = _SECTION.match(line.plain)
        behind = self.lines[index + len(group)] if index + len(group) < len(self.lines) else None
        apart = behind is not None and self.layout.begins(behind, group[-1]) > 0
        if not (section or after_annex or apart or group[-1].width < max(12, self.layout.full - 4)):
            return 0
        label = line.text[: section.end()].strip() if section and section.end() < len(line.text) else ""
        if section and len(group) > 1 and not line.text[section.end() :].strip():
            label = line.text.strip()
        self.paragraphs.append(Paragraph(HEADING, group, label, section.end() if section and label else 0))
        if section or self.in_annex:
            self.points = _FIRST_POINTS.copy()
        return len(group)

    def _follows_heading(self, line: TextLine, before: TextLine) -> bool:
        """Whether a line begins what a heading stands over."""
        if label_of(line) or _SECTION.match(line.plain):
            return True
        if _opens(line.text):
            return line.gap or line.indent != before.indent or self.layout.one_line or not self.layout.by_gap
        return self.in_annex and (self.layout.one_line or line.gap or self.layout.begins(line, before) > 0)


_FIRST_POINTS = {("latin", 1), ("roman", 1), ("han", 1), ("number", 1), ("bullet", 0)}


def _point_values(label: str) -> set[tuple[str, int]]:
    """How a point's label can be read: (i) as the ninth letter or as the first Roman number."""
    inner = re.sub(r"[\W_]+", "", label).lower()
    values: set[tuple[str, int]] = set()
    if (number := paths.number_of(label)) is not None:
        values.add(("han" if IS_HAN.search(inner) or re.match("[\u3220-\u3229]", label) else "number", number))
    if inner.isascii() and inner.isalpha():
        if len(set(inner)) == 1:
            values.add(("latin", ord(inner[0]) - 96 + 26 * (len(inner) - 1)))
        if re.fullmatch("[ivxl]+", inner):
            values.add(("roman", from_roman(inner)))
    return values or {("bullet", 0)}


def divide(lines: Sequence[TextLine]) -> list[Paragraph]:
    """The paragraphs of a resolution's body, from its lines after the enacting formula without footnotes and end."""
    paragraphs = _Divider(lines).divide()
    section: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == HEADING:
            _find_unnumbered_operative(section)
            section = []
        section.append(paragraph)
    _find_unnumbered_operative(section)
    return paragraphs


def _find_unnumbered_operative(section: Sequence[Paragraph]) -> None:
    """The only operative paragraph of a section has no number: it stands behind the last preambular paragraph, which
    ends in a comma."""
    if any(p.kind == OPERATIVE for p in section):
        return
    last_preambular = -1
    for place, paragraph in enumerate(section):
        if paragraph.kind == PREAMBULAR and re.search(r"[，,]\W*\d{0,3}$", paragraph.lines[-1].text[-12:]):
            last_preambular = place
    for paragraph in section[last_preambular + 1 :]:
        if paragraph.kind == PREAMBULAR:
            paragraph.kind = OPERATIVE
