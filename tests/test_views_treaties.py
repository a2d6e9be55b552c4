"""Tests the list of treaties, and the clauses that it leads to. The texts are invented."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.citing.citation import Citations
from archive.models import Document
from archive.models.document import Kind
from archive.reading.draft import DraftClause
from archive.views.session_columns import MOST_COLUMNS, SessionColumns
from tests import shelf

pytestmark = pytest.mark.django_db

TEXT = "回顾《鲸鱼条约》和《海牛公约》，"


def store(session: int, number: int, cited: list[str], committee: str = "First") -> None:
    """A resolution with two clauses. The first one cites these documents, and the second one cites the first of
    them."""
    words = {"treaty:WHALE": "《鲸鱼条约》", "title:海牛公约": "《海牛公约》"}
    clauses = [DraftClause("preambular", f"pp{n}", "", "回顾", TEXT) for n in (1, 2)]
    made = shelf.draft(
        f"A/RES/{session}/{number}", clauses=clauses, session=str(session), committee=committee,
        adopted_on=date(1945 + session, 12, 1),
    )  # fmt: skip
    found = [shelf.cite(TEXT, words[key], key) for key in cited]
    shelf.store(made, Citations(clauses={"pp1": found, "pp2": found[:1]}))


@pytest.fixture
def filled() -> None:
    Document.objects.create(
        key="treaty:WHALE", kind=Kind.TREATY, title_zh="鲸鱼条约", title_en="Whale Treaty", date=date(1999, 5, 1)
    )
    Document.objects.create(key="treaty:UNCITED", kind=Kind.TREATY, title_zh="无人援引的条约")
    store(78, 1, ["treaty:WHALE"])
    store(79, 1, ["treaty:WHALE", "title:海牛公约"])
    store(79, 2, ["treaty:WHALE"], committee="Third")


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def texts(document: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in document.cssselect(selector)]


@pytest.mark.usefixtures("filled")
class TestList:
    def test_each_treaty_has_its_numbers_by_session(self, client: Client) -> None:
        document = page(client, "/treaties/")
        assert texts(document, "thead th")[4:] == ["792024/25", "782023/24"]
        assert texts(document, "tbody tr") == ["鲸鱼条约 1999年5月1日 2 4 1 1", "海牛公约 1 1 1"]
        assert texts(page(client, "/treaties/?topic=all"), "tbody tr")[0] == "鲸鱼条约 1999年5月1日 3 6 2 1"

    @pytest.mark.parametrize("topic", ["disarmament", "all"])
    def test_numbers_lead_to_as_many_resolutions(self, client: Client, topic: str) -> None:
        links = page(client, f"/treaties/?topic={topic}").cssselect("tbody tr td a")
        assert links
        for link in links:
            found = client.get(f"{link.get('href')}&format=json").json()
            assert found["cited_by"]["count"] == int(link.text_content()), link.get("href")

    def test_a_title_leads_to_as_many_clauses(self, client: Client) -> None:
        [link, *_others] = page(client, "/treaties/").cssselect("tbody th a")
        assert client.get(f"{link.get('href')}&format=json").json()["cited_in_clauses"] == 4

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("sort=name", ["海牛公约", "鲸鱼条约"]),
            ("sort=-name", ["鲸鱼条约", "海牛公约"]),
            ("sort=date", ["鲸鱼条约", "海牛公约"]),
            ("sort=-date", ["鲸鱼条约", "海牛公约"]),
            ("sort=clauses", ["海牛公约", "鲸鱼条约"]),
            ("kind=treaty", ["鲸鱼条约"]),
            ("kind=instrument", ["海牛公约"]),
        ],
    )
    def test_orders_and_kinds(self, client: Client, query: str, names: list[str]) -> None:
        assert texts(page(client, f"/treaties/?{query}"), "tbody th") == names

    def test_an_english_page_has_english_titles_and_marks_the_others(self, client: Client) -> None:
        client.cookies["django_language"] = "en"
        document = page(client, "/treaties/")
        assert texts(document, "tbody th") == ["Whale Treaty", "海牛公约 (in Chinese)"]
        assert texts(document, "tbody th [lang|=zh]") == ["海牛公约"]

    def test_json_and_csv(self, client: Client) -> None:
        found = client.get("/treaties/?format=json").json()
        assert found["count"] == 2
        assert found["results"][0] == {
            "key": "treaty:WHALE", "kind": "treaty", "title_zh": "鲸鱼条约", "title_en": "Whale Treaty",
            "date": "1999-05-01", "resolutions": 2, "clauses": 4,
            "sessions": [
                {"session": "79", "resolutions": 1, "clauses": 2}, {"session": "78", "resolutions": 1, "clauses": 2},
            ],
            "url": "/documents/treaty:WHALE/",
        }  # fmt: skip
        table = client.get("/treaties/?format=csv").getvalue().decode("utf-8-sig")
        rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(table))]
        assert [(row[0], *row[5:]) for row in rows] == [
            ("treaty:WHALE", "79", "1", "2", "disarmament"), ("treaty:WHALE", "78", "1", "2", "disarmament"),
            ("title:海牛公约", "79", "1", "1", "disarmament"),
        ]  # fmt: skip

    def test_queries(self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_max_num_queries(6):
            page(client, "/treaties/")


@pytest.mark.usefixtures("filled")
class TestTopicOfCitingClauses:
    @pytest.mark.parametrize(
        ("topic", "symbols"),
        [
            ("", ["A/RES/79/2", "A/RES/79/1", "A/RES/78/1"]),
            ("all", ["A/RES/79/2", "A/RES/79/1", "A/RES/78/1"]),
            ("disarmament", ["A/RES/79/1", "A/RES/78/1"]),
            ("other", ["A/RES/79/2"]),
        ],
    )
    def test_narrows_them(self, client: Client, topic: str, symbols: list[str]) -> None:
        found = client.get(f"/documents/treaty:WHALE/?topic={topic}&format=json").json()
        assert [row["resolution"] for row in found["cited_by"]["results"]] == symbols

    def test_a_wrong_topic(self, client: Client) -> None:
        assert client.get("/documents/treaty:WHALE/?topic=x").status_code == 404
        assert client.get("/documents/treaty:UNCITED/?topic=disarmament").status_code == 200


@pytest.mark.parametrize(
    ("sessions", "columns", "earlier"),
    [
        (["9", "10", "ES-11", ""], ["ES-11", "10", "9"], []),
        ([str(n) for n in range(1, MOST_COLUMNS + 2)], [str(n) for n in range(MOST_COLUMNS + 1, 0, -1)], []),
        ([str(n) for n in range(1, MOST_COLUMNS + 3)], [str(n) for n in range(MOST_COLUMNS + 2, 2, -1)], ["2", "1"]),
    ],
)
def test_the_earlier_sessions_share_a_column(sessions: list[str], columns: list[str], earlier: list[str]) -> None:
    found = SessionColumns.of(sessions)
    assert (found.sessions, found.earlier) == (columns, earlier)
    cells = html.fragments_fromstring(found.cells(dict.fromkeys(sessions, 2), "/a/", "&b=1"))
    links = [f"/a/?session={session}&b=1" for session in columns]
    assert [cell.get("href") for each in cells for cell in each.cssselect("a")] == links
    assert [html.tostring(each, encoding="unicode", method="text", with_tail=False) for each in cells] == ["2"] * len(
        columns
    ) + [str(2 * len(earlier))] * bool(earlier)
