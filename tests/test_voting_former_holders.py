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
from archive.voting.former_holders import former_holder, former_name, former_states
from archive.voting.record import CastBallot, Origin, VoteRecord
from archive.voting.states import rows
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


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("COD", date(1980, 12, 4), "扎伊尔"),
        ("COD", date(2000, 12, 4), None),
        ("COD", date(1965, 12, 4), None),
        ("BFA", date(1984, 8, 3), "上沃尔特"),
        ("BFA", date(1984, 8, 4), None),
        ("TZA", date(1964, 4, 25), "坦噶尼喀"),
        ("DEU", date(1989, 12, 4), "德意志联邦共和国"),
        ("SRB", date(2002, 11, 22), "南斯拉夫联盟共和国"),
        ("SRB", date(2004, 12, 3), "塞尔维亚和黑山"),
        ("SRB", date(2006, 12, 6), None),
        ("CHN", date(1970, 12, 4), "中华民国"),
        ("PER", date(1970, 12, 4), None),
        ("COD", None, None),
    ],
)
def test_the_name_of_a_day(code: str, day: date | None, name: str | None) -> None:
    names = former_name(code, day)
    assert (names[0] if names else None) == name


@pytest.mark.parametrize(
    ("day", "changed"),
    [
        (date(1970, 12, 4), {"CHN": ("中华民国", "CHN-1971"), "BFA": ("上沃尔特", "BFA"), "PER": None}),
        (date(1971, 11, 3), {"CHN": None, "BFA": ("上沃尔特", "BFA")}),
        (date(2004, 12, 3), {"SRB": ("塞尔维亚和黑山", "SRB-2006"), "BFA": None}),
        (None, {"CHN": None, "COD": None}),
    ],
)
def test_the_states_of_a_day(day: date | None, changed: dict[str, tuple[str, str] | None]) -> None:
    found = former_states(day)
    states = {code: found.get(code) for code in changed}
    assert {code: (one.names[0], one.seat) if one and one.names else None for code, one in states.items()} == changed


def test_former_names_are_names_of_records_with_the_same_last_day() -> None:
    """``names.csv`` has the names that records print, each with its source's days."""
    known = {(row["state"], row["name"]): (row["since"], row["until"]) for row in rows("names.csv")}
    wrong = [
        (row["state"], row["name_en"])
        for row in rows("former_names.csv")
        if known.get((row["state"], row["name_en"]), ("", ""))[1] != row["until"]
    ]
    assert wrong == []


@pytest.mark.parametrize("code", ["DDR", "YMD", "CSK", "YUG", "ZAN"])
def test_a_state_that_ended_has_a_code_of_its_own(code: str) -> None:
    [row] = [row for row in rows("states.csv") if row["code"] == code]
    assert row["ended"]
    assert former_holder(row["successors"].split()[0], date(1989, 1, 1)) is None or code == "YUG"


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

    def test_data_has_the_code_of_the_former_holder(self, client: Client) -> None:
        roll = data(client, "/votes/library:A/RES/25/7/")["roll_call"]
        assert sorted(ballot["state"] for ballot in roll) == ["CHN-1971", "PER", "RUS-1991"]
        listed = data(client, "/states/CHN/")["votes"]["results"]
        assert [vote["state"] for vote in listed] == ["CHN", "CHN", "CHN-1971"]
        table = client.get("/votes/library:A/RES/25/7/?format=csv").getvalue().decode()
        assert "CHN-1971" in table

    def test_comparisons_tell_who_is_counted_apart(self, client: Client) -> None:
        for address in ("/states/compare/?state=CHN&state=PER", "/states/matrix/?state=CHN&state=PER"):
            assert data(client, address)["apart"] == [
                {"state": "CHN", "former_holder": "CHN-1971", "until": "1971-10-24"}
            ]
            assert "以前占有席位的中华民国，其投票不计在内" in page(client, address)
        assert data(client, "/states/compare/?state=CHN&state=CHN-1971")["apart"] == []

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
        assert client.get("/states/CHN-1971/").headers["Location"] == "/states/CHN/#former"

    def test_comparisons_tell_the_sessions_that_they_count(self, client: Client) -> None:
        address = "/states/compare/?state=PER&state=RUS&state=RUS-1991"
        counted = {tuple(row["states"]): row["sessions"] for row in data(client, address)["agreement"]}
        assert counted == {("PER", "RUS"): [47], ("PER", "RUS-1991"): [25, 26], ("RUS", "RUS-1991"): []}
        for shown in ("第25–26届（1970–1971年）", "第47届（1992年）"):
            assert shown in page(client, address)
        assert "第25–26、47届（1970–1992年）" in page(client, "/states/matrix/?state=PER&state=RUS")
        assert "与苏联一致" in page(client, "/states/PER/")
        assert "第25–26届（1970–1971年）" in page(client, "/states/PER/")

    @pytest.mark.parametrize(
        ("asked", "kin", "words"),
        [
            ("CSK", ("CSK", "1992-12-31", [], ["CZE", "SVK"]), "捷克斯洛伐克的会员国身份或席位至1992年12月31日止。"),
            ("CZE", ("CZE", None, ["CSK"], []), "投票与捷克分开计算。"),
            ("RUS-1991", ("RUS-1991", "1991-12-23", [], ["RUS"]), "投票与苏联分开计算。"),
        ],
    )
    def test_comparisons_tell_predecessors_and_successors(
        self, client: Client, asked: str, kin: tuple[Any, ...], words: str
    ) -> None:
        address = f"/states/compare/?state={asked}&state=PER"
        assert [tuple(each.values()) for each in data(client, address)["kin"]] == [kin]
        assert words in page(client, address)

    def test_the_page_of_a_state_leads_to_those_that_are_counted_apart(self, client: Client) -> None:
        found = data(client, "/states/RUS/")
        assert (found["predecessors"], found["successors"]) == (["RUS-1991"], [])
        shown = page(client, "/states/RUS/")
        assert "苏联占有席位至1991年12月23日。" in shown
        assert "/states/compare/?state=RUS&amp;state=RUS-1991" in shown
        assert data(client, "/states/YUG/")["successors"] == ["BIH", "HRV", "MKD", "SRB", "SVN"]

    def test_the_heads_of_the_matrix_lead_to_the_names(self, client: Client) -> None:
        shown: Any = html.fromstring(page(client, "/states/matrix/?state=PER&state=RUS"))
        heads = [link.get("href").removeprefix("#") for link in shown.cssselect(".matrix thead a")]
        assert heads == ["PER", "RUS"]
        assert [shown.get_element_by_id(code).cssselect("a")[0].text for code in heads] == ["秘鲁", "俄罗斯"]
