"""Tests what each clause shows beside it. The heights are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.views.labels import named
from archive.views.public.cards import FOLD_BEYOND, Card
from archive.views.public.room import Row, Shown, row, shown_beside

HEIGHTS = st.floats(20, 400)
ROWS = st.lists(st.builds(Row, HEIGHTS, st.lists(HEIGHTS, max_size=6), st.integers(0, 2)), max_size=12)

NOTHING = Row(50)
TWO = Row(50, [100, 100])
VOTE = Row(50, votes=1)


@pytest.mark.parametrize(
    ("rows", "cards"),
    [
        ([], []),
        ([TWO], [2]),  # nothing follows
        ([TWO, NOTHING, NOTHING, NOTHING, TWO], [2, 0, 0, 0, 2]),
        ([TWO, NOTHING, TWO], [1, 0, 2]),
        ([TWO, TWO, TWO], [1, 1, 2]),
        ([Row(400, [100, 100, 100, 100]), TWO], [3, 2]),
        ([Row(50, [300]), TWO], [1, 2]),  # one card is always shown
        ([TWO, VOTE], [1, 0]),  # a separate vote is not pushed away
    ],
)
def test_cards_use_the_room_of_the_clauses_without_cards(rows: list[Row], cards: list[int]) -> None:
    assert [shown.cards for shown in shown_beside(rows)] == cards


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([VOTE], [Shown(0)]),
        ([VOTE, TWO], [Shown(0, folded_votes=True), Shown(2)]),
        ([VOTE, NOTHING, NOTHING, NOTHING, TWO], [Shown(0), Shown(0), Shown(0), Shown(0), Shown(2)]),
        ([Row(300, [50, 50], votes=1), TWO], [Shown(2), Shown(2)]),
        ([Row(225, [50, 50], votes=1), TWO], [Shown(2, folded_votes=True), Shown(2)]),  # names fold before cards
    ],
)
def test_a_vote_without_room_shows_its_figures(rows: list[Row], shown: list[Shown]) -> None:
    assert shown_beside(rows) == shown


@given(ROWS)
def test_a_clause_with_cards_shows_at_least_one(rows: list[Row]) -> None:
    for each, shown in zip(rows, shown_beside(rows), strict=True):
        assert min(len(each.cards), 1) <= shown.cards <= min(len(each.cards), FOLD_BEYOND)


def test_a_longer_text_and_a_longer_title_are_higher() -> None:
    short, long = Card("op1-c1", 0, named("A/RES/1/1")), Card("op1-c1", 0, named("title:" + "很长的标题" * 20))
    assert row("甲" * 10, 0, []).height < row("甲" * 100, 0, []).height < row("甲" * 100, 2, []).height
    assert row("", 0, [short]).cards[0] < row("", 0, [long]).cards[0]
    assert row("Latin letters are narrow. " * 5, 0, []).height < row("汉" * 130, 0, []).height
