"""Reads the text inside a paragraph of AKN4UN, with its footnote marks, links and opening phrase.

This module reads the elements inside a sentence: ``span``, ``a``, ``authorialNote``, ``sup``, ``eol`` and others. The
module ``body`` reads the paragraphs themselves. One ``Footnotes`` collects the footnotes of a resolution.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from archive import languages
from archive.reading.akn.lines import BREAK, Lines, split_lines
from archive.reading.draft import DraftFootnote, Link, Mark, ReadingWarning
from archive.reading.typography import raise_digits, subscript, superscript, tidy_with

# Elements that begin a new line inside a paragraph.
_BREAKS = {"p", "eol", "br", "block"}
_MARKERS = re.compile(r"\s*\d{1,4}(?:\s*[-–、,，]\s*\d{1,4})*\s*")
_POWER = re.compile(r"\s*[-−–+]?(?:\d{1,4}|n)\s*")
# A raised number after one of these words can be an exponent (10⁶, x²). It can also be the mark of a footnote.
_BASE = re.compile(r"(?:(?<![\w/.-])[A-Za-z0-9.,]+|(?<=[\d\s])(?:[千厘毫]?米|公里))$", re.ASCII)
_SURE_BASE = re.compile(r"(?:[×*·]\s*10|(?<![A-Za-z])[kcmµ]?m)$")
_LONGEST_BASE = 12  # characters; only so many before a raised number are checked


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; ``""`` for comments, processing instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_deleted(element: etree._Element) -> bool:
    """Whether a revision of the text has deleted the words of an element."""
    return local_name(element) == "del" or element.get("status") == "removed"


def inner_text(element: etree._Element) -> str:
    """All text inside an element, with the white space of the source."""
    return "".join(map(str, element.itertext()))


@dataclass(slots=True)
class InlineText:
    """A text with normalised white space, its marks and links, and its opening phrase.

    ``opening`` is a prefix of ``text``, or "". ``printed`` has the lines of the source. These lines also have the
    printed words outside ``text``, such as the paragraph's number and footnote marks (¹²). ``deleted`` has the words
    that a revision has deleted. They are not in ``text``.
    """

    text: str = ""
    opening: str = ""
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def add(self, other: InlineText, between: str) -> None:
        """Append ``between`` and then ``other``. The marks and links of ``other`` get new offsets."""
        shift = len(self.text) + len(between)
        self.text += between + other.text
        self.marks += [Mark(mark.marker, mark.at + shift) for mark in other.marks]
        self.links += [Link(link.start + shift, link.end + shift, link.href) for link in other.links]
        self.printed += other.printed
        self.deleted += other.deleted


class Footnotes:
    """The footnotes of one resolution, by marker, in the order of their first marks."""

    def __init__(self, resolution: etree._Element, language: str, warnings: list[ReadingWarning], lines: Lines) -> None:
        self.language = language
        self.warnings = warnings
        self.lines = lines
        self.found: dict[str, DraftFootnote] = {}
        notes = resolution.iter("{*}authorialNote")
        self._by_id: dict[str, str] = {}  # eId of a footnote → its marker
        self.markers = {note.get("marker", "").strip() for note in notes if not any(map(is_deleted, _around(note)))}

    def add(self, note: etree._Element) -> str:
        """Read a footnote and keep it. Returns its marker."""
        marker = printed = (note.get("marker") or "").strip()
        if not printed:
            numbers = [int(m) for m in {*self.markers, *self.found} if re.fullmatch(r"\d{1,4}", m)]
            marker = str(max(numbers, default=0) + 1)
            self.warnings.append(ReadingWarning(f"footnote {marker}", "reading.footnote_without_marker"))
        run = Run(self, note=marker)
        run.read(note)
        run.number_note(printed)
        words = run.words()
        again = 1
        while marker in self.found and self.found[marker].text != words.text:
            again += 1
            marker = f"{printed}_{again}"
        if again > 1:
            self.warnings.append(
                ReadingWarning(f"footnote {marker}", "reading.marker_on_several_footnotes", {"marker": printed})
            )
        self.found[marker] = DraftFootnote(marker, words.text, words.links)
        self._by_id[note.get("eId", "")] = marker
        self.warn_of_deleted(words, f"footnote {marker}")
        self.lines.add_note(words.printed, marker)
        return marker

    def referred(self, reference: etree._Element) -> str:
        """The marker of the footnote to which a ``noteRef`` refers. Adds a warning if there is no such footnote."""
        marker = reference.get("marker", "").strip()
        found = self._by_id.get(reference.get("href", "").removeprefix("#"), marker)
        if found not in self.found:
            self.warnings.append(ReadingWarning(f"footnote {found}", "reading.mark_without_footnote"))
        return found

    def warn_of_deleted(self, words: InlineText, place: str) -> None:
        """Add a warning for each deletion in a text. ``place`` is the place of the text in the resolution."""
        for deleted in words.deleted:
            self.warnings.append(ReadingWarning(place, "akn.deleted_words", {"words": deleted}))


def _around(element: etree._Element) -> Iterator[etree._Element]:
    """The element, and then all elements that contain it, from the inside to the outside."""
    yield element
    yield from element.iterancestors()


class Run:
    """The text of a paragraph under construction. White space is normalised at the end, in ``words``."""

    def __init__(self, footnotes: Footnotes, note: str = "") -> None:
        self._footnotes = footnotes
        self._note = note  # the marker, if the text is a footnote; "" for a paragraph of the text
        self._emphasis = languages.of(footnotes.language).emphasis
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._links: list[Link] = []
        self._emphases: list[tuple[int, int]] = []
        self._breaks: list[int] = []
        self._deleted: list[str] = []
        self._beside: list[tuple[int, str]] = []  # (offset, printed characters that are not part of the text)

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def add_beside(self, text: str) -> None:
        """Record characters that are printed at this place but are not part of the text, such as a mark."""
        self._beside.append((self._length, text))

    def number_note(self, marker: str) -> None:
        """Add a footnote's number before its text, if the source does not have the number there."""
        number = raise_digits(marker)
        if number not in (text.strip() for _, text in self._beside):
            self._beside.insert(0, (0, f"{number} "))

    def read(self, element: etree._Element) -> None:
        """Add the text inside an element, without the text after the element."""
        self.add(element.text)
        for child in element:
            self.read_child(child)
            self.add(child.tail)

    def read_child(self, child: etree._Element) -> None:
        """Add one element inside the paragraph, without the text after the element."""
        name = local_name(child)
        start = self._length
        if name and is_deleted(child):
            self._read_deleted(child)
        elif name == "authorialNote":
            marker = self._footnotes.add(child)
            self.add_beside(raise_digits((child.get("marker") or "").strip()))
            if self._note:
                self._warn("reading.mark_of_itself", marker=marker)
            else:
                self._marks.append(Mark(marker, start))
        elif name == "noteRef":
            self.add_beside(raise_digits(child.get("marker", "").strip()))
            self._marks.append(Mark(self._footnotes.referred(child), start))
        elif name == "sup":
            self._read_raised(child)
        elif name == "sub":
            self._read_as(child, subscript)
        elif name in _BREAKS:
            self._breaks.append(start)
            self.read(child)
            self._breaks.append(self._length)
        elif name:
            self.read(child)
            if name == "a":
                self._links.append(Link(start, self._length, child.get("href", "")))
            elif name in ("b", "i", "strong", "em") or any(
                word in self._emphasis for word in child.get("class", "").split()
            ):
                self._emphases.append((start, self._length))

    def _read_deleted(self, element: etree._Element) -> None:
        """Leave out the words of an element, but keep them for a warning and for the printed line."""
        if words := " ".join(inner_text(element).split()):
            self._deleted.append(words)
            self.add_beside(words)

    def _read_raised(self, sup: etree._Element) -> None:
        """Read a raised number. It can be a footnote mark, the number before a footnote's text, or an exponent."""
        content = inner_text(sup)
        before = "".join(self._pieces)
        if self._note and content.strip() == self._note and not before.strip():
            self.add_beside(raise_digits(content))
        elif self._is_power(content, before):
            self._read_as(sup, superscript)
        elif self._note or not _MARKERS.fullmatch(content):
            self.read(sup)
        else:
            self._read_marks(content)

    def _is_power(self, content: str, before: str) -> bool:
        """Whether a raised number is an exponent. ``before`` has the words before the number.

        A mark in ``sup`` repeats the mark of an earlier footnote. So if no earlier footnote has the number, the number
        is no mark.
        """
        if not _POWER.fullmatch(content):
            return False
        base = before[-_LONGEST_BASE:]
        again = content.strip() in self._footnotes.found
        return bool(_SURE_BASE.search(base) or (not again and _BASE.search(base)))

    def _read_marks(self, content: str) -> None:
        markers = list(_expand(content))
        for marker in markers:
            if marker not in self._footnotes.markers:
                self._footnotes.warnings.append(ReadingWarning(f"footnote {marker}", "reading.mark_without_footnote"))
        self.add_beside(raise_digits(content))
        self._marks += [Mark(marker, self._length) for marker in markers]

    def _read_as(self, element: etree._Element, spell: Callable[[str], str | None]) -> None:
        """Add the words of an element in the raised or lowered characters that ``spell`` gives.

        If ``spell`` gives none, the words are added as they are.
        """
        if spelt := spell(inner_text(element).strip()):
            self.add(spelt)
        else:
            self.read(element)

    def _warn(self, message: str, **values: str) -> None:
        self._footnotes.warnings.append(ReadingWarning(f"footnote {self._note}", message, values))

    def take_label(self, pattern: re.Pattern[str]) -> str:
        """Cut off a number that is typed at the beginning (``1.``, ``(a)``). Returns the number, or ``""``.

        The number is not cut off if no words follow it, or if a footnote mark is before or inside the number.
        """
        raw = "".join(self._pieces)
        match = pattern.match(raw)
        if not match or not raw[match.end() :].strip() or any(mark.at < match.end() for mark in self._marks):
            return ""
        cut = match.end()
        self._pieces, self._length = [raw[cut:]], len(raw) - cut
        self._marks = [Mark(mark.marker, mark.at - cut) for mark in self._marks]
        self._links = [Link(max(0, x.start - cut), x.end - cut, x.href) for x in self._links if x.end > cut]
        self._emphases = [(max(0, start - cut), end - cut) for start, end in self._emphases if end > cut]
        self._breaks = [max(0, at - cut) for at in self._breaks]
        self._beside = [(0, match[0]), *((max(0, at - cut), text) for at, text in self._beside)]
        return tidy_with(match[0], language=self._footnotes.language)[0]

    def words(self) -> InlineText:
        """The text that was read, with normalised white space inside each line."""
        raw = "".join(self._pieces)
        words = InlineText() if self._breaks else self._line(raw, 0, self._length)
        bounds = sorted({0, *self._breaks, self._length}) if self._breaks else []
        for start, end in zip(bounds, bounds[1:] or [0], strict=False):
            line = self._line(raw, start, end)
            if line.text or line.marks:
                if words.text or not line.text:
                    words.add(line, "\n" if words.text and line.text else "")
                else:
                    words = InlineText(line.text, line.opening, words.marks + line.marks, line.links)
        words.printed = self._printed(raw)
        words.deleted = self._deleted
        return words

    def _printed(self, raw: str) -> list[str]:
        """The lines as printed. A footnote mark between two lines belongs to the first line."""
        beside, blank = self._beside, len(raw) - len(raw.lstrip())
        if breaks := [at for at in self._breaks if at > blank]:
            beside = sorted([*beside, *((at, BREAK) for at in breaks)], key=lambda one: (one[0], one[1] == BREAK))
        pieces: list[str] = []
        position = 0
        for at, text in beside:
            pieces += (raw[position:at], text)
            position = at
        return split_lines("".join(pieces) + raw[position:])

    def _line(self, raw: str, start: int, end: int) -> InlineText:
        last = end == self._length
        marks = [
            Mark(m.marker, m.at - start)
            for m in self._marks
            # A mark between two lines belongs to the first line.
            if start < m.at <= end or (m.at == start and (start == 0 or (last and start == end)))
        ]
        links = [Link(max(x.start, start) - start, min(x.end, end) - start, x.href) for x in self._links]
        emphases = [Link(max(s, start) - start, min(e, end) - start, "") for s, e in self._emphases]
        spans = [x for x in (*links, *emphases) if x.start < x.end]
        kept = sum(x.start < x.end for x in links)
        text, marks, tidied = _tidy_keeping_order(raw[start:end], marks, spans, self._footnotes.language)
        opening = _opening(text, [x for x in tidied[kept:] if x])
        return InlineText(text, opening, marks, [x for x in tidied[:kept] if x])


