"""Tests that the data of /data/ are made after changes: the thread that waits for them, and the job."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from archive.desk import queue
from archive.desk.jobs import apart, making_data, tasks
from archive.exporting import due, published
from tests import shelf
from tests.commands import program
from tests.conftest import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue"), pytest.mark.alone]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder of versions, also for a command in a process of its own."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setenv("ARCHIVE_DATA", str(settings.DATA_DIR))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    monkeypatch.chdir(ROOT)


def queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'")
        return [name for (name,) in cursor.fetchall()]


def test_a_change_queues_one_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread looks again after an error, and does not queue a second job beside one that waits."""
    answers: Iterator[Any] = iter([OperationalError("away"), False, True, True])
    looked = threading.Event()

    def is_due() -> bool:
        answer = next(answers, None)
        if answer is None:
            looked.set()
            return False
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    monkeypatch.setattr(due, "is_due", is_due)
    monkeypatch.setattr(apart, "_PAUSE", 0.01)
    stop = threading.Event()
    thread = threading.Thread(target=making_data.look, args=[stop])
    thread.start()
    assert looked.wait(timeout=30)
    stop.set()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert queued() == [queue.DATA]


def test_the_job_makes_a_version_of_what_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.fill()
    monkeypatch.setattr(making_data, "_COMMAND", program("export_data"))
    tasks.make_data()
    [version] = published.versions()
    rows = {each["name"]: each["rows"] for each in version.package["resources"]}
    assert rows["resolutions"] == 2
    tasks.make_data()
    assert [each.name for each in published.versions()] == [version.name], "nothing has changed"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise SystemExit('the disk is full')", "the disk is full"),
        ("import os; os.kill(os.getpid(), 9)", "the process ended with the status -9"),
    ],
)
def test_after_a_failure_the_next_attempt_waits(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, code: str, reason: str
) -> None:
    monkeypatch.setattr(making_data, "_COMMAND", [sys.executable, "-c", code])
    long_ago = time.time() - timedelta(days=1).total_seconds()
    due._write(due._Seen("", due.changes(), long_ago, long_ago))
    assert due.is_due()
    with caplog.at_level(logging.WARNING):
        tasks.make_data()
    assert reason in caplog.text
    assert published.versions() == []
    assert not due.is_due()
