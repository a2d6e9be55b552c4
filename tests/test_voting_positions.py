"""Tests the table of positions: States on series through the years. The votes are invented."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.disarmament import Facts
from archive.intake import series
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Document, InferredSubject, Subject, Vote, VoteProblem
from archive.voting.choice import CAST, Choice
from archive.voting.positions import Kind, Year, positions
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests import shelf
from tests.test_voting_pages import data, page

YES, NO, ABSTAIN = CAST


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        # The choice of each year, None for no part → kinds; "!" for a move
        ((YES, YES, NO), "yes yes no!"),
        ((YES, None, NO), "yes absent no!"),
        ((None, YES, None, YES), "absent yes absent yes"),
        ((ABSTAIN, NO, ABSTAIN), "abstain no! abstain!"),
    ],
)
def test_a_state_moves_if_its_last_vote_was_another(choices: tuple[Choice | None, ...], expected: str) -> None:
    years = [Year(n, date(2000 + n, 12, 1)) for n in range(1, len(choices) + 1)]
    found = positions("PER", years, lambda _seat, vote: choices[vote - 1], lambda _day: True)
    assert " ".join(each.kind + ("!" if each.moved else "") for each in found) == expected


def test_a_year_without_a_roll_call_and_a_year_before_membership() -> None:
    def member(day: date | None) -> bool:
        return day is None or day.year > 1990

    years = [Year(1, date(1980, 12, 1)), Year(2, date(1995, 12, 1)), Year(None, None), Year(3, None)]
    found = positions("PRK", years, lambda _seat, _vote: None, member)
    assert [each.kind for each in found] == [Kind.NO_MEMBER, Kind.ABSENT, Kind.NO_ROLL, Kind.ABSENT]


def vote(symbol: str, day: date, title: str, rolls: dict[str, Choice], committee: str = "First") -> VoteRecord:
    return VoteRecord(
        f"library:{symbol}", Origin.LIBRARY, symbol, title=title, date=day, topic=Facts(committee),
        ballots=[CastBallot(name, choice) for name, choice in rolls.items()],
    )  # fmt: skip


@pytest.fixture
def voted(db: None) -> None:
    """Elephants in three sessions, on which France moves; whales in two; bread, on which the Third Committee
    reported, in two. In the first vote, the seat of China has its former holder."""
    load_states()
    VoteIntake().store(
        [
            vote("A/RES/25/7", date(1970, 12, 4), "On elephants", {"Taiwan": NO, "FRANCE": ABSTAIN, "PERU": YES}),
            vote("A/RES/26/7", date(1971, 12, 9), "On elephants", {"China": YES, "FRANCE": NO, "PERU": YES}),
            vote("A/RES/27/7", date(1972, 12, 9), "On elephants", {"China": YES, "FRANCE": NO}),
            vote("A/RES/26/8", date(1971, 12, 9), "Whales in outer space", {"PERU": NO, "FRANCE": YES}),
            vote("A/RES/27/8", date(1972, 12, 9), "Whales in outer space", {"PERU": NO, "FRANCE": YES}),
            vote("A/RES/26/9", date(1971, 12, 9), "Bread", {"PERU": YES}, "Third"),
            vote("A/RES/27/9", date(1972, 12, 9), "Bread", {"PERU": YES}, "Third"),
        ]
    )
    series.rebuild()


def shown(client: Client, query: str) -> Any:
    return html.fromstring(page(client, f"/states/positions/?{query}"))


def rows(document: Any) -> list[list[str]]:
    """The text of each cell of the table."""
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in document.cssselect("table.positions tbody tr, table.positions thead tr")
    ]


@pytest.mark.usefixtures("voted")
class TestPage:
    def test_several_states(self, client: Client) -> None:
        assert rows(shown(client, "state=CHN&state=法国&state=Peru&series=27/7")) == [
            ["国家", "271972/73", "261971/72", "251970/71"],
            ["On elephants"],
            ["决议", "7", "7", "7"],
            ["秘鲁", "–", "赞", "赞"],
            ["法国", "反", "反△", "弃"],
            ["中国", "赞", "赞", "反°"],
        ]  # fmt: skip

    def test_one_state(self, client: Client) -> None:
        client.cookies["django_language"] = "en"
        assert rows(shown(client, "state=FRA")) == [
            ["Series", "271972/73", "261971/72", "251970/71"],
            ["On elephants", "N", "N△", "A"],
            ["Whales in outer space", "Y", "Y", ""],
        ]

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", ["On elephants", "Whales in outer space"]),
            ("topic=all", ["On elephants", "Whales in outer space", "Bread"]),
            ("q=elephants", ["On elephants"]),
            ("q=space+WHALES", ["Whales in outer space"]),
            ("q=elephants&series=27/9", ["On elephants", "Bread"]),
            ("series=A/RES/26/8", ["Whales in outer space"]),
            ("from=20&to=25", ["On elephants"]),
            ("q=nothing", []),
            ("to=4", []),
        ],
    )
    def test_the_choice_of_series(self, client: Client, query: str, titles: list[str]) -> None:
        document = shown(client, f"state=FRA&state=PER&{query}")
        found = [link.text_content().strip() for link in document.cssselect(".of-series a")]
        assert sorted(found) == sorted(titles)
        assert bool(document.cssselect("p.empty")) == (not titles)

    def test_a_subject_chooses_whole_series(self, client: Client) -> None:
        subject = Subject.objects.create(name_en="OUTER SPACE", name_zh="外层空间")
        InferredSubject.objects.create(document_id="A/RES/26/8", subject=subject, basis="A/RES/27/8")
        assert [row[0] for row in rows(shown(client, f"state=PER&subject={subject.pk}"))[1:]] == [
            "Whales in outer space"
        ]

    def test_another_name_of_a_word_finds_a_title(self, client: Client) -> None:
        Document.objects.filter(key="A/RES/27/8").update(title_zh="外层空间的鲸鱼")
        assert [row[0] for row in rows(shown(client, "state=PER&q=太空"))[1:]] == ["外层空间的鲸鱼"]

    def test_a_move_is_marked_also_where_the_earlier_vote_is_not_shown(self, client: Client) -> None:
        assert rows(shown(client, "state=FRA&q=elephants&from=26"))[1] == ["On elephants", "反", "反△"]

    def test_the_default_is_the_nuclear_weapon_states(self, client: Client) -> None:
        assert data(client, "/states/positions/")["states"] == ["RUS", "FRA", "USA", "GBR", "CHN"]
        both = data(client, "/states/positions/?group=nuclear-weapon-states&state=PER")["states"]
        assert set(both) == {"RUS", "FRA", "USA", "GBR", "CHN", "PER"}
        assert data(client, "/states/positions/?state=PER")["states"] == ["PER"]

    def test_a_doubtful_day_is_marked(self, client: Client) -> None:
        Vote.objects.filter(document_id="A/RES/27/7").update(date_certain=False)
        doubted = Vote.objects.get(document_id="A/RES/26/7")
        VoteProblem.objects.create(vote=doubted, kind="date", messages=[])
        assert rows(shown(client, "state=FRA&state=PER&series=27/7"))[2] == ["决议", "7?", "7?", "7"]

    def test_a_year_without_a_vote_on_record(self, client: Client) -> None:
        shelf.store(shelf.draft("A/RES/28/7", title="On elephants", session="28"))
        series.rebuild()
        [_head, row] = rows(shown(client, "state=FRA&q=elephants"))
        assert row == ["On elephants", "○", "反", "反△", "弃"]

    def test_each_position_leads_to_its_vote(self, client: Client) -> None:
        document = shown(client, "state=FRA&state=CHN&series=27/7")
        assert {str(link) for link in document.xpath("//table//td/a/@href")} == {
            f"/votes/library:A/RES/{session}/7/" for session in (25, 26, 27)
        }

    @pytest.mark.parametrize("query", ["state=Atlantis", "series=1/1", "group=x", "from=x", "subject=0", "page=9"])
    def test_what_is_not_here(self, client: Client, query: str) -> None:
        assert client.get(f"/states/positions/?{query}").status_code == 404

    @pytest.mark.parametrize(
        ("address", "link"),
        [
            ("/states/PER/", "/states/positions/?state=PER"),
            ("/series/A/RES/27/7/", "/states/positions/?series=A/RES/27/7"),
            ("/states/", "/states/positions/"),
        ],
    )
    def test_pages_lead_to_it(self, client: Client, address: str, link: str) -> None:
        assert f'href="{link}"' in page(client, address)


@pytest.mark.usefixtures("voted")
class TestData:
    def test_json(self, client: Client) -> None:
        [found] = data(client, "/states/positions/?state=CHN&state=FRA&series=27/7")["results"]
        assert (found["symbol"], found["title"]) == ("A/RES/27/7", "On elephants")
        first, second, _third = found["years"]
        assert (first["symbol"], first["date"], first["date_certain"]) == ("A/RES/25/7", "1970-12-04", True)
        assert first["positions"]["CHN"] == {"position": "no", "seat": "CHN-1971", "moved": False}
        assert second["positions"] == {
            "CHN": {"position": "yes", "seat": "CHN", "moved": False},
            "FRA": {"position": "no", "seat": "FRA", "moved": True},
        }

    def test_csv_has_all_series(self, client: Client) -> None:
        text = client.get("/states/positions/?state=FRA&format=csv").getvalue().decode("utf-8-sig")
        found = list(csv.DictReader(io.StringIO(text)))
        assert [(row["symbol"], row["position"], row["moved"]) for row in found] == [
            ("A/RES/25/7", "abstain", ""), ("A/RES/26/7", "no", "yes"), ("A/RES/27/7", "no", ""),
            ("A/RES/26/8", "yes", ""), ("A/RES/27/8", "yes", ""),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "query", ["state=PER", "group=nuclear-weapon-states&q=elephants", "state=PER&series=27/8&q=elephants"]
    )
    def test_queries(self, client: Client, query: str, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        page(client, "/states/positions/")  # the roll calls are read once
        with django_assert_max_num_queries(12):
            page(client, f"/states/positions/?{query}")
