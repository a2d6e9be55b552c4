"""Reading one source in a process of its own: a file that a stranger made can exhaust that process, and nothing else.

    bytes, catalogue → [ another process: reading, citing ] → Drafts and citations as JSON, or the reason why not

The processes are forked from one that has the readers loaded already (``forkserver``), so that a new one costs a few
milliseconds. Each has limits of computing time, memory and files, and is ended with everything that it started when its
time is over. It has no connection to the database nor (``landlock``) to anybody else, and gives back plain JSON.
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
    """``seconds`` by the clock and of computing; ``memory`` in bytes, of addresses."""

    seconds: int = 60
    memory: int = 2048 * MEGABYTE
    written: int = 256 * MEGABYTE


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """``drafts`` as ``draft_json`` writes them, and the ``citations`` of each as ``cited`` writes them; or ``refused``:
    why there are none. ``seconds`` by the clock."""

    drafts: tuple[dict[str, Any], ...] = ()
    citations: tuple[dict[str, Any], ...] = ()
    refused: Message | None = None
    seconds: float = 0.0


LIMITS = Limits()
_context = multiprocessing.get_context("forkserver")
# multiprocessing runs the main module (manage.py) in every process that has not loaded it; so it is loaded once, too.
_context.set_forkserver_preload(["__main__", "archive.desk.confined.process"])


_folders: Path | None = None  # where each process gets a folder of its own; None for the system's place


def keep_folders_in(place: Path) -> None:
    """Make the folders of the processes in this place, and empty it first: a worker that was killed leaves files. Only
    for the one worker of an archive."""
    global _folders
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    _folders = place


def warm_up() -> None:
    """Start the process that the others are forked from, so that the first file does not wait for it."""
    forkserver.ensure_running()


def read_limited(content: bytes, name: str, limits: Limits = LIMITS, catalogue: bytes | None = None) -> ReadingOutcome:
    """Read and cite a source. Never raises for what is in the source, however hostile.

    ``catalogue`` is a pickled Catalogue; without it, that of the fixtures is asked.
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
    """The answer of a task, or the reason why there is none. ``parts`` takes what the task sends before its answer."""
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
    """End the process and whatever it has started, in its own group (which may outlive it) or in another."""
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
    """Runs in the other process. What it writes goes into the folder, which is removed afterwards."""
    os.setpgid(0, 0)
    tempfile.tempdir = folder
    os.nice(5)  # readers of pages come first
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.seconds + 5)  # in case that the process which waits for it is gone
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from archive.desk.confined import landlock, process

    landlock.confine(folder)
    try:
        process.TASKS[task](sender, *arguments)
    except BrokenPipeError:
        return  # whoever asked is gone
    except MemoryError:
        sender.send_bytes(b"M")
    sender.close()
