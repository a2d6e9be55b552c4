"""Tests /metrics: its figures, and who may see them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory

from archive.management.commands import serve
from archive.monitoring.log_lines import logged
from archive.searching import freshness
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("198.51.100.9", {}, 404),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 404),
        ("127.0.0.1", {"x-forwarded-proto": "https"}, 404),
        ("127.0.0.1", {"x-real-ip": "198.51.100.9"}, 404),
        ("198.51.100.9", {"authorization": "Bearer a token"}, 200),
        ("198.51.100.9", {"authorization": "Bearer another"}, 404),
        ("198.51.100.9", {"authorization": "Bearer "}, 404),
    ],
)
def test_who_sees_the_figures(client: Client, settings: Any, peer: str, headers: Any, status: int) -> None:
    settings.METRICS_TOKEN = "a token"
    assert client.get("/metrics", REMOTE_ADDR=peer, headers=headers).status_code == status


def test_the_counts_are_in_memory_so_that_a_full_disk_stops_no_page(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR, memory = tmp_path / "var", tmp_path / "memory"
    monkeypatch.setattr(serve, "_MEMORY", memory)
    assert serve.counts_folder() == settings.VAR_DIR / "metrics"  # this system has no folder in memory
    memory.mkdir()
    folder = serve.counts_folder()
    assert (folder.parent, folder.stat().st_mode & 0o777) == (memory, 0o700)
    folder.rmdir()
    folder.symlink_to(tmp_path)  # somebody else could make it, to see the counts or to change them
    assert serve.counts_folder() == settings.VAR_DIR / "metrics"


def test_no_token_opens_nothing(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="198.51.100.9", headers={"authorization": "Bearer "}).status_code == 404


def test_the_figures(client: Client, empty_index: None) -> None:
    freshness.rebuild()
    client.get("/about/")
    text = client.get("/metrics").content.decode()
    assert 'archive_request_seconds_count{status="200",view="about"}' in text
    for line in ('archive_ready{part="index"} 1.0', "archive_queue_submissions 0.0", "archive_index_lag_documents 0.0"):
        assert f"{line}\n" in text


def _errors(client: Client) -> float:
    text = client.get("/metrics").content.decode()
    [line] = [line for line in text.splitlines() if line.startswith("archive_database_errors_total ")]
    return float(line.split()[1])


def test_errors_of_the_database_are_counted(client: Client) -> None:
    def asks(request: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")

    before = _errors(client)
    with pytest.raises(DatabaseError), transaction.atomic():
        logged(asks)(RequestFactory().get("/"))
    assert _errors(client) == before + 1


def test_counts_of_several_processes_are_added(tmp_path: Path) -> None:
    count = "import django; django.setup(); from archive.monitoring import metrics as m; m.DATABASE_ERRORS.inc()"
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    code = [count, count, count + "; print(m._added().decode())"]
    for each in code:
        done = subprocess.run(
            [sys.executable, "-c", each],
            cwd=ROOT,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert "archive_database_errors_total 3.0" in done.stdout
