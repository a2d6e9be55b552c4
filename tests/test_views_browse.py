"""Tests the home page, sessions, subjects, and the pages for unknown addresses. The texts are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.models import Subject
from archive.reading.draft import RecordedVote
from archive.views.public import browse
from archive.voting.outcome import Outcome
from tests import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(db: None) -> None:
    shelf.fill()


def page(client: Client, url: str, status: int = 200) -> html.HtmlElement:
    response = client.get(url)
    assert response.status_code == status, response.content.decode()
    return html.fromstring(response.content.decode())


def texts(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


@pytest.mark.usefixtures("filled")
class TestHome:
    def test_the_home_page_has_numbers_and_lists(self, client: Client) -> None:
        document = page(client, "/")
        assert texts(document, ".count-line") == ["2项决议，援引15份文件"]
        assert texts(document, "section[aria-labelledby=newest] a") == ["一项<试验>", "较早的试验"]
        assert texts(document, "section[aria-labelledby=sessions] tbody th") == ["第90届会议", "第89届会议"]
        assert texts(document, "section[aria-labelledby=sessions] tbody td") == ["1", "1"]
        assert texts(document, "section[aria-labelledby=subjects] li") == ["裁军 1"]
        assert "1项决议援引" in texts(document, "section[aria-labelledby=cited] li")[0]
        assert document.cssselect("form.search input[name=q]")

    def test_json(self, client: Client) -> None:
        found = client.get("/?format=json").json()
        assert (found["resolutions"], found["documents_cited"]) == (2, 15)
        assert found["sessions"][0] == {"session": "90", "resolutions": 1, "recorded_votes": 1, "url": "/sessions/90/"}
        assert [row["key"] for row in found["newest"]] == ["A/RES/90/2", "A/RES/89/1"]


class TestSession:
    @pytest.fixture(autouse=True)
    def _thirty_on_three_pages(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(browse, "RESOLUTIONS_A_PAGE", 12)
        for n in range(1, 31):
            shelf.store(
                shelf.draft(
                    f"A/RES/90/{n}",
                    title=f"试验{n % 7}",
                    adopted_on=date(2035, 12, 1 + n % 3),
                    committee="First" if n % 2 else "Third",
                    draft_symbol="A/C.1/90/L.1",
                    vote=RecordedVote(Outcome.RECORDED, 100 + n % 5, 1, 2)
                    if n % 4
                    else RecordedVote(Outcome.WITHOUT_VOTE),
                )
            )

    @pytest.mark.parametrize("sort", ["symbol", "-symbol", "title", "-title", "date", "-date", "vote", "-vote", ""])
    def test_pages_are_stable_in_every_order(self, client: Client, sort: str) -> None:
        pages = [client.get(f"/sessions/90/?sort={sort}&page={n}&format=json").json() for n in (1, 2, 3)]
        keys = [row["key"] for found in pages for row in found["results"]]
        assert len(keys) == len(set(keys)) == pages[0]["count"] == 30

    def test_symbols_are_sorted_by_number(self, client: Client) -> None:
        assert texts(page(client, "/sessions/90/"), "td.symbol")[8:11] == ["A/RES/90/9", "A/RES/90/10", "A/RES/90/11"]

    def test_filters_are_in_the_address_and_stay(self, client: Client) -> None:
        document = page(client, "/sessions/90/?committee=First&adopted=recorded&sort=-vote")
        assert texts(document, ".count-line") == ["15项决议 参考文献"]
        hrefs = [a.get("href") for a in document.cssselect(".filter a")]
        assert "?committee=First&sort=-vote" in hrefs
        [symbol, *_others] = document.cssselect("thead a")
        assert symbol.get("href") == "?committee=First&adopted=recorded&sort=symbol"
        assert texts(page(client, "/sessions/90/?committee=First&adopted=without_vote"), ".empty") == [
            "没有符合条件的决议。请减少筛选条件。"
        ]

    def test_next_page_keeps_the_rest(self, client: Client) -> None:
        pages = page(client, "/sessions/90/?sort=-date&adopted=recorded").cssselect(".pages")[0]
        assert [(link.text.strip(), link.get("href")) for link in pages.cssselect("a")] == [
            ("下一页", "?sort=-date&adopted=recorded&page=2"),
            ("末页", "?sort=-date&adopted=recorded&page=2"),
        ]
        assert {field.get("name"): field.get("value") for field in pages.cssselect("input")} == {
            "sort": "-date",
            "adopted": "recorded",
            "page": "1",
        }

    @pytest.mark.parametrize("query", ["page=abc", "page=9999", "committee=x", "adopted=%00", "sort=x", "format=xml"])
    def test_unknown_filters_are_a_404(self, client: Client, query: str) -> None:
        assert client.get(f"/sessions/90/?{query}").status_code == 404


@pytest.mark.usefixtures("filled")
class TestLists:
    def test_sessions(self, client: Client) -> None:
        shelf.store(shelf.draft("A/RES/ES-10/1"))
        document = page(client, "/sessions/")
        assert texts(document, "tbody th") == ["第10届紧急特别会议", "第90届会议", "第89届会议"]
        assert texts(page(client, "/sessions/?sort=session"), "tbody th")[0] == "第89届会议"
        assert client.get("/sessions/es-10/")["Location"] == "/sessions/ES-10/"
        assert texts(page(client, "/sessions/ES-10/"), "h1") == ["第10届紧急特别会议"]
        assert client.get("/sessions/12/").status_code == 404

    def test_subjects(self, client: Client) -> None:
        document = page(client, "/subjects/?sort=name")
        assert texts(document, "tbody tr > *") == ["裁军", "1"]
        subject = Subject.objects.get(name_en="DISARMAMENT")
        assert texts(page(client, f"/subjects/{subject.pk}/"), "tbody .title") == ["一项<试验>"]
        assert client.get("/subjects/99999999999999999999999/").status_code == 404
        assert client.get(f"/subjects/{subject.pk}/?format=json").json()["count"] == 1

    def test_head_of_every_list(self, client: Client) -> None:
        for url in ("/", "/sessions/", "/sessions/90/", "/subjects/", "/documents/", "/about/"):
            assert client.head(url).status_code == 200


class TestNothing:
    @pytest.mark.parametrize("url", ["/", "/sessions/", "/subjects/", "/documents/"])
    def test_an_empty_archive_says_what_to_do(self, client: Client, url: str) -> None:
        document = page(client, url)
        assert "import_resolutions" in document.cssselect("pre.empty")[0].text_content()
        assert client.get(f"{url}?format=json").status_code == 200

    def test_an_address_that_names_a_document_helps(self, client: Client) -> None:
        shelf.fill()
        document = page(client, "/A/RES/88/3/", 404)
        hrefs = [a.get("href") for a in document.cssselect("main a")]
        assert hrefs[:2] == ["/documents/A/RES/88/3/", "https://docs.un.org/zh/A/RES/88/3"]
        assert "本馆没有A/RES/88/3的全文" in texts(document, ".lead")[0]

    def test_a_number_alone_is_understood(self, client: Client) -> None:
        hrefs = [a.get("href") for a in page(client, "/77/9999", 404).cssselect("main a")]
        assert hrefs[0] == "https://docs.un.org/zh/A/RES/77/9999"

    @pytest.mark.parametrize(
        "path",
        ["/nothing/", "/A/RES/%00/", "/sessions/%00/", "/<script>/", "/sessions/1/2/", "/A/RES/X/Y/Z/", "/A/RES/%20/"],
    )
    def test_unknown_addresses(self, client: Client, path: str) -> None:
        document = page(client, path, 404)
        assert "/sessions/" in [a.get("href") for a in document.cssselect("main a")]

    def test_as_json(self, client: Client) -> None:
        response = client.get("/A/RES/1/1/?format=json")
        assert response.headers["Content-Type"] == "application/problem+json"
        said = "本馆没有A/RES/1/1的全文。"
        assert response.json() == {"title": "Not Found", "status": 404, "detail": said}

    def test_the_error_page_needs_no_other_file(self) -> None:
        source = (Path(__file__).parents[1] / "templates" / "500.html").read_text(encoding="utf-8")
        assert "{%" not in source
        assert "{{" not in source


class TestYears:
    def test_each_year_leads_to_its_resolutions(self, db: None, client: Client) -> None:
        shelf.fill()
        years = client.get("/years/?format=json").json()["results"]
        for each in years:
            assert client.get(f"{each['url']}?format=json").json()["count"] == each["resolutions"]
        assert 2034 in [each["year"] for each in years]

    @pytest.mark.parametrize(("url", "status"), [("/years/2034/", 200), ("/years/1901/", 404), ("/years/99999/", 404)])
    def test_a_year_without_resolutions_is_not_found(self, db: None, client: Client, url: str, status: int) -> None:
        shelf.fill()
        assert client.get(url).status_code == status

    def test_a_year_without_texts_leads_to_the_votes_and_to_the_coverage(self, db: None, client: Client) -> None:
        shown = client.get("/years/1995/").content.decode()
        assert "本馆没有1995年通过的决议文本。" in shown
        main: Any = html.fromstring(shown).cssselect("main a")
        assert {"/votes/", "/coverage/"} <= {link.get("href") for link in main}
