"""The first database connection of a command. A failure is one sentence instead of a traceback."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import OperationalError, connection


def reach_database() -> None:
    """Connects to the database, and starts the archive's own server if it is used. Raises CommandError."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}") from error
