"""Figures for Prometheus: requests by view and status with their time, the queue, the index, errors of the database.

Each process of the server counts in a file of its own, in the folder that ``PROMETHEUS_MULTIPROC_DIR`` names. The
command ``serve`` makes the folder, in memory where it can. Any process adds the counts of all when it is asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from archive.desk import queue
from archive.monitoring import health
from archive.searching import freshness

FOLDER = "PROMETHEUS_MULTIPROC_DIR"

_counted = CollectorRegistry()
REQUESTS = Histogram(
    "archive_request_seconds",
    "Time of requests by view and status",
    ["view", "status"],
    registry=_counted,
    buckets=(0.05, 0.2, 0.5, 1, 2, 5, 10, 30),
)
DATABASE_ERRORS = Counter("archive_database_errors", "Queries that ended with an error", registry=_counted)


class _State:
    """The figures that are read from database and index when Prometheus asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = health.problems()
        parts = GaugeMetricFamily("archive_ready", "1 if the part of the archive works", labels=["part"])
        for name, problem in found.items():
            parts.add_metric([name], 0 if problem else 1)
        yield parts
        if found["database"]:
            return
        yield GaugeMetricFamily("archive_queue_submissions", "Files that wait to be read", value=queue.waiting())
        if not found["index"]:
            lag = len(freshness.behind())
            yield GaugeMetricFamily("archive_index_lag_documents", "Documents whose index entries are old", value=lag)


def text() -> bytes:
    """All figures in the format of Prometheus."""
    state = CollectorRegistry()
    state.register(_State())
    return _added() + generate_latest(state)


def _added() -> bytes:
    """The counts of all processes of the server; those of this process where there is no folder."""
    if not os.environ.get(FOLDER):
        return generate_latest(_counted)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)
