"""What several test modules need: the shared data, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
# What takes seconds to set up: a browser, a server, a machine, hundreds of files.
_SLOW = {"chromium", "live_server", "machine", "made", "shared_data"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, so that a mistake shows at once."""
    items.sort(key=lambda item: bool(_SLOW.intersection(getattr(item, "fixturenames", ()))))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real resolutions beside the project; the test is skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the real resolutions in ../shared/data")
    return SHARED_DATA


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium of the system's, driven by Playwright; the test is skipped where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not program:
        pytest.skip("needs Chromium: install it, or set CHROMIUM to its program")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's own sandbox does not work for root.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
