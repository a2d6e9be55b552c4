"""Tests the picture of a series in a browser: it is open to all, and a phone shows the newest year first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.browser.test_pages import Reader, require_no_overflow, require_open_to_all
from tests.wording_shelf import BEES, FIRST, LAKES, SECOND, URGED, link, store, update

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/series/A/RES/79/7/wording/"
SESSIONS = range(50, 80)
TEXTS = {
    75: {"pp1": BEES, "pp2": LAKES, "op1": FIRST},
    77: {"pp1": BEES, "op1": URGED, "op2": SECOND},
    79: {"pp1": BEES, "op1": SECOND, "op2": URGED},
}
STATES = ("PERU", "CHILE", "KENYA", *("NEPAL", "JAPAN", "GHANA"))


@pytest.fixture
def reader(live_server: Any, chromium: Browser) -> Iterator[Reader]:
    load_states()
    for session, clauses in TEXTS.items():
        store(f"A/RES/{session}/7", clauses)
    VoteIntake().store(
        VoteRecord(
            f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/7", title="On bees", session=str(session),
            date=date(session + 1945, 12, 1),
            ballots=[CastBallot(name, list(Choice)[(session + n) % 4]) for n, name in enumerate(STATES)],
        )
        for session in SESSIONS
    )  # fmt: skip
    for earlier, later in pairwise(SESSIONS):
        link(f"A/RES/{earlier}/7", f"A/RES/{later}/7")
    update()
    reader = Reader(chromium, live_server.url)
    yield reader
    for context in reader.contexts:
        context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_open_to_all_and_no_wider_than_the_window(reader: Reader, language: str) -> None:
    page = reader.open(ADDRESS, language=language)
    require_open_to_all(page)
    for opened in page.locator("main details > summary").all():
        opened.click()
    require_open_to_all(page)
    require_no_overflow(reader, [ADDRESS])
    assert reader.complaints == []


def test_a_phone_shows_the_newest_year_first_without_scripts(reader: Reader) -> None:
    page = reader.open(ADDRESS, width=390, scripts=False, touch=True)
    newest = page.locator(".picture .sessions th").last
    assert newest.inner_text().split() == ["79", "7"]
    box, heading = newest.bounding_box(), page.locator(".picture tbody tr:not(.part) th").first.bounding_box()
    assert box
    assert heading
    assert box["x"] + box["width"] <= 390
    assert heading["x"] >= 0, "the words stay beside the cells"


def test_with_the_keyboard_one_comes_to_the_changes(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    page.locator("#picture").focus()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(focused(page))
    assert "/A/RES/79/7/pp1/history/" in reached
    assert "/compare/A/RES/75/7/A/RES/77/7/?text=zh#op1" in reached
    assert "/A/RES/79/7/#pp1" not in reached, "an unchanged clause costs no step"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href')"))
