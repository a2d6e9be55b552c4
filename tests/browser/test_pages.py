"""Tests the pages in a browser: wide and narrow, light and dark, with mouse, with keyboard and in print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1440, 1024, 390)
SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLORS = ["color-contrast", "link-in-text-block"]


class Reader:
    """A reader's browser. ``complaints`` collects its errors and violations of the content security policy."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def open(
        self,
        address: str,
        *,
        width: int = 1440,
        scheme: Any = "light",
        scripts: bool = True,
        touch: bool = False,
        language: str = "zh-hans",
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            has_touch=touch,
            is_mobile=touch,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": self.server}])
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.server + address)
        return page


@pytest.fixture
def reader(live_server: Any, chromium: Browser) -> Iterator[Reader]:
    shelf.fill()
    reader = Reader(chromium, live_server.url)
    yield reader
    for context in reader.contexts:
        context.close()


def require_no_overflow(reader: Reader, addresses: Iterable[str]) -> None:
    for width in WIDTHS:
        page = reader.open("/", width=width)
        for address in addresses:
            page.goto(reader.server + address)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width, scheme)


def require_open_to_all(page: Page) -> None:
    """Checks WCAG 2.2 AA with axe: contrast, names, structure, landmarks. In the dark scheme it checks only colours."""
    for scheme, rules in zip(SCHEMES, (RULES, {"type": "rule", "values": OF_COLORS}), strict=True):
        page.emulate_media(color_scheme=scheme)
        # To preload style sheets, axe would write some into the page. The page's policy refuses them.
        found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"], "preload": False})
        assert found.violations_count == 0, f"{page.url} {scheme}: {found.generate_report()}"


def tops(page: Page, selector: str) -> dict[str, float]:
    """Id of a clause → the top of the first line of the element in it, in pixels."""
    return dict(
        page.eval_on_selector_all(
            selector,
            "found => found.map(e => [e.closest('.clause').id, e.getBoundingClientRect().top])",
        )
    )


def test_the_dark_scheme_is_dark(reader: Reader) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = (reader.open("/", scheme=s).evaluate(paper) for s in ("light", "dark"))
    assert [max(map(int, re.findall(r"\d+", color))) > 127 for color in (light, dark)] == [True, False]


@pytest.mark.parametrize(("language", "width"), [("en", "proportional-width"), ("zh-hans", "normal")])
def test_quotation_marks_are_as_wide_as_the_language_has_them(reader: Reader, language: str, width: str) -> None:
    page = reader.open("/about/", language=language)
    for selector in ("main p", "h1", "button"):
        found = page.eval_on_selector(selector, "e => getComputedStyle(e).fontVariantEastAsian")
        assert found == width, selector


@pytest.mark.parametrize("width", [1440, 1024])
def test_cards_begin_level_with_their_clause_or_below_the_cards_before(reader: Reader, width: int) -> None:
    page = reader.open("/A/RES/90/2/", width=width)
    boxes = "found => found.map(e => [e.getBoundingClientRect().top, e.getBoundingClientRect().bottom])"
    cards = dict(zip(tops(page, ".text .beside"), page.eval_on_selector_all(".text .beside", boxes), strict=True))
    clauses = tops(page, ".text .clause .words")
    assert list(cards) == ["pp1", "pp2", "op1"]
    before = 0.0
    for path, (top, bottom) in cards.items():
        assert abs(top - max(clauses[path], before)) <= 6, path
        before = bottom
    beside = page.eval_on_selector("#pp1 .beside", "e => e.getBoundingClientRect().left")
    assert beside >= page.eval_on_selector("#pp1 .said", "e => e.getBoundingClientRect().right")


