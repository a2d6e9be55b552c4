"""Patterns that match the date and the meeting of an adoption, and functions that return their values.

The readers of the cover and of the end of a resolution share these patterns. They match half-width forms without white
space. The numbers can be Chinese:

    2010年12月8日 第60次全体会议        1961年11月24日 第1063次全体会议
    二〇二三年十二月四日 第四十二次全体会议
    45th plenary meeting, 2 December 2024
"""

from __future__ import annotations

import re
from datetime import date

from archive.numerals import from_chinese

_HAN = "〇○零一二三四五六七八九"

DATE = rf"(\d{{4}}|[{_HAN}]{{4}})年(\d{{1,2}}|[{_HAN}十]{{1,3}})月(\d{{1,2}}|[{_HAN}十]{{1,3}})[日号號]"
"""Matches a date. The three groups are the year, the month and the day."""

_PLENARY = "(?:全体|全體|全会|紧急特别|特别)?(?:会议|會議)"
MEETING = rf"第(\d{{1,4}}|\d,\d{{3}}|[{_HAN}十百千]{{1,7}})次{_PLENARY}(?:\([续續][会會]\))?"
"""Matches a plenary meeting. The group is the number of the meeting.

Until 1976 the meetings of all sessions had one series of numbers, so a number can have four digits."""


ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ENGLISH_DATE = rf"(\d{{1,2}})({ENGLISH_MONTHS})(\d{{4}})"
"""Matches an English date. The three groups are the day, the month and the year."""

ENGLISH_MEETING = r"(\d{1,4})(?:st|nd|rd|th)(?:\(\w+\))?(?:plenary)?meeting(?:\((?:resumed|closed)\))?"
"""Matches a plenary meeting in English. The group is the number of the meeting."""

_DAY_IN_ENGLISH = re.compile(ENGLISH_DATE)
_DAY_IN_CHINESE, _MEETINGS = re.compile(DATE), (re.compile(MEETING), re.compile(ENGLISH_MEETING))


def day_in(squeezed: str) -> tuple[str, date | None] | None:
    """The first date in a text without white space, as its words and its day; None if there is no date.

    The day is None if the calendar has no such day.

    >>> day_in("45thplenarymeeting2December2024"), day_in("2010年12月8日")
    (('2December2024', datetime.date(2024, 12, 2)), ('2010年12月8日', datetime.date(2010, 12, 8)))
    """
    if found := _DAY_IN_CHINESE.search(squeezed):
        return found[0], day_of(*found.groups())
    if found := _DAY_IN_ENGLISH.search(squeezed):
        day, month, year = found.groups()
        return found[0], day_of(year, month_of(month), day)
    return None


def month_of(name: str) -> str:
    """The number of an English month.

    >>> month_of("December")
    '12'
    """
    return str(ENGLISH_MONTHS.lower().split("|").index(name.lower()) + 1)


def meeting_in(squeezed: str) -> int | None:
    """The number of the first meeting in a text without white space; None if there is none."""
    matches = (pattern.search(squeezed) for pattern in _MEETINGS)
    return next((meeting_of(found[1]) for found in matches if found), None)


def day_of(year: str | None, month: str | None, day: str | None) -> date | None:
    """The date from the three groups of DATE; None if the calendar has no such day.

    >>> day_of("二〇二三", "十二", "四"), day_of("2010", "12", "8"), day_of("2010", "2", "30")
    (datetime.date(2023, 12, 4), datetime.date(2010, 12, 8), None)
    """
    try:
        return date(_number(year or ""), _number(month or ""), _number(day or ""))
    except ValueError:
        return None


def meeting_of(number: str) -> int:
    """The number of a meeting, from the group of MEETING.

    >>> [meeting_of(number) for number in ("60", "1,063", "一千零六十三", "一〇六三", "四十二")]
    [60, 1063, 1063, 1063, 42]
    """
    return _number(number.replace(",", ""))


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() else from_chinese(digits) or 0
