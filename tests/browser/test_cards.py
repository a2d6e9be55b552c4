"""Tests the cards of a resolution in a browser: their order in the margin, and opening the cited words by mouse, touch
and keyboard. The texts are invented."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from archive.citing.citation import Citations
from archive.reading.draft import DraftClause
from tests import shelf
from tests.browser.test_pages import Reader, reader, require_no_overflow, require_open_to_all

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["reader"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS, EXCERPT = "/A/RES/91/3/", "/cited/A/RES/90/5/?at=op2&from=A%2FRES%2F91%2F3%23op2"
CITE, CARD = "#op2 .cite >> nth=0", "#op2-c1"
INNER = f"{CARD} .excerpt .cite"


def link(path: str, text: str, exact: str, target: str, pinpoint: str = "") -> dict[str, Any]:
    return {path: [shelf.cite(text, exact, target, pinpoint=pinpoint)]}


@pytest.fixture
def chain(reader: Reader) -> None:
    """A/RES/91/3 cites paragraph 2 of A/RES/90/5, and that cites paragraph 1 of A/RES/89/7. Paragraph 3 of A/RES/91/3
    has a card too."""
    texts = {
        "A/RES/89/7": ("清除一切旧地雷；", {}),
        "A/RES/90/5": (text := "回顾第89/7号决议第1段；", link("op2", text, "第89/7号决议", "A/RES/89/7", "第1段")),
        "A/RES/91/3": (text := "注意到第90/5号决议第2段；", link("op2", text, "第90/5号决议", "A/RES/90/5", "第2段")),
    }
    texts["A/RES/91/3"][1].update(link("op3", "继续审议。", "审议", "A/RES/1/1"))
    for symbol, (text, citations) in texts.items():
        words = [text if number == (1 if symbol == "A/RES/89/7" else 2) else "继续审议。" for number in range(1, 30)]
        clauses = [DraftClause("operative", f"op{n}", f"{n}.", "", each) for n, each in enumerate(words, 1)]
        shelf.store(shelf.draft(symbol, title=f"关于{symbol}", clauses=clauses), Citations(citations))


def opened(page: Page) -> dict[str, bool]:
    """Which links to cited words are open, by the symbol that they lead to."""
    links = "links => links.map(a => [a.textContent.split(' ').pop(), a.getAttribute('aria-expanded') === 'true'])"
    return dict(page.eval_on_selector_all(".opens", links))


def top(page: Page, selector: str) -> float:
    return float(page.locator(selector).evaluate("e => e.getBoundingClientRect().top"))


def focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize("way", ["words", "card", "key", "o"])
def test_the_cited_words_open_in_the_margin(reader: Reader, way: str) -> None:
    page = reader.open(ADDRESS)
    place = top(page, "#op9")
    if way == "words":
        page.click(CITE)
    elif way == "card":
        page.click(f"{CARD} .opens")
    elif way == "key":
        page.focus(f"{CARD} .opens")
        page.keyboard.press("Space")
    else:
        for key in "jjo":
            page.keyboard.press(key)
    page.wait_for_selector(f"{CARD} .excerpt .words")
    assert page.inner_text(f"{CARD} .excerpt .said") == "2.\n回顾第89/7号决议第1段；"
    assert opened(page)["A/RES/90/5"]
    assert top(page, "#op9") == place, "the text does not move"
    assert page.url.startswith(reader.server + ADDRESS)
    page.focus(f"{CARD} .opens")
    page.keyboard.press("Escape")
    assert not page.is_visible(f"{CARD} .excerpt")
    assert not opened(page)["A/RES/90/5"]
    assert reader.complaints == []


@pytest.mark.usefixtures("chain")
def test_a_chain_of_two_citations_and_back(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    page.focus(CITE)
    page.keyboard.press("Enter")
    page.wait_for_selector(INNER)
    assert focus(page) == "展开所引段落 A/RES/90/5"
    page.focus(INNER)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{CARD} .opened .opens")
    page.focus(f"{CARD} .opened .opens")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{CARD} .opened .excerpt .words")
    assert page.inner_text(f"{CARD} .opened .excerpt .words") == "1.\n清除一切旧地雷；"
    assert page.is_visible(CITE), "the clause that began it is still there"
    ids = page.eval_on_selector_all("[id]", "found => found.map(e => e.id)")
    assert len(ids) == len(set(ids))
    back = []
    page.focus(f"{CARD} .opened .excerpt .meta a")
    for _ in range(3):
        page.keyboard.press("Escape")
        back.append(focus(page))
    assert back == ["展开所引段落 A/RES/89/7", "第89/7号决议", "第90/5号决议"]
    assert not page.is_visible(".excerpt")


@pytest.mark.usefixtures("chain")
def test_without_scripts_the_same_words_have_a_page_and_a_way_back(reader: Reader) -> None:
    page = reader.open(ADDRESS, scripts=False)
    page.click(f"{CARD} .opens")
    assert page.url == reader.server + EXCERPT
    assert page.inner_text(".excerpt .said") == "2.\n回顾第89/7号决议第1段；"
    page.click(".excerpt .opens")
    assert page.inner_text(".excerpt .said") == "1.\n清除一切旧地雷；"
    assert page.eval_on_selector_all(".way a", "links => links.map(a => a.getAttribute('href'))") == [
        "/A/RES/91/3/#op2",
        "/A/RES/90/5/#op2",
    ]
    page.click(".way a >> nth=0")
    page.wait_for_url(f"{reader.server}/A/RES/91/3/#op2")


@pytest.mark.usefixtures("chain")
def test_on_a_phone_a_tap_opens_the_card_below_the_words(reader: Reader) -> None:
    page = reader.open(ADDRESS, width=390, touch=True)
    cite = page.locator(CITE)
    cite.evaluate("e => e.scrollIntoView({ block: 'center' })")  # the cards have room below it
    assert (page.is_visible(CARD), cite.get_attribute("aria-expanded")) == (False, "false")
    place, scrolled = top(page, CITE), page.evaluate("scrollY")
    cite.tap()
    assert (page.is_visible(CARD), cite.get_attribute("aria-expanded")) == (True, "true")
    assert (top(page, CITE), page.evaluate("scrollY")) == (place, scrolled)
    assert 0 < top(page, CARD) - place < 60
    box = page.locator(f"{CARD} .opens").bounding_box()
    assert box
    assert box["height"] >= 44
    page.tap(f"{CARD} .opens")
    page.wait_for_selector(INNER)
    page.tap(INNER)
    page.wait_for_selector(f"{CARD} .opened .opens")
    assert (top(page, CITE), page.evaluate("scrollY")) == (place, scrolled)
    page.tap(f"{CARD} .closes")
    assert focus(page) == "展开所引段落 A/RES/90/5"
    cite.tap()
    assert not page.is_visible(CARD)
    assert reader.complaints == []


@pytest.mark.usefixtures("chain")
def test_on_a_narrow_page_by_keyboard(reader: Reader) -> None:
    page = reader.open(ADDRESS, width=390)
    page.focus(CITE)
    page.keyboard.press("Enter")
    assert page.is_visible(CARD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card').id") == CARD[1:]
    page.keyboard.press("Escape")
    assert (page.is_visible(CARD), focus(page)) == (False, "第90/5号决议")


def test_words_show_their_card_and_the_reader_keeps_the_place(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/")
    page.locator("#pp1").scroll_into_view_if_needed()
    place = top(page, "#pp1")
    page.focus("#pp1 .cite >> nth=2")
    page.keyboard.press("Enter")
    page.wait_for_url("**#pp1-c2")
    assert page.evaluate("document.activeElement.id") == "pp1-c2"
    assert top(page, "#pp1") == place
    page.keyboard.press("Escape")
    assert focus(page) == "《试验公约》"


def test_a_footnote_opens_on_a_phone_and_is_not_copied(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/", width=390, touch=True)
    page.tap("#pp1 sup a >> nth=0")
    assert page.inner_text("#pp1 .opened .note").endswith("原文如此。")
    page.tap("#pp1 .copy")
    page.tap("[data-copies=text]")
    assert page.evaluate("navigator.clipboard.readText()") == "回顾其第89/1号决议和《试验公约》，"


def test_on_a_narrow_page_without_scripts_all_cards_are_shown(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/", width=390, scripts=False)
    assert page.is_visible("#pp1-c1")


def test_a_wider_page_puts_opened_cards_back(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/", width=390)
    page.click("#pp1 .cite >> nth=0")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_selector("#pp1 .beside #pp1-c1")
    assert not page.locator(".opened").count()


@pytest.mark.parametrize("width", [1440, 1024])
def test_cards_are_in_order_and_leave_no_holes(reader: Reader, width: int) -> None:
    """Clauses with none to four cards, in both languages of letters. No card is above an earlier one, and each card
    begins beside its clause or beside the next one."""
    clauses, citations = [], {}
    for number in range(1, 41):
        symbols = [f"A/RES/1/{number * 10 + card}" for card in range(number * 7 % 5)]
        text = "回顾" + "、".join(symbols) + "决议" + "和平" * (number * 13 % 60) + "；"
        clauses.append(DraftClause("operative", f"op{number}", f"{number}.", "", text))
        citations[f"op{number}"] = [shelf.cite(text, symbol, symbol) for symbol in symbols]
    shelf.store(shelf.draft("A/RES/92/1", clauses=clauses), Citations(citations))
    page = reader.open("/A/RES/92/1/", width=width)
    boxes = "found => found.map(e => e.getBoundingClientRect()).map(box => [box.top, box.bottom])"
    cards = page.eval_on_selector_all(".text .beside", boxes)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(cards))
    texts = page.eval_on_selector_all(".text .said", boxes)
    besides = page.eval_on_selector_all(".text .clause", "found => found.map(e => Boolean(e.querySelector('.beside')))")
    own = [box for box, has in zip(texts, besides, strict=True) if has]
    assert all(text[0] - 1 <= card[0] <= text[1] + 40 for text, card in zip(own, cards, strict=True))
    holes = sum(max(0, later[0] - earlier[1] - 16) for earlier, later in pairwise(texts))
    assert holes < 0.02 * (texts[-1][1] - texts[0][0])


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_open_is_accessible(reader: Reader, width: int) -> None:
    page = reader.open(ADDRESS, width=width)
    page.click(CITE)
    if width == 390:
        page.click(f"{CARD} .opens")
    page.click(INNER)
    page.wait_for_selector(f"{CARD} .opened")
    require_open_to_all(page)
    page.goto(reader.server + EXCERPT)
    require_open_to_all(page)


@pytest.mark.usefixtures("chain")
def test_the_page_of_an_excerpt_has_no_overflow(reader: Reader) -> None:
    require_no_overflow(reader, [EXCERPT, ADDRESS])
    assert reader.complaints == []


@pytest.mark.usefixtures("chain")
def test_what_is_open_is_not_printed(reader: Reader) -> None:
    page = reader.open(ADDRESS)
    page.click(f"{CARD} .opens")
    page.wait_for_selector(f"{CARD} .excerpt .words")
    page.emulate_media(media="print")
    assert [page.is_visible(f"{CARD} {part}") for part in (".name", ".excerpt", ".opens")] == [True, False, False]
