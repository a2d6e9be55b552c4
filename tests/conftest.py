"""Fixtures of several test modules (the shared data, a browser, an index), and the order of the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from haystack import connections
from xdist.scheduler.loadscope import LoadScopeScheduling

from tests import seeded
from tests.chromium import launched, program
from tests.indexes import index_at
from tests.opensearch.nodes import Missing, Nodes, nodes

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
# Fixtures that take seconds to set up.
_SLOW = {"chromium", "live_server", "shared_data"}
# Modules that make something expensive once for all their tests: an archive with an index, typeset resolutions.
_SHARING = {"test_searching_engines", "test_reading_pdf", "test_reading_docx"}
# Modules that belong to the group of another one, because they use the same nodes of OpenSearch.
_WITH = {"test_searching_cluster": "test_searching_engines"}

# No deadline: the time of an example depends on the load of the machine.
hypothesis.settings.register_profile("archive", deadline=None)
# pytest --hypothesis-profile=many asks longer.
hypothesis.settings.register_profile("many", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("archive")


class StandIn(NamedTuple):
    """What stands in for a cluster of OpenSearch (``tests.opensearch.nodes.Nodes``)."""

    urls: list[str]


class GroupScheduling(LoadScopeScheduling):
    """Sends the tests of one group to one process, in order, and every other test to the next free process.

    pytest-xdist has ``--dist loadgroup`` for this. It forms no groups with pytest 9.2 (pytest-xdist issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid.partition("::")[0]) or nodeid


@cache
def _group(module: str) -> str:
    """The group of a test module: "alone", or its own for expensive fixtures; "" for none."""
    if "pytest.mark.alone" in (ROOT / module).read_text(encoding="utf-8"):
        return "alone"
    name = Path(module).stem
    name = _WITH.get(name, name)
    return name if name in _SHARING else ""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupScheduling:
    return GroupScheduling(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: the process with the tests marked ``alone`` mostly waits."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put fast tests first, so that a mistake shows at once, and tests marked ``alone`` last.

    With several processes the largest group begins first.
    """
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


@pytest.fixture(scope="session", autouse=True)
def own_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A search index for this process, which has a database of its own. An index of another database is not used."""
    settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = str(tmp_path_factory.mktemp("search"))
    connections.reload("default")


@pytest.fixture
def empty_index(tmp_path: Path) -> Iterator[None]:
    """An empty search index for one test."""
    with index_at(tmp_path):
        yield


@pytest.fixture
def empty_queue() -> Iterator[None]:
    """Empties procrastinate's tables after a test. pytest-django does not, because their models are unmanaged."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture(scope="session")
def opensearch_stand_in() -> Iterator[StandIn]:
    """A program of one process that answers as OpenSearch does. Skips the test where there is none."""
    server = pytest.importorskip("osmem_server", reason="needs osmem-server, which has a wheel for few systems")
    with server.OsmemServer.start() as running:
        yield StandIn([running.url])


@pytest.fixture(scope="session")
def opensearch_nodes() -> Iterator[Nodes]:
    """Three real nodes of OpenSearch. Skips the test where they cannot run."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(nodes())
        except Missing as missing:
            pytest.skip(str(missing))
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright. Skips the test where there is none."""
    found = program()
    if not found:
        pytest.skip("needs Chromium: install it, or set CHROMIUM to its program")
    with launched(found) as browser:
        yield browser


@pytest.fixture(scope="session")
def kept_seed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of the index that ``tests.seeded`` keeps."""
    folder = tmp_path_factory.mktemp("seeded")
    with django_db_blocker.unblock():
        seeded.keep(folder)
    return folder


@pytest.fixture
def seed(kept_seed: Path, db: None, empty_index: None) -> None:
    """An archive with the documents of ``fixtures/``, which every archive has, and its index."""
    seeded.put(kept_seed)
