"""Makes the first database connection of a command. If it fails, the user sees one sentence and no traceback."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import OperationalError, connection

from archive.faults import fault


def reach_database() -> None:
    """Connects to the database. Starts the archive's own server if the archive uses it.

    Raises CommandError if the database does not answer.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(fault(error)) from error
