"""Tests that streaming replicas answer readers, and that nobody notices one that lags, stands still or is killed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.views.metadata.sitemaps import SITEMAPS
from tests.clusters import Cluster
from tests.site import Site, until
from tests.test_two_servers import SYMBOL, publish, withdraw

pytestmark = pytest.mark.alone

PAGE = f"/{SYMBOL}/"


class Served(Site):
    """A site with a replica, and the log of its requests."""

    def __init__(self, var: Path, primary: Cluster, replica: Cluster, engine: str) -> None:
        super().__init__(var, primary.url())
        self.primary, self.replica = primary, replica
        self.environment |= {"DATABASE_REPLICA_URL": replica.url(), "SEARCH_ENGINE": engine}
        self._numbers = count()

    def ask(self, address: str, number: int | None = None) -> tuple[int, str]:
        """Status and content of an answer that is made now: none that is kept has this address."""
        asked = f"asked={next(self._numbers) if number is None else number}"
        sign = "&" if "?" in address else "?"
        status, _, content = self.request(quote(f"{address}{sign}{asked}", safe="/?=&:%#"))
        return status, content.decode("utf-8", "replace")

    def made_by(self, address: str) -> str:
        """Which server has made the answer to an address: "replica1", or "" for the primary."""
        number = next(self._numbers)
        assert self.ask(address, number)[0] == 200, address
        found: list[dict[str, object]] = []

        def is_written() -> bool:
            found[:] = [line for line in self.lines() if str(line.get("query", "")).endswith(f"asked={number}")]
            return bool(found)

        until(is_written)
        return str(found[0].get("replica", ""))

    def lines(self) -> list[dict[str, object]]:
        written = (self.var / "log").read_text("utf-8").splitlines()
        return [json.loads(line) for line in written if line.startswith("{")]

    def shows(self, words: str) -> bool:
        return words in self.ask(PAGE)[1]

    def follows(self) -> None:
        """Waits until the replica has what the primary has."""
        written = self.primary.ask("SELECT pg_current_wal_lsn()")
        until(lambda: bool(self.replica.ask("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", written)))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """In the block, the replica takes the changes of the primary, and shows none of them."""
        self.replica.ask("SELECT pg_wal_replay_pause()")
        try:
            yield
        finally:
            self.replica.ask("SELECT pg_wal_replay_resume()")

    def is_used(self) -> bool:
        return self.made_by("/about/") == "replica1"


@pytest.fixture(scope="module")
def clusters() -> Iterator[tuple[Cluster, Cluster]]:
    primary = Cluster()
    try:
        replica = Cluster(primary)
        try:
            yield primary, replica
        finally:
            replica.remove()
    finally:
        primary.remove()


@pytest.fixture(scope="module")
def site(clusters: tuple[Cluster, Cluster], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = Served(tmp_path_factory.mktemp("var"), *clusters, "postgresql")
    with found.served(found.var / "log"):
        publish(found, "请教鲸鱼", "鲸鱼")
        found.follows()
        yield found


ANSWERS = {
    "replica1": [
        "/", "/about/", "/coverage/", "/sessions/", "/sessions/90/", "/documents/", "/documents/A/RES/65/72/", PAGE,
        f"{PAGE}?format=json", "/subjects/", "/years/", "/bodies/", "/treaties/", "/verbs/", "/votes/", "/states/",
        "/series/", "/new-words/", "/help/data/", "/cite/?of=A/RES/90/3", "/cited/A/RES/65/72/",
        "/search/?q=鲸鱼", "/search/?q=鲸鱼&by=resolutions", "/search/?q=鲸鱼&format=json", "/search/suggest/?q=鲸",
        f"/similar{PAGE}op1/", f"/compare{PAGE}A/RES/65/72/", "/sitemap.xml",
        *(f"/sitemap-{name}.xml" for name in SITEMAPS),
    ],
    # The first takes a lock of the primary. The other ones are read while they are sent.
    "": ["/oai?verb=Identify", "/search/?q=鲸鱼&format=csv"],
}  # fmt: skip


def test_a_replica_makes_the_answers_to_readers(site: Served) -> None:
    until(site.is_used)
    made = {name: {address: site.made_by(address) for address in addresses} for name, addresses in ANSWERS.items()}
    wrong = {address: by for name, found in made.items() for address, by in found.items() if by != name}
    assert wrong == {}
    assert [line for line in site.lines() if line.get("level") in ("WARNING", "ERROR")] == []


def test_a_replica_that_stands_still_shows_nothing_old(site: Served) -> None:
    with site.paused():
        assert site.is_used(), "it shows the present version, although it stands still"
        publish(site, "请教海豚", "海豚")
        assert site.shows("请教海豚")
        assert not site.is_used()
        withdraw(site)
        assert site.ask(PAGE)[0] == 410
        assert "海豚" not in site.ask("/search/?q=海豚&format=csv")[1]
    site.follows()
    assert site.ask(PAGE)[0] == 410
    assert site.is_used()


def test_readers_notice_no_replica_that_is_killed(site: Served) -> None:
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.extend(site.ask(address)[0] for address in ("/states/", "/search/?q=核武器", "/documents/"))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    until(lambda: len(seen) > 5)
    site.replica.kill()
    before = len(seen)
    until(lambda: len(seen) > before + 20)
    assert not site.is_used()
    site.replica.start()
    until(site.is_used)  # it has a rest of some seconds
    stop.set()
    for reader in readers:
        reader.join()
    assert set(seen) == {200}


def test_a_replica_that_does_not_answer_is_left_aside_within_seconds(site: Served) -> None:
    until(site.is_used)
    with site.replica.frozen():
        began = time.monotonic()
        assert site.ask("/states/")[0] == 200
        assert time.monotonic() - began < 12
        until(lambda: _takes(site) < 1)
        assert not site.is_used()
    until(site.is_used)


def _takes(site: Served) -> float:
    began = time.monotonic()
    assert site.ask("/states/")[0] == 200
    return time.monotonic() - began
