"""Reads one source in a separate process. A file from a stranger can exhaust only that process.

    bytes, catalogue → [ another process: reading, citing ] → Drafts and citations as JSON, or the reason of a refusal

The processes are forked from a server process that has loaded the readers (``forkserver``), so a new process starts in
a few milliseconds. Each process has limits for CPU time, memory and file size. When a process reaches its time limit,
it is killed, with all processes that it has started. A process has no connection to the database, and cannot open a TCP
connection (``archive.confining``). It returns plain JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from archive.confining.limits import LIMITS, Limits, confine, end, start_clock, too_slow, why_ended
from archive.messages import Message
from archive.reading.sources import Refused, Source


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


_context = multiprocessing.get_context("forkserver")
# multiprocessing imports the main module (manage.py) in every process that does not have it. The server process imports
# this module once, and the forked processes then have it.
_context.set_forkserver_preload(["__main__", "archive.desk.confined.process"])


# The limits of recognising one page. It takes some 8 seconds and 1.5 GB; a slow or busy machine needs more time.
RECOGNISING = Limits(seconds=180)

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


def read_limited(
    content: bytes,
    name: str,
    limits: Limits = LIMITS,
    catalogue: bytes | None = None,
    told: dict[str, str] | None = None,
    pages: list[dict[str, Any]] | None = None,
) -> ReadingOutcome:
    """Reads and cites a source. No content of a source, even a hostile one, makes this function raise.

    ``catalogue`` is a pickled Catalogue. Without it, the catalogue of the fixtures is used. ``told`` is what a
    librarian tells about the source (``Submission.told``). ``pages`` has the recognised pages of a scan.
    """
    answer = _in_process("read", (content, name, catalogue, told or {}, pages), limits)
    if isinstance(answer, Message):
        return ReadingOutcome(refused=answer)
    refused = Message(**answer["refused"]) if answer["refused"] else None
    return ReadingOutcome(tuple(answer["drafts"]), tuple(answer["citations"]), refused, answer["seconds"])


def recognise_limited(
    content: bytes, number: int, limits: Limits = RECOGNISING
) -> tuple[dict[str, Any], bytes] | Message:
    """The lines of one page of a scan as JSON, and the page as PNG; or the reason why it cannot be recognised."""
    pictures: list[bytes] = []
    answer = _in_process("recognise", (content, number), limits, pictures)
    if isinstance(answer, Message):
        return answer
    return Message(**answer["refused"]) if answer["refused"] else (answer["lines"], pictures[0])


def draw_limited(content: bytes, limits: Limits = LIMITS) -> list[bytes]:
    """The pages of a PDF as PNG pictures, as many as could be drawn within the limits."""
    pictures: list[bytes] = []
    _in_process("draw", (content,), limits, pictures)
    return pictures


def open_mail_limited(content: bytes, name: str, limits: Limits = LIMITS) -> list[Source | Refused]:
    """The text and the attachments of a mail, or only the reason why the mail cannot be opened."""
    parts: list[bytes] = []
    answer = _in_process("open_mail", (content, name), limits, parts)
    if answer is not None:
        return [Refused(name, answer if isinstance(answer, Message) else Message(**answer))]
    pairs = (part.split(b"\n", 1) for part in parts)
    return [Source(json.loads(head), body) for head, body in pairs]


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
        return too_slow(limits)
    except EOFError:
        process.join(5)
        return why_ended(process.exitcode, limits)
    finally:
        end(process)
        receiver.close()


def _work(sender: Connection, task: str, arguments: tuple[Any, ...], limits: Limits, folder: str) -> None:
    """Does a task. This function runs in the other process.

    Temporary files are written into ``folder``. ``_in_process`` removes the folder afterwards.
    """
    confine(limits, folder)
    start_clock(limits)
    from archive.desk.confined import process

    try:
        process.TASKS[task](sender, *arguments)
    except BrokenPipeError:
        return  # the process that waited for the answer has ended
    except MemoryError:
        sender.send_bytes(b"M")
    sender.close()
