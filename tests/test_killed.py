"""Tests that what a killed process has left is finished. ``benchmarks/kills.py`` kills often, in every act."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from archive.database import restoring
from archive.database.address import connect, parameters
from archive.database.digests import digests
from archive.desk import queue
from archive.intake import fixtures, series
from archive.models import Clause, Resolution, Series
from archive.monitoring import health
from archive.searching import freshness
from tests.commands import command
from tests.shelf import draft, full, store
from tests.site import until
from tests.soundness import disagreements, half_stored, series_are_old

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_index", "empty_queue")]

FILES = 60


def waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'")
        return [name for (name,) in cursor.fetchall()]


def asked(address: str) -> tuple[int, bytes]:
    response = Client().get(address)
    return response.status_code, response.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Resolutions that recall each other, so that they are a series."""
    made = tmp_path / "sources"
    made.mkdir()
    for n in range(FILES):
        text = (
            f"{30 + n}/1. 一项试验\n\n大会，\n\n回顾其第{29 + n}/1号决议，\n\n1. 请鲸鱼唱歌。\n\n2. 决定继续审议。\n\n"
        )
        (made / f"{n}.txt").write_text(f"{text}2035年12月8日\n第60次全体会议\n", "utf-8")
    return made


@pytest.mark.alone
def test_an_import_that_is_killed_and_run_again_has_every_clause_in_the_index(folder: Path) -> None:
    freshness.rebuild()
    importing = command("import_resolutions", str(folder))
    until(lambda: Resolution.objects.count() > FILES / 3 or importing.poll() is not None)
    os.killpg(importing.pid, signal.SIGKILL)
    importing.wait()
    assert FILES / 3 < Resolution.objects.count() < FILES
    assert half_stored() == []
    assert disagreements(asked, "鲸鱼", whole=False) == []
    assert waiting_jobs() == [queue.JOIN]
    call_command("import_resolutions", str(folder))
    assert Clause.objects.of_readers().filter(text__contains="鲸鱼").count() == FILES
    assert not freshness.difference()
    assert disagreements(asked, "鲸鱼") == []
    assert not series_are_old()


@pytest.mark.parametrize(
    ("load", "there"),
    [
        (lambda folder: call_command("import_resolutions", str(folder)), FILES),
        (lambda folder: fixtures.load(), 1),
    ],
)
def test_the_series_follow_where_an_earlier_process_was_killed_before_them(
    folder: Path, load: Any, there: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(series, "rebuild", killed)
        with pytest.raises(KeyboardInterrupt):
            load(folder)
    assert Resolution.objects.count() == there
    assert not Series.objects.exists()
    load(folder)
    assert not series_are_old()


# --- The index -----------------------------------------------------------------------------------------------


@pytest.fixture
def index(empty_index: None) -> None:
    store(*full())
    store(draft("A/RES/90/3", title="一项试验"))
    freshness.rebuild()


def test_the_folders_of_killed_rebuilds_are_removed(index: None) -> None:
    root = freshness.backend().folder.root
    (root / "g-of-a-killed-rebuild").mkdir()
    freshness.repair()
    assert [path for path in root.glob("g-*") if path != freshness.backend().folder.current()] == []


def _replaced(database: str, seen: str) -> str:
    return f"{int(database) - 1}/{seen}"  # as after a restore that was killed before it built a new index


def _earlier(database: str, seen: str) -> str:
    return seen  # as an earlier version of the archive wrote it


def _cut(database: str, seen: str) -> str:
    return f"{database}/{seen[:1]}"


@pytest.fixture(params=[_replaced, _earlier, _cut])
def another_database(index: None, request: pytest.FixtureRequest) -> None:
    """The snapshot of the index does not tell what the index has of the database."""
    path = freshness.backend().folder.root / "current" / "snapshot"
    database, _, seen = path.read_text().partition("/")
    path.write_text(request.param(database, seen))


@pytest.mark.usefixtures("another_database")
def test_an_index_of_another_database_is_not_asked(admin_client: Client) -> None:
    assert asked("/search/?q=决定&format=json")[0] == 503
    assert "of another database" in health.index()
    page = admin_client.post("/admin/archive/batch/drop/", {"text": "90/9. 一项试验"}, follow=True)
    assert page.status_code == 200


@pytest.mark.usefixtures("another_database")
@pytest.mark.parametrize("mend", [freshness._follow_or_rebuild, freshness.repair])
def test_an_index_of_another_database_is_built_again(mend: Any) -> None:
    mend()
    assert disagreements(asked, "决定") == []


# --- The database --------------------------------------------------------------------------------------------


@pytest.fixture
def left_over() -> list[str]:
    """Databases that a killed restore has left beside the archive's."""
    name = settings.DATABASES["default"]["NAME"]
    left = [f"{name}_restoring", f"{name}_replaced"]
    with connect(parameters("postgres")) as server:
        for one in left:
            server.execute(f'CREATE DATABASE "{one}"')
    return left


def present(names: list[str]) -> list[str]:
    with connect(parameters("postgres")) as server:
        found = server.execute("SELECT datname FROM pg_database WHERE datname = ANY(%s)", [names])
        return [name for (name,) in found.fetchall()]


@pytest.mark.alone
def test_databases_that_a_killed_restore_left_are_removed_at_the_next_start(left_over: list[str]) -> None:
    with connect(parameters()) as database:
        before = digests(database)
        with restoring._maintenance():
            restoring.remove_left_over()  # another restore is running: they may be its own
        assert len(present(left_over)) == 2
        restoring.remove_left_over()
        assert present(left_over) == []
        assert digests(database) == before
