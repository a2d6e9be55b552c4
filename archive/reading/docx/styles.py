"""Reads the styles and the lists of a DOCX file. They give the look of each run, and the automatic paragraph numbers.

Only these properties of a run are read: raised, lowered, bold, italic, hidden, struck through, and the font.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from archive.numerals import BRANCHES, STEMS, to_chinese, to_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off", "none"}
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_DEEPEST = 20  # most styles in a chain in which each style is based on the next style
_STEMS = {"ideographTraditional": STEMS, "ideographZodiac": BRANCHES}
_ENCLOSED = {
    "decimalEnclosedCircle": 0x2460,
    "decimalEnclosedCircleChinese": 0x2460,
    "decimalEnclosedParen": 0x2474,
    "decimalEnclosedFullstop": 0x2488,
    "ideographEnclosedCircle": 0x3280,
}
_CHINESE = {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting", "ideographDigital"}


@dataclass(frozen=True, slots=True)
class Look:
    """The look of words. ``face`` is the East Asian font; None if the file names no font."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    lowered: bool = False
    hidden: bool = False
    struck: bool = False
    face: str | None = None


@dataclass(slots=True)
class _Style:
    based_on: str
    run: etree._Element | None
    numbering: etree._Element | None


class Styles:
    """The styles of a document. A style can be based on another style. In a damaged file, this can form a circle."""

    def __init__(self, root: etree._Element | None) -> None:
        self.styles: dict[str, _Style] = {}
        self.default_paragraph = ""
        self.base = Look()
        if root is None:
            return
        self.base = look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), Look())
        for style in root.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            based = style.find(f"{W}basedOn")
            based_on = based.get(f"{W}val", "") if based is not None else ""
            self.styles[name] = _Style(based_on, style.find(f"{W}rPr"), style.find(f"{W}pPr/{W}numPr"))
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") not in (None, *_OFF):
                self.default_paragraph = name

    def paragraph(self, name: str) -> Look:
        """The look of words in a paragraph with this style."""
        return self._apply(name or self.default_paragraph, self.base)

    def run(self, properties: etree._Element | None, paragraph: Look) -> Look:
        """The look of a run. ``paragraph`` is the look of the paragraph around the run."""
        if properties is None:
            return paragraph
        style = properties.find(f"{W}rStyle")
        inherited = self._apply(style.get(f"{W}val", ""), paragraph) if style is not None else paragraph
        return look(properties, inherited)

    def numbering(self, name: str) -> etree._Element | None:
        """The numbering properties of a style; None if there are none.

        If the style itself has no numbering properties, those of the nearest style in its chain are used.
        """
        found = (self.styles[x].numbering for x in reversed(self._line(name or self.default_paragraph)))
        return next((x for x in found if x is not None), None)

    def _apply(self, name: str, inherited: Look) -> Look:
        for ancestor in self._line(name):
            inherited = look(self.styles[ancestor].run, inherited)
        return inherited

    def _line(self, name: str) -> list[str]:
        """The chain of styles that a style is based on. The most basic style comes first, and the style itself last."""
        line: list[str] = []
        while name in self.styles and name not in line and len(line) < _DEEPEST:
            line.append(name)
            name = self.styles[name].based_on
        return line[::-1]


def look(properties: etree._Element | None, inherited: Look) -> Look:
    """The look that run properties give to a run. Properties that are not given keep their inherited value."""
    if properties is None:
        return inherited
    found = inherited
    for child in properties:
        value = child.get(f"{W}val")
        on = value is None or value not in _OFF
        if child.tag == f"{W}b":
            found = replace(found, bold=on)
        elif child.tag == f"{W}i":
            found = replace(found, italic=on)
        elif child.tag == f"{W}vanish":
            found = replace(found, hidden=on)
        elif child.tag in (f"{W}strike", f"{W}dstrike"):
            found = replace(found, struck=on)
        elif child.tag == f"{W}vertAlign":
            found = replace(found, raised=value == "superscript", lowered=value == "subscript")
        elif child.tag == f"{W}position" and value and _NUMBER.fullmatch(value):
            found = replace(found, raised=int(value) > 3)  # the unit is half a point
        elif child.tag == f"{W}rFonts":
            found = replace(found, face=child.get(f"{W}eastAsia") or child.get(f"{W}eastAsiaTheme") or found.face)
    return found


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None


