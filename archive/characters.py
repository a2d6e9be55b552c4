"""Unifies characters that have the same meaning but different codes, such as radicals and traditional characters.

Characters that print nothing, such as soft hyphens, can also be removed. The words of a source are never changed. These
functions make copies of a text. The patterns of reading, citing and searching are matched against the copies.

    source           ⽣物武器，第65/72號決議，裁<soft hyphen>军
    ``plain``        生物武器，第65/72号决议，裁<soft hyphen>军     (the same length, so offsets are the same)
    ``printed``      ⽣物武器，第65/72號決議，裁军                  (with a list of offsets)

These are plain functions without Django.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

from archive.remembering import remembered

# Radicals (⼈) have their own codes, for dictionaries. Some PDF files use these codes for ordinary characters (人).
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
# For most of these radicals, NFKC gives no ordinary character. Unicode's table EquivalentUnifiedIdeograph has them.
RADICALS |= dict(
    zip(
        map(ord, "⺟⺠⺩⺬⺮⻁⻄⻅⻆⻈⻉⻋⻌⻐⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"),
        "母民王示竹虎西见角讠贝车辶钅長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
_IDEOGRAPHS = RADICALS | {
    code: same for code in _COMPATIBLE if (same := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_SLASHES = dict.fromkeys((0x2044, 0x2215, 0x29F8), "/")  # fraction, division and big slash
_UNIFIED = _IDEOGRAPHS | _SLASHES
_TO_UNIFY = re.compile("[\u2044\u2215\u29f8\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
# Soft hyphens, word joiners, spaces without width, marks of direction, variation selectors.
_UNPRINTED = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# Taiwan writes 著 for 着, which OpenCC keeps. 著 stays in words such as 名著 and 著作.
_ZHE = re.compile("(?<![名显昭卓编译论专巨原土所遗])著(?![名作称述书者录])")
_HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))


@remembered
def plain(text: str) -> str:
    """The text in simplified characters, with ideographs instead of radicals. The length stays the same.

    >>> plain("《⽣物武器公約》，第65/72號決議")
    '《生物武器公约》，第65/72号决议'
    """
    return simplified(unified(text))


def unified(text: str) -> str:
    """The text with ordinary ideographs instead of radicals and compatibility characters, and with ordinary slashes.

    The length stays the same.

    >>> unified("⽣\uf967，65\u221572")
    '生不，65/72'
    """
    return text.translate(_UNIFIED) if _TO_UNIFY.search(text) else text


def simplified(text: str) -> str:
    """The text in simplified characters. One character becomes one character.

    Some characters are simplified only in certain words: 乾 becomes 干 in 乾燥, but not in 乾坤.

    >>> simplified("乾燥；乾坤"), simplified("著重指出該名著")
    ('干燥；乾坤', '着重指出该名著')
    """
    if not traditional().search(text):
        return text
    converted = _ZHE.sub("着", _simplifier().convert(text))
    if len(converted) == len(text):
        return converted
    return "".join(one if len(one := _simplifier().convert(character)) == 1 else character for character in text)


def printed(text: str) -> tuple[str, list[int]]:
    """The text without the characters that print nothing, and a list of offsets.

    The list has the offset in ``text`` of each remaining character, and then the length of ``text``.

    >>> printed("65/\u00ad72")
    ('65/72', [0, 1, 2, 4, 5, 6])
    """
    if not _UNPRINTED.search(text):
        return text, list(range(len(text) + 1))
    offsets = [offset for offset, character in enumerate(text) if not _UNPRINTED.match(character)]
    return "".join(text[offset] for offset in offsets), [*offsets, len(text)]


def is_plain(text: str) -> bool:
    """Whether a text has no radicals, no traditional characters and no invisible characters."""
    return text.isascii() or not _special().search(text)


@cache
def _special() -> re.Pattern[str]:
    """A pattern that matches one character which ``plain`` changes or ``printed`` removes."""
    return re.compile(f"{_UNPRINTED.pattern[:-1]}{_TO_UNIFY.pattern[1:-1]}{traditional().pattern[1:]}")


@cache
def traditional() -> re.Pattern[str]:
    """A pattern that matches one traditional character, which simplified script does not have."""
    every = "".join(map(chr, _HAN))
    simple = _simplifier().convert("\n".join(every)).split("\n")
    return re.compile("[" + "".join(one for one, other in zip(every, simple, strict=True) if one != other) + "]")


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
