"""What all tests in a browser share."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import connection

_PATIENCE = 10  # seconds


@pytest.fixture(autouse=True)
def answered(transactional_db: None) -> Iterator[None]:
    """Waits at the end until the server has answered what a closed page has asked for.

    The tables are emptied next. PostgreSQL would see a deadlock between this and a question about several tables.
    """
    yield
    end = time.monotonic() + _PATIENCE
    while _busy() and time.monotonic() < end:
        time.sleep(0.05)


def _busy() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle')"
        )
        return bool(cursor.fetchone()[0])
