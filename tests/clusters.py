"""PostgreSQL servers with streaming replicas, for tests of several machines, and a relay that can cut a connection."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest

from archive.database.programs import server_folder
from tests.site import free_port, until

_CONFIGURED = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\nmax_connections = 120\n"
_NAME = "archive"


class Cluster:
    """A PostgreSQL server with the empty database ``archive``, or a replica of another one, in a folder of its own."""

    def __init__(self, source: Cluster | None = None) -> None:
        found = server_folder(15)
        if found is None:
            pytest.skip("needs PostgreSQL 15 of the system (Debian's package postgresql)")
        self._programs, self.port = found, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="cluster-", dir="/tmp"))
        self.data = self.folder / "data"
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            shutil.chown(self.folder, "postgres", "postgres")
        if source is None:
            self._run("initdb", "-D", self.data, "-U", _NAME, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        else:
            at = ("-h", "127.0.0.1", "-p", str(source.port), "-U", _NAME)
            self._run("pg_basebackup", *at, "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"{_CONFIGURED}port = {self.port}\n")
        self.start()
        if source is None:
            with self.connected("postgres") as server:
                server.execute(f"CREATE DATABASE {_NAME}")

    def url(self, port: int | None = None) -> str:
        """The address of the database; of a relay to it, if ``port`` is the relay's."""
        return f"postgresql://{_NAME}@127.0.0.1:{port or self.port}/{_NAME}"

    def connected(self, database: str = _NAME) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=_NAME, dbname=database, autocommit=True, connect_timeout=5
        )

    def ask(self, query: LiteralString, *values: object) -> object:
        """The first value that a query finds; None if it finds nothing."""
        with self.connected() as server:
            row = server.execute(query, values or None).fetchone()
        return row[0] if row else None

    def start(self) -> None:
        self._run("pg_ctl", "start", "-D", self.data, "-l", self.folder / "log", "-w")

    def processes(self) -> list[psutil.Process]:
        postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        return [postmaster, *postmaster.children(recursive=True)]

    def kill(self) -> None:
        killed = self.processes()
        for process in killed:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        until(lambda: not any(map(_lives, killed)))
        # PostgreSQL takes the process of this file for alive until the system has forgotten it.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """In the block the server takes connections, and never answers."""
        stopped = self.processes()
        for process in stopped:
            process.suspend()
        try:
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    def remove(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: object) -> None:
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        command = [str(each) for each in (self._programs / program, *arguments)]
        # A server inherits the output, so it cannot be a pipe.
        with (self.folder / f"{program}.said").open("w") as said:
            subprocess.run(command, check=True, cwd="/", stdout=said, stderr=said, **user)  # type: ignore[call-overload]


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


class Relay:
    """Passes connections on to a port. While it is ``cut``, nothing comes through, and nobody is told so: as in a
    network that has lost a machine."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._through = threading.Event()
        self._through.set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @contextmanager
    def cut(self) -> Iterator[None]:
        self._through.clear()
        try:
            yield
        finally:
            self._through.set()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near = self._listener.accept()[0]
                threading.Thread(target=self._serve, args=[near], daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        self._through.wait()
        with suppress(OSError):
            far = socket.create_connection(("127.0.0.1", self._target))
            threading.Thread(target=self._pass, args=[far, near], daemon=True).start()
            self._pass(near, far)

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._through.wait()
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
