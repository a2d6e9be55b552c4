"""Answers heavy requests in a process of their own, with a low priority.

Python runs one thread of a process at a time, so a large download would slow down every reader of the same process.
The processes of readers therefore send heavy requests to another process, over a Unix socket, and pass its answer on.

A request is two messages: the strings of the WSGI environ as JSON, and the body. An answer is the status and the
headers as JSON, then the content in pieces, and an empty message at the end.
"""

from __future__ import annotations

import io
import json
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from typing import Any

from archive.serving.lanes import lane_of, waited
from archive.serving.refusals import Busy, refused

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_PIECE = 64 * 1024  # bytes; smaller pieces of an answer are joined


def divided(application: Application, address: str) -> Application:
    """The application of a process of readers: it sends heavy requests to the process that listens at ``address``."""

    def respond(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["archive.waited_ms"] = str(round(waited.get() * 1000))  # for the log
        lane = lane_of(environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_ACCEPT", ""))
        return _sent_on(address, environ, start_response) if lane.heavy else application(environ, start_response)

    return respond


def _sent_on(address: str, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    connection = None
    try:
        connection = _connected(address)
        connection.send_bytes(json.dumps({name: v for name, v in environ.items() if isinstance(v, str)}).encode())
        connection.send_bytes(environ["wsgi.input"].read())
        status, headers = json.loads(connection.recv_bytes())
    except (OSError, EOFError):  # the other process has ended, and a new one begins
        if connection:
            connection.close()
        accept = environ.get("HTTP_ACCEPT", "")
        status, headers, content = refused(Busy(), environ["PATH_INFO"], environ["QUERY_STRING"], accept)
        start_response(status, headers)
        return [content]
    start_response(status, [(name, value) for name, value in headers])
    return _pieces(connection)


def _connected(address: str) -> Connection:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(address)
        return Connection(client.detach())


def _pieces(connection: Connection) -> Iterator[bytes]:
    with connection:
        while piece := connection.recv_bytes():
            yield piece


def answer(application: Application, connection: Connection) -> None:
    """Answers the request that comes over a connection."""

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        connection.send_bytes(json.dumps([status, headers]).encode())

    with suppress(OSError, EOFError), connection:  # the client of the request has gone
        environ = json.loads(connection.recv_bytes()) | _of_this_process(connection.recv_bytes())
        content: Any = application(environ, start_response)
        with closing(content):
            for piece in _joined(content):
                connection.send_bytes(piece)
        connection.send_bytes(b"")


def _of_this_process(body: bytes) -> dict[str, Any]:
    """The entries of a WSGI environ that are not strings."""
    return {
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of at least ``_PIECE`` bytes, except for the last one. No piece is empty."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
