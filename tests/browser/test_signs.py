"""Tests the signs beside the clauses of a resolution in a browser. They open what changed, and are not copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_copying import clipboard, drag
from tests.browser.test_pages import Reader, reader, require_no_overflow, require_open_to_all
from tests.wording_shelf import SECOND, URGED, fill

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["reader"]  # the fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]

ADDRESS, HISTORY = "/A/RES/93/1/", "/A/RES/93/1/op1/history/"
SIGN, CHANGE = "#op1 .since", "#op1 .difference"


def open_by_click(page: Page) -> None:
    page.click(SIGN)


def open_by_space(page: Page) -> None:
    page.focus(SIGN)
    page.keyboard.press("Space")


def open_by_letter(page: Page) -> None:
    for key in "jh":
        page.keyboard.press(key)


@pytest.mark.parametrize("opens", [open_by_click, open_by_space, open_by_letter])
def test_the_change_opens_in_place_and_closes(reader: Reader, opens: object) -> None:
    fill()
    page = reader.open(ADDRESS)
    assert callable(opens)
    opens(page)
    page.wait_for_selector(f"{CHANGE} ins")
    assert (page.inner_text(f"{CHANGE} del"), page.inner_text(f"{CHANGE} ins")) == ("鼓励", "敦促")
    assert page.get_attribute(SIGN, "aria-expanded") == "true"
    assert page.url.startswith(reader.server + ADDRESS)
    page.focus(f"{CHANGE} a >> nth=0")
    page.keyboard.press("Escape")
    assert not page.is_visible(CHANGE)
    assert page.evaluate("document.activeElement.className").startswith("since")
    assert reader.complaints == []


def test_without_scripts_a_sign_leads_to_the_history(reader: Reader) -> None:
    fill()
    page = reader.open(ADDRESS, scripts=False)
    page.click(SIGN)
    page.wait_for_url(f"{reader.server}{HISTORY}#A-RES-93-1")


def test_the_copied_words_are_the_clause(reader: Reader) -> None:
    fill()
    page = reader.open(ADDRESS)
    page.click(SIGN)
    page.wait_for_selector(f"{CHANGE} ins")
    drag(page, "#op1 .said > .words", "#op2 .said > .words")
    page.keyboard.press("Control+c")
    assert clipboard(page).split() == [URGED, SECOND]


def test_the_change_itself_can_be_copied(reader: Reader) -> None:
    fill()
    page = reader.open(ADDRESS)
    page.click(SIGN)
    page.wait_for_selector(f"{CHANGE} ins")
    page.click(f"{CHANGE} .words", click_count=3)
    page.keyboard.press("Control+c")
    assert "敦促各国培训山区的气象员" in clipboard(page)


def test_the_offered_text_is_the_clause(reader: Reader) -> None:
    fill()
    page = reader.open(ADDRESS)
    page.click(SIGN)
    page.wait_for_selector(f"{CHANGE} ins")
    page.hover("#op1")
    page.click("#op1 .copy")
    page.click("[data-copies=text]")
    page.wait_for_selector("#op1 .copy.copied")
    assert clipboard(page) == URGED


def test_the_pages_are_open_to_all_and_no_wider_than_a_phone(reader: Reader) -> None:
    fill()
    require_no_overflow(reader, [ADDRESS, HISTORY])
    page = reader.open(ADDRESS)
    page.click(SIGN)
    page.wait_for_selector(f"{CHANGE} ins")
    require_open_to_all(page)
    require_open_to_all(reader.open(HISTORY))
