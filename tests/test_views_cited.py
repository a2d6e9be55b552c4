"""Tests the page of the cited words: an excerpt of a resolution, and the way of the reader. The texts are invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from archive.citing.citation import Citations
from archive.models import Resolution
from archive.reading.draft import DraftClause
from archive.views.public.way import MOST_STEPS, Step, Way, way_of
from tests import shelf

pytestmark = pytest.mark.django_db

CITED, CITING = "A/RES/89/5", "A/RES/90/2"
LONG = "决定" + "甲" * 100 + "；"


def operative(number: int, text: str = "决定继续审议；") -> DraftClause:
    return DraftClause("operative", f"op{number}", f"{number}.", "", text)


def cited(operative_paragraphs: int = 3) -> None:
    """A resolution with two preambular paragraphs, points, a heading, an annex, and a citation in paragraph 2."""
    text = "请按照第88/1号决议第1段行事；"
    clauses = [
        DraftClause("preambular", "pp1", "", "回顾", "回顾一事，"),
        DraftClause("preambular", "pp2", "", "注意到", "注意到一事，"),
        DraftClause("heading", "h1", "一、", "", "总则"),
        operative(1, LONG),
        operative(2, text),
        *map(operative, range(3, operative_paragraphs + 1)),
        *(DraftClause("point", f"op3-{letter}", f"({letter})", "", f"要点{letter}；", parent="op3") for letter in "ab"),
        DraftClause("annex", "annex1-op1", "1.", "", "附件的一段。"),
    ]
    found = shelf.cite(text, "第88/1号决议", "A/RES/88/1", pinpoint="第1段")
    shelf.store(shelf.draft(CITED, title="较早的试验", clauses=clauses), Citations({"op2": [found]}))


def citing(pinpoint: str = "", language: str = "zh") -> None:
    text = f"回顾第89/5号决议{pinpoint}；"
    made = shelf.draft(CITING, clauses=[DraftClause("operative", "op1", "1.", "", text)], language=language)
    shelf.store(made, Citations({"op1": [shelf.cite(text, "第89/5号决议", CITED, pinpoint=pinpoint)]}))


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return html.fromstring(response.content.decode())


def words(document: html.HtmlElement) -> list[str]:
    return [element.text_content() for element in document.cssselect(".excerpt .said")]


def links(document: html.HtmlElement, selector: str) -> list[tuple[str, str]]:
    return [(" ".join(a.text_content().split()), a.get("href")) for a in document.cssselect(selector)]


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        ("?at=op1", ["op1"]),
        ("?at=op3&at=pp2", ["pp2", "op3", "op3-a", "op3-b"]),
        ("?at=op3-b", ["op3", "op3-b"]),
        ("?at=annex1-op1", ["annex1-op1"]),
        ("?at=annex1", ["annex1-op1"]),
        ("?at=op99", ["pp1", "op1", "op2", "op3"]),
        ("?at=", ["pp1", "op1", "op2", "op3"]),
        ("", ["pp1", "op1", "op2", "op3"]),
    ],
)
def test_the_clauses_of_an_excerpt(client: Client, asked: str, paths: list[str]) -> None:
    cited()
    document = page(client, f"/cited/{CITED}/{asked}")
    assert [element.get("id") for element in document.cssselect(".quoted-clause")] == paths
    data = client.get(f"/cited/{CITED}/{asked}{'&' if asked else '?'}format=json").json()
    assert [clause["path"] for clause in data["clauses"]] == paths
    assert data["in_brief"] is (asked in ("", "?at=", "?at=op99", "?at=annex1"))


def test_a_pinpoint_shows_its_clause_whole_and_leads_to_it(client: Client) -> None:
    cited()
    document = page(client, f"/cited/{CITED}/?at=op1")
    assert words(document) == [f"1.{LONG}"]
    assert links(document, ".excerpt > .meta a") == [
        ("到第1段", f"/{CITED}/#op1"),
        ("读全文", f"/{CITED}/"),
    ]


def test_in_brief_long_paragraphs_are_cut_and_the_others_counted(client: Client) -> None:
    cited(operative_paragraphs=15)
    document = page(client, f"/cited/{CITED}/")
    assert words(document)[:3] == ["回顾一事，", f"1.{LONG[:60]}…", "2.请按照第88/1号决议第1段行事；"]
    left_out = [element.text_content() for element in document.cssselect(".excerpt > .meta span")]
    assert left_out == ["序言部分另有1段", "另有3段"]


def test_the_cut_spares_a_citation_and_leaves_out_the_next_one(client: Client) -> None:
    text = "甲" * 58 + "第88/1号和第88/2号决议；"
    made = shelf.draft(CITED, clauses=[operative(1, text)])
    found = [shelf.cite(text, exact, f"A/RES/88/{n}") for n, exact in ((1, "第88/1号"), (2, "第88/2号"))]
    shelf.store(made, Citations({"op1": found}))
    document = page(client, f"/cited/{CITED}/")
    assert [cite.text_content() for cite in document.cssselect(".excerpt .cite")] == ["第88/1号"]
    assert [card.get("id") for card in document.cssselect(".excerpt .card")] == ["op1-c1"]


@pytest.mark.parametrize(
    ("pinpoint", "asked", "says"),
    [
        ("第1段", "at=op1&", "展开所引段落"),
        ("第1和3段", "at=op1&at=op3&", "展开所引段落"),
        ("第40段", "", "展开概要"),
        ("", "", "展开概要"),
    ],
)
def test_a_card_leads_to_the_cited_words(client: Client, pinpoint: str, asked: str, says: str) -> None:
    cited()
    citing(pinpoint)
    [(shown, address)] = links(page(client, f"/{CITING}/"), "#op1 .opens")
    assert shown == f"{says} {CITED}"
    assert address == f"/cited/{CITED}/?{asked}from=A%2FRES%2F90%2F2%23op1"
    assert client.get(address).status_code == 200


def test_a_card_of_a_document_that_is_not_here_leads_nowhere(client: Client) -> None:
    citing("第1段")
    assert links(page(client, f"/{CITING}/"), ".opens") == []


def test_the_way_back_and_on(client: Client) -> None:
    cited()
    shelf.store(shelf.draft("A/RES/88/1"))
    document = page(client, f"/cited/{CITED}/?at=op2&from=A/RES/90/2%23op1")
    assert links(document, ".way a") == [("A/RES/90/2 第1段", f"/{CITING}/#op1")]
    [(_, on)] = links(document, ".excerpt .opens")
    assert links(page(client, on), ".way a") == [
        ("A/RES/90/2 第1段", f"/{CITING}/#op1"),
        ("A/RES/89/5 第2段", f"/{CITED}/#op2"),
    ]


def test_a_long_way_keeps_its_begin_and_its_end() -> None:
    way = way_of([f"A/RES/{n}/1#op1" for n in range(20, 60)], "A/RES/60/1")
    assert [way.steps[0], way.steps[-1]] == [Step("A/RES/20/1", "op1"), Step("A/RES/59/1", "op1")]
    assert len(way.steps) == MOST_STEPS
    assert way.on("A/RES/61/1", [], "op2").count("from=") == MOST_STEPS


@pytest.mark.parametrize("step", ["", "javascript:alert(1)", "A/RES/1/1", "A/RES/1/1#<b>", "//evil.example/#op1"])
def test_what_is_no_clause_of_a_resolution_is_no_step(step: str) -> None:
    assert way_of([step], CITED) == Way(CITED)


def test_the_reader_stays_in_the_language_of_the_text(client: Client) -> None:
    cited()
    english = shelf.draft(CITED, language="en", clauses=[operative(1, "Decides to go on.")])
    shelf.store(english)
    citing()
    citing(language="en")
    for text, said in (("", f"1.{LONG}"), ("?text=en", "1.Decides to go on.")):
        [(_, address)] = links(page(client, f"/{CITING}/{text}"), ".opens")
        assert words(page(client, f"{address}&at=op1")) == [said]
    assert words(page(client, f"/cited/{CITED}/?at=op1&text=fr")) == [f"1.{LONG}"]


def test_the_excerpt_of_a_text_that_readers_may_not_see(client: Client) -> None:
    cited()
    Resolution.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="误收")
    response = client.get(f"/cited/{CITED}/?at=op1")
    assert (response.status_code, "甲甲" in response.content.decode()) == (410, False)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/cited/A/RES/1/1/", 404), ("/cited/treaty:NPT/", 404), ("/cited/a/res/89/5/", 301), ("/cited/A/RES/89/5/", 200)],
)
def test_addresses(client: Client, address: str, status: int) -> None:
    cited()
    assert client.get(address).status_code == status


@pytest.mark.parametrize("form", ["html", "json"])
def test_the_number_of_queries_does_not_grow(
    client: Client, form: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    shelf.store(*shelf.long(60))
    with django_assert_max_num_queries(8):
        client.get(f"/cited/A/RES/90/9/?format={form}")
