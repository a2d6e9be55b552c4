"""The first connection of a command, and one sentence instead of a traceback where there is none."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import OperationalError, connection


def reach_database() -> None:
    """Connect, starting the archive's own server where that is the one; CommandError if it fails."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}") from error
