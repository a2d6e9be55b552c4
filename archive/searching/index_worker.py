"""Prepares index entries in other processes. A process imports no part of Django before ``_start``."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

_AHEAD = 4  # most batches that wait for each process; more batches need more memory


def prepare_all(batches: list[list[int]], processes: int) -> Iterator[list[dict[str, Any]]]:
    """The entries of each batch of documents, in order. A batch is a list of primary keys."""
    from django.db import connection

    pending: deque[Future[list[dict[str, Any]]]] = deque()
    database = str(connection.settings_dict["NAME"])  # in tests, another one than the settings name
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_start, initargs=(database,)) as workers:
        for batch in batches:
            pending.append(workers.submit(_prepare, batch))
            if len(pending) > _AHEAD * processes:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _start(database: str) -> None:
    """Sets Django up. ``database`` is the name of the database."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database


def _prepare(ids: list[int]) -> list[dict[str, Any]]:
    from archive.searching.search_indexes import prepared

    return list(prepared(ids))
