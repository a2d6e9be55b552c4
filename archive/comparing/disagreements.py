"""Finds where the Chinese and the English words of one clause say different things.

Only what can be checked without understanding the words is compared: days, symbols, numbers and footnote marks. Each
of these has one form in each language, so a difference is a slip of print, of reading, or of the source. What one
language leaves out (the year of a second day, a number in words) is no disagreement.

    >>> [found] = disagreements("回顾2018年12月5日第73/74号决议，", "Recalling resolution 73/44 of 5 December 2018,")
    >>> found.what.value, found.chinese, found.english
    ('symbol', ('73/74',), ('73/44',))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from archive.comparing.numbers import ENGLISH_MONTHS
from archive.numerals import from_chinese, from_english_ordinal, from_roman, is_roman


class What(StrEnum):
    """What two languages can disagree about."""

    DAY = "day"
    SYMBOL = "symbol"
    NUMBER = "number"
    MARK = "mark"
    CLAUSE = "clause"  # only one language has the clause


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What only the Chinese words say, and what only the English words say. Days are written as 2018-12-05."""

    what: What
    chinese: tuple[str, ...]
    english: tuple[str, ...]


class Day(NamedTuple):
    """A day. ``year`` is 0 where the words do not repeat it (2 and 3 April)."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        year = f"{self.year}-" if self.year else ""
        return f"{year}{self.month:02}-{self.day:02}"

    def may_be(self, other: Day) -> bool:
        """Whether both can be the same day."""
        return self[1:] == other[1:] and (self.year == other.year or not (self.year and other.year))


def disagreements(
    chinese: str, english: str, chinese_marks: Sequence[str] = (), english_marks: Sequence[str] = ()
) -> list[Disagreement]:
    """What the two sides of a clause disagree about, at most one ``Disagreement`` for each ``What``.

    ``chinese_marks`` and ``english_marks`` are the signs of the footnotes, in order. ``What.CLAUSE`` is never found
    here, because both sides have the clause.
    """
    days = chinese_days(chinese), english_days(english)
    symbols = _symbols(chinese), _symbols(english)
    found = [
        _compared(What.DAY, _without(*days), _without(*days[::-1])),
        _compared(What.SYMBOL, _missing(*symbols), _missing(*symbols[::-1])),
        _compared(What.NUMBER, *_numbers(chinese, english, [*days[0], *days[1]])),
    ]
    if list(chinese_marks) != list(english_marks):
        found.append(Disagreement(What.MARK, tuple(chinese_marks), tuple(english_marks)))
    return [each for each in found if each is not None]


def _compared(what: What, chinese: Sequence[object], english: Sequence[object]) -> Disagreement | None:
    return Disagreement(what, tuple(map(str, chinese)), tuple(map(str, english))) if chinese or english else None


def _missing(ours: Iterable[str], theirs: Iterable[str]) -> list[str]:
    known = set(theirs)
    return [one for one in ours if one not in known]


# --- Days --------------------------------------------------------------------------------------------------

_MONTHS = {month: number for number, month in enumerate(ENGLISH_MONTHS.split("|"), start=1)}
# 13至18日: the first of two days of a month can do without 日.
_CHINESE_PART = re.compile(
    r"(?P<year>\d{4})\s*年|(?P<month>\d{1,2})\s*月|(?<!\d)(?P<day>\d{1,2})\s*(?:日|(?=[至和、-]\s*\d{1,2}\s*日))"
)
_ENGLISH_PART = re.compile(
    rf"(?P<month>{ENGLISH_MONTHS})|(?<![\d/])(?P<year>(?:18|19|20)\d\d)(?![\d/])|(?<![\d/.])(?P<day>\d{{1,2}})(?![\d/.])"
)
# What can stand between two days that share a year or a month.
_CHINESE_JOINT = re.compile(r"\s*(?:[至到起、，和及与或~～—–-]|以及|直至)*\s*")
_ENGLISH_JOINT = re.compile(r"[\s,\u2013\u2014-]*(?:(?:and|to|or|until|through|from|as well as)[\s,]*)*")


def chinese_days(words: str) -> list[Day]:
    """The days in Chinese words, each once, in their order.

    >>> [str(day) for day in chinese_days("2012年11月12日和13日、2014年5月29日至6月2日举行")]
    ['2012-11-12', '2012-11-13', '2014-05-29', '2014-06-02']
    """
    found, year, month, end = [], 0, 0, 0
    for part in _CHINESE_PART.finditer(words):
        if not _CHINESE_JOINT.fullmatch(words[end : part.start()]):
            year = month = 0
        end = part.end()
        if part["year"]:
            year, month = int(part["year"]), 0
        elif part["month"]:
            month = int(part["month"])
        elif month:
            found.append(Day(year, month, int(part["day"])))
    return list(dict.fromkeys(found))


def english_days(words: str) -> list[Day]:
    """The days in English words, each once, from the last to the first.

    >>> [str(day) for day in english_days("from 29 October to 16 November 2018, and on 2 and 3 May")]
    ['05-03', '05-02', '2018-11-16', '2018-10-29']
    """
    found, year, month, begin = [], 0, 0, len(words)
    for part in reversed(list(_ENGLISH_PART.finditer(words))):
        if not _ENGLISH_JOINT.fullmatch(words[part.end() : begin]):
            year = month = 0
        begin = part.start()
        if part["year"]:
            year, month = int(part["year"]), 0
        elif part["month"]:
            month = _MONTHS[part["month"]]
        elif month:
            found.append(Day(year, month, int(part["day"])))
    return list(dict.fromkeys(found))


def _without(days: Iterable[Day], others: Iterable[Day]) -> list[Day]:
    """The days that can be none of the others."""
    known = list(others)
    return [day for day in days if not any(day.may_be(other) for other in known)]


# --- Symbols -----------------------------------------------------------------------------------------------

_SYMBOL = re.compile(r"(?<![\d/])\d+/\d+(?:\s?[A-Z]{1,2}(?![A-Za-z]))?")


def _symbols(words: str) -> list[str]:
    """The numbers of resolutions and documents: 55/33E."""
    return list(dict.fromkeys("".join(each.split()) for each in _SYMBOL.findall(words)))


# --- Numbers -----------------------------------------------------------------------------------------------

_BELOW_TWENTY = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_CARDINALS = {word: value for value, word in enumerate(_BELOW_TWENTY.split("|"))} | {
    word: 10 * tens for tens, word in enumerate(_TENS.split("|"), start=2)
}
_GROUPED = re.compile(r"(?<=\d)[,\s\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_DIGITS = re.compile(r"(?<![A-Za-z0-9])[0-9]+(?=(?:st|nd|rd|th)?(?![A-Za-z0-9]))")  # not those of a name, such as P5
_CHINESE_NUMERAL = re.compile("[零〇○一二三四五六七八九十百千]+|[两双]")
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)?")


def _numbers(chinese: str, english: str, days: Sequence[Day]) -> tuple[list[str], list[str]]:
    """The numbers in digits that the other side has in no form. Those of symbols and of ``days`` are left out."""
    of_days = {number for day in days for number in day}
    in_chinese = {*_digits(chinese), *_chinese_numerals(chinese)}
    in_english = {*_digits(english), *_english_numerals(english)}
    ours, theirs = (dict.fromkeys(_digits(_SYMBOL.sub(" ", words))) for words in (chinese, english))
    return (
        [str(number) for number in ours if number not in in_english | of_days],
        [str(number) for number in theirs if number not in in_chinese | of_days],
    )


def _digits(words: str) -> list[int]:
    return [int(each) for each in _DIGITS.findall(_GROUPED.sub("", words))]


def _chinese_numerals(words: str) -> Iterator[int]:
    for found in _CHINESE_NUMERAL.findall(words):
        value = 2 if found in "两双" else from_chinese(found)
        if value is not None:
            yield value


def _english_numerals(words: str) -> Iterator[int]:
    for word in _WORD.findall(words):
        if is_roman(word):
            yield from_roman(word)
        if (value := from_english_ordinal(word)) is not None:
            yield value
        if word in _MONTHS:
            yield _MONTHS[word]
        tens, _hyphen, ones = word.lower().partition("-")
        if tens in _CARDINALS:
            yield _CARDINALS[tens] + _CARDINALS.get(ones, 0)
