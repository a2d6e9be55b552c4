"""Tests what the Chinese and the English words of one clause disagree about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.comparing.disagreements import chinese_days, disagreements, english_days

AGREE = [
    # Chinese, English
    ("回顾2018年12月5日第73/44号决议，", "Recalling its resolution 73/44 of 5 December 2018,"),
    ("1998年12月4日第53/77 D号决议", "resolution 53/77 D of 4 December 1998"),
    ("2019年10月25日至26日在巴库举行", "held in Baku on 25 and 26 October 2019"),
    ("2018年10月29日至11月16日在迪拜召开", "held in Dubai from 29 October to 16 November 2018"),
    ("2016年9月13至18日举行", "held from 13 to 18 September 2016"),
    ("2016年3月31日至4月1日", "on 31 March and 1 April 2016"),
    ("在2023年4月3日至21日期间召开会议", "to hold a session during 2023, namely, from 3 to 21 April"),
    ("2018年12月在日内瓦举行的会议", "the meeting in Geneva in December 2018"),
    ("9月26日国际日", "26 September as the International Day"),
    ("载有会员国2018、2019和2020年复文", "the returns of Member States for 2018, 2019 and 2020"),
    ("2020-2024年期间行动计划", "an action plan for the period 2020–2024"),
    ("安全理事会第1540(2004)号决议", "Security Council resolution 1540 (2004)"),
    ("在第376次会议上", "at its 376th meeting"),
    ("《条约》第六条", "article VI of the Treaty"),
    ("第七十九届会议", "its seventy-ninth session"),
    ("在10个国家", "in ten countries"),
    ("两次为期两周的会议", "two 2-week sessions"),
    ("1 200名代表和1,500人", "1,200 delegates and 1 500 persons"),
    ("青年促进裁军倡议", "The Youth4Disarmament Initiative"),
]  # fmt: skip
DISAGREE = [
    # Chinese, English, what, only in Chinese, only in English
    ("2018年12月5日第73/74号", "73/44 of 5 December 2018", "symbol", ["73/74"], ["73/44"]),
    ("2019年12月12日第74/45号", "74/45 of 19 December 2019", "day", ["2019-12-12"], ["2019-12-19"]),
    ("2019年12月12日", "12 December 2018", "day", ["2019-12-12"], ["2018-12-12"]),
    ("增加了两倍以上", "an increase of over 200 per cent", "number", [], ["200"]),
    ("《条约》第六条", "3 Calls upon all States to respect article VI", "number", [], ["3"]),
    ("最迟于2025年", "not later than 2026", "number", ["2025"], ["2026"]),
    ("第55/33 E号", "resolution 55/33 F", "symbol", ["55/33E"], ["55/33F"]),
]  # fmt: skip


@pytest.mark.parametrize(("chinese", "english"), AGREE)
def test_these_say_the_same(chinese: str, english: str) -> None:
    assert disagreements(chinese, english) == []


@pytest.mark.parametrize(("chinese", "english", "what", "ours", "theirs"), DISAGREE)
def test_these_do_not(chinese: str, english: str, what: str, ours: list[str], theirs: list[str]) -> None:
    [found] = disagreements(chinese, english)
    assert (found.what, list(found.chinese), list(found.english)) == (what, ours, theirs)


def test_marks_are_compared_by_their_signs_and_order() -> None:
    [found] = disagreements("", "", ["1", "2"], ["1", "3"])
    assert (found.what, found.chinese, found.english) == ("mark", ("1", "2"), ("1", "3"))
    assert disagreements("", "", ["1"], ["1"]) == []


@given(st.lists(st.dates(min_value=date(1945, 1, 1), max_value=date(2099, 12, 31)), max_size=5))
def test_every_day_is_found_in_both_languages(dates: list[date]) -> None:
    chinese = "和".join(f"{one.year}年{one.month}月{one.day}日" for one in dates)
    english = " and ".join(f"{one.day} {one:%B} {one.year}" for one in dates)
    assert set(chinese_days(chinese)) == set(english_days(english)) == {(d.year, d.month, d.day) for d in dates}
    assert disagreements(chinese, english) == []


@given(st.text(alphabet="0123456789/年月日第号 Aa和至June,;第"), st.text(alphabet="0123456789/ JuneMarch,and to第"))
def test_any_words_can_be_compared(chinese: str, english: str) -> None:
    for found in disagreements(chinese, english):
        assert found.chinese or found.english
