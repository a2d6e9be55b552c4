"""Tests of the pages of similar clauses and of what came in with a session. The texts are invented."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from lxml import etree, html
from pytest_django import DjangoAssertNumQueries

from archive.desk import taking_back
from archive.models import Document, NewClause
from archive.searching import freshness
from tests.similar_shelf import LATER, TEXTS, TOWERS, TOWERS_BORROWED, fill, join, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive", "empty_queue")]

ATOM = "{http://www.w3.org/2005/Atom}"
SIMILAR = "/similar/A/RES/92/2/op2/"
SUMMARY = (
    "1件决议与同一系列的前一文本作了比较。新增1段，其中0段在早先各届没有相近段落；删去1段；改写1段；动词强化1处、弱化0处。"
    "未知有前身的决议1件。"
)


@pytest.fixture
def archive(empty_index: object) -> None:
    fill([*TEXTS, *LATER])
    freshness.rebuild()
    join()


def page(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def withdraw(symbol: str, user: Any) -> None:
    taking_back.withdraw(Document.objects.get(key=symbol).pk, by=user, reason="误印")


def test_other_series_come_before_the_same_series(client: Client) -> None:
    sections = page(client, SIMILAR).cssselect("section.similar")
    found = {each.get("aria-labelledby"): [words(b) for b in each.cssselect(".percent")] for each in sections}
    assert found == {"other": ["90%"], "own": ["90%"]}


def test_the_words_that_differ_are_marked(client: Client) -> None:
    [section] = page(client, f"{SIMILAR}?series=other").cssselect("section.similar")
    marked = [(each.tag, each.text_content()) for each in section.cssselect(".words del, .words ins")]
    assert marked == [("del", "鼓励"), ("ins", "敦促"), ("del", "免费")]


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("/similar/A/RES/91/1/pp1/", "A/RES/90/1"),
        ("/similar/A/RES/93/2/op2/", "A/RES/90/1"),
        ("/similar/A/RES/91/1/op1/", ""),
    ],
)
def test_the_first_clause_with_the_words_is_told(client: Client, url: str, first: str) -> None:
    lead = page(client, url).cssselect(".lead")[0]
    assert [each.text_content() for each in lead.cssselect(".symbol")] == ([first] if first else [])


def test_the_order_can_be_that_of_age(client: Client) -> None:
    sessions = [
        [result["clauses"][0]["session"] for result in client.get(SIMILAR, query).json()["results"]]
        for query in ({"format": "json"}, {"format": "json", "order": "oldest"})
    ]
    assert sessions == [["93", "91"], ["91", "93"]]


def test_the_table_has_a_row_for_each_clause(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{SIMILAR}?format=csv").getvalue().decode("utf-8-sig"))))
    assert [(row["likeness"], row["series"], row["resolution"], row["path"]) for row in rows] == [
        ("1.0", "own", "A/RES/92/2", "op2"),
        ("0.909", "own", "A/RES/93/2", "op1"),
        ("0.906", "other", "A/RES/91/1", "op1"),
    ]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/similar/A/RES/92/2/op9/", 404),
        ("/similar/A/RES/92/9/op1/", 404),
        (f"{SIMILAR}?text=fr", 404),
        (f"{SIMILAR}?series=x", 404),
        ("/similar/a/res/92/2/op2/", 301),
        ("/new-words/12/", 404),
    ],
)
def test_odd_addresses(client: Client, url: str, status: int) -> None:
    assert client.get(url).status_code == status


def test_a_withdrawn_text_is_on_no_page(client: Client, admin_user: Any) -> None:
    withdraw("A/RES/91/1", admin_user)
    for url in (SIMILAR, "/new-words/92/", "/new-words/91/", "/new-words/?format=atom"):
        assert "免费" not in client.get(url).content.decode()
    join()
    assert client.get(f"{SIMILAR}?series=other&format=json").json()["results"] == []


def test_a_session_is_told_in_a_sentence(client: Client) -> None:
    assert words(page(client, "/new-words/93/").cssselect(".summary")[0]) == SUMMARY


def test_new_words_say_where_similar_ones_were(client: Client) -> None:
    [resolution] = client.get("/new-words/93/?format=json").json()["resolutions"]
    assert (resolution["resolution"], resolution["before"]) == ("A/RES/93/2", "A/RES/92/2")
    assert [new["nearest"] for new in resolution["new"]] == [
        {"resolution": "A/RES/90/1", "path": "op1", "likeness": 1.0}
    ]
    assert [each["verb"] for each in resolution["verbs"]] == [["敦促", "强烈敦促"]]
    assert [each["path"] for each in resolution["dropped"]] == ["op1"]


def test_a_new_resolution_is_told_apart(client: Client) -> None:
    found = client.get("/new-words/93/?format=json").json()
    assert found["new_resolutions"] == [
        {
            "resolution": "A/RES/93/3",
            "clauses": 2,
            "similar_to_earlier": 1,
            "sources": [{"resolution": "A/RES/90/1", "clauses": 1}],
        }
    ]


def test_a_resolution_is_not_called_new_because_no_earlier_one_is_known(client: Client) -> None:
    said = words(page(client, "/new-words/93/").cssselect("section[aria-labelledby=resolutions]")[0])
    assert "未知有前身的决议" in said
    assert "可能有本档案未收录的" in said
    assert "全新" not in said


def test_what_was_not_searched_yet_is_told(client: Client) -> None:
    NewClause.objects.all().delete()
    assert "有1个新增段落尚未查找相近段落。" in words(page(client, "/new-words/93/"))
    rows = client.get("/new-words/?format=json").json()["results"]
    assert [(row["session"], row["nowhere_before"], row["not_searched"]) for row in rows] == [
        ("93", 0, 1),
        ("92", 0, 1),
        ("91", 0, 1),
    ]
    assert "另有1段尚未查找" in words(page(client, "/new-words/"))


def test_the_list_counts_each_session_with_queries_of_one_number(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        page(client, "/new-words/")
    rows = client.get("/new-words/?format=json").json()["results"]
    assert [(row["session"], row["new"], row["nowhere_before"], row["new_resolutions"]) for row in rows] == [
        ("93", 1, 0, 1),
        ("92", 1, 0, 0),
        ("91", 1, 1, 1),
    ]


@pytest.mark.parametrize(
    ("url", "entries"),
    [
        ("/new-words/92/?format=atom", ["A/RES/92/2"]),
        ("/new-words/?format=atom", ["A/RES/93/3", "A/RES/93/2", "A/RES/92/2", "A/RES/91/2", "A/RES/91/1"]),
    ],
)
def test_the_feed_has_the_newest_first(client: Client, url: str, entries: list[str]) -> None:
    feed = etree.fromstring(client.get(url).content)
    titles = [str(each.findtext(f"{ATOM}title")) for each in feed.findall(f"{ATOM}entry")]
    assert [next(symbol for symbol in entries if symbol in title) for title in titles] == entries


def test_an_english_page_says_it_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert "New paragraphs: 1" in words(page(client, "/new-words/93/").cssselect(".summary")[0])


@pytest.mark.parametrize(("url", "queries"), [(SIMILAR, 12), ("/new-words/93/", 12)])
def test_few_queries(
    client: Client, url: str, queries: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    store("A/RES/92/3", {"op1": TOWERS, "op2": TOWERS_BORROWED})
    join()
    with django_assert_max_num_queries(queries):
        client.get(url)
