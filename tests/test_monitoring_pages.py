"""Tests /healthz and /readyz: what they check, and that hosts and HTTPS do not keep programs from them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from archive.desk.jobs import worker
from archive.monitoring import health
from archive.searching import freshness

PROXY = {"host": "10.0.0.7:8000"}


def _fails(*arguments: Any) -> Any:
    raise OperationalError("connection refused\nIs the server running?")


@pytest.fixture
def running_worker(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import psycopg
    from procrastinate.contrib.django.utils import connector_params

    with psycopg.connect(**connector_params(), autocommit=True) as lock:
        assert worker._alone(lock)
        yield


@pytest.mark.parametrize("method", ["get", "head"])
def test_healthz_answers_without_a_database(client: Client, method: str) -> None:
    # Without the mark django_db, pytest-django refuses each query.
    assert getattr(client, method)("/healthz").status_code == 200


def test_healthz_answers_any_host_and_does_not_redirect(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/healthz", headers=PROXY)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_program_only_reads(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


def test_all_is_well(client: Client, running_worker: None, empty_index: None) -> None:
    freshness.rebuild()
    answer = client.get("/readyz", headers=PROXY)
    checks = {"database": "ok", "index": "ok", "queue": "ok", "disk": "ok"}
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": checks})


@pytest.mark.django_db
def test_what_fails_is_named(client: Client, empty_index: None) -> None:
    answer = client.get("/readyz")
    checks = {"database": "ok", "index": "failing", "queue": "failing", "disk": "ok"}
    assert (answer.status_code, answer.json()) == (503, {"status": "failing", "checks": checks})


@pytest.mark.django_db
def test_no_worker_holds_the_lock() -> None:
    assert health.queue().startswith("No worker")


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=_fails))
    assert health.database().startswith("The database does not answer (connection refused).")
    monkeypatch.setattr(worker, "connection", SimpleNamespace(cursor=_fails))
    assert health.queue().startswith("The database does not answer (connection refused)")


@pytest.mark.django_db
def test_a_damaged_index(empty_index: None) -> None:
    freshness.rebuild()
    current = freshness.backend().folder.current()
    assert current is not None
    for file in current.iterdir():
        file.write_bytes(b"damaged")
    freshness.backend()._readers.clear()
    assert "rebuild_index" in health.index()


@pytest.mark.django_db
def test_an_index_that_cannot_be_written(
    client: Client, empty_index: None, monkeypatch: pytest.MonkeyPatch, admin_client: Client
) -> None:
    """Publishing goes on, so both the programs that watch the archive and the librarians have to hear of it."""
    freshness.rebuild()
    folder = freshness.backend().folder
    assert health.index() == ""
    assert "无法写入" not in admin_client.get("/admin/").content.decode()
    access = os.access  # root may write everywhere, so the rights of the files themselves prove nothing here
    for fault in (folder.root, folder.root / "lock", folder.current()):
        monkeypatch.setattr(os, "access", lambda path, mode, fault=fault: path != fault and access(path, mode))
        assert health.index().startswith(f"The archive may not write the search index in {folder.root}.")
        assert "检索索引无法写入" in admin_client.get("/admin/").content.decode()


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=1024 * 1024))
    assert health.disk() == f"The disk of {settings.VAR_DIR} has only 1 MB left. Make room on it."


def test_a_folder_that_is_not_there(settings: Any) -> None:
    settings.VAR_DIR = Path("/no/such/folder")
    assert "cannot be read" in health.disk()
