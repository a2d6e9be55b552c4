"""Tests every kind of page in a browser: open to all readers, no wider than a phone, and without controls in print."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from archive.intake import series
from archive.intake.votes import VoteIntake
from archive.voting.choice import CAST
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests import shelf
from tests.browser.test_pages import Reader, require_no_overflow, require_open_to_all
from tests.site import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

KINDS = [
    "/",
    "/?topic=all",
    "/about/",
    "/coverage/",
    "/sessions/",
    "/sessions/90/",
    "/sessions/70/",  # votes without a text
    "/years/",
    "/years/2035/",
    "/bodies/",
    "/bodies/security-council/",
    "/subjects/",
    "/treaties/",
    "/sponsors/",
    "/sponsors/CHN/",
    "/documents/",
    "/documents/?kind=treaty",
    "/documents/A/RES/89/1/",
    "/documents/A/89/7/",
    "/search/",
    "/basket/",
    "/basket/?items=A/RES/90/2%23op1&items=A/89/7&items=A/RES/1/1",
    "/cite/?of=A/RES/90/2%23op1",
    "/sessions/90/?bibliography=oscola",
    "/cited/A/RES/90/2/",
    "/A/RES/90/2/op1/history/",
    "/search/?q=第六条",
    "/search/?q=第六条&by=resolutions",
    "/search/?q=没有的话",
    "/search/?q=NPT",  # offers the document
    "/strength/",
    "/similar/A/RES/90/2/pp1/",
    "/new-words/",
    "/new-words/90/",
    "/compare/",
    "/compare/?from=90/2",
    "/compare/A/RES/89/1/A/RES/90/2/",
    "/help/",
    "/help/data/",
    "/help/librarians/",
    "/votes/",
    "/votes/?state=CHN&choice=no",
    "/votes/voeten:5079/",
    "/votes/voeten:5875/?by=group",
    "/votes/voeten:5875/?by=name",
    "/data/",
    "/states/",
    "/states/?group=nam",
    "/states/CHN/",
    "/states/compare/",
    "/states/compare/?state=CHN&state=USA&state=FRA&state=RUS&state=GBR",
    "/states/matrix/?group=eu",
    "/states/positions/?series=65/72",
    "/concordance/?q=决议",
    "/terms/",
    "/verbs/",
    "/verbs/重申/",
    "/series/",
    "/series/A/RES/65/72/",
    "/series/A/RES/65/72/wording/",
    "/A/RES/65/72/",
    "/A/RES/90/2/",
    "/A/RES/90/2/?text=en",
    "/A/RES/89/1/",
    "/nothing/",
    "/A/RES/1/1/",
    "/states/XXX/",
    "/sessions/?page=x",
    "/admin/login/",
]
CONTROLS = (
    "input, select, button, .skip, header.site, footer.site, "
    ".pages, .filter, .facets, .formats, .choose, .ways, .topic a"
)
STATES = ("CHINA", "FRANCE", "RUSSIAN FEDERATION", "UNITED KINGDOM", "UNITED STATES", "GERMANY", "ITALY", "SPAIN")


@pytest.fixture
def reader(seed: None, live_server: Any, chromium: Browser) -> Iterator[Reader]:
    """The archive with its fixtures, the shelf, and the seed's resolution in eleven more sessions."""
    shelf.fill()
    title = "United action towards the total elimination of nuclear weapons"
    VoteIntake().store(
        VoteRecord(
            f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/72", title=title, session=str(session),
            ballots=[CastBallot(name, CAST[(session + n) % 3 if n < 4 else 0]) for n, name in enumerate(STATES)],
        )
        for session in range(66, 77)
    )  # fmt: skip
    series.rebuild()
    call_command("rebuild_index", interactive=False, verbosity=0)
    reader = Reader(chromium, live_server.url)
    yield reader
    for context in reader.contexts:
        context.close()


def pages(reader: Reader, **context: Any) -> Iterator[Page]:
    """Opens each kind of page."""
    page = reader.open("/", **context)
    for address in KINDS:
        page.goto(reader.server + address)
        yield page


@pytest.mark.parametrize(("width", "language"), [(1440, "zh-hans"), (1440, "en"), (390, "zh-hans"), (390, "en")])
def test_every_kind_of_page_is_open_to_all(reader: Reader, width: int, language: str) -> None:
    for page in pages(reader, width=width, language=language):
        require_open_to_all(page)


def test_no_complaint_and_no_overflow_at_any_width_and_in_both_schemes(reader: Reader) -> None:
    require_no_overflow(reader, KINDS)
    assert [said for said in reader.complaints if "the server responded with a status of 40" not in said] == []


def test_no_table_of_a_list_scrolls_on_a_phone(reader: Reader) -> None:
    hidden = "tables => tables.filter(table => table.scrollWidth > table.parentElement.clientWidth).length"
    for page in pages(reader, width=390):
        assert page.eval_on_selector_all("table.rows", hidden) == 0, page.url


def test_the_chart_of_a_series_fits_a_phone(reader: Reader) -> None:
    page = reader.open("/series/A/RES/65/72/", width=390)
    assert page.eval_on_selector(".chart .plot", "e => e.scrollWidth <= document.documentElement.clientWidth")
    numbers = page.locator(".chart .sessions span:visible")
    boxes = [box for box in (numbers.nth(n).bounding_box() for n in range(numbers.count())) if box]
    assert all(a["x"] + a["width"] <= b["x"] + 1 for a, b in itertools.pairwise(boxes))


@pytest.mark.parametrize(("width", "language"), [(1024, "en"), (1024, "zh-hans"), (1440, "en")])
def test_the_head_of_a_page_is_one_row(reader: Reader, width: int, language: str) -> None:
    page = reader.open("/votes/", width=width, language=language)
    middles = page.eval_on_selector_all(
        "header.site > *",
        "parts => parts.map(part => part.getBoundingClientRect()).map(box => Math.round(box.top + box.height / 2))",
    )
    assert max(middles) - min(middles) <= 2


@pytest.mark.parametrize("address", ["/", "/search/?q=第六条", "/search/?q=第六条&by=resolutions"])
def test_no_separator_ends_a_line(reader: Reader, address: str) -> None:
    page = reader.open(address, width=390)
    # The server may still open the new index.
    until(lambda: page.locator(".meta").count() > 0 or not page.reload(), 20, lambda: page.inner_text("main"))
    after = "facts => facts.map(fact => getComputedStyle(fact, '::after').content)"
    assert set(page.eval_on_selector_all(".meta > *", after)) == {"none"}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours ("#24559b") by WCAG, from 1 to 21."""

    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_marks_of_charts_contrast_with_the_paper_and_with_each_other(reader: Reader, scheme: str) -> None:
    page = reader.open("/", scheme=scheme)
    paper, *tones = [
        page.eval_on_selector(".glance", f"e => getComputedStyle(e).getPropertyValue('--{name}').trim()")
        for name in ("paper", "abstain", "yes", "no", "votes-only")
    ]
    assert all(contrast(paper, tone) >= 3 for tone in tones)
    assert all(contrast(*pair) >= 2 for pair in itertools.pairwise(tones[:3]))


def test_paper_has_no_controls(reader: Reader) -> None:
    page = reader.open("/")
    page.emulate_media(media="print")
    for address in KINDS[:-1]:  # nobody prints the sign-in
        page.goto(reader.server + address)
        shown = "found => found.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 60))"
        assert page.eval_on_selector_all(CONTROLS, shown) == [], address
