"""A web server that stands in for the UN's hosts: it breaks off, is slow, refuses, redirects and states wrong lengths.

    with StandIn() as server:
        server.answers["/a.pdf"] = [Answer(status=429, headers={"Retry-After": "7"}), Answer(b"%PDF-…")]
        client.fetch(f"{server.origin}/a.pdf", …)

The answers of a path are given in order; the last one is given again and again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any

_RANGE = re.compile(r"bytes=(\d+)-")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``body`` is the whole file, or the path of it.

    ``breaks_off`` is the number of bytes after which the connection ends. ``states`` is the Content-Length that the
    answer has instead of the true one; -1 leaves it out. ``pause`` is the time in seconds before each of the chunks.
    Without ``ranges`` a request for the rest of the file gets the whole file.
    """

    body: bytes | Path = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    breaks_off: int | None = None
    states: int | None = None
    pause: float = 0
    chunk: int = 64 * 1024
    ranges: bool = True

    def size(self) -> int:
        return len(self.body) if isinstance(self.body, bytes) else self.body.stat().st_size

    def bytes_from(self, start: int) -> Iterator[bytes]:
        if isinstance(self.body, bytes):
            yield from (self.body[at : at + self.chunk] for at in range(start, len(self.body), self.chunk))
            return
        with self.body.open("rb") as file:
            file.seek(start)
            while chunk := file.read(self.chunk):
                yield chunk


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has come. ``headers`` have names in lower case."""

    path: str
    headers: dict[str, str]


class StandIn(ThreadingHTTPServer):
    """The server, at a free port of 127.0.0.1. ``asked`` has the requests in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[Asked] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> StandIn:
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """The client has gone. Many tests want that."""

    def next_answer(self, path: str) -> Answer:
        answers = self.answers.get(path) or [Answer(status=404)]
        return answers.pop(0) if len(answers) > 1 else answers[0]


class _Handler(BaseHTTPRequestHandler):
    server: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.server.next_answer(self.path)
        start = self._start(answer)
        if answer.status == 200 and self.headers.get("If-None-Match", "") == answer.headers.get("ETag", "none"):
            self._head(304, {"Content-Length": "0"})
            return
        status = 206 if start else answer.status
        length = {"Content-Length": str(answer.size() - start if answer.states is None else answer.states)}
        ranged = {"Content-Range": f"bytes {start}-{answer.size() - 1}/{answer.size()}"} if start else {}
        self._head(status, ({} if answer.states == -1 else length) | ranged | answer.headers)
        self._send(answer, start)

    def _start(self, answer: Answer) -> int:
        """The first byte that is sent. It is 0 unless the client asks for the rest of the same version."""
        match = _RANGE.fullmatch(self.headers.get("Range", ""))
        same = self.headers.get("If-Range", "") in ("", answer.headers.get("ETag"))
        return int(match[1]) if match and same and answer.ranges and answer.status == 200 else 0

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True

    def _send(self, answer: Answer, start: int) -> None:
        left = answer.breaks_off
        for chunk in answer.bytes_from(start):
            time.sleep(answer.pause)
            self.wfile.write(chunk if left is None else chunk[:left])
            left = None if left is None else left - len(chunk)
            if left is not None and left <= 0:
                return

    def log_message(self, format: str, *arguments: Any) -> None:
        """Prints nothing."""
