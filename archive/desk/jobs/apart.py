"""Work that takes long, in a process of its own with a low priority: its memory is given back at the end."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import connection

_PAUSE = 60.0  # seconds between two looks
_NICENESS = 10

log = logging.getLogger(__name__)


def of_manage(name: str) -> tuple[str, ...]:
    """A command of ``manage.py``, as a program."""
    return (sys.executable, str(settings.BASE_DIR / "manage.py"), name)


def run(command: Sequence[str]) -> str:
    """Runs a program to its end. The reason why it failed, "" if it did not."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        _nothing, said = process.communicate()
    if not process.returncode:
        return ""
    # A process that was killed says nothing.
    return said.strip().rpartition("\n")[2] or f"the process ended with the status {process.returncode}."


def keep_looking(stop: threading.Event, is_due: Callable[[], bool], defer: Callable[[], None], unknown: str) -> None:
    """Queues a job whenever it is due, until ``stop`` is set. ``unknown`` is what the log says if a look fails."""
    while not stop.wait(_PAUSE):
        try:
            if is_due():
                defer()
        except Exception as error:  # such as a database that is away, or a full disk: the next look may succeed
            log.warning(unknown, error)
        finally:
            connection.close()
