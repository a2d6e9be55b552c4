"""The tasks that run in the limited process of ``confined.reader``. Importing this module loads every reader once."""

from __future__ import annotations

import gc
import json
import logging
import pickle
import time
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from archive.citing import Catalogue, from_fixtures
from archive.citing.citing import cite
from archive.citing.find import find
from archive.desk.cited import citations_to_json
from archive.desk.confined import pictures as original
from archive.desk.draft_json import to_json
from archive.messages import Message
from archive.reading import Unreadable, mail
from archive.reading.readers import read
from archive.reading.scans.reader import read_recognised, recognise_page
from archive.reading.told import Told

log = logging.getLogger(__name__)

# Loaded here, so that all processes forked from this one share it: the catalogue, and the patterns that are compiled
# when they are first needed.
find("《年鉴》，第1卷：1985年，第2章；A/56/1，第5段", catalogue=from_fixtures())


def _read(
    sender: Connection,
    content: bytes,
    name: str,
    catalogue: bytes | None,
    told: dict[str, str],
    pages: list[dict[str, Any]] | None,
) -> None:
    """Reads and cites a source. ``pages`` has the recognised pages of a scan; it is None for any other source.

    Citing is done here too. If it takes too long, only this process is killed, and not a process that serves pages.
    """
    start = time.monotonic()
    answer: dict[str, Any] = {"drafts": [], "citations": [], "refused": None}
    try:
        facts = Told.from_json(told)
        drafts = read(content, name, facts) if pages is None else read_recognised(pages, name, facts)
        known = _unpacked(catalogue) if catalogue else from_fixtures()
        answer["drafts"] = [to_json(draft) for draft in drafts]
        answer["citations"] = [citations_to_json(cite(draft, known)) for draft in drafts]
        _require_storable(answer)
    except Unreadable as error:
        answer |= _refused(error.message)
    except RecursionError:
        answer |= _refused(Message("confined.nested_too_deeply"))
    except MemoryError:
        raise
    except Exception as error:
        # The file has exposed a bug in a reader. The bug is logged, and only this file is refused.
        log.exception("The reader broke down over %s", name)
        answer |= _refused(Message("confined.broke_down", {"error": type(error).__name__}))
    answer["seconds"] = round(time.monotonic() - start, 3)
    sender.send_bytes(b"J" + json.dumps(answer, ensure_ascii=False).encode())


def _refused(reason: Message) -> dict[str, Any]:
    return {"drafts": [], "citations": [], "refused": asdict(reason)}


def _unpacked(catalogue: bytes) -> Catalogue:
    """Unpickles the catalogue. The garbage collector is switched off for this, because it would double the time."""
    gc.disable()
    known: Catalogue = pickle.loads(catalogue)  # noqa: S301 - made by the archive itself
    gc.enable()
    return known


def _require_storable(answer: dict[str, Any]) -> None:
    """Raises Unreadable if the answer contains NUL or half of a surrogate pair. PostgreSQL cannot store them."""
    try:
        words = json.dumps(answer, ensure_ascii=False)
        words.encode()
    except UnicodeEncodeError as error:
        raise Unreadable("confined.half_a_character") from error
    if "\\u0000" in words:
        raise Unreadable("confined.nul_characters")


def _draw(sender: Connection, content: bytes) -> None:
    for picture in original.pictures(content):
        sender.send_bytes(b"P" + picture)
    sender.send_bytes(b"J[]")


def _recognise(sender: Connection, content: bytes, number: int) -> None:
    """Recognises one page of a scan, and draws it."""
    answer: dict[str, Any] = {"lines": None, "refused": None}
    try:
        answer["lines"], picture = recognise_page(content, number)
    except Unreadable as error:
        answer["refused"] = asdict(error.message)
    except MemoryError:
        raise
    except Exception as error:  # the page has exposed a bug; only this file is refused
        log.exception("Recognising page %s broke down", number)
        answer["refused"] = asdict(Message("confined.broke_down", {"error": type(error).__name__}))
    else:
        sender.send_bytes(b"P" + picture)
    sender.send_bytes(b"J" + json.dumps(answer, ensure_ascii=False).encode())


def _open_mail(sender: Connection, content: bytes, name: str) -> None:
    """Sends the name and the content of each part of a mail, or the reason why it cannot be opened."""
    refused = None
    try:
        for member in mail.members(content, name):
            sender.send_bytes(b"P" + json.dumps(member.name).encode() + b"\n" + member.content)
    except Unreadable as error:
        refused = asdict(error.message)
    except RecursionError:
        refused = asdict(Message("confined.nested_too_deeply"))
    except MemoryError:
        raise
    except Exception as error:
        log.exception("The mail %s cannot be opened", name)
        refused = asdict(Message("confined.broke_down", {"error": type(error).__name__}))
    sender.send_bytes(b"J" + json.dumps(refused).encode())


TASKS: dict[str, Callable[..., None]] = {
    "read": _read,
    "recognise": _recognise,
    "draw": _draw,
    "open_mail": _open_mail,
}
