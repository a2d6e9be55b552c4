"""Tests the archive's own PostgreSQL: starts, stops and kills of its processes. Each test starts its own servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from archive.database import database_settings, programs
from archive.database.server import DATABASE, PORT, ROLE, Server, ServerError
from tests.conftest import ROOT

pytestmark = pytest.mark.alone

# A process that uses the server. It prints a line when it is connected, and ends when its input ends.
CLIENT = """
import sys
from pathlib import Path
import psycopg
from archive.database.server import Server
socket = Server.at(Path(sys.argv[1])).running()
with psycopg.connect(host=str(socket), port=5432, user="archive", dbname="archive") as connection:
    print(connection.execute("SELECT pg_postmaster_start_time()::text").fetchone()[0], flush=True)
sys.stdin.read()
"""


class Client:
    """A process that runs CLIENT. ``met`` waits for its connection and returns the start time of the server."""

    def __init__(self, directory: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(directory)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def met(self) -> str:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        started = self.process.stdout.readline().strip()
        assert started, self.process.stderr.read()
        return started

    def leave(self) -> None:
        _, said = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, said


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """The folder of one cluster, which the tests of this module use one after the other."""
    with tempfile.TemporaryDirectory(prefix="db-") as folder:
        yield Path(folder) / "postgresql"


@pytest.fixture
def directory(made: Path) -> Iterator[Path]:
    """The folder without a running server. A server that still runs after the test is stopped."""
    yield made
    _end(made)


@pytest.fixture
def empty_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="db-") as folder:
        yield Path(folder) / "postgresql"
        _end(Path(folder) / "postgresql")


@pytest.fixture
def deep_directory() -> Iterator[Path]:
    """A folder in a project path of 150 characters: too long for the name of a socket."""
    with tempfile.TemporaryDirectory(prefix="db-") as folder:
        project = (folder + "/" + "a long name " * 12)[:149] + "e"
        assert len(project) == 150
        yield Path(project) / "var" / "postgresql"
        _end(Path(project) / "var" / "postgresql")


def _end(folder: Path) -> None:
    Server.at(folder).leave()
    Server.at(folder).stop()


@pytest.fixture
def client(directory: Path) -> Iterator[Callable[[], Client]]:
    clients: list[Client] = []

    def start() -> Client:
        clients.append(Client(directory))
        return clients[-1]

    yield start
    for one in clients:
        one.process.kill()
        one.process.communicate()


def ask(socket: Path, question: str = "SELECT 1") -> object:
    with psycopg.connect(host=str(socket), port=PORT, user=ROLE, dbname=DATABASE) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def postmaster(directory: Path) -> int:
    return int((directory / "data" / "postmaster.pid").read_text().splitlines()[0])


def is_alive(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def kill_everything(directory: Path) -> None:
    """Sends SIGKILL to the server and all its processes."""
    first = psutil.Process(postmaster(directory))
    for process in [first, *first.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):  # its processes end by themselves after it
            process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while is_alive(first.pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def test_its_role_makes_databases_and_is_no_superuser(directory: Path) -> None:
    socket = Server.at(directory).running()
    assert ask(socket, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(socket, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True
    assert ask(socket, "SHOW server_encoding") == "UTF8"
    assert ask(socket, "SHOW listen_addresses") == ""


def test_other_users_may_not_enter_its_folders(directory: Path) -> None:
    socket = Server.at(directory).running()
    for folder in (directory, directory / "data", socket):
        assert folder.stat().st_mode & 0o077 == 0, folder


def test_two_that_start_at_once_make_one_server(empty_directory: Path) -> None:
    clients = [Client(empty_directory) for _ in range(3)]
    try:
        assert len({one.met() for one in clients}) == 1
    finally:
        for one in clients:
            one.leave()


def test_a_second_start_finds_the_first_ones_server(client: Callable[[], Client]) -> None:
    assert client().met() == client().met()


def test_the_last_to_leave_stops_it(client: Callable[[], Client], directory: Path) -> None:
    first, second = client(), client()
    first.met(), second.met()
    pid = postmaster(directory)
    first.leave()
    assert is_alive(pid)
    second.leave()
    assert not is_alive(pid)
    assert not (directory / "data" / "postmaster.pid").exists()


def test_the_last_to_leave_stops_it_after_a_client_was_killed(client: Callable[[], Client], directory: Path) -> None:
    first, second = client(), client()
    first.met(), second.met()
    pid = postmaster(directory)
    first.process.kill()
    first.process.wait()
    second.leave()
    assert not is_alive(pid)


def test_a_start_after_everything_was_killed(client: Callable[[], Client], directory: Path) -> None:
    first = client()
    first.met()
    with psycopg.connect(host=str(directory / "socket"), port=PORT, user=ROLE, dbname=DATABASE) as connection:
        connection.execute("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 65 AS session")
    first.process.kill()
    first.process.wait()
    kill_everything(directory)
    assert (directory / "data" / "postmaster.pid").exists()
    client().met()
    assert ask(directory / "socket", "SELECT session FROM kept") == 65


def test_a_start_while_processes_of_a_killed_server_are_busy(client: Callable[[], Client], directory: Path) -> None:
    """Only the postmaster is killed. A query runs on for a second; until its end no other server may write the data."""
    client().met()
    with psycopg.connect(host=str(directory / "socket"), port=PORT, user=ROLE, dbname=DATABASE) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)  # first: otherwise it would notice the end of the postmaster and end too
        os.kill(postmaster(directory), signal.SIGKILL)
        try:
            second = client()
            time.sleep(1.5)
            assert second.process.poll() is None
        finally:
            os.kill(backend, signal.SIGCONT)
    second.met()


def test_the_number_of_a_killed_server_given_to_another_process(directory: Path, client: Callable[[], Client]) -> None:
    first = client()
    first.met()
    first.process.kill()
    first.process.wait()
    kill_everything(directory)
    lock = directory / "data" / "postmaster.pid"
    owner = Server.at(directory)._owner()
    stranger = subprocess.Popen(["sleep", "60"], user=owner.pw_uid if os.geteuid() == 0 else None)
    try:
        lines = lock.read_text().splitlines(keepends=True)
        lock.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        client().met()
        assert postmaster(directory) != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("left", ["", "4711\n", "no number\n/data\n"])
def test_a_lock_file_cut_off_by_a_power_cut(directory: Path, left: str) -> None:
    server = Server.at(directory)
    server.running()
    server.stop()
    (directory / "data" / "postmaster.pid").write_text(left)
    assert ask(server.running()) == 1


def test_a_cluster_half_made_is_made_again(empty_directory: Path) -> None:
    (empty_directory / "data.new" / "base").mkdir(parents=True)
    (empty_directory / "data.new" / "PG_VERSION").write_text("18\n")
    assert ask(Server.at(empty_directory).running()) == 1


def test_a_server_whose_socket_was_removed_is_started_again(directory: Path) -> None:
    server = Server.at(directory)
    socket = server.running()
    before = postmaster(directory)
    (socket / f".s.PGSQL.{PORT}").unlink()
    assert ask(server.running()) == 1
    assert postmaster(directory) != before


def test_a_project_folder_of_150_characters(deep_directory: Path) -> None:
    server = Server.at(deep_directory)
    socket = server.running()
    assert len(os.fsencode(socket)) < 100
    assert ask(socket) == 1
    kill_everything(deep_directory)
    again = server.running()
    assert ask(again) == 1
    assert again == socket or not socket.exists()
    server.stop()
    assert not again.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, which makes such a folder")
def test_a_folder_that_only_root_may_enter_keeps_its_mode() -> None:
    with tempfile.TemporaryDirectory(prefix="db-") as folder:
        assert Path(folder).stat().st_mode & 0o777 == 0o700
        directory = Path(folder) / "var" / "postgresql"
        assert ask(Server.at(directory).running()) == 1
        assert psutil.Process(postmaster(directory)).uids().effective != 0
        assert Path(folder).stat().st_mode & 0o777 == 0o700
        _end(directory)


def test_settings_of_another_postgresql_do_not_reach_it(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "1", "PGHOST": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    assert ask(Server.at(directory).running()) == 1


def test_without_the_wheel_the_message_gives_the_remedy(empty_directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_WHEEL", "a_package_that_is_not_there")
    with pytest.raises(ServerError, match="Set DATABASE_URL to a PostgreSQL server"):
        Server.at(empty_directory).running()
    assert not empty_directory.exists()


def test_messages_of_postgresql_are_passed_on(directory: Path) -> None:
    server = Server.at(directory)
    server.running()
    server.stop()
    version = directory / "data" / "PG_VERSION"
    version.write_text("9.6\n")
    try:
        with pytest.raises(ServerError, match=r"(?s)version 9\.6.*set DATABASE_URL"):
            server.running()
    finally:
        version.write_text("18\n")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///archive.db", "'sqlite'.*needs PostgreSQL"),
        ("mysql://archive:s3cret@host/archive", "'mysql'.*needs PostgreSQL"),
        ("archive", "no.*needs PostgreSQL"),
        ("postgresql://archive:s3cret@host:port/archive", "cannot be read"),
        ("postgresql://archive:s3cret@host", "names no database"),
    ],
)
def test_an_address_that_is_not_postgresql_is_refused(url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said) as refusal:
        database_settings(url, Path("unused"))
    assert "s3cret" not in str(refusal.value)


def test_an_address_of_postgresql_is_taken() -> None:
    settings = database_settings("postgresql://who:p%40ss@host:5433/name?sslmode=require", Path("unused"))
    assert settings["ENGINE"] == "archive.database"
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"]) == ("who", "p@ss", "host")
    assert (settings["PORT"], settings["NAME"], settings["OPTIONS"]["sslmode"]) == (5433, "name", "require")


def test_on_windows_the_message_gives_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.database._WINDOWS", True)
    with pytest.raises(ImproperlyConfigured, match="Set DATABASE_URL"):
        database_settings("", Path("unused"))
    assert database_settings("postgresql://who@host/name", Path("unused"))["NAME"] == "name"
