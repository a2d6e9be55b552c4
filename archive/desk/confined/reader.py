"""Reads one source in a separate process. A file from a stranger can exhaust only that process.

    bytes, catalogue → [ another process: reading, citing ] → Drafts and citations as JSON, or the reason of a refusal

The processes are forked from a server process that has loaded the readers (``forkserver``), so a new process starts in
a few milliseconds. Each process has limits for CPU time, memory and file size. When a process reaches its time limit,
it is killed, with all processes that it has started. A process has no connection to the database, and cannot open a TCP
connection (``landlock``). It returns plain JSON.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from archive.messages import Message
from archive.reading.sources import MEGABYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a process. ``seconds`` limits both the elapsed time and the CPU time.

    ``memory`` limits the address space, and ``written`` the size of a file that is written; both are in bytes.
    """

    seconds: int = 60
    memory: int = 2048 * MEGABYTE
    written: int = 256 * MEGABYTE


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """The result of reading a source.

    ``drafts`` are the Drafts as JSON (``draft_json``); ``citations`` are the citations of each Draft as JSON
    (``cited``). If the source was refused, both are empty, and ``refused`` is the reason. ``seconds`` is the elapsed
    time.
    """

    drafts: tuple[dict[str, Any], ...] = ()
    citations: tuple[dict[str, Any], ...] = ()
    refused: Message | None = None
    seconds: float = 0.0


LIMITS = Limits()
_context = multiprocessing.get_context("forkserver")
# multiprocessing imports the main module (manage.py) in every process that does not have it. The server process imports
# this module once, and the forked processes then have it.
_context.set_forkserver_preload(["__main__", "archive.desk.confined.process"])


# The folder in which each process gets its own temporary folder; None for the system's default.
_folders: Path | None = None


def keep_folders_in(place: Path) -> None:
    """Sets the folder in which each process gets its own temporary folder.

    The folder is emptied, because a killed worker leaves files there. So only one process of an archive may call this:
    the worker that holds the lock.
    """
    global _folders
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    _folders = place


def warm_up() -> None:
    """Starts the server process, so that the first file does not wait for it."""
    forkserver.ensure_running()


def read_limited(content: bytes, name: str, limits: Limits = LIMITS, catalogue: bytes | None = None) -> ReadingOutcome:
    """Reads and cites a source. No content of a source, even a hostile one, makes this function raise.

    ``catalogue`` is a pickled Catalogue. Without it, the catalogue of the fixtures is used.
    """
    answer = _in_process("read", (content, name, catalogue), limits)
    if isinstance(answer, Message):
        return ReadingOutcome(refused=answer)
    refused = Message(**answer["refused"]) if answer["refused"] else None
    return ReadingOutcome(tuple(answer["drafts"]), tuple(answer["citations"]), refused, answer["seconds"])


def draw_limited(content: bytes, limits: Limits = LIMITS) -> list[bytes]:
    """The pages of a PDF as PNG pictures, as many as could be drawn within the limits."""
    pictures: list[bytes] = []
    _in_process("draw", (content,), limits, pictures)
    return pictures


def _in_process(task: str, arguments: tuple[Any, ...], limits: Limits, parts: list[bytes] | None = None) -> Any:
    """The answer of a task, or a Message with the reason why there is no answer.

    ``parts`` collects the messages that the task sends before its answer.
    """
    with tempfile.TemporaryDirectory(prefix="archive-reading-", dir=_folders) as folder:
        return _answer(task, arguments, limits, folder, parts)


def _answer(task: str, arguments: tuple[Any, ...], limits: Limits, folder: str, parts: list[bytes] | None) -> Any:
    receiver, sender = _context.Pipe(duplex=False)
    process = _context.Process(target=_work, args=(sender, task, arguments, limits, folder), daemon=True)
    process.start()
    sender.close()
    until = time.monotonic() + limits.seconds
    try:
        while receiver.poll(max(0.0, until - time.monotonic())):
            message = receiver.recv_bytes()
            if message[:1] == b"J":
                return json.loads(message[1:])
            if message[:1] == b"M":
                return Message("confined.too_much_memory")
            if parts is not None:
                parts.append(message[1:])
        return _too_long(limits)
    except EOFError:
        process.join(5)
        return _why_ended(process.exitcode, limits)
    finally:
        _end(process)
        receiver.close()


def _why_ended(code: int | None, limits: Limits) -> Message:
    if code is not None and -code in (signal.SIGXCPU, signal.SIGALRM):
        return _too_long(limits)
    if code is not None and -code == signal.SIGKILL:
        return Message("confined.killed")
    return Message("confined.ended_with_status", {"status": str(code)})


def _too_long(limits: Limits) -> Message:
    return Message("confined.too_slow", {"most": str(limits.seconds)})


def _end(process: Any) -> None:
    """Kills the process and all processes that it has started.

    The started processes can be in other process groups. They can still run when the process has already ended.
    """
    started = []
    with contextlib.suppress(psutil.Error):
        started = psutil.Process(process.pid).children(recursive=True)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for one in started:
        with contextlib.suppress(psutil.Error):
            one.kill()
    process.kill()
    process.join(5)
    if process.exitcode is not None:
        process.close()


def _work(sender: Connection, task: str, arguments: tuple[Any, ...], limits: Limits, folder: str) -> None:
    """Does a task. This function runs in the other process.

    Temporary files are written into ``folder``. ``_in_process`` removes the folder afterwards.
    """
    os.setpgid(0, 0)
    tempfile.tempdir = folder
    os.nice(5)  # lower priority than the processes that serve pages
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.seconds + 5)  # ends this process even if the process that waits for its answer has died
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from archive.desk.confined import landlock, process

    landlock.confine(folder)
    try:
        process.TASKS[task](sender, *arguments)
    except BrokenPipeError:
        return  # the process that waited for the answer has ended
    except MemoryError:
        sender.send_bytes(b"M")
    sender.close()
