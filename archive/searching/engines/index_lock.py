"""The locks of a search index that several servers share. They are advisory locks of the archive's database."""

from __future__ import annotations

from django.db import connection

from archive.database.locks import Lock


def lock(which: Lock, *, wait: bool = True) -> None:
    """Keep other transactions that want this lock waiting until the open transaction ends. If ``wait`` is False and
    another transaction has the lock, raise BlockingIOError."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_xact_lock(%s)", [which])
        (got,) = cursor.fetchone()
        if got is False:
            raise BlockingIOError("Another process writes to the search index.")
