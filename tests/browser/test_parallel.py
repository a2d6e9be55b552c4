"""Tests the page of a resolution in two languages in a browser. The texts are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from archive.citing.citation import Citations
from archive.reading.draft import DraftClause
from tests import shelf
from tests.browser.test_pages import require_open_to_all

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = "/A/RES/90/2/?text=zh&with=en"


@pytest.fixture
def site(live_server: Any) -> str:
    shelf.fill()
    clauses = [
        DraftClause("preambular", "pp1", "", "", "Recalling its resolution 89/1,"),
        DraftClause("operative", "op1", "1.", "", "Requests them to act under article VI of the Convention:"),
    ]
    cited = {"pp1": [shelf.cite(clauses[0].text, "resolution 89/1", "A/RES/89/1")]}
    shelf.store(shelf.draft(language="en", title="A trial", clauses=clauses), Citations(clauses=cited))
    clauses = [DraftClause("operative", "op1", "1 -", "", "تطلب إلى الدول أن تتصرف؛")]
    shelf.store(shelf.draft(language="ar", title="تجربة", clauses=clauses))
    return str(live_server.url)


def opened(chromium: Browser, site: str, address: str, width: int = 1280, **context: Any) -> Page:
    page = chromium.new_context(viewport={"width": width, "height": 800}, **context).new_page()
    page.goto(site + address)
    return page


def boxes(page: Page, path: str) -> tuple[dict[str, float], dict[str, float]]:
    one, other = (page.locator(f"#{path} > .said").nth(place).bounding_box() for place in (0, 1))
    assert one
    assert other
    return one, other  # type: ignore[return-value]


@pytest.mark.parametrize("width", [1440, 1024, 800])
def test_the_texts_are_side_by_side(chromium: Browser, site: str, width: int) -> None:
    page = opened(chromium, site, BOTH, width)
    one, other = boxes(page, "op1")
    assert one["y"] == other["y"]
    assert one["x"] + one["width"] <= other["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_second_is_below_the_first(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, BOTH, 390)
    one, other = boxes(page, "op1")
    assert (one["x"], one["y"] + one["height"] <= other["y"]) == (other["x"], True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("address", [BOTH, "/A/RES/90/2/?text=en&with=ar"])
def test_it_is_open_to_all(chromium: Browser, site: str, address: str) -> None:
    require_open_to_all(opened(chromium, site, address))


def test_the_key_leads_to_both_texts_and_back_at_the_same_clause(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, "/A/RES/90/2/?text=zh#op1")
    page.keyboard.press("t")
    page.wait_for_url("**/?text=zh&with=en#op1")
    page.keyboard.press("t")
    page.wait_for_url("**/?text=zh#op1")


def test_each_text_is_copied_in_its_own_words(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, BOTH, permissions=["clipboard-read", "clipboard-write"])
    copied = []
    for place in (0, 1):
        page.locator("#op1 .copy").nth(place).click()
        page.locator("[data-copies=text]").click()
        page.locator("#op1 .said").nth(place).locator(".copy.copied").wait_for()
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    assert copied == ["请按照该公约第六条行事：", "Requests them to act under article VI of the Convention:"]


def test_words_of_both_texts_open_the_same_card(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, BOTH, 390)
    card = page.locator("#pp1-c1")
    for place in (0, 1):
        cite = page.locator("#pp1 .said").nth(place).locator("[data-cards~=pp1-c1]").first
        assert not card.is_visible()
        cite.click()
        assert card.is_visible()
        cite.click()


def test_paper_has_both_columns_and_no_switch(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, BOTH, 1000)
    page.emulate_media(media="print")
    one, other = boxes(page, "op1")
    assert (one["y"], one["x"] < other["x"]) == (other["y"], True)
    assert not page.locator("dt.switch").is_visible()
