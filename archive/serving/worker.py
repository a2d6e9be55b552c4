"""The gunicorn worker of the archive. Inside it, waitress reads requests and sends answers in one loop.

A slow client takes a place in that loop, and no thread: a thread begins only when the whole request is there, and is
free again when the answer is made. gunicorn's own workers need a thread for each client that sends a body slowly
(gunicorn issue 2222), and granian has no time limit for bodies (granian issue 728).
"""

from __future__ import annotations

import os
import resource
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any, ClassVar
from weakref import WeakSet

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import channel as waitress_channel
from waitress import server as waitress_server
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

from archive.serving.heavy import Application, answer, divided
from archive.serving.lanes import LANES, Lanes, lane_of, waited
from archive.serving.refusals import Busy, Refusal

# These modules of waitress measure pauses with the wall clock, and use nothing else of ``time``. If that clock is set
# back by a day, they would close no slow connection for a day.
waitress_channel.time = waitress_server.time = SimpleNamespace(time=time.monotonic)

# A client may send or receive slowly, but not endlessly: this many seconds, and one more for each so many bytes.
_SECONDS, _BYTES_A_SECOND = 20, 500
_IDLE = 30  # seconds; a kept connection without a request is closed then
_LOOK = 2  # seconds between two looks for slow clients
_HEADERS = 32 * 1024  # bytes
_LARGE_AT_ONCE = 4  # large bodies in one process; they wait on the disk until they are whole
_CONNECTIONS = 1000
_NICE = 10  # lowers the priority of the process for heavy requests


class Parser(HTTPRequestParser):
    """Refuses a body that is too large. Only the desk takes large bodies, and few of them at once.

    A request that gives its length in two ways is refused too. A proxy could read the other length, and take the rest
    of the body for the next request.
    """

    error: Error | None
    _large: ClassVar[WeakSet[Parser]] = WeakSet()

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.headers_finished and self.error is None and (reason := self._objection()):
            self.error, self.completed = reason, True
        return consumed

    def _objection(self) -> Error | None:
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            return BadRequest("The length of the body is given twice.")
        size, ordinary = max(self.content_length, self.body_bytes_received), settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size <= ordinary or self in self._large:
            return None
        if lane_of(self.path, self.query, self.headers.get("ACCEPT", "")).name != "desk":
            return RequestEntityTooLarge(f"At most {ordinary} bytes are taken.")
        if len(self._large) >= _LARGE_AT_ONCE:
            return Busy()
        self._large.add(self)
        return None


class Channel(HTTPChannel):
    """A connection that knows how fast its client is."""

    parser_class = Parser
    error_task_class = Refusal
    queued_at = 0.0  # when the present request began to wait for a thread, by the monotonic clock
    _began: float | None = None  # when the present request or answer began
    _moved = 0  # bytes since then

    def service(self) -> None:
        waited.set(time.monotonic() - self.queued_at)
        super().service()

    def recv(self, buffer_size: int) -> bytes:
        data = super().recv(buffer_size)
        self._moved += len(data)
        return data

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent = int(super().send(data, do_close=do_close))
        self._moved += sent
        return sent

    def is_too_slow(self, now: float) -> bool:
        """Whether the client takes too long for a request or an answer. ``now`` is in seconds."""
        if self._began is None or (self.request is None and not self.total_outbufs_len):
            self._began, self._moved = now, 0
        return now - self._began > _SECONDS + self._moved / _BYTES_A_SECOND


class Server(TcpWSGIServer):
    """waitress's server, with lanes of threads, which closes the connections of clients that are too slow."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.is_too_slow(now):
                channel.will_close = True

    def is_busy(self) -> bool:
        return any(channel.requests or channel.total_outbufs_len for channel in self.active_channels.values())


class SlowClientsWorker(Worker):
    """A process that serves the archive until gunicorn tells it to stop. One of the processes ``is_heavy``: it answers
    the heavy requests that the other processes send on."""

    is_heavy = False

    def run(self) -> None:
        wrapped: list[Any] = list(self.sockets)  # each is gunicorn's own object around a socket
        listeners = [one.sock for one in wrapped]
        inside = next(one for one in listeners if one.family == socket.AF_UNIX)
        if self.is_heavy:
            self._answer_heavy(inside)
        else:
            self._serve([one for one in listeners if one is not inside], inside.getsockname())

    def _answer_heavy(self, listener: socket.socket) -> None:
        os.nice(_NICE)
        listener.settimeout(1)
        threads = sum(lane.threads for lane in LANES if lane.heavy) * (self.cfg.workers - 1)
        with ThreadPoolExecutor(threads) as pool:
            while self.alive and self.ppid == os.getppid():
                self.notify()
                with suppress(TimeoutError):
                    connection = Connection(listener.accept()[0].detach())
                    pool.submit(answer, self.wsgi, connection)

    def _serve(self, listeners: list[socket.socket], heavy: str) -> None:
        sockets: dict[int, Any] = {}
        lanes, application = Lanes(), divided(self.wsgi, heavy)
        servers = [self._server(application, lanes, listener, sockets) for listener in listeners]
        while self.alive and self.ppid == os.getppid():
            self._serve_once(sockets)
        for server in servers:
            server.accepting = False
            server.del_channel()
        self._finish(servers, sockets)
        lanes.shutdown()

    def _server(self, application: Application, lanes: Lanes, listener: Any, sockets: dict[int, Any]) -> Server:
        info = (listener.family, listener.type, listener.proto, listener.getsockname())
        adjustments = Adjustments(
            connection_limit=min(_CONNECTIONS, _allowed_files() // 3),  # a body and an answer on the disk are files too
            channel_timeout=_IDLE,
            cleanup_interval=_LOOK,
            max_request_header_size=_HEADERS,
            max_request_body_size=settings.MAX_UPLOAD + 1024 * 1024,  # middleware says the limit in a sentence
            inbuf_overflow=64 * 1024,
            outbuf_overflow=256 * 1024,
            outbuf_high_watermark=256 * 1024 * 1024,  # an answer goes to the disk, so a slow reader holds no thread
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,
            ident="",
        )
        return Server(
            application, sockets, True, listener, dispatcher=lanes, adj=adjustments, sockinfo=info, bind_socket=False
        )

    def _serve_once(self, sockets: dict[int, Any]) -> None:
        self.notify()
        wasyncore.loop(timeout=1, use_poll=True, map=sockets, count=1)

    def _finish(self, servers: list[Server], sockets: dict[int, Any]) -> None:
        """Ends the requests that have begun."""
        until = time.monotonic() + self.cfg.graceful_timeout
        while any(server.is_busy() for server in servers) and time.monotonic() < until:
            self._serve_once(sockets)


def _allowed_files() -> int:
    """The number of files that this process may have open. It is raised as far as the system lets it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * _CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, 4 * _CONNECTIONS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def choose_heavy(arbiter: Any, worker: SlowClientsWorker) -> None:
    """Makes a new process the heavy one, unless one of the processes that stay with it is. gunicorn calls this.

    When gunicorn starts every process again, it first starts the new ones and then stops the oldest ones.
    """
    newest = sorted(arbiter.WORKERS.values(), key=lambda other: int(other.age), reverse=True)
    worker.is_heavy = not any(other.is_heavy for other in newest[: arbiter.num_workers - 1])
