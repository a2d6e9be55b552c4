"""Tests how many cards each clause shows. The heights are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.views.labels import named
from archive.views.public.cards import FOLD_BEYOND, Card
from archive.views.public.room import Row, row, shown_cards

HEIGHTS = st.floats(20, 400)
ROWS = st.lists(st.builds(Row, HEIGHTS, st.lists(HEIGHTS, max_size=6), st.sampled_from([0.0, 150.0])), max_size=12)

NOTHING = Row(50, [])
TWO = Row(50, [100, 100])


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([], []),
        ([TWO], [2]),  # nothing follows
        ([TWO, NOTHING, NOTHING, NOTHING, TWO], [2, 0, 0, 0, 2]),
        ([TWO, NOTHING, TWO], [1, 0, 2]),
        ([TWO, TWO, TWO], [1, 1, 2]),
        ([Row(400, [100, 100, 100, 100]), TWO], [3, 2]),
        ([Row(50, [300]), TWO], [1, 2]),  # one card is always shown
        ([TWO, Row(50, [], after=150)], [1, 0]),  # a separate vote is not pushed away
    ],
)
def test_cards_use_the_room_of_the_clauses_without_cards(rows: list[Row], shown: list[int]) -> None:
    assert shown_cards(rows) == shown


@given(ROWS)
def test_a_clause_with_cards_shows_at_least_one(rows: list[Row]) -> None:
    for each, shown in zip(rows, shown_cards(rows), strict=True):
        assert min(len(each.cards), 1) <= shown <= min(len(each.cards), FOLD_BEYOND)


def test_a_longer_text_and_a_longer_title_are_higher() -> None:
    short, long = Card("op1-c1", 0, named("A/RES/1/1")), Card("op1-c1", 0, named("title:" + "很长的标题" * 20))
    assert row("甲" * 10, 0, []).height < row("甲" * 100, 0, []).height < row("甲" * 100, 2, []).height
    assert row("", 0, [short]).cards[0] < row("", 0, [long]).cards[0]
    assert row("Latin letters are narrow. " * 5, 0, []).height < row("汉" * 130, 0, []).height