def test_on_a_phone_cards_open_under_their_clause(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/", width=390)
    bottom = page.eval_on_selector("#pp1 .said", "e => e.getBoundingClientRect().bottom")
    top, left = page.eval_on_selector(
        "#pp1 .beside", "e => [e.getBoundingClientRect().top, e.getBoundingClientRect().left]"
    )
    assert 0 <= top - bottom < 30
    assert left < 60


def test_no_separator_ends_a_line_of_a_card(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/", width=390)
    after = "facts => facts.map(fact => getComputedStyle(fact, '::after').content)"
    assert set(page.eval_on_selector_all(".card .facts > *, .card .exact > *", after)) == {"none"}


def test_a_table_that_scrolls_has_a_shadow_where_it_goes_on(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/", width=390)
    moves = "getComputedStyle(document.querySelector('.scroll')).backgroundAttachment"
    assert page.evaluate(moves) == "local, local, scroll, scroll"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).backgroundImage") == "none"


def test_a_line_has_34_to_40_han_characters(reader: Reader) -> None:
    for width in (1440, 1024):
        measure = "e => e.clientWidth / parseFloat(getComputedStyle(e).fontSize)"
        page = reader.open("/A/RES/90/2/", width=width)
        assert 34 <= page.eval_on_selector("#pp1 .words", measure) <= 40
        leading = "e => parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e).fontSize)"
        assert 1.8 <= page.eval_on_selector("#pp1 .words", leading) <= 2.0


def test_words_and_their_card_are_highlighted_together(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/")
    lit = "found => found.map(e => e.id || e.textContent)"
    # A footnote mark is inside the words.
    both = ["第", "89/1号决议", "pp1-c1"]
    page.hover("#pp1 .cite >> nth=0")
    assert page.eval_on_selector_all(".lit", lit) == both
    page.hover("h1")
    assert page.eval_on_selector_all(".lit", lit) == []
    page.focus("#pp1-c1 a")
    assert page.eval_on_selector_all(".lit", lit) == both


def test_following_words_opens_a_folded_card(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/")
    assert not page.is_visible("#pp2-c12")
    page.click("#pp2 .cite >> nth=11")
    assert page.is_visible("#pp2-c12")
    page.wait_for_url("**#pp2-c12")


def test_without_scripts_the_words_lead_to_the_card(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/", scripts=False)
    page.click("#pp2 .cite >> nth=1")
    page.wait_for_url("**#pp2-c2")
    page.click("text=English")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url == f"{reader.server}/A/RES/90/2/"


def test_keys(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/")
    here = "document.activeElement.id"
    visited = []
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        visited.append(page.evaluate(here))
    assert visited == ["pp1", "pp2", "h1", "pp2"]
    page.wait_for_url("**#pp2")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("j/k")
    assert page.input_value("[data-search]") == "j/k"
    page.uncheck("[data-keys] input")
    page.locator("body").press("j")
    page.wait_for_url("**#pp2")


def test_the_language_switch_comes_back_to_the_same_clause(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/?text=en#pp1")
    page.click("text=English")
    assert page.url == f"{reader.server}/A/RES/90/2/?text=en#pp1"
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("form.language button")
    assert page.locator("html").get_attribute("lang") == "zh-hans"


def test_on_paper_every_cited_document_is_a_note(reader: Reader) -> None:
    page = reader.open("/A/RES/90/2/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.is_visible("#pp2-c12")
    assert not page.is_visible("header.site")
    assert not page.is_visible(".contents")
    assert page.is_visible("#source")
    assert page.inner_text(".on-paper") == f"{reader.server}/A/RES/90/2/"
    assert [page.is_visible(control) for control in (".copy >> nth=0", ".ways", "details.roll")] == [False] * 3
    notes = "cards => cards.map(card => getComputedStyle(card, '::before').content)"
    assert page.eval_on_selector_all("#pp1 .card", notes) == ['"[1] "', "none", '"[2] "', '"[3] "']
    assert page.eval_on_selector_all("#pp1 .cite", "cites => cites.map(cite => cite.dataset.note ?? '')") == [
        "",
        "[1]",
        "[2][3]",
    ]
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_no_table_makes_the_browser_shrink_a_printed_page(reader: Reader) -> None:
    """A4 without its margins is 166 mm wide."""
    page = reader.open("/", width=627, language="en")
    page.emulate_media(media="print")
    for address in ("/documents/", "/sessions/90/", "/sponsors/", "/votes/"):
        page.goto(reader.server + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 627, address
