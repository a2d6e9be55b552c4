"""Checks of what the archive needs: the database, the search index, the queue's worker and the disk.

Each check returns "" if all is well. Otherwise it returns a sentence in English for the administrator: what is wrong,
and what to do. ``/readyz`` shows only the names of the checks. ``manage.py doctor`` shows the sentences.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection

from archive.desk.jobs import worker
from archive.searching import freshness
from archive.searching.engines.backend import IndexAway

ENOUGH_DISK = 256 * 1024 * 1024  # bytes; a rebuild of the index writes a second index beside the first

Check = Callable[[], str]


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return f"The database does not answer ({_first_line(error)}). Check DATABASE_URL and the PostgreSQL server."
    return ""


def index() -> str:
    engine = freshness.backend()
    try:
        engine.reader().find(freshness.ALL, 0, 0, (), ())
        freshness.behind()
        if not engine.may_write():
            return f"The archive may not write the search index in {engine.place}. Check its owner and its rights."
        return ""
    except IndexAway as away:
        return f"{away} If it stays so, run manage.py rebuild_index."
    except Exception as error:  # each engine has errors of its own for damaged files
        return f"The search index cannot be opened ({_first_line(error)}). Run manage.py rebuild_index."


def queue() -> str:
    """Whether a worker runs. Each worker holds a lock in the database while it works."""
    try:
        running = worker.is_running()
    except Error as error:
        return f"The database does not answer ({_first_line(error)}), so the queue is unknown."
    if running:
        return ""
    return "No worker does the jobs of the queue. manage.py serve starts one, and so does manage.py desk_worker."


def disk() -> str:
    folder = settings.VAR_DIR
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return f"The folder {folder} cannot be read ({error.strerror}). Check ARCHIVE_VAR."
    if not os.access(folder, os.W_OK):
        return f"The archive may not write to {folder}. Check its owner and whether the disk is read-only."
    if free < ENOUGH_DISK:
        return f"The disk of {folder} has only {free // 1024**2} MB left. Make room on it."
    return ""


CHECKS: dict[str, Check] = {"database": database, "index": index, "queue": queue, "disk": disk}


def problems() -> dict[str, str]:
    """The name of each check → its sentence, or "" if all is well."""
    return {name: check() for name, check in CHECKS.items()}


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
