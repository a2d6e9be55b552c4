"""Tests the picture of a series, and who moved when the words moved. The texts and the votes are invented."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.desk import taking_back
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Document
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord
from tests.test_voting_pages import data, page, table
from tests.wording_shelf import BEES, FIRST, SECOND, URGED, link, store, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

TEXTS = {
    "A/RES/90/1": {"pp1": BEES, "op1": FIRST},
    "A/RES/91/1": {"pp1": BEES, "op1": URGED, "op2": SECOND},
    # 92/1 is known by its vote only.
    "A/RES/93/1": {"op1": URGED, "op2": SECOND},
}
CHOICES = {"y": Choice.YES, "n": Choice.NO, "a": Choice.ABSTAIN, "-": Choice.ABSENT}
STATES = ("PERU", "CHILE", "KENYA", "NEPAL")
# The choices of the States, in their order. The part is the path of a clause, or "" for the whole resolution.
VOTES = {
    ("A/RES/90/1", ""): "yn-y",
    ("A/RES/91/1", ""): "anyy",
    ("A/RES/92/1", ""): "ynyy",
    ("A/RES/93/1", ""): "yay-",
    ("A/RES/90/1", "op1"): "yyyy",
    ("A/RES/91/1", "op1"): "nyyy",
    ("A/RES/91/1", "pp1"): "yyyn",
}
ADDRESS = "/series/A/RES/91/1/wording/"


def parsed(shown: str) -> Any:
    return html.fromstring(shown)


def vote(symbol: str, path: str, choices: str) -> VoteRecord:
    session = symbol.split("/")[2]
    return VoteRecord(
        f"library:{symbol}{path}", Origin.LIBRARY, symbol, title="On bees", session=session,
        date=date(int(session) + 1945, 12, 1), subject=Subject(Scope.PARAGRAPH, (path,)) if path else Subject(),
        ballots=[CastBallot(name, CHOICES[each]) for name, each in zip(STATES, choices, strict=True)],
    )  # fmt: skip


@pytest.fixture
def series() -> None:
    load_states()
    for symbol, clauses in TEXTS.items():
        store(symbol, clauses)
    VoteIntake().store([vote(*place, choices) for place, choices in VOTES.items()])
    join("A/RES/90/1", "A/RES/91/1", "A/RES/92/1", "A/RES/93/1")


def join(*symbols: str) -> None:
    for earlier, later in pairwise(symbols):
        link(earlier, later)
    update()


def withdraw(symbol: str, by: Any) -> None:
    taking_back.withdraw(Document.objects.get(key=symbol).pk, by=by, reason="误印")


def cells(shown: str) -> list[str]:
    """The rows of the picture: the signs of their cells, "|" for a year without a text, and the words beside them."""
    rows = parsed(shown).cssselect(".picture tbody tr:not(.part)")
    return [
        " ".join("|" if "none" in cell.get("class", "") else cell.text_content() or "." for cell in row.cssselect("td"))
        + f" {row.cssselect('th')[0].text_content()}"
        for row in rows
    ]


def clauses_of(client: Client, address: str = ADDRESS) -> list[str]:
    """The threads of the JSON: part, and in each text path and labels."""
    return [
        f"{each['part']}: "
        + ", ".join(f"{one['symbol'][6:8]} {one['path']} {' '.join(one['labels'])}".strip() for one in each["texts"])
        for each in data(client, address)["clauses"]
    ]


@pytest.mark.usefixtures("series")
class TestPicture:
    def test_each_row_is_a_clause_and_each_column_a_year(self, client: Client) -> None:
        assert cells(page(client, ADDRESS)) == [
            f"· = | − 91: 序言部分第1段 {BEES}",
            f"· ↑ | = 第1段 {URGED}",
            f". + | = 第2段 {SECOND}",
        ]

    def test_the_data_has_the_same(self, client: Client) -> None:
        assert clauses_of(client) == [
            "preamble: 90 pp1, 91 pp1 same, 93 None dropped",
            "operative: 90 op1, 91 op1 reworded stronger, 93 op1 same",
            "operative: 91 op2 new, 93 op2 same",
        ]
        assert [(year["symbol"], year["text"]) for year in data(client, ADDRESS)["years"]] == [
            ("A/RES/90/1", True), ("A/RES/91/1", True), ("A/RES/92/1", False), ("A/RES/93/1", True),
        ]  # fmt: skip
        assert [
            (row["clause"], row["symbol"], row["path"], row["labels"], row["before"], row["path_before"])
            for row in table(client, ADDRESS)
        ] == [
            ("1", "A/RES/90/1", "pp1", "", "", ""),
            ("1", "A/RES/91/1", "pp1", "same", "A/RES/90/1", "pp1"),
            ("1", "A/RES/93/1", "", "dropped", "A/RES/91/1", "pp1"),
            ("2", "A/RES/90/1", "op1", "", "", ""),
            ("2", "A/RES/91/1", "op1", "reworded stronger", "A/RES/90/1", "op1"),
            ("2", "A/RES/93/1", "op1", "same", "A/RES/91/1", "op1"),
            ("3", "A/RES/91/1", "op2", "new", "A/RES/90/1", ""),
            ("3", "A/RES/93/1", "op2", "same", "A/RES/91/1", "op2"),
        ]

    def test_cells_and_rows_lead_on(self, client: Client) -> None:
        shown = parsed(page(client, ADDRESS))
        [first, second, _third] = shown.cssselect(".picture tbody tr:not(.part)")
        assert [link.get("href") for link in first.cssselect("a")] == [
            "/A/RES/91/1/pp1/history/", "/A/RES/90/1/#pp1", "/A/RES/91/1/#pp1",
            "/compare/A/RES/91/1/A/RES/93/1/?text=zh#was-pp1",
        ]  # fmt: skip
        assert [link.get("href") for link in second.cssselect("a")] == [
            "/A/RES/93/1/op1/history/", "/A/RES/90/1/#op1", "/compare/A/RES/90/1/A/RES/91/1/?text=zh#op1",
            "/A/RES/93/1/#op1",
        ]  # fmt: skip
        assert [link.get("title") for link in second.cssselect("td a")] == [
            "第1段 本档案最早的文本", "第1段 改写、强化", "第1段 未改",
        ]  # fmt: skip

    def test_a_year_without_a_text_tells_so(self, client: Client) -> None:
        shown = parsed(page(client, ADDRESS))
        assert [head.get("title") for head in shown.cssselect(".picture thead th.none")] == ["A/RES/92/1：本档案无文本"]

    def test_every_symbol_of_the_series_leads_to_it(self, client: Client) -> None:
        assert client.get("/series/a/res/91/1/wording/")["Location"] == ADDRESS
        assert cells(page(client, "/series/A/RES/92/1/wording/")) == cells(page(client, ADDRESS))
        assert client.get("/series/A/RES/12/1/wording/").status_code == 404

    def test_a_withdrawn_text_is_not_in_it(self, client: Client, admin_user: Any) -> None:
        """Also not before the steps are made again."""
        withdraw("A/RES/91/1", admin_user)
        address = "/series/A/RES/90/1/wording/"
        assert [cell for cell in clauses_of(client, address) if "91" in cell] == []
        assert data(client, address)["changes"] == []
        update()
        assert [cell for cell in clauses_of(client, address) if "91" in cell] == []
        assert [(each["from"], each["to"]) for each in data(client, address)["changes"]] == [
            ("A/RES/90/1", "A/RES/93/1")
        ]

    def test_the_number_of_queries_is_small(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for address in (ADDRESS, f"{ADDRESS}?state=PER"):
            page(client, address)
            with django_assert_max_num_queries(12):
                page(client, address)

    def test_the_series_has_a_line_for_each_step(self, client: Client) -> None:
        [table_of_words] = parsed(page(client, "/series/A/RES/92/1/")).cssselect("#wording ~ .scroll table")
        rows = [
            [cell.text_content().strip() for cell in row.cssselect("th, td")] for row in table_of_words.cssselect("tr")
        ]
        assert rows == [
            ["两份文本", "+新增", "−删去", "~改写", "↑强化", "↓弱化"],
            ["A/RES/91/1 → A/RES/93/1", "0", "1", "0", "0", "0"],
            ["A/RES/90/1 → A/RES/91/1", "1", "0", "1", "1", "0"],
        ]


@pytest.mark.usefixtures("series")
class TestMovers:
    def test_the_states_that_moved_are_beside_the_changed_clauses(self, client: Client) -> None:
        first, _second = data(client, ADDRESS)["changes"]
        assert (first["from"], first["to"], first["without_text"]) == ("A/RES/90/1", "A/RES/91/1", [])
        assert [(one["from"], one["to"], one["labels"], one["verb"]) for one in first["clauses"]] == [
            (["op1"], ["op1"], ["reworded", "stronger"], ["鼓励", "敦促"]),
            ([], ["op2"], ["new"], None),
        ]
        assert [moved_in(vote) for vote in first["votes"]] == [
            "91/1 beside 90/1: PER yes abstain; absent: KEN absent yes"
        ]

    def test_between_two_texts_each_vote_is_told(self, client: Client) -> None:
        """92/1 has a vote and no text. So its words can have changed already when the State moved."""
        _first, second = data(client, ADDRESS)["changes"]
        assert (second["from"], second["to"], second["without_text"]) == ("A/RES/91/1", "A/RES/93/1", ["A/RES/92/1"])
        assert list(map(moved_in, second["votes"])) == [
            "92/1 beside 91/1: PER abstain yes",
            "93/1 beside 92/1: CHL no abstain; absent: NPL yes absent",
        ]
        assert "（字句可能当时已经变动）" in page(client, ADDRESS)

    def test_a_separate_vote_is_beside_that_of_the_year_before(self, client: Client) -> None:
        first, _second = data(client, ADDRESS)["changes"]
        separate = {tuple(one["vote"]["paths"]): one for one in first["separate_votes"]}
        assert {paths: one["compared_with"] for paths, one in separate.items()} == {
            ("op1",): "library:A/RES/90/1op1", ("pp1",): None,
        }  # fmt: skip
        assert separate["op1",]["moved"] == [{"state": "PER", "before": "yes", "after": "no"}]
        assert [one["state"] for one in separate["pp1",]["otherwise_than_whole"]] == ["NPL", "CHL", "PER"]

    def test_it_says_what_it_does_not_say(self, client: Client) -> None:
        shown = page(client, ADDRESS)
        assert "这只是时间上的巧合，并不表明字句变动是其原因。" in shown
        assert "1国只参加了两次表决中的一次" in shown
        assert "联合国数字图书馆" in shown

    @pytest.mark.parametrize(
        ("state", "years"),
        [("PER", ["A/RES/91/1", "A/RES/93/1"]), ("CHL", ["A/RES/93/1"]), ("KEN", []), ("NPL", [])],
    )
    def test_a_state_narrows_it_to_the_years_in_which_it_moved(
        self, client: Client, state: str, years: list[str]
    ) -> None:
        assert [one["to"] for one in data(client, f"{ADDRESS}?state={state}")["changes"]] == years

    def test_an_unknown_state_is_not_found(self, client: Client) -> None:
        assert client.get(f"{ADDRESS}?state=XXX").status_code == 404

    def test_the_page_of_a_state_tells_what_the_words_did(self, client: Client) -> None:
        shown = parsed(page(client, "/states/PER/?topic=all"))
        links = shown.cssselect(".changed a.then")
        assert [(link.get("href"), " ".join(link.text_content().split())) for link in links] == [
            ("/series/A/RES/91/1/wording/?state=PER#moved", "A/RES/90/1至A/RES/91/1的字句：新增 1，改写 1，强化 1"),
            ("/series/A/RES/93/1/wording/?state=PER#moved", "A/RES/91/1至A/RES/93/1的字句：删去 1"),
        ]


def moved_in(vote: Any) -> str:
    """“91/1 beside 90/1: PER yes abstain; absent: KEN absent yes”."""
    moved, absent = (
        ", ".join(f"{one['state']} {one['before']} {one['after']}" for one in vote[name])
        for name in ("moved", "absent")
    )
    compared = f"{vote['symbol'][6:]} beside {(vote['compared_with'] or '')[6:]}: {moved}"
    return f"{compared}; absent: {absent}" if absent else compared


class TestOtherSeries:
    def test_with_one_text_nothing_is_compared(self, client: Client) -> None:
        load_states()
        store("A/RES/90/1", TEXTS["A/RES/90/1"])
        VoteIntake().store([vote("A/RES/90/1", "", "yyyy"), vote("A/RES/91/1", "", "yyyy")])
        join("A/RES/90/1", "A/RES/91/1")
        assert "无从比较" in page(client, ADDRESS)
        assert data(client, ADDRESS)["changes"] == []
        assert "历年字句" not in page(client, "/series/A/RES/91/1/")

    def test_without_votes_the_picture_has_no_bars(self, client: Client) -> None:
        for symbol, clauses in TEXTS.items():
            store(symbol, clauses)
        join(*TEXTS)
        shown = page(client, ADDRESS)
        assert cells(shown)[0] == f"· = | − 91: 序言部分第1段 {BEES}"
        assert parsed(shown).cssselect(".picture .bars") == []
        assert [head.get("title") for head in parsed(shown).cssselect("thead th.none")] == ["第92届：未知有该历年决议"]

    def test_two_resolutions_of_one_session_are_two_columns(self, client: Client) -> None:
        store("A/RES/90/1", {"op1": FIRST})
        store("A/RES/91/1", {"op1": URGED})
        store("A/RES/91/2", {"op1": FIRST, "op2": SECOND})
        store("A/RES/92/1", {"op1": URGED, "op2": SECOND})
        join("A/RES/90/1", "A/RES/91/1", "A/RES/92/1")
        link("A/RES/90/1", "A/RES/91/2")
        update()
        assert cells(page(client, ADDRESS)) == [
            f"· ↑ = = 第1段 {URGED}",
            f". . + . 91: 第2段 {SECOND}",
            f". . . + 第2段 {SECOND}",
        ]

    def test_the_texts_are_in_the_asked_language(self, client: Client) -> None:
        english = {"op1": "Encourages all States to report;"}
        for symbol in ("A/RES/90/1", "A/RES/91/1"):
            store(symbol, {"op1": FIRST})
            store(symbol, english, "en")
        store("A/RES/92/1", english, "en")
        join("A/RES/90/1", "A/RES/91/1", "A/RES/92/1")
        assert cells(page(client, ADDRESS)) == [f"· = | 第1段 {FIRST}"]
        assert cells(page(client, f"{ADDRESS}?text=en")) == [f"· = = 第1段 {english['op1']}"]
        years = data(client, ADDRESS)["years"]
        assert [year["other_languages"] for year in years] == [[], [], ["en"]]


def test_a_verb_that_only_gained_a_word_such_as_also_is_counted_apart(client: Client) -> None:
    store("A/RES/90/1", {"pp1": BEES, "op1": URGED})
    store("A/RES/91/1", {"pp1": BEES, "op1": f"又{URGED}"})
    join("A/RES/90/1", "A/RES/91/1")
    assert "改写1段（其中动词只增减“又”“还”之类1）" in client.get(ADDRESS).content.decode()
