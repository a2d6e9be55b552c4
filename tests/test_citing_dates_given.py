"""Tests the days that a text gives to the resolutions that it cites. The texts are invented."""

from __future__ import annotations

import pytest

from archive.citing.dates_given import date_given
from tests.shelf import cite

# A text, the cited words in it, the symbol, and the day.
CASES = [
    ("回顾2035年12月9日第90/36 L号决议，", "第90/36 L号", "A/RES/90/36L", "2035-12-09"),
    ("回顾2035年12月9日第90/36 L号、2036年1月5日第90/52 L号决议，", "第90/52 L号", "A/RES/90/52L", "2036-01-05"),
    ("重申其1961年11月24日第1653(XVI)号决议，", "第1653(XVI)号", "A/RES/1653(XVI)", "1961-11-24"),
    ("回顾其2035年12月9日题为“鲸鱼的保护”的第90/36号决议，", "第90/36号决议", "A/RES/90/36", "2035-12-09"),
    ("回顾安理会2004年4月28日第1540(2004)号决议，", "第1540(2004)号", "S/RES/1540(2004)", "2004-04-28"),
    ("回顾2035年12月9日第90/36号和第90/37号决议，", "第90/37号决议", "A/RES/90/37", None),
    ("根据第90/36 L和90/52 L号决议，", "90/52 L", "A/RES/90/52L", None),
    ("回顾1935年12月9日第90/36号决议，", "第90/36号决议", "A/RES/90/36", None),  # not in session 90
    ("回顾2035年12月39日第90/36号决议，", "第90/36号决议", "A/RES/90/36", None),
    ("铭记1967年2月14日《鲸鱼条约》，", "《鲸鱼条约》", "treaty:WHALE", None),
    ("Recalling resolutions 90/36 L of 9 December 2035, 90/52 L of 5 January 2036,", "90/52 L", "A/RES/90/52L",
     "2036-01-05"),
    ("Recalling resolution 90/36 of 9 Whale 2035,", "90/36", "A/RES/90/36", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "exact", "symbol", "day"), CASES)
def test_the_day_beside_a_number(text: str, exact: str, symbol: str, day: str | None) -> None:
    found = date_given(text, cite(text, exact, symbol), symbol)
    assert (found.isoformat() if found else None) == day
