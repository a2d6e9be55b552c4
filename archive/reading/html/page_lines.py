"""Makes printed lines of the elements of a web page.

A block is a line. ``br`` begins a new line. The cells of a row of a table are one line with tabs if no cell has several
lines. The items of a list have the numbers that a browser prints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from archive.numerals import to_roman
from archive.reading.html.elements import BLOCKS, CELLS, Element, Look, is_around, is_left_out, look_of
from archive.reading.html.notes import Notes
from archive.reading.typography import raise_digits, subscript

_SPACES = re.compile(r"[ \t\n\r\f]+")
_LABEL = re.compile(r"\s*(?:\W{0,2}\w{1,5}[.)、．）\]]|[\u3220-\u3229①-⑳])")
_TRAIL = re.compile(r"\s[|>»›/·→]\s")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLES |= {"lower-latin": "lower-alpha", "upper-latin": "upper-alpha"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HIGHEST = 3000  # no list of a resolution has higher numbers


@dataclass(slots=True)
class PageLine:
    """One printed line.

    ``block`` is the innermost block of the line. ``around`` is True in navigation, footers and the like. ``note`` is
    the printed mark of the footnote that the line belongs to, or "". ``opens_note`` is True in the first line of the
    footnote.
    """

    block: Element
    around: bool = False
    note: str = ""
    opens_note: bool = False
    pieces: list[tuple[str, Look]] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def is_link(self) -> bool:
        """Whether most of the words are links."""
        linked = sum(len(text.strip()) for text, look in self.pieces if look.linked)
        return linked * 2 > sum(len(text.strip()) for text, _ in self.pieces)

    @property
    def is_trail(self) -> bool:
        """Whether the line has links to the pages above this page: 首页 > 文件 > 决议."""
        first = next((look for text, look in self.pieces if text.strip()), Look())
        return first.linked and _TRAIL.search(self.words) is not None


def page_lines(root: Element, notes: Notes) -> list[PageLine]:
    """The lines of a page, in the order of the page, without empty lines."""
    walk = _Walk(root, notes)
    events: Any = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if is_left_out(element) or element in notes.left_out or element in notes.marks:
                walk.pass_over(element)
                events.skip_subtree()
            else:
                walk.start(element)
        elif element is walk.passed_over:
            walk.add(element.tail)
        else:
            walk.end(element)
    walk.close()
    return walk.lines


@dataclass(slots=True)
class _Row:
    """An open row of a table: the number of lines before it, and before each of its cells."""

    first: int
    cells: list[int] = field(default_factory=list)


class _Walk:
    """The state while the elements are visited in order."""

    def __init__(self, root: Element, notes: Notes) -> None:
        self.lines: list[PageLine] = []
        self.passed_over: Any = None  # the element whose words are not read
        self._notes = notes
        self._looks = [Look()]
        self._blocks = [root]
        self._around = 0  # the number of open elements with navigation
        self._preformatted = 0
        self._rows: list[_Row] = []
        self._counters: list[int] = []
        self._note, self._note_end, self._opens = "", root, False
        self._label = ""
        self._line = PageLine(root)

    def start(self, element: Element) -> None:
        self._looks.append(look_of(element, self._looks[-1]))
        self._begin_note(element)
        if element.tag in BLOCKS:
            self._start_block(element)
        elif element.tag == "br":
            self.close()
        self.add(element.text)

    def end(self, element: Element) -> None:
        self._looks.pop()
        if element.tag in BLOCKS:
            self._end_block(element)
        if self._note and element is self._note_end:
            self.close()
            self._note = ""
        self.add(element.tail)

    def pass_over(self, element: Element) -> None:
        """Take an element whose words are not read. A link that is a mark becomes the printed mark."""
        self.passed_over = element
        self._begin_note(element)
        if element in self._notes.marks:
            self._line.pieces.append((self._notes.marks[element], Look()))

    def _begin_note(self, element: Element) -> None:
        """Begin a footnote if it begins with this element."""
        if element in self._notes.begins:
            self.close()
            self._note, self._note_end, self._opens = self._notes.begins[element], self._notes.ends[element], True

    def add(self, text: str | None) -> None:
        """Add words to the open line. White space becomes one space, except in preformatted text."""
        look = self._looks[-1]
        for place, line in enumerate((text or "").split("\n") if self._preformatted else [text or ""]):
            if place:
                self.close()
            self._line.pieces.append((_printed(line, look), look))

    def close(self) -> None:
        """End the open line. An empty line is dropped."""
        line = self._line
        if line.words.strip():
            line.block, line.around, line.note, line.opens_note = self._blocks[-1], self._around > 0, self._note, False
            if self._label and not _LABEL.match(line.words):
                line.pieces.insert(0, (f"{self._label} ", Look()))
            self._label = ""
            if self._note:
                line.opens_note, self._opens = self._opens, False
            self.lines.append(line)
        self._line = PageLine(self._blocks[-1])

    def _start_block(self, element: Element) -> None:
        self.close()
        self._blocks.append(element)
        self._around += is_around(element)
        self._preformatted += element.tag == "pre"
        if element.tag == "tr":
            self._rows.append(_Row(len(self.lines)))
        elif element.tag in CELLS and self._rows:
            self._rows[-1].cells.append(len(self.lines))
        elif element.tag in ("ol", "ul"):
            self._counters.append(_integer(element.get("start"), 1) - 1)
        elif element.tag == "li":
            self._label = self._label_of(element)

    def _end_block(self, element: Element) -> None:
        self.close()
        self._blocks.pop()
        self._line.block = self._blocks[-1]
        self._around -= is_around(element)
        self._preformatted -= element.tag == "pre"
        if element.tag == "tr" and self._rows:
            self._join_row(self._rows.pop())
        elif element.tag in ("ol", "ul") and self._counters:
            self._counters.pop()
        elif element.tag == "li":
            self._label = ""

    def _label_of(self, item: Element) -> str:
        """The number or the bullet that a browser prints before the item of a list; "" if it prints none."""
        above = item.getparent()
        if self._note or above is None or not self._counters:
            return ""
        if above.tag == "ol":
            self._counters[-1] = _integer(item.get("value"), self._counters[-1] + 1)
        found = _LIST_STYLE.search(item.get("style", "")) or _LIST_STYLE.search(above.get("style", ""))
        style = found[1].lower() if found else above.get("type") or ("decimal" if above.tag == "ol" else "disc")
        style = _STYLES.get(style, style)
        return "" if style == "none" else "•" if above.tag == "ul" else _numbered(self._counters[-1], style)

    def _join_row(self, row: _Row) -> None:
        """Make one line of a row if no cell has several lines, because cells are printed side by side."""
        ends = [*row.cells[1:], len(self.lines)]
        if len(row.cells) < 2 or any(end - start > 1 for start, end in zip(row.cells, ends, strict=True)):
            return
        lines = self.lines[row.first :]
        if len(lines) > 1 and not any(line.note for line in lines):
            for line in lines[1:]:
                lines[0].pieces += [("\t", Look()), *line.pieces]
            del self.lines[row.first + 1 :]


def _printed(text: str, look: Look) -> str:
    text = _SPACES.sub(" ", text)
    if look.lowered:
        return subscript(text) or text
    return raise_digits(text.strip()) if look.raised else text


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else otherwise


def _numbered(number: int, style: str) -> str:
    """A number of a list as a browser prints it: ``3.``, ``c.``, ``iii.``"""
    if not 0 < number <= _HIGHEST:
        return ""
    if style.endswith("alpha") and number <= len(_LETTERS):
        label = _LETTERS[number - 1]
    elif style.endswith("roman"):
        label = to_roman(number).lower()
    else:
        label = str(number)
    return f"{label.upper() if style.startswith('upper') else label}."
