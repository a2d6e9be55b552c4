"""Makes the data of /data/ some time after changes (``archive.exporting.due``)."""

from __future__ import annotations

import logging
import threading

from archive.desk import queue
from archive.desk.jobs.apart import keep_looking, of_manage, run
from archive.exporting import due

_COMMAND = of_manage("export_data")

log = logging.getLogger(__name__)


def make() -> None:
    """Makes a new version. After a failure, the next attempt comes some time later."""
    if reason := run(_COMMAND):
        due.put_off()
        log.warning("The data of /data/ were not made: %s", reason)


def look(stop: threading.Event) -> None:
    """Queues the job whenever a new version is due, until ``stop`` is set."""
    keep_looking(stop, due.is_due, queue.defer_data, "Whether the data of /data/ are due is not known: %s")
