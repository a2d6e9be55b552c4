"""Tells whether the database has changed, so that a result of many rows can be remembered."""

from __future__ import annotations

from collections.abc import Hashable

from django.db import connection

_SEEN = "SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text"


def snapshot() -> Hashable:
    """A value that is equal to an earlier one only if no transaction has changed the database since then.

    Use it as the first argument of a function with ``lru_cache``. Take it before the function reads the database.

    PostgreSQL numbers the transactions that write, and a snapshot tells which of them a query sees. In a transaction
    of this process every value is new, because the process sees its own changes too, and its snapshot does not tell
    them.
    """
    if connection.in_atomic_block:
        return object()
    with connection.cursor() as cursor:
        cursor.execute(_SEEN)
        seen: tuple[str, str] = cursor.fetchone()
    return seen
