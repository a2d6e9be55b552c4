"""Fixtures of several test modules (the shared data, a browser, an index), and the order of the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from haystack import connections

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
# Fixtures that take seconds to set up.
_SLOW = {"chromium", "live_server", "shared_data"}
# What a module makes once for all its tests, and takes seconds: an archive with an index, typeset resolutions.
_SHARED = {"shelf", "set_seed"}

# No deadline: the time of an example depends on the load of the machine.
hypothesis.settings.register_profile("archive", deadline=None)
hypothesis.settings.load_profile("archive")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that belong together a group, and put fast tests first, so that a mistake shows at once.

    With ``--dist loadgroup`` one process runs a group, test after test, while the others run the rest; the largest
    group begins first. Tests marked ``alone`` are one group. So are the tests of a module that share an expensive
    fixture, which is then made once.
    """
    for item in items:
        if item.get_closest_marker("alone"):
            item.add_marker(pytest.mark.xdist_group("alone"))
        elif _SHARED.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_cost)


def _cost(item: pytest.Item) -> int:
    if item.get_closest_marker("alone"):
        return 2
    return 1 if _SLOW.intersection(getattr(item, "fixturenames", ())) else 0


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real resolutions beside the project. Skips the test where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the real resolutions in ../shared/data")
    return SHARED_DATA


@pytest.fixture
def empty_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty search index for one test."""
    monkeypatch.setitem(settings.HAYSTACK_CONNECTIONS["default"], "PATH", str(tmp_path))
    connections.reload("default")
    yield
    connections.reload("default")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright. Skips the test where there is none."""
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
