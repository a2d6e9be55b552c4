"""Finds the days that a text gives to the resolutions that it cites.

    回顾其题为“军备的透明度”的1991年12月9日第46/36 L号、1992年12月15日第47/52 L号决议

gives each resolution its day of adoption. An English text prints the day after the number: 47/52 L of 15 December 1992.
"""

from __future__ import annotations

import re
from datetime import date

from archive import symbols
from archive.citing.titles_given import Cited

_FARTHEST = 200  # characters between a day and its number, which a title can fill
_TITLE = r"(?:(?:标题|题目)?[题为是]{1,2}“[^“”]{2,150}”的)?"
_BEFORE = re.compile(rf"(?<!\d)(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日(?:大会)?{_TITLE}第?$")
_AFTER = re.compile(r" of (\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def date_given(text: str, cited: Cited, symbol: str) -> date | None:
    """The day that the text of a clause gives to the resolution ``symbol``. None if it gives none.

    A day outside the session of the resolution is a misprint, or the day of something else. It is left out.
    """
    if not symbol.startswith(("A/RES/", "S/RES/")):
        return None
    day = _chinese(text, cited) or _english(text, cited)
    within = symbols.session_dates(symbols.session_of(symbol))
    return day if day and (within is None or within[0] <= day <= within[1]) else None


def _chinese(text: str, cited: Cited) -> date | None:
    found = _BEFORE.search(text[max(0, cited.start - _FARTHEST) : cited.start])
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _english(text: str, cited: Cited) -> date | None:
    found = _AFTER.match(text, cited.end)
    if found is None or found[2] not in _MONTHS:
        return None
    return _date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
