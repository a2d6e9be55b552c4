"""What runs in the processes that prepare entries for the index. It imports nothing of Django before ``start``."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

_AHEAD = 4  # batches that are prepared ahead for each process; bounds the memory


def prepare_all(batches: list[list[int]], processes: int) -> Iterator[list[dict[str, Any]]]:
    """The entries of each batch of documents (``search_indexes.prepared``), in order, prepared by other processes."""
    pending: deque[Future[list[dict[str, Any]]]] = deque()
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_start) as workers:
        for batch in batches:
            pending.append(workers.submit(_prepare, batch))
            if len(pending) > _AHEAD * processes:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _start() -> None:
    import django

    django.setup()


def _prepare(ids: list[int]) -> list[dict[str, Any]]:
    from archive.searching.search_indexes import prepared

    return list(prepared(ids))
