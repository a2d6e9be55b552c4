"""Tests votes, States and series in a browser: in the margin, without scripts, and in print."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from archive.intake import series
from archive.intake.votes import VoteIntake
from archive.voting.choice import CAST
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.browser.test_pages import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(seed: None, live_server: Any, chromium: Browser) -> Iterator[Reader]:
    """The archive with its fixtures, and the seed's resolution in eleven more sessions."""
    states = ("CHINA", "FRANCE", "RUSSIAN FEDERATION", "UNITED KINGDOM", "UNITED STATES", "GERMANY", "ITALY", "SPAIN")
    title = "United action towards the total elimination of nuclear weapons"
    VoteIntake().store(
        VoteRecord(
            f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/72", title=title, session=str(session),
            ballots=[CastBallot(name, CAST[(session + n) % 3 if n < 4 else 0]) for n, name in enumerate(states)],
        )
        for session in range(66, 77)
    )  # fmt: skip
    series.rebuild()
    reader = Reader(chromium, live_server.url)
    yield reader
    for context in reader.contexts:
        context.close()


def test_a_separate_vote_is_in_the_margin_of_its_paragraph(reader: Reader) -> None:
    page = reader.open("/A/RES/65/72/")
    for path, figures in (("op2", "176票赞成"), ("op8", "176票赞成"), ("op9", "176票赞成")):
        clause = page.locator(f"#{path}")
        assert figures in clause.locator(".votes").inner_text()
        said, votes = clause.locator(".said").bounding_box(), clause.locator(".votes").bounding_box()
        assert said is not None
        assert votes is not None
        assert votes["x"] >= said["x"] + said["width"]
    beside = page.locator("#op2 .beside")
    if beside.count():
        said, cards = page.locator("#op2 .said").bounding_box(), beside.bounding_box()
        assert said is not None
        assert cards is not None
        assert -12 < cards["y"] - said["y"] < said["height"], "the cards begin beside their clause"
    # On a phone the vote is under its paragraph.
    page = reader.open("/A/RES/65/72/", width=390)
    said, votes = page.locator("#op8 .said").bounding_box(), page.locator("#op8 .votes").bounding_box()
    assert said is not None
    assert votes is not None
    assert votes["y"] >= said["y"] + said["height"] - 1


def test_a_vote_without_room_unfolds_and_the_text_does_not_move(reader: Reader) -> None:
    """Paragraph 2 has a separate vote, and paragraph 3 has a card."""
    page = reader.open("/A/RES/65/72/")
    names = page.locator("#op2 .votes .minority >> nth=0")
    place = page.eval_on_selector("#op9", "e => e.offsetTop")
    assert not names.is_visible()
    page.click("#op2 .votes details.more > summary")
    assert names.is_visible()
    assert page.eval_on_selector("#op9", "e => e.offsetTop") == place
    page.click("#op2 .votes details.more > summary")
    page.wait_for_selector(".covering", state="detached")


def test_the_tones_differ_in_lightness_and_print(reader: Reader) -> None:
    page = reader.open("/series/A/RES/65/72/")
    page.emulate_media(media="print")
    fills = {
        tone: page.locator(f".chart rect.{tone}").first.evaluate("e => getComputedStyle(e).fill")
        for tone in ("yes", "no", "abstain")
    }
    lightness = sorted(sum(int(n) for n in fill.removeprefix("rgb(").rstrip(")").split(",")) for fill in fills.values())
    assert all(b - a > 60 for a, b in itertools.pairwise(lightness)), fills
    assert page.locator("table.list").first.is_visible()


def test_without_scripts_the_roll_call_opens_and_states_are_chosen_in_a_form(reader: Reader) -> None:
    page = reader.open("/A/RES/65/72/", scripts=False)
    page.locator("details.roll summary").click()
    assert page.get_by_text("朝鲜").last.is_visible()
    page = reader.open("/states/compare/", scripts=False)
    page.locator("select").nth(0).select_option("CHN")
    page.locator("select").nth(1).select_option("USA")
    page.get_by_role("button", name="对照").click()
    assert "中国 – 美国" in page.locator("table").first.inner_text()
