"""Tests the search page in a browser: typing, suggestions, facets, marks, pages, nothing found; wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from archive.models import Document
from archive.reading.draft import DraftClause
from archive.searching import freshness
from tests.shelf import draft, full, store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "一项标题很长的试验，" * 12


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=["wide, light", "narrow, dark"])
def page(request: pytest.FixtureRequest, live_server: Any, chromium: Browser, empty_index: None) -> Iterator[Page]:
    """A page on an archive with some fifty clauses. Fails at the end if the console has an error."""
    store(*full())
    clauses = [
        DraftClause("operative", f"op{n}", f"{n}.", "敦促", f"敦促各国消除第{n}种核武器；") for n in range(1, 46)
    ]
    store(draft("A/RES/65/72", title=LONG, clauses=clauses))
    Document.objects.create(key="treaty:NPT", kind="treaty", title_zh="不扩散核武器条约")
    freshness.rebuild()
    width, scheme = request.param
    page = chromium.new_page(base_url=live_server.url, viewport={"width": width, "height": 900}, color_scheme=scheme)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors
    page.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_from_typing_to_the_clause(page: Page) -> None:
    page.goto("/search/")
    page.locator("#q").press_sequentially("消除核武器")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".hit").count() == 20
    assert page.locator(".hit mark").first.inner_text() in ("消除", "核武器")
    assert "45" in page.locator(".count-line").inner_text()
    assert fits(page)
    page.locator(".hit a").first.click()
    page.wait_for_url(re.compile(r"/A/RES/65/72/#op\d+"))


def test_suggestions_by_the_keyboard(page: Page) -> None:
    page.goto("/search/")
    page.locator("#q").press_sequentially("不扩散")
    page.locator(".suggested li").first.wait_for()
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    assert fits(page)
    page.keyboard.press("ArrowDown")
    assert page.locator(".suggested li").first.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/treaty:NPT/")


@pytest.mark.parametrize("address", ["/", "/documents/"])
def test_suggestions_are_in_every_search_box(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[data-search]").press_sequentially("不扩")
    page.locator(".suggested li").first.wait_for()
    assert fits(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/treaty:NPT/")


def test_the_same_words_open(page: Page) -> None:
    for session in (61, 62):
        clauses = [DraftClause("operative", "op1", "1.", "敦促", "敦促各国保护鲸鱼；")]
        store(draft(f"A/RES/{session}/1", clauses=clauses))
    freshness.rebuild()
    page.goto("/search/?q=保护鲸鱼")
    assert page.locator(".hit").count() == 1
    page.locator(".same summary").click()
    page.locator(".same a").click()
    page.wait_for_url("**/A/RES/61/1/#op1")


def test_suggestions_go_away(page: Page) -> None:
    page.goto("/search/")
    page.locator("#q").press_sequentially("不扩散")
    page.locator(".suggested li").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(".suggested").wait_for(state="hidden")


def test_a_facet_narrows_and_is_removed(page: Page) -> None:
    page.goto("/search/?q=决定 或 核武器 或 决议")
    count = page.locator(".count-line").inner_text()
    if not page.locator(".facets ul").first.is_visible():
        page.locator(".facets > details > summary").click()
    page.get_by_role("link", name="第65届会议").click()
    page.wait_for_url("**session=65*")
    assert page.locator(".count-line").inner_text() != count
    if not page.locator(".facets ul").first.is_visible():
        page.locator(".facets > details > summary").click()
    page.locator(".facets [aria-current]").click()
    page.wait_for_url(lambda url: "session" not in url)
    assert page.locator(".count-line").inner_text() == count


def test_pages_and_orders(page: Page) -> None:
    page.goto("/search/?q=核武器&order=oldest")
    seen = []
    for _ in range(3):
        seen += page.locator(".hit .meta a").evaluate_all("links => links.map(link => link.hash)")
        assert fits(page)
        if page.locator("a[rel=next]").count():
            page.locator("a[rel=next]").click()
            page.wait_for_load_state()
    assert seen == [f"#op{n}" for n in range(1, 46)]
    page.goto("/search/?q=核武器&by=resolutions")
    assert page.locator(".group").count() == 1
    assert fits(page)


def test_nothing_found_gives_links(page: Page) -> None:
    page.goto("/search/?q=核武器 鲸鲨")
    assert fits(page)
    page.locator(".nothing li a").first.click()
    page.wait_for_load_state()
    assert page.locator(".hit").count() == 20


def test_the_help_page_leads_to_searches(page: Page) -> None:
    page.goto("/search/help/")  # the former address
    assert fits(page)
    page.locator(".questions dt a").nth(3).click()
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".hit").count() > 0


def test_without_javascript(live_server: Any, page: Page, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    plain = context.new_page()
    plain.goto("/search/")
    plain.locator("#q").fill("核武器")
    plain.locator("form.asking button").click()
    plain.wait_for_url("**/search/?q=*")
    assert plain.locator(".hit").count() == 20
    assert plain.locator(".facets ul").first.is_visible()
    context.close()
