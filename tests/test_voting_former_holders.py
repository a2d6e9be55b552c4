"""Tests that the votes of a former holder of a seat have its name, and are counted apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.intake import series
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.voting.choice import CAST
from archive.voting.former_holders import former_holder
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.test_voting_pages import data, page

YES, NO, _ABSTAIN = CAST


@pytest.mark.parametrize(
    ("code", "day", "key"),
    [
        ("CHN", date(1970, 12, 4), "CHN-1971"),
        ("CHN", date(1971, 10, 24), "CHN-1971"),
        ("CHN", date(1971, 10, 25), None),
        ("CHN", None, None),
        ("RUS", date(1991, 12, 23), "RUS-1991"),
        ("RUS", date(1991, 12, 24), None),
        ("PER", date(1950, 1, 1), None),
    ],
)
def test_who_held_a_seat(code: str, day: date | None, key: str | None) -> None:
    holder = former_holder(code, day)
    assert (holder.key if holder else None) == key


@pytest.fixture
def voted() -> None:
    """A series of three votes. The seat of China changes its holder after the first, that of Russia after the second,
    and every holder votes differently from the one before."""
    load_states()
    votes = [
        ("A/RES/25/7", date(1970, 12, 4), {"Taiwan": NO, "Russia": YES}),
        ("A/RES/26/7", date(1971, 11, 3), {"China": YES, "Russia": YES}),
        ("A/RES/47/7", date(1992, 12, 9), {"China": YES, "Russia": NO}),
    ]
    VoteIntake().store(
        VoteRecord(
            f"library:{symbol}", Origin.LIBRARY, symbol, title="On elephants", date=day,
            ballots=[CastBallot(name, choice) for name, choice in (rolls | {"PERU": YES}).items()],
        )
        for symbol, day, rolls in votes
    )  # fmt: skip
    series.rebuild()


@pytest.mark.django_db
@pytest.mark.usefixtures("voted")
class TestPages:
    def test_a_roll_call_has_the_names_of_its_day(self, client: Client) -> None:
        for symbol, names in (("25/7", {"中华民国", "苏联", "秘鲁"}), ("47/7", {"中国", "俄罗斯", "秘鲁"})):
            shown: Any = html.fromstring(page(client, f"/votes/library:A/RES/{symbol}/"))
            assert {link.text_content().strip() for link in shown.cssselect(".roll dd a")} == names

    def test_measures_count_a_former_holder_apart(self, client: Client) -> None:
        measures = data(client, "/states/CHN/")["measures"]
        assert (measures["votes"], measures["choices"]["no"]) == (2, 0)
        former = measures["former_holder"]
        assert (former["code"], former["votes"], former["choices"]["no"]) == ("CHN-1971", 1, 1)
        assert data(client, "/states/PER/")["measures"]["former_holder"] is None
        assert "中华民国占有席位至1971年10月24日" in page(client, "/states/CHN/")
        assert "USSR" not in page(client, "/states/PER/")

    def test_a_new_holder_did_not_change_its_mind(self, client: Client) -> None:
        assert data(client, "/states/RUS/")["measures"]["changed"] == []
        years = data(client, "/series/A/RES/25/7/")["series"]
        assert [year["moved"] for year in years] == [[], []]

    def test_the_list_of_a_states_votes_names_the_former_holder(self, client: Client) -> None:
        shown: Any = html.fromstring(page(client, "/states/CHN/"))
        told = [row.cssselect("td")[1].text_content().split() for row in shown.cssselect("table.list tbody tr")]
        assert told == [["赞成"], ["赞成"], ["反对", "中华民国"]]

    def test_a_former_holder_can_be_compared(self, client: Client) -> None:
        found = data(client, "/states/compare/?state=CHN-1971&state=RUS-1991")
        assert [(row["same"], row["votes"]) for row in found["agreement"]] == [(0, 1)]
        assert client.get("/states/CHN-1971/").headers["Location"] == "/states/CHN/"
