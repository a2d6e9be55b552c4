"""Lets a thread read from a streaming replica (``DATABASE_REPLICA_URL``).

Within ``reading_from``, the replica's connection is in the place of the primary's: whatever the archive asks in this
thread, it asks the replica. Which state the replica shows is for the caller to find out (``views.from_replicas``).
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from archive.database import REPLICA

_REST = 15.0  # seconds in which nobody asks a replica that has failed

_resting: dict[str, float] = {}  # name of a replica → the time until which nobody asks it
_primary: ContextVar[BaseDatabaseWrapper | None] = ContextVar("_primary", default=None)

_log = logging.getLogger(__name__)


def names() -> list[str]:
    return [name for name in connections if name.startswith(REPLICA)]


def in_turn() -> list[str]:
    """The replicas that can be asked, each time in another order."""
    now = time.monotonic()
    found = [name for name in names() if _resting.get(name, 0) <= now]
    random.shuffle(found)
    return found


def let_rest(name: str, reason: str) -> None:
    """Ask a replica that has failed no more for some seconds. Other threads have perhaps noticed it too."""
    connections[name].close()
    if _resting.get(name, 0) <= time.monotonic():
        _log.warning("The replica %s does not answer as it should (%s). The primary answers.", name, reason)
    _resting[name] = time.monotonic() + _REST


@contextmanager
def reading_from(name: str) -> Iterator[BaseDatabaseWrapper]:
    """Let all queries of this thread go to a replica, up to the end of the block or to ``use_primary``."""
    primary, replica = connections[DEFAULT_DB_ALIAS], connections[name]
    token = _primary.set(primary)
    with ExitStack() as stack:
        for wrapper in primary.execute_wrappers:  # they count the queries of a request
            stack.enter_context(replica.execute_wrapper(wrapper))
        connections[DEFAULT_DB_ALIAS] = replica
        try:
            yield replica
        finally:
            connections[DEFAULT_DB_ALIAS] = primary
            _primary.reset(token)


def is_read() -> bool:
    """Whether the queries of this thread go to a replica now."""
    return _primary.get() not in (None, connections[DEFAULT_DB_ALIAS])


def use_primary() -> None:
    """Let the later queries of this request go to the primary. It is never behind what a replica has shown.

    Call this before reading what a replica does not have, such as the locks of other sessions, or what must not be
    older than something outside the database.
    """
    primary = _primary.get()
    if primary is not None:
        connections[DEFAULT_DB_ALIAS] = primary
