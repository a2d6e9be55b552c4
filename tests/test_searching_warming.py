"""Tests that the first question after a start finds everything loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import characters
from archive.management.commands import serve
from archive.monitoring import machines
from archive.searching import freshness, segmentation, stems, warming
from archive.voting import states
from tests.indexes import index_at


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_loading_leaves_nothing_to_the_first_question() -> None:
    caches = [segmentation._loaded, segmentation._by_name, characters._simplifier, states.from_fixtures]
    for cache in caches:
        cache.cache_clear()
    stems.asked_stems.cache_clear()
    warming.load()
    assert [cache.cache_info().currsize for cache in caches] == [1] * len(caches)
    assert stems.asked_stems.cache_info().currsize


def test_the_index_is_opened(db: None, empty_index: None) -> None:
    freshness.rebuild()
    backend = freshness.backend()
    backend._readers.clear()
    warming.open_index()
    assert backend.folder.root in backend._readers


def test_a_missing_index_is_no_fault(tmp_path: Path) -> None:
    with index_at(tmp_path / "empty"):
        warming.open_index()


def test_the_server_loads_before_it_forks_and_opens_in_each_process(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[str] = []
    monkeypatch.setattr(warming, "load", lambda: done.append("load"))
    monkeypatch.setattr(warming, "open_index", lambda: done.append("open"))
    monkeypatch.setattr(serve, "_require_free", lambda host, port: None)
    monkeypatch.setattr(serve, "reach_database", lambda: None)
    monkeypatch.setattr(serve, "missing_migrations", list)
    monkeypatch.setattr(machines, "conflicts", list)
    monkeypatch.setattr(
        serve, "connection", type("Connection", (), {"close": staticmethod(lambda: done.append("close"))})
    )
    monkeypatch.setattr(serve, "counts_folder", lambda: tmp_path)

    def run(application: serve._Gunicorn) -> None:
        done.append("fork")
        application.cfg.post_worker_init(None)
        application._end(None)

    monkeypatch.setattr(serve._Gunicorn, "run", run)
    serve.Command().handle(host="127.0.0.1", port=1, workers=1, without_jobs=False)
    assert done == ["load", "close", "fork", "open", "close"]
