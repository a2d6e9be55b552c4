"""Tests what a reader of a resolution gets into the clipboard, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_pages import Reader, reader, require_open_to_all

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["reader"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/A/RES/90/2/"
PP1 = "回顾其第89/1号决议和《试验公约》，"  # the page shows the footnote marks 1 and 2 in these words
OP1 = "请按照该公约第六条行事："  # with the number 1. and the footnote mark 1
POINT = "甲<b>乙</b>&丙；"
CITATION = "大会第90/2号决议，《一项<试验>》，2035年12月8日，A/RES/90/2，{place}，{url}"


def clipboard(page: Page) -> str:
    """The text of the clipboard. All pages of the browser share it."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def drag(page: Page, begin: str, end: str) -> None:
    """Selects with the mouse from the left edge of the first line of ``begin`` to the right edge of the last line of
    ``end``. At the edge of the window the browser would scroll and select more."""
    page.locator(end).evaluate("e => e.scrollIntoView({ block: 'center' })")
    first, last = page.locator(begin).bounding_box(), page.locator(end).bounding_box()
    assert first
    assert last
    page.mouse.move(first["x"] + 1, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 1, last["y"] + last["height"] - 8, steps=8)
    page.mouse.up()


def by_mouse(page: Page) -> None:
    drag(page, "#op1 .words", "#op1 .words")


def by_mouse_from_the_number(page: Page) -> None:
    drag(page, "#op1 .said", "#op1 .words")


def by_three_clicks(page: Page) -> None:
    page.click("#op1 .words", click_count=3, position={"x": 4, "y": 12})


def by_keyboard(page: Page) -> None:
    page.dblclick("#op1 .words", position={"x": 4, "y": 12})  # Chromium extends no empty selection
    page.keyboard.press("Shift+End")


@pytest.mark.parametrize("select", [by_mouse, by_mouse_from_the_number, by_three_clicks, by_keyboard])
def test_a_selected_clause_is_its_words(reader: Reader, select: Callable[[Page], None]) -> None:
    page = reader.open(ADDRESS)
    page.evaluate("navigator.clipboard.writeText('')")
    select(page)
    page.keyboard.press("Control+c")
    assert clipboard(page) == OP1


def test_all_selected_has_no_numbers_and_no_footnote_marks(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    lines = clipboard(page).splitlines()
    assert {PP1, OP1, POINT, "总则"} <= set(lines)
    assert not {"1.", "(a)", "㈠", "一、"} & set(lines)
    assert "复制引文" not in "".join(lines)


def test_several_selected_clauses_come_without_the_cards_between_them(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    drag(page, "#op1 .words", "#op1-a .words")
    page.keyboard.press("Control+c")
    assert clipboard(page) == f"{OP1}\n\n{POINT}"


def test_a_card_is_still_selectable(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    by_mouse(page)
    page.click("#pp1-c1 .kind", click_count=3)
    page.keyboard.press("Control+c")
    assert "A/RES/89/1" in clipboard(page)


@pytest.mark.parametrize(
    ("clause", "place", "kind", "copied"),
    [
        ("op1", "第1段", "address", "{url}"),
        ("op1", "第1段", "text", OP1),
        ("op1", "第1段", "quotation", f"{OP1}\n——{CITATION}"),
        ("op1-a-1", "第1段(a)㈠", "text", "丁\n戊；"),
        ("pp1", "序言部分第1段", "quotation", f"{PP1}\n——{CITATION}"),
        ("table1", "", "text", "国家\t票\n甲国\t1"),
    ],
)
def test_the_link_beside_a_clause_offers_copies(
    reader: Reader, clause: str, place: str, kind: str, copied: str
) -> None:
    page = reader.open(ADDRESS)
    page.hover(f"#{clause}")
    page.click(f"#{clause} .copy")
    page.click(f"#{clause} [data-copies={kind}]")
    page.wait_for_selector(f"#{clause} .copy.copied")
    assert clipboard(page) == copied.format(place=place, url=f"{reader.server}{ADDRESS}#{clause}")
    assert page.text_content("[data-status]") == "已复制"
    assert not page.is_visible(".copies")


def test_the_offers_by_keyboard(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    page.focus("#op1 .copy")
    page.keyboard.press("Enter")
    assert page.get_attribute("#op1 .copy", "aria-expanded") == "true"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.is_visible(".copies")
    assert page.evaluate("document.activeElement.hash") == "#op1"
    page.keyboard.press("Enter")
    for key in ("Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#op1 .copy.copied")
    assert clipboard(page) == OP1


def test_the_offers_close_with_a_click_elsewhere(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    page.hover("#op1")
    page.click("#op1 .copy")
    assert page.is_visible(".copies")
    page.click("h1")
    assert not page.is_visible(".copies")


def opacity(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('#op1 .copy')).opacity"))


def test_the_link_appears_under_the_mouse_and_with_the_focus(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    assert opacity(page) == "0"
    page.hover("#op1 .words")
    assert opacity(page) == "1"
    page.hover("h1")
    page.focus("#op1 .copy")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert opacity(page) == "1"


@pytest.mark.parametrize("width", [390, 1024])
def test_the_link_always_shows_on_a_touch_screen(reader: Reader, width: int) -> None:
    page = reader.open(ADDRESS, width=width, touch=True)
    assert opacity(page) == "1"
    page.tap("#op1 .copy")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    require_open_to_all(page)
    page.tap("#op1 [data-copies=text]")
    page.wait_for_selector("#op1 .copy.copied")
    assert clipboard(page) == OP1


def test_without_scripts_the_link_is_the_address_of_the_clause(reader: Reader) -> None:
    page = reader.open(ADDRESS, scripts=False)
    page.hover("#op1")
    page.click("#op1 .copy")
    page.wait_for_url(f"{reader.server}{ADDRESS}#op1")
    assert not page.is_visible(".copies")
