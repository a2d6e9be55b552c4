"""Makes the pictures of the help: ``make pictures`` writes them into ``static/help/``.

The archive of the pictures has only the documents of ``fixtures/``: one resolution with its vote, and facts about other
documents. On its desk is the same resolution with one wrong number, so that there is something to mend. ``SHOTS`` says
how each picture is made. It needs Chromium, as the tests in a browser do.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from archive.views.help.pictures import PICTURES, Picture
from tests.chromium import launched, program
from tests.site import ROOT, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

STATIC = ROOT / "static"
SEED = ROOT / "fixtures" / "resolutions" / "A_RES_65_72.txt"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
SCHEMES = ("light", "dark")
INSTALLED = "/srv/archive"  # the folder of README.md, which pictures show in place of this machine's
# Replaces the folder of this machine in the names of sources.
_HIDE_THE_MACHINE = """([folder, shown]) => {
  for (const cell of document.querySelectorAll('td')) {
    if (cell.textContent.includes(folder)) cell.innerHTML = cell.innerHTML.replaceAll(folder, shown);
  }
}"""
COLORS = 16  # enough for a page of text; with 64 colours a file is a quarter larger


@dataclass(frozen=True, slots=True)
class Shot:
    """``address`` is the page. The picture begins at the top left of ``at``, after ``act`` has changed the page."""

    address: str
    at: str = "body"
    act: Callable[[Page], None] = lambda page: None
    viewport: int = 1000  # the width of the browser's window
    window: int = 900  # its height
    left: int = 24  # pixels beside ``at`` that the picture shows
    above: int = 16  # pixels above it


def _offer_copies(page: Page) -> None:
    page.hover("#op8 .said")
    page.click("#op8 .copy")


def _light_a_card(page: Page) -> None:
    page.focus("#pp7 .card a")


def _open_a_card(page: Page) -> None:
    page.click("#op8 .cite")


def _open_the_proof(page: Page) -> None:
    page.click("#result_list tbody th a")
    page.wait_for_selector("#rows")


def _choose_the_number(page: Page) -> None:
    _open_the_proof(page)
    page.keyboard.press("e")
    page.keyboard.press("n")


def _open_the_revisions(page: Page) -> None:
    _open_the_proof(page)
    page.click(".standing .state a[href*=revisions]")
    page.wait_for_selector("main table")


# The addresses of a proof and of the revisions depend on the archive, so a click leads there.
SHOTS = {
    "resolution": Shot("/A/RES/65/72/"),
    "cards": Shot("/A/RES/65/72/", "#pp7 .said", _light_a_card),
    "phone": Shot("/A/RES/65/72/", "#op8", _open_a_card, viewport=390, left=18),
    "copying": Shot("/A/RES/65/72/", "#op8 .said", _offer_copies),
    "search": Shot("/search/?q=核武器 段:执行"),
    "vote": Shot("/votes/voeten:5079/", "main"),
    "coverage": Shot("/", ".record"),
    "data_links": Shot("/search/?q=禁产", ".found .forms", above=230),
    "desk": Shot("/admin/", viewport=1100),
    "bring_in": Shot("/admin/archive/batch/drop/", viewport=1100),
    "proof": Shot("/admin/archive/proof/", act=_open_the_proof, viewport=1100),
    "mend": Shot("/admin/archive/proof/", "#rows .row:has(.warning)", _choose_the_number, viewport=1100, window=500),
    "withdraw": Shot("/admin/archive/proof/", act=_open_the_revisions, viewport=1100),
}


def damaged() -> str:
    """The text of the seed with a wrong number, as a bad scan has it: paragraph 4 is 40."""
    text = SEED.read_text(encoding="utf-8")
    assert text.count(" 4． 呼吁") == 1
    return text.replace(" 4． 呼吁", " 40． 呼吁")


class Photographer:
    """A librarian's browser at an archive. ``scheme`` is "light" or "dark"."""

    def __init__(self, browser: Browser, site: Site, language: str, scheme: Any) -> None:
        self.site, self.language, self.scheme = site, language, scheme
        browsers = {"zh": "zh-CN", "en": "en-GB"}[language]
        context = browser.new_context(color_scheme=scheme, base_url=site.home, locale=browsers, reduced_motion="reduce")
        context.add_cookies([{"name": "django_language", "value": LANGUAGES[language], "url": site.home}])
        context.add_init_script("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        self.page = context.new_page()

    def sign_in(self) -> None:
        self.page.goto("/admin/")
        self.page.fill("[name=username]", "librarian")
        self.page.fill("[name=password]", self.site.password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_selector(".waits")

    def bring_in(self, text: str) -> None:
        self.page.goto("/admin/archive/batch/drop/")
        file: Any = {"name": "A_RES_65_72.txt", "mimeType": "text/plain", "buffer": text.encode()}
        self.page.set_input_files("#files", [file])
        self.page.click("#drop button.default")
        self.page.wait_for_selector('#progress[data-left="0"]')

    def take(self, picture: Picture, shot: Shot) -> bytes:
        """The picture as PNG."""
        self.page.set_viewport_size({"width": shot.viewport, "height": shot.window})
        self.page.goto(shot.address)
        shot.act(self.page)
        self.page.evaluate(_HIDE_THE_MACHINE, [str(ROOT), INSTALLED])
        place = self.page.locator(shot.at).first
        self.page.evaluate("distance => scrollBy(0, distance)", self._corner(place)[1] - shot.above)
        x, y = self._corner(place)
        left = max(0, min(x - shot.left, shot.viewport - picture.width))
        top = max(0, min(y - shot.above, shot.window - picture.height))
        clip: Any = {"x": left, "y": top, "width": picture.width, "height": picture.height}
        return self.page.screenshot(clip=clip)

    def _corner(self, place: Locator) -> tuple[float, float]:
        """Where the browser's window shows the top left of an element."""
        box = place.bounding_box()
        assert box, place
        return box["x"], box["y"]


def small(png: bytes) -> bytes:
    """A picture with few colours, as WebP without loss: a third of the size of the PNG."""
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    image.convert("RGB").save(written, "WEBP", lossless=True, quality=100, method=6)
    return written.getvalue()


@contextmanager
def archive() -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        with site.served():
            yield site


def main(wanted: list[str]) -> None:
    """Makes the pictures with the wanted names; without names, all."""
    found = program()
    if not found:
        sys.exit("It needs Chromium: install it, or set CHROMIUM to its program.")
    with archive() as site, launched(found) as browser:
        for number, (language, scheme) in enumerate((each, other) for each in LANGUAGES for other in SCHEMES):
            photographer = Photographer(browser, site, language, scheme)
            photographer.sign_in()
            if number == 0:
                photographer.bring_in(damaged())
            for name in wanted or SHOTS:
                path = STATIC / PICTURES[name].file(language, scheme)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(small(photographer.take(PICTURES[name], SHOTS[name])))
                print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1:])
