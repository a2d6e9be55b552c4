"""Tests the page of a document and the list of documents. The texts are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.citing.citation import Citations
from archive.models import Document, DocumentAlias
from tests import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(db: None) -> None:
    shelf.fill()


def page(client: Client, url: str) -> html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()
    return html.fromstring(response.content.decode())


def texts(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


@pytest.mark.usefixtures("filled")
class TestDocument:
    def test_its_facts_and_the_clauses_that_cite_it(self, client: Client) -> None:
        document = page(client, "/documents/A/RES/89/1/")
        assert texts(document, "h1") == ["较早的试验"]
        assert texts(document, ".other-title") == ["An earlier trial"]
        assert document.cssselect(".facts a")[0].get("href") == "/A/RES/89/1/"
        assert texts(document, ".group h3") == ["A/RES/90/2 一项<试验> 2035年12月8日"]
        assert texts(document, ".quoted .place") == ["序言部分第1段"]
        assert texts(document, ".quoted .cite") == ["第89/1号决议"]
        assert document.cssselect(".quoted .cite")[0].get("href") == "/A/RES/90/2/#pp1"

    def test_one_that_is_known_only_because_it_is_cited(self, client: Client) -> None:
        assert not Document.objects.filter(key="A/89/7").exists()
        document = page(client, "/documents/A/89/7/")
        assert texts(document, "h1") == ["A/89/7"]
        assert texts(document, ".quoted .cite") == ["《试验公约》"]
        assert "本馆未收入" in texts(document, ".facts")[0]

    def test_an_instrument_known_by_its_title(self, client: Client) -> None:
        document = page(client, "/documents/title:试验公约/")
        assert texts(document, "h1") == ["试验公约"]
        assert texts(document, ".eyebrow") == ["文书"]

    def test_all_facts_of_a_treaty(self, client: Client) -> None:
        treaty = Document.objects.create(
            key="treaty:T 1",
            kind="treaty",
            title_zh="甲条约",
            title_en="Treaty A",
            date=date(1990, 1, 2),
            in_force=date(1991, 3, 4),
            place_zh="日内瓦",
            unts=[[729, 10485]],
            url="https://example.org/t",
        )
        DocumentAlias.objects.create(document=treaty, name="甲约")
        DocumentAlias.objects.create(document=treaty, name="T/1/Old")
        facts = texts(page(client, "/documents/treaty:T%201/"), ".facts")[0]
        for fact in ("1990年1月2日，日内瓦", "1991年3月4日", "第729卷，第10485号", "甲约", "https://example.org/t"):
            assert fact in facts
        assert client.get("/documents/T/1/Old/")["Location"] == "/documents/treaty:T%201/"

    @pytest.mark.parametrize(
        ("asked", "canonical"),
        [("a/res/89/1", "A/RES/89/1"), ("A/RES/ 89/1", "A/RES/89/1"), ("A/RES/3472(XXX)B", "A/RES/3472B(XXX)")],
    )
    def test_one_spelling(self, client: Client, asked: str, canonical: str) -> None:
        response: Any = client.get(f"/documents/{asked}/?page=2")
        assert (response.status_code, response["Location"]) == (301, f"/documents/{canonical}/?page=2")

    @pytest.mark.parametrize("asked", ["S/2035/7", "A/90/30-S/2035/7", "S/2035/7-A/90/30"])
    def test_a_joint_document_by_either_symbol(self, client: Client, asked: str) -> None:
        joint = Document.objects.create(key="A/90/30", kind="document")
        joint.aliases.create(name="S/2035/7")
        assert client.get(f"/documents/{asked}/")["Location"] == "/documents/A/90/30/"

    @pytest.mark.parametrize("key", ["A/1/1", "treaty:nothing", "%00", "%20", "x" * 500, "title:<b>"])
    def test_unknown_ones(self, client: Client, key: str) -> None:
        response = client.get(f"/documents/{key}/")
        assert response.status_code == 404
        assert b"<b>" not in response.content

    def test_json(self, client: Client) -> None:
        found = client.get("/documents/A/RES/89/1/?format=json").json()
        assert (found["key"], found["title_en"], found["text"]) == ("A/RES/89/1", "An earlier trial", "/A/RES/89/1/")
        [citing] = found["cited_by"]["results"]
        assert citing["resolution"] == "A/RES/90/2"
        [clause] = citing["clauses"]
        assert clause["citations"][0]["exact"] == "第89/1号决议"
        assert client.get("/documents/A/89/7/?format=json").json()["cited_in_clauses"] == 1


def test_two_thousand_citing_clauses_are_paged(
    client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(40):
        made, found = shelf.long(50, f"A/RES/91/{number + 1}")
        shelf.store(made, Citations(clauses={path: cites[:1] for path, cites in found.clauses.items()}))
    with django_assert_max_num_queries(11):
        document = page(client, "/documents/A/RES/1/1/")
    assert texts(document, ".group .symbol")[:2] == ["A/RES/91/40", "A/RES/91/39"]
    assert len(document.cssselect(".group")) == 20
    assert "40份案文，2000个条款" in texts(document, ".citing .count-line")[0]
    last = page(client, "/documents/A/RES/1/1/?page=2")
    assert texts(last, ".group .symbol")[-1] == "A/RES/91/1"
    assert client.get("/documents/A/RES/1/1/?page=3").status_code == 404


@pytest.mark.usefixtures("filled")
class TestList:
    def test_cited_documents_and_documents_with_a_text(self, client: Client) -> None:
        cited = client.get("/documents/?format=json").json()
        assert cited["count"] == 15  # a resolution, twelve of session 88, a convention, a report
        assert {row["key"] for row in cited["results"]} >= {"A/RES/89/1", "title:试验公约", "A/89/7"}
        listed = client.get("/documents/?listed=all&format=json").json()
        assert listed["count"] == 16  # and a resolution that none cites
        assert next(row["cited_by"] for row in listed["results"] if row["key"] == "A/RES/90/2") == 0

    def test_it_says_that_it_counts_the_texts_of_all_committees(self, client: Client) -> None:
        [note] = [
            each for each in page(client, "/documents/").cssselect("main p.note") if "所有委员会" in each.text_content()
        ]
        assert note.cssselect("a")[0].get("href") == "/treaties/"

    def test_by_kind_and_in_order(self, client: Client) -> None:
        document = page(client, "/documents/?listed=all&kind=ga_resolution&sort=symbol")
        keys = texts(document, "tbody .symbol")
        assert keys[:3] == ["A/RES/88/1", "A/RES/88/2", "A/RES/88/3"]
        assert keys[-2:] == ["A/RES/89/1", "A/RES/90/2"]
        backwards = page(client, "/documents/?listed=all&kind=ga_resolution&sort=-symbol")
        assert texts(backwards, "tbody .symbol") == keys[::-1]
        [link] = backwards.cssselect("[aria-sort=descending] a")
        assert link.get("href") == "?listed=all&kind=ga_resolution&sort=symbol"

    def test_without_a_date_comes_last(self, client: Client) -> None:
        for sort, first in (("date", "A/RES/89/1"), ("-date", "A/RES/90/2")):
            rows = client.get(f"/documents/?listed=all&sort={sort}&format=json").json()["results"]
            assert rows[0]["key"] == first
            assert rows[-1]["date"] is None

    @pytest.mark.parametrize(
        "query", ["page=abc", "page=0", "page=9999", "page=-1", "page=²", "kind=x", "sort=-nonsense", "format=xml"]
    )
    def test_unknown_filters_are_a_404(self, client: Client, query: str) -> None:
        assert client.get(f"/documents/?{query}").status_code == 404


def test_kinds_with_equal_counts_are_in_the_order_of_their_keys(client: Client) -> None:
    for kind in ("treaty", "infcirc", "report"):
        Document.objects.create(key=f"title:{kind}", kind=kind)
    links = page(client, "/documents/?listed=all").cssselect("a[href*='kind=']")
    assert [link.get("href") for link in links] == [f"?listed=all&kind={k}" for k in ("infcirc", "report", "treaty")]


def test_a_part_that_is_not_here_leads_to_the_whole(db: None, client: Client) -> None:
    Document.objects.create(key="A/RES/2603(XXIV)", kind="ga_resolution")
    for part, leads in (("A/RES/2603A(XXIV)", True), ("A/RES/2602A(XXIV)", False)):
        response = client.get(f"/{part}/")
        assert response.status_code == 404
        assert ('href="/documents/A/RES/2603(XXIV)/"' in response.content.decode()) == leads
