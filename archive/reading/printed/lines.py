"""The first stage makes the lines of a source. All stages share the type TextLine.

A stage reads the lines that have the role BODY. It gives another role to the lines that it understands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive.characters import plain
from archive.reading.printed.divided import LONGEST_SYMBOL, divides
from archive.reading.printed.wordings import is_latin
from archive.reading.typography import HAN
from archive.remembering import remembered

# The roles of a line. The role is the part of the document that the line was taken for.
BODY = "body"  # a line of a clause, or a line that is not understood yet
HEAD = "head"  # a line of the cover, or another line before the title
TITLE = "title"
FORMULA = "formula"  # the enacting formula 大会，
FOOTNOTE = "footnote"
END = "end"  # the date and the meeting of adoption, and the lines after them
FURNITURE = "furniture"  # page numbers, running headers
RULE = "rule"  # the printed line between a page's text and its footnotes
UNKNOWN = "unknown"  # a line before the title that was not understood; a warning keeps its words

_RULE_OF_SPACES = 20  # columns; some extractors write a rule as a line of at least 20 spaces
SOFT_HYPHEN = "\u00ad"  # at a line end, it shows that the word continues on the next line
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"  # direction marks and soft hyphens; the text keeps them
IS_HAN = re.compile(f"[{HAN}]")
LATIN = re.compile("[A-Za-z]")
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_QUOTED = re.compile(r"^(?:> ?)+")
_RULE = re.compile(r"[_＿]{3,}|[-‐-―─━=]{5,}|(?:_ ){3,}_?")
# Maps full-width characters to the half-width characters with the same meaning, one to one.
_NARROW = {ord(c): unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFF01, 0xFF5F))}
_NARROW[0x3000] = " "

# The printed forms of a footnote mark: 1, ¹, 1/, [1], ①, *, a, ᵃ.
RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ"
SIGNS = "*＊†‡§¶"
MARK = (
    r"(?:\d{1,3} ?/?|[\[［(（]?[⁰¹²³⁴-⁹]{1,3}[\]］)）]?/?|[①-⑳]|[\[［(（]\s?\d{1,3}\s?[\]］)）]|"
    rf"[{SIGNS}]{{1,3}}|(?<![A-Za-z])[a-z]|[{RAISED_LETTERS}])"
)
LONE_MARK = re.compile(MARK)
_LONGEST_MARK = 7  # characters: ( 123 )
# Matches the end of a paragraph: a mark of punctuation, then perhaps closing quotation marks, brackets, footnote marks.
_FINAL = re.compile(
    r"(?:[，；。：,;:！？][”’」』）)》]{0,2}|；(?:并|和|以及|及|或|并且))"
    rf"(?:\s{{0,4}}{MARK}){{0,3}}\s*$"
)
# The same in Latin letters. A full stop counts too, but not after an abbreviation. A mark follows without a space.
_LATIN_FINAL = re.compile(
    r"(?:[,;:.?!][”’\"')\]]{0,2}|; (?:and|or))"
    rf"(?:\d{{1,3}}/?|\s?[\[(]?[⁰¹²³⁴-⁹]{{1,3}}[\])]?|\s?\[\d{{1,3}}\]|[{SIGNS}]{{1,3}})?\s*$"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(/])(?:[Nn]os?|[Vv]ols?|paras?|chaps?|sects?|arts?|Corr|Add|Rev|pp?|Mr|Mrs|Ms|Dr|St|cf|e\.g|i\.e|al|eds?)\.$"
)
_STOP = re.compile(r"[。．][”’」』]?\s*$")
_LATIN_STOP = re.compile(r"[.。][”’\"')\]]{0,2}\s*$")
_AFTER_FINAL = "并和及以或且"  # the Han characters in which a final mark can end: ；并, ；以及
_FINAL_LENGTH = 40  # characters; the end of a paragraph is not longer than this
_LATIN_WORD = re.compile(r"[^\s-]+-?|.")
_WORD = re.compile(r"[A-Za-z0-9./()-]+|.")  # a Latin word, a number or one character; no line ends inside it
_WHOLE_LATIN_WORD = re.compile(r"\S+")
# The same with the marks that a careful printer does not divide from it: 《条, 约》， and 12日。
_WHOLE_WORD = re.compile(r"[《（「『“‘(]*(?:[A-Za-z0-9./()-]+|.)[，。、；：！？）》」』”’,.;:)]*")


@dataclass(slots=True, eq=False)
class TextLine:
    """One line of a source that is not empty.

    Only readers of formats with pages and faces, such as PDF, fill the fields from ``on_page`` to ``set_apart``. These
    readers also write raised digits as ``¹²``.
    """

    number: int  # the line's number in the source, from 1; empty lines count too
    text: str  # without white space at both ends
    plain: str  # ``text`` in half-width forms and simplified characters, of the same length; patterns match it
    indent: int  # columns; a full-width space counts as two columns
    gap: bool  # an empty line is before this line
    page: int  # from 1; in plain text, each form feed begins a page
    edge: bool = False  # this line is the first of a page: furniture or a form feed is before it
    after_notes: bool = False  # the footnotes of a page are directly before this line
    after_spaces: bool = False  # these footnotes begin below a rule of spaces
    of_notes: bool = False  # ``order`` has found that this line belongs to a footnote
    table: int = 0  # the number of the table to which this row belongs, from 1; 0 outside tables
    role: str = BODY
    on_page: int = 0  # the line's number on its page, from 1; 0 in plain text
    right: int = 0  # the column where the line ends; 0 in plain text
    note: bool = False  # the format shows that the line belongs to a footnote
    set_apart: tuple[tuple[int, int], ...] = ()  # spans of ``text`` (from, to) in another face than the rest
    belongs_to: str = ""  # the path of the line's clause, or the marker of the line's footnote
    squeezed: str = field(init=False)  # ``plain`` without white space
    width_of_text: int = field(init=False)  # columns

    def __post_init__(self) -> None:
        self.squeezed = "".join(self.plain.split())
        self.width_of_text = width_of(self.text)

    @property
    def place(self) -> str:
        """The place of the line in the form that a ReadingWarning uses: ``"line 12"``, ``"page 2, line 12"``."""
        return f"page {self.page}, line {self.on_page}" if self.on_page else f"line {self.number}"

    @property
    def width(self) -> int:
        """The column where the line ends."""
        return self.right or self.indent + self.width_of_text


@remembered
def width_of(text: str) -> int:
    """The number of columns of a text in print. A Han character or a full-width mark takes two, all others one.

    >>> width_of("第64/47号")
    9
    """
    return sum(map(_width_of_character, text))


@lru_cache(maxsize=8192)
def _width_of_character(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" and ord(character) > 0xFF else 1


def width_of_first_word(line: TextLine) -> int:
    """The number of columns that a line before needs for the first word of this line."""
    if begins_in_han(line.text):
        return 2
    word = (_LATIN_WORD if is_latin(line.text) else _WORD).match(line.text)
    return width_of(word[0]) if word else 0


def width_of_whole_word(line: TextLine) -> int:
    """The number of columns that the first word of this line takes at most, if the printer did not divide it.

    Some printers divide no word at its hyphen, and no character from the marks of punctuation beside it.
    """
    word = (_WHOLE_LATIN_WORD if is_latin(line.text) else _WHOLE_WORD).match(line.text)
    return width_of(word[0]) if word else 0


def begins_in_han(text: str) -> bool:
    """Whether the first character is one of the usual Han characters.

    This is a cheap test. Most lines begin so, and such a line has no label, number or mark at its beginning.
    """
    return "\u4e00" <= text[:1] <= "\u9fff"


def ends_in_han(text: str) -> bool:
    """Whether the last character is one of the usual Han characters. This is a cheap test: most lines end so."""
    return "\u4e00" <= text[-1:] <= "\u9fff"


def is_only_mark(line: TextLine) -> bool:
    """Whether a line is only a footnote mark."""
    return len(line.plain) <= _LONGEST_MARK and LONE_MARK.fullmatch(line.plain) is not None


def narrow(text: str) -> str:
    """The text in half-width forms and in simplified characters, without radicals. The length stays the same.

    >>> narrow("１．　Ａ（ａ）決議")
    '1. A(a)决议'
    """
    return plain(text).translate(_NARROW)


def join_lines(texts: Sequence[str], marks_raised: bool = False) -> str:
    """Join lines into one text, with a line end between two lines. A soft hyphen at a line end is dropped.

    Lines that divide a symbol or a number are joined without a line end. ``divided.divides`` explains ``marks_raised``.

    >>> join_lines(["见 A/65/", "410，第", "20 段"])
    '见 A/65/410，第\\n20 段'
    """
    joined = ""
    pieces: list[str] = []
    for text in texts:
        if joined.endswith(SOFT_HYPHEN) and text[:1].isalpha():
            pieces[-1] = pieces[-1].removesuffix(SOFT_HYPHEN)
        elif joined and not divides(joined, text, marks_raised):
            pieces.append("\n")
            joined = ""
        pieces.append(text)
        joined = (joined + text)[-LONGEST_SYMBOL:]
    return "".join(pieces)


def is_rule(text: str) -> bool:
    """Whether a line is only a rule of underscores or dashes."""
    return _RULE.fullmatch(text.strip()) is not None


def ends_paragraph(text: str) -> bool:
    """Whether a paragraph can end after this text.

    Such a text ends in ，, ； or another final mark. Footnote marks can follow the final mark.
    """
    return _has_final(text[-_FINAL_LENGTH:])


@lru_cache(maxsize=8192)
def _has_final(end: str) -> bool:
    end = end.rstrip(INVISIBLE)
    if ends_in_han(end) and end[-1] not in _AFTER_FINAL:
        return False
    if is_latin(end):
        return _LATIN_FINAL.search(end) is not None and not is_abbreviated(end)
    return _FINAL.search(end) is not None


def is_abbreviated(text: str) -> bool:
    """Whether a text ends in an abbreviation, so that its full stop ends no sentence.

    >>> is_abbreviated("Treaty Series, vol."), is_abbreviated("of disarmament.")
    (True, False)
    """
    return text.rstrip().endswith(".") and _ABBREVIATION.search(text[-12:].rstrip()) is not None


def ends_in_full_stop(text: str) -> bool:
    """Whether a text ends in a full stop. A full stop of an abbreviation does not count.

    >>> [ends_in_full_stop(text) for text in ("见A/65/410。", "See A/65/410.", "Treaty Series, vol.")]
    [True, True, False]
    """
    end = text[-_FINAL_LENGTH:]
    if is_latin(end):
        return _LATIN_STOP.search(end) is not None and not is_abbreviated(end)
    return _STOP.search(end[-9:]) is not None


def lines_of(text: str) -> list[TextLine]:
    """The lines of a text, without empty lines. Rules are lines too, even if they are printed as spaces.

    The first line after an empty line gets ``gap``. The first line after a form feed gets ``gap`` and ``edge``, and its
    ``page`` is the next number.
    """
    lines: list[TextLine] = []
    page, gap, edge = 1, False, False
    for number, (raw, ended_by) in enumerate(_unquoted(list(_split(text))), start=1):
        if raw.strip() or width_of(raw) >= _RULE_OF_SPACES:
            lines.append(_line(number, raw, gap, page, edge))
            gap = edge = False
        else:
            gap = True
        if ended_by == "\x0c":
            page += 1
            gap, edge = True, True
    return lines


def _line(number: int, raw: str, gap: bool, page: int, edge: bool) -> TextLine:
    text = raw.strip()
    indent = width_of(raw[: len(raw) - len(raw.lstrip())].expandtabs(8)) if text else 0
    role = RULE if not text or is_rule(text) else BODY
    return TextLine(number, text, narrow(text), indent, gap, page, edge, role=role)


def _unquoted(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The lines without the quotation sign > of a mail. The sign is removed only if almost all lines have it."""
    marked = [raw.startswith(">") for raw, _ in lines if raw.strip()]
    quoted = sum(marked) > 0.9 * len(marked)  # not all: if a form feed divides a line, only the first part has a >
    for raw, ended_by in lines:
        yield (_QUOTED.sub("", raw, count=1) if quoted else raw), ended_by


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Pairs: a line of the text, and the character that ends the line."""
    position = 0
    for match in _LINE_END.finditer(text):
        yield text[position : match.start()], match[0]
        position = match.end()
    yield text[position:], ""