class Numbers:
    """Counts automatic numbers. ``take`` must be called for each paragraph, in the order of the text."""

    def __init__(self, root: etree._Element | None) -> None:
        self.lists: dict[str, tuple[str, dict[int, _Level]]] = {}  # num → the id of the abstract list, and the levels
        self.counts: dict[str, dict[int, int]] = {}  # abstract list → level → last number
        self.started: set[tuple[str, int]] = set()  # the overrides that have been applied
        self.overrides: dict[tuple[str, int], int] = {}  # num and level → the first number of this level
        if root is None:
            return
        abstract = {
            x.get(f"{W}abstractNumId", ""): {_level_of(lvl): _level(lvl) for lvl in x.iterfind(f"{W}lvl")}
            for x in root.iterfind(f"{W}abstractNum")
        }
        for num in root.iterfind(f"{W}num"):
            number = num.get(f"{W}numId", "")
            reference = num.find(f"{W}abstractNumId")
            key = reference.get(f"{W}val", "") if reference is not None else ""
            levels = dict(abstract.get(key, {}))
            for override in num.iterfind(f"{W}lvlOverride"):
                depth = _level_of(override)
                if (own := override.find(f"{W}lvl")) is not None:
                    levels[depth] = _level(own)
                if (start := override.find(f"{W}startOverride")) is not None:
                    self.overrides[number, depth] = _number(start.get(f"{W}val"), 1)
            self.lists[number] = key, levels

    def take(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph with these numbering properties, as printed; ``""`` for no number."""
        if properties is None:
            return ""
        identity, depth_mark = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
        number = identity.get(f"{W}val", "") if identity is not None else ""
        depth = min(8, max(0, _number(depth_mark.get(f"{W}val"), 0))) if depth_mark is not None else 0
        if number not in self.lists:
            return ""
        key, levels = self.lists[number]
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(key, {})
        if (number, depth) in self.overrides and (number, depth) not in self.started:
            counts[depth] = self.overrides[number, depth]
            self.started.add((number, depth))
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [x for x in counts if x > depth]:
            if levels.get(deeper, _Level()).restart != 0:
                del counts[deeper]
        return self._spell(level, levels, counts)

    def _spell(self, level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
        if level.format == "bullet":
            return "•"
        text = level.text
        for depth in range(9):
            if f"%{depth + 1}" in text:
                of = levels.get(depth, _Level())
                text = text.replace(f"%{depth + 1}", spell(counts.get(depth, of.start), of.format))
        return text.strip()


def _level_of(element: etree._Element) -> int:
    return _number(element.get(f"{W}ilvl"), 0)


def _level(element: etree._Element) -> _Level:
    def value(name: str) -> str | None:
        child = element.find(f"{W}{name}")
        return child.get(f"{W}val") if child is not None else None

    restart = value("lvlRestart")
    return _Level(
        value("numFmt") or "decimal",
        value("lvlText") or "",
        _number(value("start"), 1),
        _number(restart, 1) if restart is not None else None,
    )


def _number(value: str | None, otherwise: int) -> int:
    """The number in an attribute, limited to -1 … 100,000. Returns ``otherwise`` if the attribute is not a number.

    >>> [_number(value, 7) for value in ("12", "-3", "--5", "²", "", "9" * 5000, None)]
    [12, -1, 7, 7, 7, 7, 7]
    """
    return max(-1, min(100_000, int(value))) if value and _NUMBER.fullmatch(value) else otherwise


def spell(number: int, format: str) -> str:
    """A number as text in one of Word's number formats. An unknown format gives ordinary digits.

    >>> [spell(n, f) for n, f in ((3, "decimal"), (28, "lowerLetter"), (4, "lowerRoman"), (12, "chineseCounting"))]
    ['3', 'bb', 'iv', '十二']
    """
    if format == "none" or number < 1:
        return "" if format == "none" else str(number)
    if format in ("lowerLetter", "upperLetter") and number <= 26 * 8:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if format == "lowerLetter" else letters.upper()
    if format in ("lowerRoman", "upperRoman") and number < 4000:
        return to_roman(number).lower() if format == "lowerRoman" else to_roman(number)
    if format in _CHINESE and number < 100:
        return to_chinese(number)
    if format in _STEMS and number <= len(_STEMS[format]):
        return _STEMS[format][number - 1]
    if format in _ENCLOSED and number <= (10 if format.startswith("ideograph") else 20):
        return chr(_ENCLOSED[format] + number - 1)
    if format == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return f"{number:02}" if format == "decimalZero" else str(number)
