"""Kills nodes of a real cluster of OpenSearch while readers search and a librarian publishes.

Every count is exact or missing with a loud failure, and afterwards nothing is lost.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import connection
from django.test import Client

from archive.monitoring import health
from archive.searching import freshness
from archive.searching.engines.backend import Found, IndexAway
from archive.searching.matching import EngineQuery, Is, Not, TokenSequence, both
from archive.searching.meaning import understand
from tests.indexes import index_at
from tests.opensearch.nodes import Node, Nodes
from tests.shelf import draft, full, store

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = ("决定", "继续审议 -公约", '"回顾其"', "届:90", "段:执行")
WHALES = TokenSequence("title", ("鲸", "鱼"))
READERS = 3
_PATIENCE = 90  # seconds until everything is whole again


@pytest.fixture(autouse=True)
def index(tmp_path: Path, opensearch_nodes: Nodes) -> Iterator[None]:
    gone = [node for node in opensearch_nodes.nodes if not node.is_running]
    opensearch_nodes.start(*gone)  # a test that fails may have left them so
    with index_at(tmp_path, "opensearch", URLS=opensearch_nodes.urls, SHARDS=2):
        freshness.rebuild()
        store(*full())
        with freshness.together():
            for number in range(1, 20):
                store(draft(f"A/RES/89/{number}"))
        yield
        freshness.backend()._remove(*freshness.backend()._behind_alias())


def counts(found: Found) -> tuple[Any, ...]:
    return found.hits, found.groups, found.facets["kind"], len(found.rows)


def answer(typed: str) -> tuple[Any, ...]:
    """The counts of a question about everything but whales, about which nothing is published meanwhile."""
    query = EngineQuery(both(understand(typed).query.condition, Not(WHALES)), ("决定",))
    return counts(freshness.backend().find(query, 0, 20, (), ["kind"], "wording"))


def whales() -> tuple[int, int]:
    """The entries about whales that are as new as the database, and the number of documents that the index lacks."""
    lacking = freshness.behind()
    without = Not(Is("owner", tuple(map(str, lacking))))
    return freshness.backend().find(EngineQuery(both(WHALES, without)), end=0).hits, len(lacking)


def cluster_manager(running: Nodes) -> Node:
    with urlopen(f"{running.urls[0]}/_cat/cluster_manager?format=json", timeout=10) as found:
        name = json.load(found)[0]["node"]
    return next(node for node in running.nodes if node.name == name)


def until(true: Callable[[], object]) -> None:
    """Wait until a call gives something true. The engine tends the index meanwhile, as each server does."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            freshness._follow_or_rebuild()
            if true():
                return
        except Exception:
            if time.monotonic() > end:
                raise
        assert time.monotonic() < end, "It takes too long."
        time.sleep(0.3)


class Threads:
    """Calls that are repeated in threads until the block ends. ``errors`` has what they raise."""

    def __init__(self) -> None:
        self._stop, self._threads = threading.Event(), list[threading.Thread]()
        self.errors: list[BaseException] = []

    def repeat(self, call: Callable[[], None], pause: float = 0.0) -> None:
        def run() -> None:
            try:
                while not self._stop.wait(pause):
                    call()
            except BaseException as error:
                self.errors.append(error)
            finally:
                connection.close()

        self._threads.append(threading.Thread(target=run))
        self._threads[-1].start()

    def __enter__(self) -> Threads:
        return self

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(120)


def test_one_node_is_killed_while_readers_search_and_a_librarian_publishes(opensearch_nodes: Nodes) -> None:
    expected = {typed: answer(typed) for typed in ASKED}
    assert all(hits > 0 for hits, *_ in expected.values())
    store(draft("A/RES/91/1000", title="一项关于鲸鱼的试验"))
    freshness.follow()
    each, _ = whales()
    published, answered, away = [1000], list[float](), list[float]()

    def read() -> None:
        for typed in ASKED:
            try:
                assert answer(typed) == expected[typed], typed
                answered.append(time.monotonic())
            except IndexAway:
                away.append(time.monotonic())
        least = len(published)
        try:
            found, lacking = whales()
        except IndexAway:
            return
        assert found % each == 0  # whole documents only
        assert least - lacking <= found // each <= len(published) + 1

    def publish() -> None:
        number = published[-1] + 1
        store(draft(f"A/RES/91/{number}", title="一项关于鲸鱼的试验"))
        published.append(number)

    with Threads() as threads:
        for _ in range(READERS):
            threads.repeat(read)
        threads.repeat(publish, 0.3)
        time.sleep(3)
        killed = cluster_manager(opensearch_nodes)
        killed.kill()
        died = time.monotonic()
        time.sleep(8)
        opensearch_nodes.start(killed)
        time.sleep(3)
    assert threads.errors == []
    assert [moment for moment in answered if moment < died]
    assert [moment for moment in answered if moment > died], f"{len(away)} searches, all away"
    until(lambda: not freshness.behind())
    assert whales() == (each * len(published), 0)
    assert {typed: answer(typed) for typed in ASKED} == expected
    assert not freshness.difference()


def test_most_nodes_are_gone_and_come_back(opensearch_nodes: Nodes, client: Client) -> None:
    before = {typed: answer(typed) for typed in ASKED}
    _, *others = opensearch_nodes.nodes
    for node in others:
        node.kill()
    end = time.monotonic() + _PATIENCE
    while (page := client.get("/search/", {"q": "决定", "format": "json"})).status_code != 503:
        assert time.monotonic() < end
        time.sleep(0.5)
    assert page["Retry-After"]
    assert "检索暂时不可用" in page.json()["detail"]
    assert "the cluster" in health.index()
    assert client.get("/A/RES/90/2/").status_code == 200
    store(draft("A/RES/91/1", title="一项关于鲸鱼的试验"))
    assert client.get("/A/RES/91/1/").status_code == 200
    opensearch_nodes.start(*others)
    until(lambda: not freshness.behind())
    assert {typed: answer(typed) for typed in ASKED} == before
    assert whales()[0] > 0
    assert client.get("/search/", {"q": "决定", "format": "json"}).status_code == 200
    assert health.index() == ""
    assert not freshness.difference()
