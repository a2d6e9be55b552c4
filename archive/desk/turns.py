"""Spaces the requests of all processes to one server. The database keeps the time of the next request.

Each process reserves a time in one statement and then waits for it, so no lock is held while a process waits.
"""

from __future__ import annotations

import time

from django.db import connection

# ``clock_timestamp`` is the clock of the database server, which all processes share.
_RESERVE = """
    INSERT INTO archive_requestturn AS turn (server, next_at)
    VALUES (%(server)s, clock_timestamp() + make_interval(secs => %(pause)s))
    ON CONFLICT (server) DO UPDATE
    SET next_at = greatest(turn.next_at, clock_timestamp()) + make_interval(secs => %(pause)s)
    RETURNING extract(epoch FROM next_at - clock_timestamp()) - %(pause)s
"""
_HOLD = """
    INSERT INTO archive_requestturn AS turn (server, next_at)
    VALUES (%(server)s, clock_timestamp() + make_interval(secs => %(seconds)s))
    ON CONFLICT (server) DO UPDATE SET next_at = greatest(turn.next_at, excluded.next_at)
"""
_HELD = "SELECT extract(epoch FROM next_at - clock_timestamp()) FROM archive_requestturn WHERE server = %(server)s"


def take(server: str, pause: float) -> None:
    """Waits until this process may send a request: ``pause`` seconds after the request before it, of any process."""
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"server": server, "pause": pause})
        seconds = float(cursor.fetchone()[0])
    time.sleep(max(0.0, seconds))


def hold(server: str, seconds: float) -> None:
    """Lets no process send a request for so many seconds, because the server asks for it."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"server": server, "seconds": seconds})


def held(server: str) -> float:
    """The seconds until the next request may be sent; 0 if it may be sent now."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"server": server})
        found = cursor.fetchone()
    return max(0.0, float(found[0])) if found else 0.0
