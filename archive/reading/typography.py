"""Normalises white space, and writes raised and lowered numbers: 10⁶, CO₂. Readers make two other changes to the words:
they drop hyphens that only divide a word at a line end, and spell out ligatures (``printed``).

In Chinese, white space beside a Han character or a full-width mark has no meaning and is removed. White space between
two Latin words becomes one space: ``NPT/CONF.2010/50 (Vols.I-III)``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archive import languages
from archive.reading.draft import Link, Mark

HAN = "\u2e80-\u2fd5\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# Matches Han characters, full-width forms, CJK marks, enclosed numbers (㈠), circled digits, Chinese dashes and dots.
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_WIDE = re.compile(f"[{HAN}\u2014\u2026\u2460-\u24ff\u3000-\u303f\u30fb\u3200-\u32ff\uff00-\uffef]")
_QUOTES = "\u2018\u2019\u201c\u201d"  # Chinese and English print use the same quotation marks
_SPACES = re.compile(r"\s+")


_DIGITS, _RAISED_DIGITS = "0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE, _LOWER = str.maketrans(_DIGITS, _RAISED_DIGITS), str.maketrans(_RAISED_DIGITS, _DIGITS)
# Characters in exponents and indexes, and their raised or lowered forms. Signs and a few letters have such forms too.
_EXPONENT = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_INDEX = str.maketrans("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SIGNED = re.compile(r"[-−–+]\d+")


def raise_digits(text: str) -> str:
    """The text with raised digits, as in a printed footnote mark. The sign of a raised number is raised too.

    >>> raise_digits("12*"), raise_digits("-6")
    ('¹²*', '⁻⁶')
    """
    signed = _SIGNED.fullmatch(text) is not None
    return text.translate(_EXPONENT if signed else _RAISE)


def lower_digits(text: str) -> str:
    """The text with ordinary digits in place of raised digits. This is the reverse of ``raise_digits``."""
    return text.translate(_LOWER)


def superscript(text: str) -> str | None:
    """The text in raised characters, one for each character; None if a character has no raised form.

    >>> superscript("-6"), superscript("q")
    ('⁻⁶', None)
    """
    return text.translate(_EXPONENT) if all(ord(c) in _EXPONENT or c.isspace() for c in text) else None


def subscript(text: str) -> str | None:
    """The text in lowered characters, one for each character; None if a character has no lowered form.

    >>> subscript("2"), subscript("q")
    ('₂', None)
    """
    return text.translate(_INDEX) if all(ord(c) in _INDEX or c.isspace() for c in text) else None


def is_wide(character: str) -> bool:
    """Whether a character is a Han character or a full-width mark. White space beside such a character has no meaning.

    >>> is_wide("核"), is_wide("，"), is_wide("N")
    (True, True, False)
    """
    return _WIDE.match(character) is not None


def has_wide(text: str) -> bool:
    """Whether a text has such a character."""
    return _WIDE.search(text) is not None


def tidy(raw: str, language: str = "zh") -> str:
    """The text with normalised white space.

    >>> tidy("回顾其 2009 年 12 月 2 日第 64/47 号决议， ")
    '回顾其2009年12月2日第64/47号决议，'
    >>> tidy("(NPT/CONF.2010/50 \\n\\n(Vols.I-III))，第一卷")
    '(NPT/CONF.2010/50 (Vols.I-III))，第一卷'
    >>> tidy("回顾、\u200e \u200e《公约》") == "回顾、\u200e\u200e《公约》"  # direction marks do not count
    True
    """
    return _tidy(raw, language)[0] if _SPACES.search(raw) else raw


def tidy_with(
    raw: str, marks: Iterable[Mark] = (), links: Iterable[Link] = (), language: str = "zh"
) -> tuple[str, list[Mark], list[Link]]:
    """The text with normalised white space, and its marks and links with their offsets in the returned text.

    Links without words are left out.
    """
    text, offsets = _tidy(raw, language)
    moved = [Link(offsets[link.start], offsets[link.end], link.href) for link in links]
    return text, [Mark(mark.marker, offsets[mark.at]) for mark in marks], [x for x in moved if x.end > x.start]


def _tidy(raw: str, language: str) -> tuple[str, list[int]]:
    """The tidy text, and a list that maps each offset in ``raw`` to an offset in the tidy text.

    The last entry of the list is for the end of ``raw``.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    length = position = 0
    for space in _SPACES.finditer(raw):
        word = raw[position : space.start()]
        pieces.append(word)
        offsets.extend(range(length, length + len(word)))
        length += len(word)
        kept = " " if _means_something(raw, space.start(), space.end(), language) else ""
        offsets.extend([length] * (space.end() - space.start()))
        pieces.append(kept)
        length += len(kept)
        position = space.end()
    pieces.append(raw[position:])
    offsets.extend(range(length, length + len(raw) - position + 1))
    return "".join(pieces), offsets


def _means_something(raw: str, start: int, end: int, language: str) -> bool:
    """Whether the white space ``raw[start:end]`` separates two words."""
    # Direction marks and soft hyphens print nothing, so they are skipped.
    while start and unicodedata.category(raw[start - 1]) == "Cf":
        start -= 1
    while end < len(raw) and unicodedata.category(raw[end]) == "Cf":
        end += 1
    if start == 0 or end == len(raw):
        return False
    if languages.of(language).spaced:
        return True
    before, after = raw[start - 1], raw[end]
    if _WIDE.match(before) or _WIDE.match(after):
        return False
    # White space beside a quotation mark counts only between Latin words. It counts in: “The Title” in.
    # It does not count in: 题为“ 2010 年”.
    if before in _QUOTES:
        return start >= 2 and raw[start - 2].isascii() and after.isascii() and before in "\u2019\u201d"
    if after in _QUOTES:
        return end + 1 < len(raw) and raw[end + 1].isascii() and before.isascii() and after in "\u2018\u201c"
    return True


def has_han(text: str) -> bool:
    """Whether a text has a Chinese character.

    >>> has_han("《曼谷条约》"), has_han("Bangkok Treaty")
    (True, False)
    """
    return bool(_HAN_CHARACTER.search(text))