def _tidy_keeping_order(
    raw: str, marks: list[Mark], spans: list[Link], language: str
) -> tuple[str, list[Mark], list[Link | None]]:
    """The tidy text, its marks, and one entry per span, in the order of ``spans``.

    The entry is the span with new offsets, or None for a span without words.
    """
    numbered = [Link(span.start, span.end, str(place)) for place, span in enumerate(spans)]
    text, marks, moved = tidy_with(raw, marks, numbered, language)
    kept: list[Link | None] = [None] * len(spans)
    for span in moved:
        kept[int(span.href)] = Link(span.start, span.end, spans[int(span.href)].href)
    return text, marks, kept


def _opening(text: str, emphases: list[Link]) -> str:
    """The emphasised words at the beginning of a text.

    The UN's files often divide an opening phrase into several elements.
    """
    end = 0
    for span in sorted(emphases, key=lambda x: x.start):
        if text[end : span.start].strip():
            break
        end = max(end, span.end)
    return text[:end].rstrip(" \t\n，,；;：:。.、")


def _expand(content: str) -> list[str]:
    """The single markers in a text such as ``7``, ``7、8`` or ``1-17``. A range gives all its numbers."""
    markers: list[str] = []
    for number, dash in re.findall(r"(\d+)\s*([-–]?)", content):
        if markers and markers[-1] == "-":
            markers.pop()
            first = int(markers.pop())
            markers += [str(n) for n in range(first, int(number) + 1)]
        else:
            markers.append(number)
        if dash:
            markers.append("-")
    return markers
