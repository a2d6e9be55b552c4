"""Reads and cites many sources in a few limited processes. A source from a stranger can exhaust only its process.

    sources → [ limited processes: reading, citing ] → Drafts and Citations, or the reason of a refusal

A process reads one source after another. If it needs too much time or memory, or if it breaks down, it is killed with
all processes that it has started, the source is refused, and a new process reads the next source.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum, EnumType
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from archive.citing import Catalogue
from archive.confining import worker
from archive.confining.limits import LIMITS, Limits, end, kill, too_slow, why_ended
from archive.confining.worker import Outcome
from archive.messages import Message
from archive.reading.sources import Source
from archive.reading.told import NOTHING, Told
from archive.reading.wanted import EVERYTHING, Wanted

_context = multiprocessing.get_context("spawn")
# The modules whose classes an answer can have.
_PLAIN = frozenset(
    ("archive.citing.citation", "archive.messages", "archive.reading.draft", "archive.voting.choice",
     "archive.voting.outcome", "datetime")
)  # fmt: skip


class Readers:
    """Limited processes that read and cite with one catalogue. Each process starts when it is needed first.

    Only the texts that are ``wanted`` are cited.

    >>> with Readers(from_fixtures()) as readers:  # doctest: +SKIP
    ...     [(draft, citations)] = readers.submit(source).result()
    """

    def __init__(
        self,
        catalogue: Catalogue,
        limits: Limits = LIMITS,
        count: int = os.cpu_count() or 1,
        wanted: Wanted = EVERYTHING,
    ) -> None:
        self._processes = [_Process(catalogue, limits, wanted) for _ in range(count)]
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count)

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.kill()  # its thread then does not wait for an answer any longer
        self._threads.shutdown()
        for process in self._processes:
            process.end()

    def submit(self, source: Source, told: Told = NOTHING) -> Future[Outcome]:
        """Reads a source as soon as a process is free. No content of a source makes ``result()`` raise."""
        return self._threads.submit(self._read, source, told)

    def _read(self, source: Source, told: Told) -> Outcome:
        process = self._idle.get()
        try:
            return process.read(source, told)
        finally:
            self._idle.put(process)


class _Process:
    """One limited process. It is replaced after a source that has exhausted or broken it."""

    def __init__(self, catalogue: Catalogue, limits: Limits, wanted: Wanted) -> None:
        self._catalogue = catalogue
        self._limits = limits
        self._wanted = wanted
        self._process: BaseProcess | None = None

    def read(self, source: Source, told: Told) -> Outcome:
        try:
            connection = self._ready()
            connection.send((source.content, source.name, told))
            if not connection.poll(self._limits.seconds):
                self.end()
                return too_slow(self._limits)
            answer = _unpacked(connection.recv_bytes())
        except (EOFError, OSError, pickle.UnpicklingError):
            return self._why_ended()
        if isinstance(answer, Message) and answer.code == "confined.too_much_memory":
            self.end()
        return answer

    def _ready(self) -> Connection:
        """The connection to the process. Starts the process if it does not run."""
        if self._process is None or not self._process.is_alive():
            self.end()
            self._folder = tempfile.TemporaryDirectory(prefix="archive-reading-", ignore_cleanup_errors=True)
            self._connection, other = _context.Pipe()
            arguments = (other, self._catalogue, self._limits, self._folder.name, self._wanted)
            self._process = _context.Process(target=worker.work, args=arguments, daemon=True)
            self._process.start()
            other.close()
            self._connection.recv_bytes()  # the time of a source begins when the process is ready
        return self._connection

    def _why_ended(self) -> Message:
        assert self._process is not None
        self._process.join(5)
        reason = why_ended(self._process.exitcode, self._limits)
        self.end()
        return reason

    def kill(self) -> None:
        if self._process is not None:
            kill(self._process)

    def end(self) -> None:
        """Ends the process, and removes its temporary files."""
        if self._process is not None:
            end(self._process)
            self._process = None
            self._connection.close()
            self._folder.cleanup()


def _unpacked(answer: bytes) -> Outcome:
    """Unpickles an answer. Raises UnpicklingError if it is damaged, or has classes that no ``Outcome`` has.

    A hostile file can take over the process that reads it. This process must not take over the archive.
    """
    try:
        outcome: Outcome = _Unpickler(io.BytesIO(answer)).load()
    except Exception as error:  # a made answer can raise anything
        raise pickle.UnpicklingError(str(error)) from error
    return outcome


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):  # the first releases of Python 3.11 pickle a choice in this way
            return _member
        found = super().find_class(module, name) if module in _PLAIN and "." not in name else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def _member(kind: object, name: str) -> Enum:
    """A member of an enumeration. It replaces ``getattr``, which would reach everything."""
    if not isinstance(kind, EnumType):
        raise pickle.UnpicklingError(f"{kind}.{name}")
    member: Enum = kind[name]
    return member
