"""Tests the folder of references and the copying of citations, in a browser with and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive.searching import freshness
from tests.browser.test_copying import clipboard
from tests.browser.test_pages import Reader, reader
from tests.site import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["reader"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/A/RES/90/2/"
SHARED = "/basket/?items=A/RES/89/1&items=A/RES/90/2"


def kept(page: Page) -> list[str]:
    """The items that the browser keeps."""
    found: list[str] = page.evaluate("JSON.parse(localStorage.getItem('folder') ?? '[]')")
    return found


def listed(page: Page) -> list[str]:
    """The items on the page of the folder, once it is there: a click does not wait for it."""
    page.wait_for_selector("[data-item]")
    found: list[str] = page.locator("[data-item]").evaluate_all("rows => rows.map((row) => row.dataset.item)")
    return found


def test_a_folder_is_filled_changed_and_emptied(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    assert page.locator("[data-folder]").is_hidden()
    page.keyboard.press("j")
    page.keyboard.press("b")  # the first clause
    told = page.locator("[data-folder-status]")
    assert (told.inner_text(), _seen(page)) == ("已放入文献夹 · A/RES/90/2#pp1", True)
    page.click("details.how-to-cite summary")
    page.click("details.how-to-cite [data-put]")  # the whole
    assert kept(page) == ["A/RES/90/2#pp1", "A/RES/90/2"]
    page.click("[data-folder]")
    assert listed(page) == ["A/RES/90/2#pp1", "A/RES/90/2"]
    page.click("button[name=up]")
    page.wait_for_url("**items=A%2FRES%2F90%2F2&**")
    assert (listed(page), kept(page)) == (["A/RES/90/2", "A/RES/90/2#pp1"],) * 2
    page.click("button[name=remove] >> nth=0")
    page.wait_for_function("document.querySelectorAll('[data-item]').length === 1")
    assert kept(page) == ["A/RES/90/2#pp1"]
    page.click("[data-empty]")
    page.wait_for_url("**/basket/")
    assert kept(page) == []
    page.keyboard.press("Enter")  # the button that undoes it has the focus
    page.wait_for_url("**/basket/?items=*")
    assert (listed(page), kept(page)) == (["A/RES/90/2#pp1"],) * 2
    assert reader.complaints == []


def _seen(page: Page) -> bool:
    """Whether what was said last is within the window, and larger than what only screen readers see."""
    box = page.locator("[data-folder-status]").bounding_box()
    size = page.viewport_size
    assert box
    assert size
    return box["width"] > 50 and box["y"] + box["height"] <= size["height"] and box["x"] + box["width"] <= size["width"]


FOCUS = [
    # the button pressed, and what has the focus on the next page
    ("up-3", "up-2"),
    ("up-2", "text-1"),  # not the button that removes it
    ("remove-1", "remove-1"),
    ("remove-3", "remove-2"),
    ("order-date", "order-date"),
]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("pressed", "focused"), FOCUS)
def test_the_focus_stays_in_the_list(reader: Reader, pressed: str, focused: str, scripts: bool) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    page = reader.open(SHARED + "&items=A/RES/90/2%23op1", scripts=scripts)
    page.focus(f"#{pressed}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{focused}")
    sync_api.expect(page.locator(f"#{focused}")).to_be_focused()


@pytest.mark.parametrize("touch", [False, True])
def test_clauses_in_the_folder_are_marked_and_their_menu_takes_them_out(reader: Reader, touch: bool) -> None:
    page = reader.open(ADDRESS + "#op1", width=390 if touch else 1440, touch=touch)
    page.keyboard.press("b")
    link = page.locator("#op1 .copy")
    assert (_seen(page), link.get_attribute("data-kept")) == (True, "在文献夹内")
    assert link.evaluate("link => [getComputedStyle(link, '::before').fontSize, getComputedStyle(link).opacity]") == [
        "12px",
        "1",
    ]
    assert page.locator("#op2 .copy[data-kept]").count() == 0
    page.keyboard.press("j")
    page.keyboard.press("b")  # the clause reached, although the address still names the other
    assert kept(page) == ["A/RES/90/2#op1", "A/RES/90/2#op1-a"]
    link.click()
    assert page.locator("[data-put-clause]").inner_text() == "从文献夹取出"
    page.click("[data-put-clause]")
    assert kept(page) == ["A/RES/90/2#op1-a"]
    assert link.get_attribute("data-kept") is None
    assert link.evaluate("link => link === document.activeElement")


def test_an_address_of_no_paragraph_puts_nothing(reader: Reader) -> None:
    page = reader.open(ADDRESS + "#op99")
    page.keyboard.press("b")
    assert (kept(page), _seen(page)) == ([], True)
    assert page.locator("[data-folder-status]").inner_text() == "没有这一段 · A/RES/90/2#op99"


def test_a_clause_is_put_by_its_menu(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    page.hover("#op1")
    page.click("#op1 .copy")
    page.click("[data-put-clause]")
    assert kept(page) == ["A/RES/90/2#op1"]
    page.click("#op1 .copy")
    page.click("[data-cite-clause]")
    page.wait_for_url("**/cite/?of=A%2FRES%2F90%2F2%23op1")


@pytest.mark.usefixtures("empty_index")
def test_hits_are_ticked_and_cited_together(reader: Reader) -> None:
    freshness.rebuild()
    page = reader.open("/search/?q=决议")
    boxes = page.locator("[data-keep]")
    first, second = (boxes.nth(place).get_attribute("value") for place in (0, 1))
    boxes.nth(1).check()
    boxes.nth(0).check()
    page.goto(reader.server + "/search/?q=审议")  # the folder outlasts the page
    page.click("form[data-ticked] button")
    page.wait_for_url("**/basket/?**")
    assert listed(page) == kept(page) == [second, first]
    page.goto(reader.server + "/search/?q=决议")
    assert page.locator("[data-keep]:checked").count() == 2
    page.locator("[data-keep]").nth(1).uncheck()
    assert kept(page) == [first]
    for key in "jjbkb":  # the second hit into the folder, the first out of it
        page.keyboard.press(key)
    assert kept(page) == [second]
    assert reader.complaints == []


def test_a_copied_list_has_the_numbers_of_its_style(reader: Reader) -> None:
    page = reader.open(SHARED)
    page.click("[data-copy-all]")
    page.wait_for_selector("[data-copy-all][data-said]")
    assert [line[:4] for line in clipboard(page).splitlines()] == ["[1] ", "[2] "]
    page.click("[data-copy-address]")
    until(lambda: clipboard(page) == page.url)


def test_somebody_elses_folder_changes_nothing_until_it_is_taken(reader: Reader) -> None:
    page = reader.open("/cite/?of=A/RES/89/1")
    page.click("[data-put]")
    page.goto(reader.server + SHARED)
    page.click("button[name=remove] >> nth=0")
    page.wait_for_function("document.querySelectorAll('[data-item]').length === 1")
    assert kept(page) == ["A/RES/89/1"]
    page.click("[data-put-all]")
    assert kept(page) == ["A/RES/89/1", "A/RES/90/2"]


def test_what_the_browser_keeps_can_be_broken(reader: Reader) -> None:
    page = reader.open("/")
    page.evaluate("localStorage.setItem('folder', '{broken')")
    page.goto(reader.server + "/cite/?of=A/RES/89/1")
    page.click("[data-put]")
    assert kept(page) == ["A/RES/89/1"]
    assert reader.complaints == []


def test_a_citation_is_copied(reader: Reader) -> None:
    page = reader.open("/cite/?of=A/RES/90/2%23op1")
    page.click("[data-copy] >> nth=2")
    page.wait_for_selector("[data-copy][data-said]")
    assert clipboard(page) == "《一项<试验>》，联合国大会决议，90/2，2035年12月8日通过，第1段。"


def test_a_bibliography_is_copied_whole(reader: Reader) -> None:
    page = reader.open(SHARED + "&style=oscola")
    page.click("[data-copy-all]")
    page.wait_for_selector("[data-copy-all][data-said]")
    assert clipboard(page).split("\n") == [
        "UNGA Res 89/1 (1 December 2034) UN Doc A/RES/89/1",
        "UNGA Res 90/2 (8 December 2035) UN Doc A/RES/90/2",
    ]


TICKS = [
    # the box that is clicked, and the places of the references after it
    ("#tick-op1", ["第1段"]),
    ("#tick-pp2", ["序言部分第2段", "第1段"]),
    ("#tick-op1", ["序言部分第2段"]),
]


def test_the_references_follow_each_tick(reader: Reader) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    page = reader.open("/cite/?of=A/RES/90/2")
    references = page.locator(".ticked")
    assert references.is_hidden()
    for tick, places in TICKS:
        page.click(tick)
        sync_api.expect(references.locator("li")).to_have_count(len(places))
        words = references.locator("[data-cited]").all_inner_texts()
        assert [place in each for place, each in zip(places, words, strict=True)] == [True] * len(places)
        assert references.locator("li :is(button, a)").count() == 0
        assert references.locator("li").first.evaluate("each => getComputedStyle(each).display") == "list-item"  # [1]
    references.get_by_role("button").click()
    page.wait_for_selector("[data-copy-all][data-said]")
    assert clipboard(page).startswith("[1] ")
    page.click("#tick-pp2")
    assert references.is_hidden()


def test_without_scripts(reader: Reader) -> None:
    page = reader.open(ADDRESS, scripts=False)
    page.click("details.how-to-cite summary")
    assert page.locator(".citations button").first.is_hidden()
    page.click("details.how-to-cite a[href*='/cite/']")
    page.check("#tick-op1")
    page.check("#tick-pp2")
    page.click("form.paragraphs button:not([type])")
    assert listed(page) == ["A/RES/90/2#pp2", "A/RES/90/2#op1"]
