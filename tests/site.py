"""An archive with a server of its own, and a librarian who uses it over HTTP, for tests and benchmarks."""

from __future__ import annotations

import http.client
import io
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import psutil

ROOT = Path(__file__).resolve().parents[1]


class Site:
    """An archive in the folder ``var``. Without ``database_url`` it has a PostgreSQL of its own."""

    def __init__(self, var: Path, database_url: str = "") -> None:
        self.var, self.port = var, free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        self.password = ""  # the librarian's; ``prepare`` shows it once
        self.environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment |= {"ARCHIVE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "archive.settings"}
        if database_url:
            self.environment["DATABASE_URL"] = database_url

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Starts a command of ``manage.py`` in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def manage(self, *command: str) -> str:
        """What a command of ``manage.py`` prints. Raises AssertionError with it if the command fails."""
        process = self.start(*command)
        said, _ = process.communicate()
        assert process.returncode == 0, f"{' '.join(command)}: {said}"
        return said

    def prepare(self) -> None:
        said = self.manage("prepare")
        if " / " in said:
            self.password = said.rsplit(" / ", 1)[1].split()[0]

    def serve(self, log: Path | None = None) -> subprocess.Popen[bytes]:
        """Starts the server, and waits until it answers. It writes its log into a file, if ``log`` is given."""
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)]
        with log.open("ab") if log else nullcontext() as file:
            server = subprocess.Popen(command, env=self.environment, start_new_session=True, stderr=file)
        until(lambda: self.get("/") == 200 or server.poll() is not None)
        assert server.poll() is None, "the server has ended"
        return server

    @contextmanager
    def served(self, log: Path | None = None) -> Iterator[None]:
        self.prepare()
        server = self.serve(log)
        try:
            yield
        finally:
            server.terminate()
            server.wait(30)

    def request(self, address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        try:
            connection.request(method, address, headers={"Host": "localhost", **headers})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def get(self, address: str) -> int:
        """The status of the answer; 0 if there is none."""
        with suppress(OSError, http.client.HTTPException):
            return self.request(address)[0]
        return 0

    def connect(self, *parts: bytes) -> socket.socket:
        """A connection that has sent ``parts``, one after the other."""
        connection = socket.create_connection(("localhost", self.port), timeout=60)
        for part in parts:
            connection.sendall(part)
        return connection

    def database_processes(self) -> list[psutil.Process]:
        """The processes of the archive's own PostgreSQL."""
        postmaster = psutil.Process(int((self.var / "postgresql/data/postmaster.pid").read_text().split()[0]))
        return [postmaster, *postmaster.children(recursive=True)]

    @contextmanager
    def frozen_database(self) -> Iterator[None]:
        stopped = self.database_processes()
        for process in stopped:
            process.suspend()
        try:
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):
                    process.resume()


class Librarian:
    """An HTTP client with cookies, signed in at the desk of an archive."""

    def __init__(self, home: str, password: str, name: str = "librarian") -> None:
        self.home = home
        self._cookies = CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self._cookies))
        self.get("/admin/login/")
        self.post("/admin/login/", {"username": name, "password": password, "next": "/admin/"})

    def get(self, path: str) -> str:
        with self._opener.open(self.home + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Sends a form, and returns the address of the page that answers."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self._token()}).encode()
        return self._send(Request(self.home + path, body))

    def drop(self, name: str, content: bytes) -> str:
        """Uploads a file; returns the address of its batch."""
        border = "----------------------------desk"
        fields = {"csrfmiddlewaretoken": self._token(), "text": ""}
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + f"\r\n--{border}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={border}"}
        return self._send(Request(f"{self.home}/admin/archive/batch/drop/", body, headers))

    def _token(self) -> str:
        return next(str(cookie.value) for cookie in self._cookies if cookie.name == "csrftoken")

    def _send(self, request: Request) -> str:
        with self._opener.open(request, timeout=120) as answer:
            answer.read()
            return str(answer.url).removeprefix(self.home)


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def until(holds: Callable[[], bool], seconds: float = 60, told: Callable[[], str] = str) -> None:
    """Waits until something holds. Raises AssertionError after ``seconds``, with what ``told`` returns then."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it never became so {told()}"
        time.sleep(0.1)
