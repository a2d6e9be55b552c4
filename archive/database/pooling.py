"""Finds out whether a pooler, such as PgBouncer, gives the archive whole sessions of PostgreSQL.

The locks of the queue and of ``prepare`` belong to a session. In its transaction mode, a pooler gives the next
transaction of a connection to any session: a lock would stay in a session that nobody uses.
"""

from __future__ import annotations

from archive.database.address import Parameters, connect, parameters


def gives_sessions(database: Parameters | None = None) -> bool:
    """Whether a connection keeps its session while another connection is in a transaction.

    The second connection takes the session that a pooler has just taken back from the first one.
    """
    database = database or parameters()
    with connect(database) as first, connect(database) as second:
        first.execute("SET archive.session = 'kept'")
        with second.transaction():
            second.execute("SELECT 1")
            row = first.execute("SELECT current_setting('archive.session', true)").fetchone()
    return row == ("kept",)
