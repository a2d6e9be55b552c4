"""Makes the data of /data/ some time after changes (``archive.exporting.due``)."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

from django.conf import settings
from django.db import connection

from archive.desk import queue
from archive.exporting import due

_PAUSE = 60.0  # seconds between two looks
_NICENESS = 10
_COMMAND = (sys.executable, str(settings.BASE_DIR / "manage.py"), "export_data")

log = logging.getLogger(__name__)


def make() -> None:
    """Makes a new version in a process of its own, with a low priority: its memory is given back at the end.

    After a failure, the next attempt comes some time later.
    """
    with subprocess.Popen(_COMMAND, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        _nothing, said = process.communicate()
    if process.returncode:
        due.put_off()
        # A process that was killed says nothing.
        reason = said.strip().rpartition("\n")[2] or f"the process ended with the status {process.returncode}."
        log.warning("The data of /data/ were not made: %s", reason)


def look(stop: threading.Event) -> None:
    """Queues the job whenever a new version is due, until ``stop`` is set."""
    while not stop.wait(_PAUSE):
        try:
            if due.is_due():
                queue.defer_data()
        except Exception as error:  # such as a database that is away, or a full disk: the next look may succeed
            log.warning("Whether the data of /data/ are due is not known: %s", error)
        finally:
            connection.close()
