"""Runs the desk's limited reader in the process of the tests, so that patches apply to it."""

from __future__ import annotations

import json
from multiprocessing import Pipe
from typing import Any

from archive.desk.confined import process
from archive.desk.confined.reader import ReadingOutcome
from archive.messages import Message


def read_here(
    content: bytes,
    name: str,
    *limits: Any,
    catalogue: bytes | None = None,
    told: dict[str, str] | None = None,
    pages: list[dict[str, Any]] | None = None,
) -> ReadingOutcome:
    """Like ``archive.desk.confined.reader.read_limited``, without limits."""
    receiver, sender = Pipe(duplex=False)
    with receiver, sender:
        process.TASKS["read"](sender, content, name, catalogue, told or {}, pages)
        answer = json.loads(receiver.recv_bytes()[1:])
    refused = Message(**answer["refused"]) if answer["refused"] else None
    return ReadingOutcome(tuple(answer["drafts"]), tuple(answer["citations"]), refused, answer["seconds"])
