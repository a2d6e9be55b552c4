"""Tests whether the archive notices a pooler that gives no whole sessions. .ci/smoke tests it with PgBouncer."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.core.management.base import CommandError
from django.db import connection

from archive.database import pooling, reaching
from archive.database.address import Parameters, connect, parameters


class PoolOfTransactions:
    """A connection through a pooler in transaction mode: each statement has another session."""

    def __init__(self, database: Parameters) -> None:
        self._database = database

    def __enter__(self) -> PoolOfTransactions:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def execute(self, statement: str) -> Any:
        return connect(self._database).execute(statement)

    def transaction(self) -> psycopg.Connection[Any]:
        return connect(self._database)


def test_a_server_gives_sessions(db: None) -> None:
    assert pooling.gives_sessions()


def test_a_pooler_of_transactions_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pooling, "connect", PoolOfTransactions)
    assert not pooling.gives_sessions(parameters())
    monkeypatch.delitem(connection.settings_dict, "DIRECTORY", raising=False)
    monkeypatch.setattr(reaching, "gives_sessions", lambda: False)
    with pytest.raises(CommandError, match="`pool_mode = session`"):
        reaching.reach_database()
