"""What runs in the limited process of ``confined.reader``. Importing this module loads every reader once."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from archive.citing import cite, from_fixtures
from archive.desk.confined import pictures as original
from archive.desk.draft_json import to_json
from archive.messages import Message
from archive.reading import Unreadable, read

log = logging.getLogger(__name__)

from_fixtures()  # remembered, and shared by every process that is forked from this one


def _read(sender: Connection, content: bytes, name: str) -> None:
    start = time.monotonic()
    answer: dict[str, Any] = {"drafts": [], "refused": None}
    try:
        drafts = read(content, name)
        for draft in drafts:
            cite(draft, from_fixtures())  # a text over which citing never ends must end here, not in a page
        answer["drafts"] = [to_json(draft) for draft in drafts]
        _require_storable(answer)
    except Unreadable as error:
        answer |= _refused(error.message)
    except RecursionError:
        answer |= _refused(Message("confined.nested_too_deeply"))
    except MemoryError:
        raise
    except Exception as error:
        # A reader's mistake, which a damaged file brings to light. It is told in the log, and costs this file alone.
        log.exception("The reader broke down over %s", name)
        answer |= _refused(Message("confined.broke_down", {"error": type(error).__name__}))
    answer["seconds"] = round(time.monotonic() - start, 3)
    sender.send_bytes(b"J" + json.dumps(answer, ensure_ascii=False).encode())


def _refused(reason: Message) -> dict[str, Any]:
    return {"drafts": [], "refused": asdict(reason)}


def _require_storable(answer: dict[str, Any]) -> None:
    """PostgreSQL stores any character but NUL; half of a surrogate pair is none."""
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


TASKS: dict[str, Callable[..., None]] = {"read": _read, "draw": _draw}
