"""Makes the first database connection of a command. If it fails, the user sees one sentence and no traceback.

Also says whether the database has the tables of this version of the archive.
"""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import Error, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from archive.database.pooling import gives_sessions
from archive.faults import POOLER, fault


def reach_database() -> None:
    """Connects to the database. Starts the archive's own server if the archive uses it.

    Raises CommandError if the database does not answer, or if a pooler gives no whole sessions.
    """
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(fault(error)) from error
    if "DIRECTORY" not in connection.settings_dict and not gives_sessions():
        raise CommandError(POOLER)


def missing_migrations() -> int:
    """The number of migrations that the database lacks. All of them are missing in an empty database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def not_prepared(error: Exception) -> str | None:
    """The sentence for a query that failed because the database lacks migrations. None if the error is a bug."""
    try:
        if isinstance(error, ProgrammingError) and missing_migrations():
            return (
                "The database lacks the tables of this version of the archive. Run manage.py prepare. "
                "If the archive has a DATABASE_URL, this command needs it too: best in the file archive.env."
            )
    except Error:
        pass  # the database does not answer any more; the first error says more
    return None
