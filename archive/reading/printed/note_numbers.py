"""Finds the numbers of footnotes. They are printed as marks in a sentence, and at the beginning of each footnote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import NamedTuple

from archive.reading.printed.clause_starts import is_repeated
from archive.reading.printed.lines import RAISED_LETTERS, SIGNS, narrow
from archive.reading.printed.wordings import in_every_language, is_latin
from archive.reading.typography import HAN, lower_digits
from archive.remembering import remembered

# The styles of a number.
# LONE: 1 or 1/ alone on its line. INLINE: the bare digit 1. DOTTED: 1. at the beginning of a footnote.
# LETTER: a, ᵃ or a/, in tables and annexes. SIGN: *, †. RAISED: ¹. BRACKET: [1]. SLASH: 1/. CIRCLE: ①.
LONE, INLINE, RAISED, BRACKET, DOTTED, SIGN = "lone", "inline", "raised", "bracket", "dotted", "sign"
SLASH, CIRCLE, LETTER = "slash", "circle", "letter"

MOST_NOTE_LINES = 100  # most lines of a page's footnotes
FIRST_NUMBERS = ("1", "a")  # the numbers with which a series begins
# The plain form of circled numbers (①, in older volumes) and of raised letters.
_PLAIN = {chr(0x2460 + n): str(n + 1) for n in range(20)} | dict(zip(RAISED_LETTERS, ascii_lowercase, strict=False))
_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CIRCLED = "".join(chr(0x2460 + n) for n in range(20))
_LETTERS = ascii_lowercase + RAISED_LETTERS
_ANY = frozenset[str]()


class _Printed(NamedTuple):
    """How the marks of one style are printed. Each mark has at least one of the characters in ``has``, if not empty.

    The pattern does not search a text without these characters.
    """

    style: str
    has: frozenset[str]
    pattern: re.Pattern[str]


# Patterns of the marks in a sentence, with their styles. If one pattern matches a number, the later patterns skip it.
_MARKS = (
    _Printed(LONE, _ANY, re.compile(r"(?:(?<=\n)|^)[ \t]*(\d{1,3}) ?/?[ \t]*(?=\n|$)")),
    _Printed(
        RAISED,
        frozenset(_RAISED_DIGITS),
        re.compile(r"[\[［]([⁰¹²³⁴-⁹]{1,3})[\]］]|[(（]([⁰¹²³⁴-⁹]{1,3})[)）]|([⁰¹²³⁴-⁹]{1,3})/?"),
    ),
    _Printed(CIRCLE, frozenset(_CIRCLED), re.compile(r"([①-⑳])")),
    _Printed(SLASH, frozenset("/"), re.compile(r"(?<![\dA-Za-z./-])[ \t]{0,2}(\d{1,3}) ?/(?![\dA-Za-z])[ \t]{0,2}")),
    _Printed(
        BRACKET,
        frozenset("]】〕］)）"),
        re.compile(r"[\[【〔［]\s?(\d{1,3})\s?[\]】〕］]|[(（](\d{1,3})[)）]"),
    ),
    _Printed(SIGN, frozenset(SIGNS), re.compile(rf"(?<![{SIGNS}])([{SIGNS}]{{1,3}})(?![{SIGNS}])")),
    # The labels (a) and a. of points are no marks. A letter after a Latin word is no mark either: Annex a.
    _Printed(
        LETTER,
        frozenset(_LETTERS),
        re.compile(
            rf"([{RAISED_LETTERS}])|"
            r"(?<![A-Za-z\d(（./-])(?<![A-Za-z\d][ \xa0])([a-z])(?: ?/)?(?![A-Za-z)）.:/-]|\d(?!\d{3}))"
        ),
    ),
    _Printed(INLINE, _ANY, re.compile(r"(?<![\d./\-+(（A-Za-z])(?<!\d[ \xa0])(\d{1,3})(?![\d./\-+%A-Za-z])")),
)
# The same in a text without Han characters. A mark follows a word or a mark of punctuation without a space: Weapons,2
_LATIN_INLINE = _Printed(
    INLINE, _ANY, re.compile(r"(?<![\d/+(\[$£€#–—‑-])(?<!\d\.)(?<!\d[ \xa0])(\d{1,3})(?![\d./\-+%A-Za-z])")
)
_LATIN_MARKS = (*(printed for printed in _MARKS if printed.style not in (LETTER, INLINE)), _LATIN_INLINE)
# A mark that is joined to a year without a space. The marks here are 2, 3 and 3: 20192 和20203 年, 》32010-2015年
_MARKS_BESIDE_YEARS = (
    _Printed(INLINE, _ANY, re.compile(r"(?<![\d./-](?:19|20)\d\d)(?<=(?:19|20)\d\d)(\d{1,2})(?![\d./-])")),
    _Printed(INLINE, _ANY, re.compile(r"(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d(?: ?年|[-–—至](?:19|20)\d\d(?!\d)))")),
)
_YEAR_AND_MORE = re.compile(r"\d{5}")
# Every mark has one of these characters.
_CAN_BE_MARK = re.compile(f"[\\da-z⁰¹²³⁴-⁹①-⑳{SIGNS}{RAISED_LETTERS}]")
# In a table, bare numbers are values. A letter after the number of a cell is a mark: 20b
_TABLE_MARKS = (
    *(printed for printed in _MARKS if printed.style in (RAISED, SIGN, LETTER)),
    _Printed(LETTER, frozenset(ascii_lowercase), re.compile(r"(?<=\d)([a-z])(?=[\t\n]|$)")),
)
# Patterns of the beginning of a footnote, with their styles. The first pattern that matches decides.
_STARTS = (
    (LONE, re.compile(r"(\d{1,3}) ?/?$")),
    (INLINE, re.compile(r"(\d{1,3})\s+(?=\S)")),
    (RAISED, re.compile(r"[\[(（［]?([⁰¹²³⁴-⁹]{1,3})[\])）］]?/?\s*")),
    (CIRCLE, re.compile(r"([①-⑳])\s*")),
    (SLASH, re.compile(r"(\d{1,3}) ?/(?!\d)\s*")),  # 1/ 见…, in texts until 1997
    (BRACKET, re.compile(r"[\[(【〔]\s?(\d{1,3})\s?[\])】〕]\s*")),
    (SIGN, re.compile(rf"([{SIGNS}]{{1,3}})\s*(?=[^\s\d{SIGNS}])")),
    (LETTER, re.compile(rf"([a-z{RAISED_LETTERS}])(?: ?/(?![a-z\d])\s*|\s+(?=\S)|(?=[{HAN}《“])|$)")),
    (DOTTED, re.compile(r"(\d{1,3})[.、]\s*(?!\d)")),
    (INLINE, re.compile(r"(\d{1,3})(?=[^\s\d.,/、:;)\]年月日号次届%-])")),  # no space between number and text
)
# The same in a text without Han characters, where a line can begin with a date (2 December) or with the word a.
# A footnote begins with a capital letter, a digit or a sign.
_BEGINS_LATIN_NOTE = rf"(?!{in_every_language(lambda wording: wording.units)})(?=[A-Z\d“\"‘(\[]|https?:|www\.)"
_LATIN_STARTS = (
    *((style, pattern) for style, pattern in _STARTS if style not in (INLINE, LETTER)),
    (SIGN, re.compile(rf"([{SIGNS}]{{1,3}})\s+(?=\d{{4}}\s)")),
    (INLINE, re.compile(rf"(\d{{1,3}})\s+{_BEGINS_LATIN_NOTE}")),
    (LETTER, re.compile(rf"([{RAISED_LETTERS}])\s*|([a-z])(?: ?/(?![a-z\d])\s*|$)")),
    (INLINE, re.compile(r"(\d{1,3})(?=[A-Z“])")),
)
# Styles that can be on the same page. Some programs write the number of the first footnote on a line alone, and the
# other numbers before their words.
_SAME_STYLE = {INLINE: (LONE,), LONE: (INLINE,)}

# A number before a unit counts something, so the number is no mark.
UNITS = re.compile(in_every_language(lambda wording: wording.units))

# Matches the month or the day of a date, and the spaces around it.
_IN_DATES = re.compile(r"[年月]([ \xa0]?)\d{1,2}([ \xa0]?)(?=[月日])")
_BEFORE_UNIT = re.compile(r"\d([ \xa0]?)[年月日号]")


class NoteStart(NamedTuple):
    """The beginning of a footnote: its number, the offset of its text in the line, and the style of the number."""

    number: str
    offset: int
    style: str


@remembered
def note_start(plain: str) -> NoteStart | None:
    """The beginning of the footnote in a line of half-width forms; None if no footnote number begins the line.

    >>> note_start("2 见A/65/410。"), note_start("见A/65/410。")
    (NoteStart(number='2', offset=2, style='inline'), None)
    """
    if is_repeated(plain):
        return None
    for style, pattern in _LATIN_STARTS if is_latin(plain) else _STARTS:
        if match := pattern.match(plain):
            return NoteStart(marked_number(match[match.lastindex or 0]), match.end(), style)
    return None


class PrintedMark(NamedTuple):
    """A number in a text that can be a mark.

    ``text[start:end]`` has the number with its brackets and strokes. ``at`` is the offset of the number itself.
    """

    number: str
    style: str
    start: int
    end: int
    at: int


@remembered
def printed_marks(text: str) -> tuple[PrintedMark, ...]:
    """All numbers in a text that can be marks, style by style. They do not overlap.

    >>> [(mark.number, mark.style) for mark in printed_marks("《条约》2 第64/47号[3]")]
    [('3', 'bracket'), ('2', 'inline')]
    """
    if not _CAN_BE_MARK.search(text):
        return ()
    beside_years = _MARKS_BESIDE_YEARS if _YEAR_AND_MORE.search(text) else ()
    forms = _LATIN_MARKS if is_latin(text) else _MARKS
    return tuple(_marks_in(text, forms + beside_years))


def marks_in_table(text: str) -> tuple[PrintedMark, ...]:
    """All letters, signs and raised numbers in a table that can be marks. Bare numbers are values.

    >>> [(mark.number, mark.style) for mark in marks_in_table("甲国*\\t10\\t20b")]
    [('*', 'sign'), ('b', 'letter')]
    """
    return tuple(_marks_in(text, _TABLE_MARKS))


def _marks_in(text: str, forms: Iterable[_Printed]) -> Iterator[PrintedMark]:
    characters = set(text)
    covered: set[int] = set()
    for style, has, pattern in forms:
        if has and has.isdisjoint(characters):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if covered.isdisjoint(range(start, end)):
                group = match.lastindex or 0
                yield PrintedMark(marked_number(match[group]), style, start, end, match.start(group))
                covered.update(range(start, end))


def begins_note(text: str) -> bool:
    """Whether a line begins with a number in one of the forms of footnote numbers."""
    return note_start(narrow(text.strip())) is not None


def same_style(found: NoteStart | None, style: str) -> bool:
    """Whether a line begins a footnote whose number is printed in this style.

    ``found`` is the result of ``note_start`` for the line. LONE and INLINE count as one style.
    """
    return found is not None and found.style in (style, *_SAME_STYLE.get(style, ()))


def marked_number(printed: str) -> str:
    """The number of a printed mark in plain digits, or its letter in plain form, or its sign.

    >>> [marked_number(mark) for mark in ("²", "２", "②", "ᵇ", "†")]
    ['2', '2', '2', 'b', '†']
    """
    if printed.isascii():
        return printed
    return _PLAIN.get(printed) or lower_digits(narrow(printed))


def series_of(number: str) -> str:
    """The name of the series of a footnote number: INLINE for numbers, LETTER for letters, SIGN for signs.

    >>> series_of("2"), series_of("a"), series_of("*")
    ('inline', 'letter', 'sign')
    """
    if number.isdecimal():
        return INLINE
    return LETTER if number in ascii_lowercase else SIGN


def next_number(number: str) -> str:
    """The number or letter that follows ``number`` in its series; "" after a sign, because signs have no fixed order.

    >>> next_number("9"), next_number("a"), next_number("*")
    ('10', 'b', '')
    """
    if number.isdecimal():
        return str(int(number) + 1)
    return chr(ord(number) + 1) if number in ascii_lowercase[:-1] else ""


def is_tight(text: str) -> bool:
    """Whether a text prints numbers without spaces around them: 2010年, not 2010 年.

    The UN prints its texts today in this way.
    """
    spaces = _BEFORE_UNIT.findall(text)
    return 2 * spaces.count("") >= len(spaces) and not is_latin(text)


def spaces_follow(text: str) -> bool:
    """Whether a text prints a space after its plain numbers, but not before them: 2010 年5 月4 日.

    Some extractors leave out the space before a number.
    """
    spaces = _IN_DATES.findall(text)
    return 2 * sum(before == "" and after != "" for before, after in spaces) > len(spaces)
