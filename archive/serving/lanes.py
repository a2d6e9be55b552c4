"""Lanes: each kind of request has threads of its own, so that one kind never waits for another.

Eight downloads, or sixteen guesses at a password, then leave the threads of readers alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from archive.formats import Format, asked_for
from archive.serving.refusals import Busy

# Seconds for which the request of this thread waited until the thread was free.
waited: ContextVar[float] = ContextVar("waited", default=0.0)


@dataclass(frozen=True, slots=True)
class Lane:
    """``threads`` serve the lane in each process. ``waiting`` requests wait at most; the next one is refused (503).

    The requests of a ``heavy`` lane are answered in a process of their own (``archive.serving.heavy``).
    """

    name: str
    threads: int
    waiting: int
    takes: Callable[[str, Format | None], bool]  # the path of a request, and the format that it asks for
    heavy: bool = False


# Comparisons, a hundred records at once, and pictures that are typeset.
_LONG = ("/states/compare/", "/states/matrix/", "/oai", "/picture.png")


def _is_download(path: str, form: Format | None) -> bool:
    return path in _LONG or path.startswith("/sitemap") or (form is not None and form.heavy)


# The first lane that takes a request serves it.
LANES = (
    # These need no database, so they are answered while the database is away.
    Lane("files", 2, 500, lambda path, form: path.startswith("/static/") or path in ("/healthz", "/robots.txt")),
    # A password takes half a second of a processor.
    Lane("sign-ins", 1, 20, lambda path, form: path.startswith("/admin/login"), heavy=True),
    Lane("desk", 2, 20, lambda path, form: path.startswith("/admin/")),
    Lane("downloads", 1, 8, _is_download, heavy=True),
    Lane("search", 2, 20, lambda path, form: path.startswith(("/search/", "/similar/"))),
    Lane("pages", 4, 500, lambda path, form: True),
)


def lane_of(path: str, query: str, accept: str) -> Lane:
    """``accept`` is the header ``Accept``."""
    form = asked_for(path, query, accept)
    return next(lane for lane in LANES if lane.takes(path, form))


class Lanes:
    """The threads of all lanes. It has the interface of a dispatcher of waitress."""

    def __init__(self) -> None:
        self._dispatchers = {lane.name: ThreadedTaskDispatcher() for lane in LANES}
        for lane in LANES:
            self._dispatchers[lane.name].set_thread_count(lane.threads)

    def add_task(self, channel: Any) -> None:
        """Queues the first request of a channel in its lane."""
        request = channel.requests[0]
        path, query = getattr(request, "path", ""), getattr(request, "query", "")
        lane = lane_of(path, query, getattr(request, "headers", {}).get("ACCEPT", ""))
        dispatcher = self._dispatchers[lane.name]
        if len(dispatcher.queue) >= lane.waiting:
            request.error = Busy()
            dispatcher = self._dispatchers["files"]  # it always has a free thread soon
        channel.queued_at = time.monotonic()
        dispatcher.add_task(channel)

    def shutdown(self) -> None:
        for dispatcher in self._dispatchers.values():
            dispatcher.shutdown()
