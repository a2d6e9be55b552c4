"""Tests the history of a clause: its stages, what changed in each, and what is not known. The texts are invented."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.citing.citation import Citations
from archive.desk import taking_back
from archive.intake import series
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Document
from archive.voting.choice import CAST
from archive.voting.record import CastBallot, Origin, Scope, VoteRecord
from archive.voting.record import Subject as VoteSubject
from tests import shelf
from tests.comparing_texts import text
from tests.wording_shelf import BEES, FIRST, LAKES, SECOND, TEXTS, fill, link, store, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

REWORDED = "/A/RES/93/1/op1/history/"


def page(client: Client, url: str = REWORDED) -> html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


def data(client: Client, url: str = REWORDED) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{url}?format=json").json()
    return answer


def vote(symbol: str, path: str) -> None:
    load_states()
    subject = VoteSubject(Scope.PARAGRAPH, (path,))
    ballots = [CastBallot("PERU", CAST[0]), CastBallot("CHILE", CAST[1])]
    day = date(2035, 12, 1)
    VoteIntake().store(
        [VoteRecord(f"own:{symbol}", Origin.ARCHIVE, symbol, subject=subject, date=day, ballots=ballots)]
    )


def test_the_stages_of_a_clause_the_newest_first(client: Client) -> None:
    fill()
    document = page(client)
    assert [head.split()[0] for head in words(document, ".stage h2")] == ["A/RES/93/1", "A/RES/92/1", "A/RES/91/1"]
    assert words(document, ".stage .change .name, .stage .labels") == ["~ 改写 ↑ 强化", "< 拆分", "+ 新增"]
    newest = document.cssselect(".stage")[0]
    assert (words(newest, "del"), words(newest, "ins")) == (["鼓励"], ["敦促"])
    assert words(newest, ".place") == ["第1段，上次为第2段，鼓励 → 敦促"]


def test_a_piece_of_a_split_leads_to_the_other_pieces(client: Client) -> None:
    fill()
    [link] = page(client).cssselect("#A-RES-92-1 .place a + a")
    assert (link.text, link.get("href")) == ("第3段", "/A/RES/92/1/op3/history/")


def test_the_data_of_a_history(client: Client) -> None:
    fill()
    found = data(client)
    assert (found["symbol"], found["path"], found["language"], found["without_text"]) == ("A/RES/93/1", "op1", "zh", [])
    stages = [
        (stage["symbol"], [(one["path"], [(step["path"], step["kind"]) for step in one["from"]]) for one in clauses])
        for stage in found["stages"]
        for clauses in [stage["clauses"]]
    ]
    assert stages == [
        ("A/RES/91/1", [("op1", [(None, "new")])]),
        ("A/RES/92/1", [("op2", [("op1", "split")])]),
        ("A/RES/93/1", [("op1", [("op2", "reworded")])]),
    ]
    [last] = found["stages"][-1]["clauses"]
    assert last["text"] == FIRST.replace("鼓励", "敦促")
    assert (last["from"][0]["verb"], last["from"][0]["strength"]) == (["鼓励", "敦促"], "stronger")


def test_the_table_has_a_row_for_each_clause_and_one_for_the_end(client: Client) -> None:
    fill()
    answer = client.get("/A/RES/90/1/pp2/history/?format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="history-A-RES-90-1-pp2.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [(row["symbol"], row["path"], row["path_from"], row["kind"]) for row in rows] == [
        ("A/RES/90/1", "pp2", "", ""),
        ("A/RES/91/1", "pp1", "pp2", "same"),
        ("A/RES/92/1", "op1", "pp1", "same"),
        ("A/RES/93/1", "", "op1", "dropped"),
    ]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (REWORDED, ["A/RES/91/1（第91届会议）新增，为第1段：上一份文本A/RES/90/1没有这一段。"]),
        (
            "/A/RES/92/1/op1/history/",
            [
                "系列的第一份文本A/RES/90/1（第90届会议）已有，为序言部分第2段。",
                "A/RES/93/1（第93届会议）不再有这一段。",
            ],
        ),
    ],
)
def test_where_a_clause_came_in_and_where_it_went(client: Client, url: str, said: list[str]) -> None:
    fill()
    assert words(page(client, url), ".lead > p:not(.counted)") == said


def test_an_earlier_resolution_without_a_text_may_have_the_clause(client: Client) -> None:
    fill({key: clauses for key, clauses in TEXTS.items() if key != "A/RES/90/1"})
    [said] = words(page(client, "/A/RES/92/1/op1/history/"), ".lead > p:first-child")
    assert said == (
        "本档案最早的文本A/RES/91/1（第91届会议）已有，为序言部分第1段。它可能更早：第90届的决议没有此语文的文本。"
    )


def test_what_lies_between_two_texts_and_is_not_here_is_said(client: Client) -> None:
    fill({key: clauses for key, clauses in TEXTS.items() if key != "A/RES/92/1"})
    found = data(client, "/A/RES/93/1/op1/history/")
    assert found["stages"][-1]["between"] == [{"session": 92, "symbol": "A/RES/92/1"}]
    assert found["without_text"] == ["A/RES/92/1"]
    assert words(page(client), ".strip li") == [
        "91 没有这一段",
        "92 本档案没有文本",
        "93 + 新增",
    ]


def test_a_session_without_a_known_resolution_is_said(client: Client) -> None:
    for key in ("A/RES/90/1", "A/RES/92/1"):
        store(key, {"op1": LAKES})
    link("A/RES/90/1", "A/RES/92/1")
    update()
    found = data(client, "/A/RES/92/1/op1/history/")
    assert found["stages"][-1]["between"] == [{"session": 91, "symbol": None}]


def test_the_words_of_an_unchanged_clause_are_shown_first_and_last(client: Client) -> None:
    fill()
    assert words(page(client, "/A/RES/90/1/pp2/history/"), ".stage .words") == [LAKES, LAKES]


def test_a_separate_vote_is_beside_the_words(client: Client) -> None:
    fill()
    vote("A/RES/92/1", "op2")
    document = page(client)
    stage = document.get_element_by_id("A-RES-92-1")
    assert len(document.cssselect(".separate")) == len(stage.cssselect(".separate")) == 1
    assert [[vote["symbol"] for vote in one["separate_votes"]] for one in data(client)["stages"][1]["clauses"]] == [
        ["A/RES/92/1"]
    ]


def test_citations_that_changed(client: Client) -> None:
    for key, cited in (("A/RES/90/1", "A/RES/88/5"), ("A/RES/91/1", "A/RES/89/5")):
        number = cited.removeprefix("A/RES/")
        clauses = {"pp1": f"回顾其关于高山湖泊的第{number}号决议，"}
        shelf.store(
            shelf.draft(key, clauses=list(text(clauses).clauses)),
            Citations({"pp1": [shelf.cite(clauses["pp1"], f"第{number}号决议", cited)]}),
        )
    link("A/RES/90/1", "A/RES/91/1")
    update()
    stage = page(client, "/A/RES/91/1/pp1/history/").get_element_by_id("A-RES-91-1")
    assert words(stage, ".with-it p")[:2] == ["新引用：A/RES/89/5", "不再引用：A/RES/88/5"]


def test_another_language_has_its_own_history(client: Client) -> None:
    fill()
    for key in ("A/RES/90/1", "A/RES/91/1"):
        store(key, {"pp1": "Recalling the lakes,"}, language="en")
    update()
    url = "/A/RES/91/1/pp1/history/?text=en&format=json"
    assert [stage["symbol"] for stage in client.get(url).json()["stages"]] == ["A/RES/90/1", "A/RES/91/1"]
    client.cookies["django_language"] = "en"
    assert words(page(client, "/A/RES/91/1/pp1/history/"), ".words")[0] == "Recalling the lakes,"


def test_a_resolution_without_a_series_says_so(client: Client) -> None:
    store("A/RES/90/1", {"pp1": BEES})
    document = page(client, "/A/RES/90/1/pp1/history/")
    assert "就本档案所知，该决议不属于任何系列，因此没有可比较的文本。" in words(document, ".lead > p")
    assert words(document, ".stage .words") == [BEES]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/A/RES/93/1/op9/history/", 404),
        ("/A/RES/99/1/op1/history/", 404),
        ("/%E2%80%A6/op1/history/", 404),  # no symbol at all
        ("/similar/%E2%80%A6/op1/", 404),
        ("/A/RES/93/1/op1/history/?text=fr", 404),
        ("/a/res/93/1/op1/history/", 301),
    ],
)
def test_addresses_without_a_history(client: Client, url: str, status: int) -> None:
    fill()
    assert client.get(url).status_code == status


def test_a_withdrawn_text_is_nowhere(client: Client, admin_user: Any) -> None:
    """Also before the job has made the steps again."""
    fill()
    taking_back.withdraw(Document.objects.get(key="A/RES/92/1").pk, by=admin_user, reason="误印")
    assert client.get("/A/RES/92/1/op2/history/").status_code == 410
    for _ in range(2):
        assert SECOND not in client.get("/A/RES/93/1/op1/history/").content.decode()
        assert FIRST not in client.get("/A/RES/93/1/op1/history/").content.decode()
        update()


def test_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    fill()
    vote("A/RES/92/1", "op2")
    series.rebuild()
    client.get(REWORDED)
    with django_assert_max_num_queries(12):
        client.get(REWORDED)
