"""Tests the pages of the other bodies' texts, and that counts of resolutions do not include them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.citing import cite
from archive.citing.citation import Citations
from archive.intake.catalogue import from_database
from archive.intake.store import Intake
from archive.models import Document, Resolution, Vote
from archive.reading import read
from archive.reading.draft import DraftClause
from archive.reading.sources import Source
from archive.searching import freshness
from tests import shelf
from tests.adopted_texts import COUNCIL, DECISIONS, ECONOMIC, RIGHTS

pytestmark = pytest.mark.django_db

CITING = "回顾第60/251号决议，"
CITED = Citations({"pp1": [shelf.cite(CITING, "第60/251号决议", "A/RES/60/251")]})


def store(text: str) -> None:
    for draft in read(text.encode(), "a.txt"):
        Intake().store(Source("a.txt", draft.symbol.encode()), [(draft, cite(draft, from_database()))])


@pytest.fixture
def filled(db: None) -> None:
    shelf.fill()
    for text in (COUNCIL, COUNCIL.replace("1989", "1990"), RIGHTS, ECONOMIC, DECISIONS):
        store(text)


def page(client: Client, url: str) -> html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()
    return html.fromstring(response.content.decode())


def texts(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


KINDS = [
    ("大会的决定", "2", "1979–2024"),
    ("安全理事会的决议", "2", "2031"),
    ("经济及社会理事会的决议", "1", "2024"),
    ("人权理事会的决议", "1", "2022"),
]


@pytest.mark.usefixtures("filled")
def test_the_list_of_bodies(client: Client) -> None:
    shown = page(client, "/bodies/")
    assert [tuple(texts(row, "th, td")) for row in shown.cssselect("tbody tr")] == KINDS
    # The decision that the Second Committee proposed is on another topic.
    assert texts(page(client, "/bodies/?topic=all"), "tbody td")[0] == "3"


@pytest.mark.usefixtures("filled")
def test_the_list_of_bodies_as_data(client: Client) -> None:
    found = client.get("/bodies/?format=json").json()
    assert found["results"][1] == {
        "kind": "sc_resolution",
        "texts": 2,
        "years": [{"year": 2031, "texts": 2, "recorded_votes": 0}],
        "url": "/bodies/security-council/",
    }
    table = client.get("/bodies/?format=csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert rows == [
        ["kind", "year", "texts", "recorded_votes", "topic"],
        ["ga_decision", "2024", "1", "0", "disarmament"],
        ["ga_decision", "1979", "1", "0", "disarmament"],
        ["sc_resolution", "2031", "2", "0", "disarmament"],
        ["ecosoc_resolution", "2024", "1", "0", "disarmament"],
        ["hrc_resolution", "2022", "1", "1", "disarmament"],
    ]


LISTS = [
    ("/bodies/security-council/", ["S/RES/1990(2031)", "S/RES/1989(2031)"]),
    ("/bodies/general-assembly-decisions/?year=1979", ["A/DEC/34/418"]),
    ("/bodies/general-assembly-decisions/?topic=all&sort=symbol", ["A/DEC/34/418", "A/DEC/79/519", "A/DEC/79/520"]),
    ("/bodies/human-rights-council/", ["A/HRC/RES/49/3"]),
    ("/bodies/economic-and-social-council/?year=2024", ["E/RES/2024/5"]),
]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("url", "symbols"), LISTS)
def test_the_list_of_a_body(client: Client, url: str, symbols: list[str]) -> None:
    assert sorted(texts(page(client, url), "tbody .symbol")) == sorted(symbols)
    assert {row["symbol"] for row in client.get(url, headers={"accept": "application/json"}).json()["results"]} == {
        *symbols
    }


@pytest.mark.usefixtures("filled")
def test_unknown_bodies_and_years(client: Client) -> None:
    assert client.get("/bodies/general-assembly-resolutions/").status_code == 404
    assert client.get("/bodies/security-council/?year=1999").status_code == 404


def test_an_archive_without_such_texts(client: Client) -> None:
    assert texts(page(client, "/bodies/"), ".empty")
    assert texts(page(client, "/bodies/security-council/"), ".count-line")[0].startswith("0项决议")


TEXTS: list[tuple[str, dict[str, Any]]] = [
    (
        "/S/RES/1989(2031)/",
        {
            ".eyebrow span": ["安全理事会决议", "S/RES/1989(2031)"],
            "h1": ["安全理事会第1989(2031)号决议"],
            ".adopted": ["2031年6月10日通过，第6553次会议"],
            ".formula": ["安全理事会，"],
            "nav.neighbours .symbol": ["S/RES/1990(2031)"],
        },
    ),
    (
        "/A/HRC/RES/49/3/",
        {
            ".eyebrow span": ["人权理事会决议", "A/HRC/RES/49/3"],
            "h1": ["试验性武器对人权的影响"],
            "p.vote": ["记录表决 3–1–2"],
            ".printed-roll dd": ["阿根廷、中国、冈比亚", "日本", "荷兰、墨西哥"],
        },
    ),
    (
        "/E/RES/2024/5/",
        {".adopted": ["2024年6月5日通过，第20次全体会议"], "h1": ["试验性武器的社会影响"]},
    ),
    (
        "/A/DEC/79/519/",
        {
            ".eyebrow span": ["大会决定", "A/DEC/79/519"],
            "nav.neighbours .symbol": ["A/DEC/79/520"],
            ".text .formula": [],
        },
    ),
]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("url", "expected"), TEXTS)
def test_the_page_of_a_text(client: Client, url: str, expected: dict[str, list[str]]) -> None:
    shown = page(client, url)
    assert {selector: texts(shown, selector) for selector in expected} == expected


@pytest.mark.usefixtures("filled")
def test_the_data_of_a_text(client: Client) -> None:
    found = client.get("/A/HRC/RES/49/3/?format=json").json()
    assert (found["kind"], found["session"], found["meeting_record"]) == ("hrc_resolution", "49", "A/HRC/49/SR.55")
    assert found["voters"] == {"yes": ["阿根廷", "中国", "冈比亚"], "no": ["日本"], "abstain": ["荷兰", "墨西哥"]}
    assert [clause["path"] for clause in found["clauses"]] == ["pp1", "pp2", "op1", "op2"]


@pytest.mark.usefixtures("filled")
def test_small_letters_lead_to_the_symbol(client: Client) -> None:
    assert client.get("/s/res/1989%20(2031)/").headers["Location"] == "/S/RES/1989(2031)/"


@pytest.mark.usefixtures("filled")
def test_counts_of_resolutions_do_not_include_other_texts(client: Client) -> None:
    """The numbers are those of ``shelf.fill`` alone."""
    assert client.get("/?format=json").json()["resolutions"] == 2
    assert [row["resolutions"] for row in client.get("/sessions/?format=json&topic=all").json()["results"]] == [1, 1]
    assert client.get("/sessions/79/").status_code == 404
    assert [row["year"] for row in client.get("/years/?format=json&topic=all").json()["results"]] == [2035, 2034]
    coverage = client.get("/coverage/?format=json&topic=all").json()["sessions"]
    assert sum(row["texts"] for row in coverage) == 2
    assert {row["session"]: row["decisions"] for row in coverage if row["decisions"]} == {"34": 1, "79": 2}
    assert Resolution.of_assembly.count() == 2
    assert not Vote.objects.filter(document_id="A/HRC/RES/49/3").exists()


@pytest.mark.usefixtures("filled")
def test_a_citation_of_the_text_leads_to_it(client: Client) -> None:
    store("90/7. 另一项试验\n大会，\n回顾安全理事会第1989(2031)号决议第2段，\n1. 决定继续审议。\n")
    cited = page(client, "/documents/S/RES/1989(2031)/")
    assert "A/RES/90/7" in " ".join(texts(cited, ".symbol"))
    shown = page(client, "/A/RES/90/7/")
    assert shown.cssselect('.beside a[href="/S/RES/1989(2031)/"]')


@pytest.mark.usefixtures("filled")
def test_two_texts_of_a_council_are_compared(client: Client) -> None:
    shown = page(client, "/compare/S/RES/1989(2031)/S/RES/1990(2031)/")
    assert "S/RES/1990(2031)" in " ".join(texts(shown, "main"))


@pytest.mark.usefixtures("filled")
def test_kinds_are_stored() -> None:
    rows = Resolution.objects.order_by("document__key").values_list("document__key", "kind", "session", "adopted_order")
    assert [row for row in rows if not row[0].startswith("A/RES/")] == [
        ("A/DEC/34/418", "ga_decision", "34", 34),
        ("A/DEC/79/519", "ga_decision", "79", 79),
        ("A/DEC/79/520", "ga_decision", "79", 79),
        ("A/HRC/RES/49/3", "hrc_resolution", "", 49),
        ("E/RES/2024/5", "ecosoc_resolution", "", 2024),
        ("S/RES/1989(2031)", "sc_resolution", "", 0),
        ("S/RES/1990(2031)", "sc_resolution", "", 0),
    ]
    assert Document.objects.get(key="A/HRC/RES/49/3").counts == (3, 1, 2)


@pytest.mark.usefixtures("filled")
def test_the_texts_of_councils_that_cite_a_document_are_counted_and_filtered_as_such(client: Client) -> None:
    """The Human Rights Council's text has no session of the Assembly, but its body is known."""
    address = "/documents/A/RES/60/251/"
    assert texts(page(client, address), ".count-line")[0].startswith("1份案文，1个条款")
    shelf.store(shelf.draft("A/RES/90/7", clauses=[DraftClause("preambular", "pp1", "", "回顾", CITING)]), CITED)
    shown = page(client, address)
    assert texts(shown, ".count-line")[0].startswith("2份案文，2个条款")
    [sessions] = [found for found in texts(shown, ".filter") if "届" in found]
    assert "第90届会议" in sessions
    assert "人权理事会决议" in sessions
    assert "届会不详" not in sessions
    assert texts(page(client, f"{address}?session=hrc_resolution"), ".group .symbol") == ["A/HRC/RES/49/3"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("机构:安理会 试验", {"S/RES/1989(2031)", "S/RES/1990(2031)"}),
        ("body:council 试验", {"S/RES/1989(2031)", "S/RES/1990(2031)"}),
        ("机构:人权理事会 试验", {"A/HRC/RES/49/3"}),
        ("机构:经社理事会 试验", {"E/RES/2024/5"}),
        ("机构:安理会 机构:人权理事会 试验", set()),
    ],
)
def test_the_search_asks_for_a_body(client: Client, asked: str, found: set[str]) -> None:
    freshness.rebuild()
    results = client.get("/search/", {"q": asked, "by": "resolutions", "format": "json"}).json()["results"]
    assert {row["key"] for row in results} == found
