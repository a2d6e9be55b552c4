"""Tests the list of sponsors and the resolutions that a State sponsored. The texts are invented."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.intake.states import load_states
from archive.voting.sponsors import sponsor_codes
from tests import shelf

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ([], []),
        (["Peru", "the Congo", "Iran (Islamic Republic of)"], ["COG", "IRN", "PER"]),
        (["秘鲁", "Peru"], ["PER"]),
        (["Egypt (on behalf of the League of Arab States)"], ["EGY"]),
        (["the Chair of the Committee", "State of Palestine", ""], []),
    ],
)
def test_the_states_that_printed_sponsors_mean(printed: list[str], codes: list[str]) -> None:
    assert sponsor_codes(printed) == codes


def store(session: int, number: int, sponsors: list[str], joined: list[str], committee: str = "First") -> None:
    shelf.store(
        shelf.draft(
            f"A/RES/{session}/{number}", title=f"试验{number}", session=str(session), committee=committee,
            sponsors=sponsors, additional_sponsors=joined, adopted_on=date(1945 + session, 12, 1),
        )
    )  # fmt: skip


@pytest.fixture
def filled() -> None:
    load_states()
    store(78, 1, ["Peru"], ["Chile", "Peru"])
    store(79, 1, ["Peru", "State of Palestine"], ["Angola"])
    store(79, 2, [], ["Peru"])
    store(79, 3, ["Chile"], [], committee="Third")
    store(79, 4, [], [])


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def texts(document: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in document.cssselect(selector)]


def shown_sponsors(document: html.HtmlElement) -> list[tuple[str, str]]:
    """(name, lang) of each sponsor on the page of a resolution."""
    return [(each.text_content().strip(), each.get("lang")) for each in document.cssselect(".names [lang]")]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "zh-hans",
            [("秘鲁", "zh-Hans"), ("土耳其", "zh-Hans"), ("埃及（代表阿拉伯国家联盟）", "zh-Hans"),
             ("巴勒斯坦国", "zh-Hans"), ("Atlantis", "en"), ("捷克共和国", "zh-Hans")],
        ),
        (
            "en",
            [("Peru", "en"), ("Turkey", "en"), ("Egypt (on behalf of the League of Arab States)", "en"),
             ("State of Palestine", "en"), ("Atlantis", "en"), ("Czech Republic", "en")],
        ),
    ],
)  # fmt: skip
def test_a_resolution_names_its_sponsors_in_the_language_of_the_page(
    client: Client, language: str, names: list[tuple[str, str]]
) -> None:
    load_states()
    group = "Egypt (on behalf of the League of Arab States)"
    store(70, 1, ["Peru", "Turkey", group, "State of Palestine", "Atlantis"], ["Czech Republic"])
    client.cookies["django_language"] = language
    assert shown_sponsors(page(client, "/A/RES/70/1/")) == names


@pytest.mark.usefixtures("filled")
class TestList:
    def test_each_state_has_its_numbers_by_session(self, client: Client) -> None:
        document = page(client, "/sponsors/")
        assert texts(document, "thead th")[3:] == ["792024/25", "782023/24"]
        assert texts(document, "tbody tr") == ["安哥拉 1 1", "秘鲁 3 2 2 1", "智利 1 1"]
        assert "4项决议中，3项的来源载有提案国。" in texts(document, "main .note")[0]
        assert texts(document, "main > ul.inline li") == ["State of Palestine 1"]

    @pytest.mark.parametrize(
        ("sort", "names"),
        [
            ("name", ["安哥拉", "秘鲁", "智利"]),
            ("strokes", ["安哥拉", "秘鲁", "智利"]),
            ("-strokes", ["智利", "秘鲁", "安哥拉"]),
            ("-resolutions", ["秘鲁", "安哥拉", "智利"]),
            ("-submitted", ["秘鲁", "安哥拉", "智利"]),
        ],
    )
    def test_orders(self, client: Client, sort: str, names: list[str]) -> None:
        assert texts(page(client, f"/sponsors/?sort={sort}"), "tbody th") == names

    def test_an_english_page_sorts_english_names(self, client: Client) -> None:
        client.cookies["django_language"] = "en"
        document = page(client, "/sponsors/")
        assert texts(document, "tbody th") == ["Angola", "Chile", "Peru"]
        assert not document.cssselect("p.ways"), "pinyin and strokes are orders of Chinese names"

    def test_the_other_committees_are_a_click_away(self, client: Client) -> None:
        assert texts(page(client, "/sponsors/?topic=all"), "tbody tr")[-1] == "智利 2 1 1 1"

    def test_numbers_lead_to_as_many_resolutions(self, client: Client) -> None:
        for row in page(client, "/sponsors/").cssselect("tbody tr"):
            for link in row.cssselect("td a"):
                found = client.get(f"{link.get('href')}&format=json").json()
                assert found["count"] == int(link.text_content()), link.get("href")

    def test_json_and_csv(self, client: Client) -> None:
        found = client.get("/sponsors/?format=json").json()
        assert (found["topic"], found["known"], found["others"]) == (
            "disarmament",
            {"78": 1, "79": 2},
            {"State of Palestine": 1},
        )
        assert found["results"][1] == {
            "state": "PER", "zh": "秘鲁", "en": "Peru", "resolutions": 3, "submitted": 2, "joined": 1,
            "sessions": [
                {"session": "79", "resolutions": 2, "submitted": 1, "joined": 1},
                {"session": "78", "resolutions": 1, "submitted": 1, "joined": 0},
            ],
            "url": "/sponsors/PER/",
        }  # fmt: skip
        table = client.get("/sponsors/?format=csv").getvalue().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(table)))
        assert [(row["state"], row["session"], row["resolutions"], row["topic"]) for row in rows] == [
            ("AGO", "79", "1", "disarmament"), ("PER", "79", "2", "disarmament"), ("PER", "78", "1", "disarmament"),
            ("CHL", "78", "1", "disarmament"),
        ]  # fmt: skip

    def test_queries(self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_max_num_queries(4):
            page(client, "/sponsors/")


@pytest.mark.usefixtures("filled")
class TestSponsor:
    @pytest.mark.parametrize(
        ("query", "symbols"),
        [
            ("", ["A/RES/78/1", "A/RES/79/1", "A/RES/79/2"]),
            ("session=79", ["A/RES/79/1", "A/RES/79/2"]),
            ("role=joined", ["A/RES/79/2"]),
            ("session=78&role=submitted", ["A/RES/78/1"]),
            ("session=5", []),
        ],
    )
    def test_its_resolutions(self, client: Client, query: str, symbols: list[str]) -> None:
        assert texts(page(client, f"/sponsors/PER/?{query}"), "td.symbol") == symbols

    def test_csv(self, client: Client) -> None:
        table = client.get("/sponsors/PER/?format=csv").getvalue().decode("utf-8-sig")
        rows = sorted((row["symbol"], row["role"]) for row in csv.DictReader(io.StringIO(table)))
        assert rows == [("A/RES/78/1", "submitted"), ("A/RES/79/1", "submitted"), ("A/RES/79/2", "joined")]

    def test_addresses(self, client: Client) -> None:
        assert client.get("/sponsors/per/")["Location"] == "/sponsors/PER/"
        assert [client.get(f"/sponsors/{rest}").status_code for rest in ("XXX/", "PER/?role=x", "PER/?session=x")] == [
            404,
            404,
            404,
        ]
        assert "/sponsors/PER/" in client.get("/states/PER/").content.decode()


@pytest.mark.parametrize("address", ["/sponsors/", "/treaties/"])
def test_an_empty_archive_says_what_to_do(client: Client, address: str) -> None:
    assert "import_resolutions" in texts(page(client, address), "pre.empty")[0]


def test_an_archive_without_sponsors_says_so(client: Client) -> None:
    store(79, 4, [], [])
    assert texts(page(client, "/sponsors/"), "p.empty") == ["档案没有这些决议的提案国资料。"]
