"""Tests numerals: the value of each spelling, and that readers accept the same labels as before the module existed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.numerals import DIGITS, from_chinese, from_roman, is_roman, to_chinese, to_roman
from archive.reading.docx.styles import spell
from archive.reading.paths import label_number


@given(st.integers(1, 999))
def test_chinese_there_and_back(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number
    assert from_chinese(to_chinese(number).replace("零", "〇")) == number


@given(st.integers(1, 3999))
def test_roman_there_and_back(number: int) -> None:
    capitals = to_roman(number)
    assert from_roman(capitals) == from_roman(capitals.lower()) == number
    assert is_roman(capitals)
    assert is_roman(capitals.lower())


SPELLED = {to_roman(number) for number in range(1, 4000)}


@given(st.text(alphabet="IVXLCDMivx\u0131a(1", max_size=6))
def test_one_spelling_of_each_roman_number(text: str) -> None:
    assert is_roman(text) == (text in SPELLED or (text.islower() and text.isascii() and text.upper() in SPELLED))


@pytest.mark.parametrize("text", ["", "A", "X1", "\u0131", "十"])
def test_other_words_are_no_roman_numerals(text: str) -> None:
    assert not is_roman(text)
    with pytest.raises(ValueError, match="no Roman numeral"):
        from_roman(text)


@pytest.mark.parametrize(
    ("spelled", "number"), [(to_chinese, 0), (to_chinese, -1), (to_chinese, 1000), (to_roman, 0), (to_roman, 4000)]
)
def test_numbers_without_a_numeral(spelled: Callable[[int], str], number: int) -> None:
    with pytest.raises(ValueError, match="is not between"):
        spelled(number)


# The patterns and tables that the module replaced.


def chinese_label_before(text: str) -> int | None:
    match = re.fullmatch(f"(?:([{DIGITS}]?)(十))?([{DIGITS}]?)", text)
    if not match or not text:
        return None
    tens = (DIGITS.index(match[1]) + 1 if match[1] else 1) if match[2] else 0
    return tens * 10 + (DIGITS.index(match[3]) + 1 if match[3] else 0)


def roman_label_before(text: str) -> int | None:
    if not text or not re.fullmatch(r"(?=[ivxl])(x[lc]|l?x{0,3})(i[vx]|v?i{0,3})", text):
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in text]
    return sum(-v if v < max(values[place:]) else v for place, v in enumerate(values))


CHINESE = ["".join(text) for length in (1, 2, 3, 4) for text in itertools.product("一二五九十百零〇甲", repeat=length)]
ROMAN = ["".join(text) for length in range(1, 7) for text in itertools.product("ivxlc", repeat=length)]


def test_chinese_labels_are_read_as_before() -> None:
    assert [label_number(f"{text}、") for text in CHINESE] == [
        1 if text == "甲" else chinese_label_before(text) for text in CHINESE
    ]


def test_roman_labels_are_read_as_before() -> None:
    below_a_hundred = [from_roman(text) if is_roman(text) and from_roman(text) < 100 else None for text in ROMAN]
    assert below_a_hundred == [roman_label_before(text) for text in ROMAN]


@pytest.mark.parametrize(
    ("format", "printed"),
    [
        ("chineseCounting", "一 九 十 十一 二十 五十四 九十九 100"),
        ("ideographTraditional", "甲 壬 癸 11 20 54 99 100"),
        ("ideographZodiac", "子 申 酉 戌 20 54 99 100"),
        ("lowerRoman", "i ix x xi xx liv xcix c"),
        ("upperRoman", "I IX X XI XX LIV XCIX C"),
        ("lowerLetter", "a i j k t bbb uuuu vvvv"),
        ("ideographEnclosedCircle", "㊀ ㊈ ㊉ 11 20 54 99 100"),
    ],
)
def test_word_counts_as_before(format: str, printed: str) -> None:
    assert [spell(number, format) for number in (1, 9, 10, 11, 20, 54, 99, 100)] == printed.split()
