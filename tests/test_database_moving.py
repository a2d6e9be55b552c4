"""Tests data that the archive's own PostgreSQL finds: of another version, or copied by another user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from archive.database import moving, programs
from archive.database.server import MAJOR, Server, ServerError
from tests.conftest import ROOT

pytestmark = pytest.mark.alone

EARLIER = 16
needs_earlier = pytest.mark.skipif(
    programs.server_folder(EARLIER) is None, reason=f"needs the programs of PostgreSQL {EARLIER}"
)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, which gives files to other users")


@pytest.fixture
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("moved") / "var" / "postgresql"
    yield folder
    _end(folder)


def _end(folder: Path) -> None:
    for server in (Server.at(folder), Server(folder, EARLIER)):
        server.leave()
        server.stop()


def _make(server: Server) -> None:
    """Makes a cluster with a row. ``Server`` itself makes clusters of the present version only."""
    server.directory.mkdir(parents=True)
    server._give_to_owner(server.directory)
    if server.major != MAJOR:
        server._run("initdb", "-D", str(server.data), "-U", "postgres", "--auth=trust", "--locale=C", "--encoding=UTF8")
    with _connected(server) as connection:
        connection.execute(
            "CREATE TABLE kept AS SELECT 65 AS session, '裁军'::text AS name, '\\x00ff'::bytea AS content"
        )
    server.leave()


def _connected(server: Server) -> psycopg.Connection[Any]:
    return psycopg.connect(**server.parameters(server.running()), autocommit=True)


def _kept(directory: Path) -> tuple[Any, ...] | None:
    with _connected(Server.at(directory)) as connection:
        return connection.execute("SELECT session, name, content FROM kept").fetchone()


ROW = (65, "裁军", b"\x00\xff")


@needs_earlier
def test_data_of_an_earlier_version_are_moved_at_the_start(directory: Path) -> None:
    _make(Server(directory, EARLIER))
    assert moving.version_of(directory / "data") == str(EARLIER)
    assert _kept(directory) == ROW
    assert moving.version_of(directory / "data") == str(MAJOR)
    assert not (directory / "old").exists()
    assert not (directory / "new").exists()


@needs_earlier
def test_a_move_that_fails_keeps_the_old_data(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(Server(directory, EARLIER))
    with monkeypatch.context() as patch:
        patch.setattr(moving, "_digests", lambda parameters: {str(parameters): 0})
        with pytest.raises(ServerError, match=r"PostgreSQL version 16.*were not changed.*differs from the old data"):
            Server.at(directory).running()
    assert moving.version_of(directory / "data") == str(EARLIER)
    assert _kept(directory) == ROW


@needs_earlier
@pytest.mark.parametrize("when", ["before the new data are in place", "after they are"])
def test_a_move_that_was_killed_is_finished_at_the_next_start(directory: Path, when: str) -> None:
    _make(Server(directory, EARLIER))
    if when == "after they are":
        shutil.copytree(directory / "data", directory / "old" / "data")
    else:
        (directory / "old").mkdir()
        (directory / "data").rename(directory / "old" / "data")
        (directory / "new" / "data").mkdir(parents=True)
    assert _kept(directory) == ROW
    assert not (directory / "old").exists()


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("9.6", r"version 9\.6.*apt install postgresql-9\.6.*manage\.py restore"),
        ("11", r"version 11.*apt install postgresql-11"),
        (str(MAJOR + 1), f"version {MAJOR + 1}.*later version"),
    ],
)
def test_data_that_cannot_be_moved_here(directory: Path, version: str, said: str) -> None:
    _make(Server(directory))
    (directory / "data" / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(ServerError, match=said):
        Server.at(directory).running()
    (directory / "data" / "PG_VERSION").write_text(f"{MAJOR}\n")
    assert _kept(directory) == ROW


@needs_root
@pytest.mark.parametrize("uid", [0, 54_321], ids=["copied by root", "of a user of another machine"])
def test_copied_data_are_given_to_the_user_of_the_server(directory: Path, uid: int) -> None:
    _make(Server(directory))
    copy = directory.parent.parent / "copy" / "postgresql"
    shutil.copytree(directory, copy, ignore=shutil.ignore_patterns("socket"))
    for path in (copy, *copy.rglob("*")):
        os.lchown(path, uid, uid)
        path.chmod(0o755 if path.is_dir() else 0o644)
    try:
        assert _kept(copy) == ROW
        assert (copy / "data").stat().st_mode & 0o077 == 0
    finally:
        _end(copy)


def test_another_user_is_told_how_to_take_over_a_copy(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (directory / "data").mkdir(parents=True)
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setattr(os, "geteuid", lambda: nobody.pw_uid)
    with pytest.raises(ServerError, match=f"belongs to another user.*sudo chown -R nobody: {directory.parent}"):
        Server(directory)._mend_ownership()


def test_dbshell_reaches_the_archives_own_server(directory: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "dbshell", "--", "--tuples-only", "--command", "SELECT current_user"],
        cwd=ROOT,
        env={"ARCHIVE_VAR": str(directory.parent), "ARCHIVE_SECRET_KEY": "of a test", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "archive"), done.stderr
