"""Tests ``views.pinned``: a pinpoint leads to its clause, and the clause shows who cites it. The texts are invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.citing.citation import Citations
from archive.reading.draft import Draft, DraftClause
from tests import shelf

pytestmark = pytest.mark.django_db

CITED = "A/RES/89/5"
CITING = "A/RES/90/2"


def cited() -> Draft:
    """A resolution with six paragraphs, two points and an annex."""
    return shelf.draft(
        CITED,
        clauses=[
            *(DraftClause("preambular", f"pp{n}", "", "", f"回顾第{n}项，") for n in (1, 2)),
            *(DraftClause("operative", f"op{n}", f"{n}.", "", f"决定{n}；") for n in range(1, 7)),
            *(DraftClause("point", f"op6-{letter}", f"({letter})", "", "要点；", parent="op6") for letter in "ab"),
            DraftClause("annex", "annex1-op1", "1.", "", "附件的一段。"),
        ],
    )


def citing(pinpoint: str, symbol: str = CITING) -> None:
    """Stores a resolution whose first paragraph cites a place in the cited one."""
    text = f"回顾第89/5号决议{pinpoint}；"
    made = shelf.draft(symbol, clauses=[DraftClause("operative", "op1", "1.", "", text)])
    shelf.store(made, Citations({"op1": [shelf.cite(text, "第89/5号决议", CITED, pinpoint=pinpoint)]}))


def page(client: Client, symbol: str) -> html.HtmlElement:
    return html.fromstring(client.get(f"/{symbol}/").content.decode())


def links(document: html.HtmlElement, selector: str) -> list[tuple[str, str]]:
    return [(" ".join(a.text_content().split()), a.get("href")) for a in document.cssselect(selector)]


def clause(client: Client, symbol: str, path: str) -> dict[str, Any]:
    found = client.get(f"/{symbol}/?format=json").json()["clauses"]
    return next(one for one in found if one["path"] == path)


# Words of a pinpoint → the links in the card, and the paths in JSON.
PLACES = [
    ("第5段", [("第5段", "op5")], ["op5"]),
    ("第6(a)段", [("第6(a)段", "op6-a")], ["op6-a"]),
    ("序言部分第二段", [("第二段", "pp2")], ["pp2"]),
    ("第2和4至6段", [("2", "op2"), ("4至6", "op4")], ["op2", "op4", "op5", "op6"]),
    ("附件第1段", [("附件第1段", "annex1-op1")], ["annex1-op1"]),
    ("附件", [("附件", "annex1")], ["annex1"]),
    ("第40段", [], None),
    ("第三章", [], None),
]


@pytest.mark.parametrize(("pinpoint", "shown", "paths"), PLACES)
def test_a_pinpoint_leads_to_its_clauses(
    client: Client, pinpoint: str, shown: list[tuple[str, str]], paths: list[str] | None
) -> None:
    shelf.store(cited())
    citing(pinpoint)
    document = page(client, CITING)
    assert links(document, "#op1 .exact a") == [(words, f"/{CITED}/#{path}") for words, path in shown]
    assert pinpoint in "".join(document.cssselect("#op1 .exact")[0].itertext())
    assert clause(client, CITING, "op1")["citations"][0].get("places") == paths
    ids = {element.get("id") for element in page(client, CITED).cssselect("[id]")}
    assert {path for _, path in shown} <= ids


def test_a_pinpoint_of_a_text_that_is_not_here_is_plain(client: Client) -> None:
    citing("第5段")
    assert links(page(client, CITING), "#op1 .exact a") == []
    assert "places" not in clause(client, CITING, "op1")["citations"][0]


def test_a_text_that_comes_later_or_changes_is_found(client: Client) -> None:
    citing("第7段")
    shelf.store(cited())
    assert links(page(client, CITING), "#op1 .exact a") == []
    longer = cited()
    longer.clauses.append(DraftClause("operative", "op7", "7.", "", "决定7。"))
    shelf.store(longer)
    assert links(page(client, CITING), "#op1 .exact a") == [("第7段", f"/{CITED}/#op7")]


def test_a_clause_shows_who_cites_it(client: Client) -> None:
    shelf.store(cited())
    citing("第5段")
    citing("第4至6段", "A/RES/91/3")
    citing("附件", "A/RES/91/4")
    citing("", "A/RES/91/5")
    document = page(client, CITED)
    assert links(document, "#op5 .pinning a") == [
        ("A/RES/91/3 第1段", "/A/RES/91/3/#op1"),
        ("A/RES/90/2 第1段", "/A/RES/90/2/#op1"),
    ]
    assert [summary.text_content() for summary in document.cssselect("#op5 .pinning summary")] == ["有2段援引本段"]
    assert len(document.cssselect(".pinning")) == 3
    assert clause(client, CITED, "op5")["cited_by"] == [
        {"resolution": "A/RES/91/3", "path": "op1", "pinpoint": "第4至6段"},
        {"resolution": "A/RES/90/2", "path": "op1", "pinpoint": "第5段"},
    ]
    assert clause(client, CITED, "op1")["cited_by"] == []


def test_the_page_of_a_cited_document_gives_the_clauses_too(client: Client) -> None:
    shelf.store(cited())
    citing("第5段")
    [group] = client.get(f"/documents/{CITED}/?format=json").json()["cited_by"]["results"]
    assert group["clauses"][0]["citations"][0]["places"] == ["op5"]


def test_the_number_of_queries_does_not_grow(
    client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    shelf.store(cited())
    for number in range(1, 13):
        citing("第1至6段", f"A/RES/91/{number}")
    with django_assert_max_num_queries(11):
        document = page(client, CITED)
    assert len(links(document, "#op3 .pinning a")) == 12
    with django_assert_max_num_queries(11):
        client.get(f"/{CITED}/?format=json")
