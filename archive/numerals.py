"""Converts the Chinese (五十四, ㈣) and Roman (XXII, iv) numerals and English ordinals (ninth) in UN documents.

The module also lists the signs that number points: 甲, 乙 … and 子, 丑 ….

    >>> from_chinese("五十四"), to_chinese(54), from_roman("XXII"), to_roman(22), from_english_ordinal("seventy-ninth")
    (54, '五十四', 22, 'XXII', 79)

These are plain functions without Django. This module only gives the values of numerals. Each caller has its own pattern
that finds labels.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = "一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"  # the ten heavenly stems, the first series of signs that number points
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"  # the twelve earthly branches, the second series
# Suffixes of a repeated number (1之二, 1 bis). Such a number belongs to a paragraph that was inserted later.
REPEATED = {"二": "bis", "三": "ter", "四": "quater", "五": "quinquies", "六": "sexies"}

_VALUES = {"零": 0, "〇": 0, "○": 0} | {digit: value for value, digit in enumerate(DIGITS, start=1)}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_PIECES = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN = re.compile("[IVXLCDM]+", re.IGNORECASE | re.ASCII)
_MOST_ROMAN = 3999
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")  # without y, ieth
_ENGLISH_ORDINALS = {word: value for value, word in enumerate(_ORDINALS, start=1)} | {
    f"{ten}{end}": 10 * place + ones
    for place, ten in enumerate(_TENS, start=2)
    for ones, end in enumerate(["ieth", *(f"y-{word}" for word in _ORDINALS[:9])])
}


def from_chinese(text: str) -> int | None:
    """The value of a Chinese numeral below 10,000; None for any other text.

    The numeral can be in brackets or in a circle. It can also be a row of digits, such as a year: 二〇二三. The order
    of the characters is not checked.

    >>> [from_chinese(text) for text in ("七", "十二", "五十四", "一百零三", "一百〇三", "㈡", "(二)", "大会", "")]
    [7, 12, 54, 103, 103, 2, 2, None, None]
    >>> from_chinese("一千零六十三"), from_chinese("二〇二三")
    (1063, 2023)
    """
    characters = unicodedata.normalize("NFKC", text).strip("()")  # ㈡ is (二), ㊁ is 二
    if not characters:
        return None
    if len(characters) > 1 and all(character in _VALUES for character in characters):
        return int("".join(str(_VALUES[character]) for character in characters))
    total = digit = 0
    for character in characters:
        if place := _PLACES.get(character):
            total += (digit or 1) * place
            digit = 0
        elif character in _VALUES:
            digit = _VALUES[character]
        else:
            return None
    return total + digit


def to_chinese(number: int) -> str:
    """A number from 1 to 999 in Chinese numerals. Raises ValueError for other numbers.

    >>> [to_chinese(number) for number in (7, 10, 12, 54, 103, 110)]
    ['七', '十', '十二', '五十四', '一百零三', '一百一十']
    """
    if not 1 <= number <= 999:
        raise ValueError(f"{number} is not between 1 and 999")
    hundreds, below = divmod(number, 100)
    tens, ones = divmod(below, 10)
    digits = ["", *DIGITS]
    ten = "" if not tens else "十" if tens == 1 and not hundreds else f"{digits[tens]}十"
    zero = "零" if hundreds and ones and not tens else ""
    return (f"{digits[hundreds]}百" if hundreds else "") + ten + zero + digits[ones]


def from_english_ordinal(text: str) -> int | None:
    """The value of an English ordinal below 100 in words, or of one in digits; None for any other text.

    >>> [from_english_ordinal(text) for text in ("First", "fortieth", "Seventy-ninth", "79th", "next")]
    [1, 40, 79, 79, None]
    """
    if digits := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", text):
        return int(digits[1])
    return _ENGLISH_ORDINALS.get(text.lower())


def from_roman(text: str) -> int:
    """The value of a Roman numeral in capital or small letters.

    A letter is subtracted if the next letter is larger. The spelling is not checked, so IIII gives 4. ``is_roman``
    checks the spelling. Raises ValueError for other characters and for an empty text.

    >>> [from_roman(text) for text in ("XXII", "iv", "IIII")]
    [22, 4, 4]
    """
    if not _ROMAN.fullmatch(text):
        raise ValueError(f"{text!r} is no Roman numeral")
    values = [_ROMAN_VALUES[letter] for letter in text.upper()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def is_roman(text: str) -> bool:
    """Whether a text is the correct Roman spelling of a number from 1 to 3,999.

    The letters must be all capitals or all small.

    >>> [is_roman(text) for text in ("XXII", "iv", "IIII", "Iv", "A", "")]
    [True, True, False, False, False, False]
    """
    if not _ROMAN.fullmatch(text) or not (text.isupper() or text.islower()):
        return False
    value = from_roman(text)
    return value <= _MOST_ROMAN and text.upper() == to_roman(value)


def to_roman(number: int) -> str:
    """A number from 1 to 3,999 in Roman capitals. Raises ValueError for other numbers.

    >>> [to_roman(number) for number in (4, 22, 1975)]
    ['IV', 'XXII', 'MCMLXXV']
    """
    if not 1 <= number <= _MOST_ROMAN:
        raise ValueError(f"{number} is not between 1 and {_MOST_ROMAN}")
    text = ""
    for value, letters in _ROMAN_PIECES:
        count, number = divmod(number, value)
        text += letters * count
    return text
