"""How the numbers of footnotes are printed: as marks in a sentence, and at the beginning of each footnote."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.reading.printed.clause_starts import is_repeated
from archive.reading.printed.lines import narrow
from archive.reading.typography import lower_digits

# The styles of a number. LONE: 1 or 1/ alone on its line. INLINE: the bare digit 1. DOTTED: 1. before a footnote.
LONE, INLINE, RAISED, BRACKET, DOTTED, STAR = "lone", "inline", "raised", "bracket", "dotted", "star"
SLASH, CIRCLE = "slash", "circle"

_CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}  # ①, as older volumes print their marks
# How a footnote begins, by style. The first pattern that matches decides.
_STARTS = (
    (LONE, re.compile(r"(\d{1,3}) ?/?$")),
    (INLINE, re.compile(r"(\d{1,3})\s+(?=\S)")),
    (RAISED, re.compile(r"[\[(（［]?([⁰¹²³⁴-⁹]{1,3})[\])）］]?/?\s*")),
    (CIRCLE, re.compile(r"([①-⑳])\s*")),
    (SLASH, re.compile(r"(\d{1,3}) ?/(?!\d)\s*")),  # 1/ 见…: in texts until 1997
    (BRACKET, re.compile(r"[\[(【〔]\s?(\d{1,3})\s?[\])】〕]\s*")),
    (STAR, re.compile(r"(\*{1,3})\s*(?=[^\s*\d])")),
    (DOTTED, re.compile(r"(\d{1,3})[.、]\s*(?!\d)")),
    (INLINE, re.compile(r"(\d{1,3})(?=[^\s\d.,/、:;)\]年月日号次届%-])")),  # no space between number and text
)
# Some programs write the number of a page's first footnote on its own line, and the other numbers before their words.
_SAME_STYLE = {INLINE: (LONE,), LONE: (INLINE,)}

# A number before a unit counts something, so it is no mark. The character of a unit can also begin another word. For
# example, 月 is no unit in 月球. Such words are excluded.
UNITS = re.compile(
    r"[年个段卷页票秒亿万千百艘架枚颗吨倍％%岁届]|世纪|美元|欧元|公[里斤吨顷尺]|月(?!球)|日(?![本内益])|号(?!召)|次(?!区)|项(?!目)|条(?![约款])|"
    r"章(?!程)|名(?![称为])|种(?!族)|类(?!似)|级(?!别)|周(?![围边])|期(?![待望间])|天(?!然)|份(?!额)|点(?!燃)|度(?!过)|米|人(?![权道类民口工])|家(?!庭)"
)


class NoteStart(NamedTuple):
    """How a line begins a footnote: its number, the offset where its text begins, and the style of the number."""

    marker: str
    offset: int
    style: str


def note_start(plain: str) -> NoteStart | None:
    """How a line in half-width forms begins a footnote; None if the line does not begin with a footnote's number.

    >>> note_start("2 见A/65/410。"), note_start("见A/65/410。")
    (NoteStart(marker='2', offset=2, style='inline'), None)
    """
    if is_repeated(plain):
        return None
    for style, pattern in _STARTS:
        if match := pattern.match(plain):
            return NoteStart(marked_number(match[1]), match.end(), style)
    return None


def begins_note(text: str) -> bool:
    """Whether a line begins with a number as footnotes do."""
    return note_start(narrow(text.strip())) is not None


def same_style(found: NoteStart | None, style: str) -> bool:
    """Whether a line begins a footnote whose number is printed in this style."""
    return found is not None and found.style in (style, *_SAME_STYLE.get(style, ()))


def marked_number(printed: str) -> str:
    """The number of a printed mark, in plain digits. Stars stay stars.

    >>> [marked_number(mark) for mark in ("²", "２", "②")]
    ['2', '2', '2']
    """
    return _CIRCLED.get(printed) or lower_digits(narrow(printed))


def is_tight(text: str) -> bool:
    """Whether a text prints numbers without spaces around them: 2010年, not 2010 年. Today the UN prints so."""
    return len(re.findall(r"\d[年月日号]", text)) >= len(re.findall(r"\d[ \xa0][年月日号]", text))
