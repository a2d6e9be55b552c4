"""Makes a new version of the data for ``/data/``, if its content differs from that of the newest one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils import timezone

from archive.database.locks import Lock
from archive.exporting import due
from archive.exporting.export import Told, put_in_place, written_beside
from archive.exporting.package import content_digest
from archive.exporting.published import next_name, versions


class MadeElsewhere(Exception):
    """Another process, perhaps of another machine, is making a version."""


def make(told: Told = lambda name, rows: None) -> str | None:
    """Makes a new version and returns its name. None if nothing has changed. Raises MadeElsewhere.

    Versions above the number of ``settings.DATA_KEPT`` are removed, the oldest first.
    """
    with _alone():
        stamp, there = due.changes(), versions()
        name = next_name(timezone.now().date(), [version.name for version in there])
        folder = settings.DATA_DIR / name
        with written_beside(folder, name, told) as (draft, package):
            is_new = not there or content_digest(there[0].package) != content_digest(package)
            if is_new:
                put_in_place(draft, folder)
        due.note_made(stamp)
        for old in versions()[settings.DATA_KEPT :]:
            shutil.rmtree(old.folder)
    return name if is_new else None


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [Lock.EXPORT])
        if not cursor.fetchone()[0]:
            raise MadeElsewhere
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [Lock.EXPORT])
