"""Measures readers beside slow clients, heavy searches and guesses at a password: are they kept waiting or refused?

    python -m benchmarks.slow_clients                         # three rounds of 30 quiet and 30 loaded seconds
    python -m benchmarks.slow_clients --rounds 1 --seconds 60 --clients 400

Starts ``manage.py serve`` on the archive of ``ARCHIVE_VAR`` or ``DATABASE_URL``, at a free port of this machine, and
stops it at the end. Use a copy of an archive: the guesses are stored in its history. Run nothing else meanwhile. The
server's log is the standard error output (``2>server.log``).

Readers ask for one page after the other, each with a new connection, and pause between two pages. The status is 1 if
a reader was refused, or if the 95th percentile of the readers' times under load is twice the quiet one or more. Quiet
and loaded phases alternate, because the speed of a machine drifts. Memory is the sum of the proportional set sizes of
the server's processes, without PostgreSQL.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import cycle, islice
from pathlib import Path

import psutil

from tests.site import ROOT, Site

HOST = "127.0.0.1"

PAGES = (
    "/",
    "/A/RES/65/72/",
    "/search/?q=%E6%A0%B8%E6%AD%A6%E5%99%A8",  # 核武器
    "/series/A/RES/65/72/",
    "/states/CHN/",
)
READERS, PAUSE = 4, 0.4  # seconds, on average
HEAVY = "/search/?q=%E7%9A%84&format=csv"  # 的, a word of nearly every clause
LARGE = ("/votes/?format=csv", "/A/RES/65/72/?format=json", HEAVY)
HEAVY_AT_ONCE, GUESSERS = 8, 8
STEP = 2.0  # seconds between two bytes of a slow client


# --- Slow clients ------------------------------------------------------------------------------------------


async def _silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def _slow_headers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _byte_by_byte(writer, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 100)


async def _slow_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
    await _byte_by_byte(writer, b"a" * 1000)


async def _byte_by_byte(writer: asyncio.StreamWriter, content: bytes) -> None:
    for byte in content:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(STEP)


async def _slow_reader(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(f"GET {random.choice(LARGE)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())  # noqa: S311
    while await reader.read(100):
        await asyncio.sleep(STEP)


async def _heavy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(f"GET {HEAVY} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    await reader.read()


async def _guess(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One guess. Each comes from another address, otherwise the archive would refuse it without a look at it."""
    address = ".".join(str(random.randrange(1, 255)) for _ in range(4))  # noqa: S311
    token, body = "a" * 32, "username=librarian&password=guessed&csrfmiddlewaretoken=" + "a" * 32
    head = (
        f"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\nCookie: csrftoken={token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write((head + body).encode())
    await reader.read()


Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SLOW: tuple[Act, ...] = (_silent, _slow_headers, _slow_body, _slow_reader)


async def _again_and_again(port: int, act: Act, until: float, ended: Counter[str]) -> None:
    """Connects again as soon as the server has answered or has closed the connection."""
    while (left := until - time.monotonic()) > 0:
        with suppress(OSError, TimeoutError):
            reader, writer = await asyncio.open_connection(HOST, port, limit=1024)
            writer.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with suppress(OSError):
                await asyncio.wait_for(act(reader, writer), left)
            ended[act.__name__.strip("_").replace("_", " ")] += 1
            writer.transport.abort()
        await asyncio.sleep(0.1)


async def _load(port: int, clients: int, seconds: float) -> None:
    until, ended = time.monotonic() + seconds, Counter[str]()
    acts = [*islice(cycle(SLOW), clients), *[_heavy] * HEAVY_AT_ONCE, *[_guess] * GUESSERS]
    await asyncio.gather(*(_again_and_again(port, act, until, ended) for act in acts))
    print(f"{'load':<12} answered or ended by the server: {dict(sorted(ended.items()))}", flush=True)


def load(port: int, clients: int, seconds: float) -> None:
    asyncio.run(_load(port, clients, seconds))


# --- Readers -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Readings:
    """What readers met. Times are in milliseconds. ``refused`` counts answers by status; 0 is no answer."""

    times: dict[str, list[float]] = field(default_factory=lambda: {page: [] for page in PAGES})
    refused: Counter[int] = field(default_factory=Counter)

    def all(self) -> list[float]:
        return [time for times in self.times.values() for time in times]

    def at(self, share: float, page: str = "") -> float:
        """The time that this share of the requests does not exceed: of one page, or of all pages."""
        times = sorted(self.times[page] if page else self.all())
        return times[int(len(times) * share)]

    def add(self, other: Readings) -> None:
        self.refused += other.refused
        for page, times in other.times.items():
            self.times[page] += times


def read(site: Site, until: float, chance: random.Random, readings: Readings) -> None:
    while time.monotonic() < until:
        page = chance.choice(PAGES)
        started = time.perf_counter()
        status = site.get(page)
        readings.times[page].append((time.perf_counter() - started) * 1000)
        if status != HTTPStatus.OK:
            readings.refused[status] += 1
        time.sleep(chance.uniform(0, 2 * PAUSE))


def readings_for(site: Site, seconds: float) -> Readings:
    found, until = Readings(), time.monotonic() + seconds
    readers = [
        threading.Thread(target=read, args=(site, until, random.Random(number), found))  # noqa: S311
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found


# --- The server --------------------------------------------------------------------------------------------


@contextmanager
def served(site: Site) -> Iterator[psutil.Process]:
    server = site.serve()
    try:
        for page in PAGES * 4:  # each process opens the index
            site.get(page)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(60)


class Footprint:
    """Watches the memory (MB) and the open files of the server's processes while a block runs."""

    def __init__(self, server: psutil.Process) -> None:
        self._server, self._ended = server, threading.Event()
        self.memory, self.files = 0.0, 0
        self._watching = threading.Thread(target=self._watch)

    def __enter__(self) -> Footprint:
        self._watching.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._ended.wait(1):
            with suppress(psutil.Error):
                family = [self._server, *self._server.children(recursive=True)]
                family = [process for process in family if "postgres" not in process.name()]
                self.memory = max(self.memory, sum(process.memory_full_info().pss for process in family) / 1e6)
                self.files = max(self.files, sum(process.num_fds() for process in family))


def phase(name: str, site: Site, server: psutil.Process, seconds: float) -> Readings:
    with Footprint(server) as footprint:
        found = readings_for(site, seconds)
    print(
        f"{name:<12} {len(found.all()):5} pages   median {found.at(0.5):5.0f} ms   95% {found.at(0.95):5.0f} ms   "
        f"refused {dict(found.refused)}   memory {footprint.memory:4.0f} MB   open files {footprint.files}",
        flush=True,
    )
    return found


def under_load(site: Site, server: psutil.Process, seconds: float, clients: int) -> Readings:
    loading = multiprocessing.Process(target=load, args=(site.port, clients, seconds + 5))
    loading.start()
    time.sleep(4)  # until all clients are connected
    found = phase("under load", site, server, seconds)
    loading.join()
    time.sleep(2)  # until the server has noticed that they are gone
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=30, help="of each phase (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=200, help="slow clients (default: %(default)s)")
    options = parser.parse_args()
    quiet, loaded = Readings(), Readings()
    site = Site(Path(os.environ.get("ARCHIVE_VAR") or ROOT / "var").resolve(), os.environ.get("DATABASE_URL", ""))
    with served(site) as server:
        for _ in range(options.rounds):
            quiet.add(phase("quiet", site, server, options.seconds))
            loaded.add(under_load(site, server, options.seconds, options.clients))
        quiet.add(phase("quiet", site, server, options.seconds))
    for page in PAGES:
        print(f"    {page:<40} median {loaded.at(0.5, page) / quiet.at(0.5, page):5.2f} times the quiet one")
    ratio = loaded.at(0.95) / quiet.at(0.95)
    print(f"95% of all pages: {quiet.at(0.95):.0f} ms, under load {loaded.at(0.95):.0f} ms, {ratio:.2f} times")
    return 1 if ratio >= 2 or quiet.refused or loaded.refused else 0


if __name__ == "__main__":
    sys.exit(main())
