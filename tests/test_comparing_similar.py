"""Tests of the likeness of clauses anywhere. The sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.comparing.similar import Candidate, likeness, similar, without_numbers, words
from archive.comparing.tokens import Tokens

BEES = "深信野蜂对果园的收成不可缺少，邀请各国保护野蜂的栖息地，"
BEES_REWORDED = "深信野蜂对果园的收成极为重要，邀请各国保护野蜂的栖息地，"
LAKES = "回顾保护高山湖泊的各项宣言，"
ITEM = "决定将题为“{}”的项目列入大会第{}届会议临时议程；"
SUBJECTS = ("野蜂", "高山湖泊", "海岸灯塔", "极地气象", "竹林", "古桥", "盐田", "风车", "候鸟", "驼队")
ITEMS = [ITEM.format(f"关于{subject}的审议情况", "九十") for subject in SUBJECTS]

TEXTS = st.text(alphabet="深信野蜂对果园的收成不可缺少ab 1/", min_size=1, max_size=40)


def candidates(*texts: str) -> list[Candidate]:
    """Each text is a clause of a series of its own. The keys count from 1."""
    return [Candidate(key, text, frozenset([f"series {key}"])) for key, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BEES, {1: 1.0, 2: 0.83}),
        (LAKES, {3: 1.0}),
        ("关于灯塔，", {}),
    ],
)
def test_similar_clauses_come_in_the_order_of_their_likeness(text: str, found: dict[int, float]) -> None:
    result = similar(text, "mine", candidates(BEES, BEES_REWORDED, LAKES))
    assert {key: round(share, 2) for key, share in result.likeness.items()} == found
    assert list(result.likeness) == list(found)
    assert result.formula_series == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("回顾其2018年12月5日第73/30号决议，", "回顾其2023年12月4日第78/19号决议，"),
        ("决定列入第七十七届会议议程", "决定列入第七十九届会议议程"),
        ("Recalling its resolution 73/30 of 5 December 2018", "Recalling its resolution 78/19 of 4 October 2023"),
    ],
)
def test_numbers_and_dates_do_not_count(one: str, other: str) -> None:
    tokens = Tokens()
    assert words(one, tokens) == words(other, tokens)
    assert without_numbers(one) == without_numbers(other)


def test_of_a_formula_the_other_words_must_be_shared() -> None:
    again = ITEM.format("关于野蜂的审议情况", "九十一")
    result = similar(ITEMS[0], "mine", candidates(again, *ITEMS[1:]))
    assert (list(result.likeness), result.formula_series) == ([1], 10)


def test_few_series_make_no_formula() -> None:
    result = similar(ITEMS[0], "mine", candidates(*ITEMS[1:5]))
    assert (len(result.likeness), result.formula_series) == (4, 0)


def test_many_clauses_of_one_series_make_no_formula() -> None:
    own = [Candidate(key, text, frozenset(["mine"])) for key, text in enumerate(ITEMS, 1)]
    result = similar(ITEMS[0], "mine", own)
    assert (len(result.likeness), result.formula_series) == (len(ITEMS), 0)


@given(TEXTS, TEXTS)
def test_nothing_is_more_like_a_clause_than_the_clause_itself(one: str, other: str) -> None:
    tokens = Tokens()
    own, others = words(one, tokens), words(other, tokens)
    assert likeness(own, own) == 1.0 >= likeness(own, others) == pytest.approx(likeness(others, own))


@given(st.lists(TEXTS, max_size=12), st.randoms())
def test_the_order_of_the_candidates_makes_no_difference(texts: list[str], random: object) -> None:
    given_order = candidates(*texts)
    other_order = list(given_order)
    random.shuffle(other_order)  # type: ignore[attr-defined]
    found, again = similar(BEES, "mine", given_order), similar(BEES, "mine", other_order)
    assert list(found.likeness.items()) == list(again.likeness.items())
    assert found == again
