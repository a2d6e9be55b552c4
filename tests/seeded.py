"""The documents of ``fixtures/``, which every archive has, in the database and in an index.

To load and index them takes seconds. So a process does it once: it keeps the rows in a schema beside the tables, and
the index in a folder. Each test then copies both.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from haystack import connections
from psycopg import sql

from tests.indexes import index_at

SCHEMA = sql.Identifier("seeded")


def keep(index: Path) -> None:
    """Load and index the fixtures, keep what they make, and leave the tables as they were: empty."""
    tables = [name for name in connection.introspection.table_names() if name.startswith("archive_")]
    tables.remove("archive_archiveversion")  # to empty the other tables makes a version
    assert not filled(tables), "another test has left rows"
    with index_at(index):
        call_command("load_fixtures", verbosity=0)
        call_command("rebuild_index", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}").format(SCHEMA))
        for table in filled(tables):
            cursor.execute(
                sql.SQL("CREATE TABLE {}.{name} AS TABLE public.{name}").format(SCHEMA, name=sql.Identifier(table))
            )
        # The jobs too: nobody does them, and the archive would not be ready.
        everything = sql.SQL(", ").join(map(sql.Identifier, [*tables, "procrastinate_jobs"]))
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(everything))


def filled(tables: list[str]) -> list[str]:
    """The tables that have rows."""
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)))
            found += [table] if cursor.fetchone() else []
        return found


@transaction.atomic
def put(index: Path) -> None:
    """Copy the kept rows into the tables, and the kept index into the folder of the index.

    The tables refer to each other, and are checked only when the transaction ends, so they can come in any order. What
    a trigger has made already stays. PostgreSQL counts the new rows at once: with the counts of a table that was empty
    it chooses plans that take twenty seconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'seeded'")
        for (table,) in cursor.fetchall():
            name = sql.Identifier(table)
            cursor.execute(
                sql.SQL("INSERT INTO {name} SELECT * FROM {}.{name} ON CONFLICT DO NOTHING").format(SCHEMA, name=name)
            )
            cursor.execute(sql.SQL("ANALYZE {}").format(name))
        cursor.execute(
            "SELECT sequence.relname, owner.relname, attribute.attname"
            "  FROM pg_class AS sequence JOIN pg_depend ON objid = sequence.oid AND deptype IN ('a', 'i')"
            "  JOIN pg_class AS owner ON owner.oid = refobjid"
            "  JOIN pg_attribute AS attribute ON attrelid = owner.oid AND attnum = refobjsubid"
            "  JOIN information_schema.tables AS kept ON table_schema = 'seeded' AND table_name = owner.relname"
            " WHERE sequence.relkind = 'S'"
        )
        for sequence, table, column in cursor.fetchall():
            cursor.execute(
                sql.SQL("SELECT setval({}, coalesce(max({}), 1)) FROM {}").format(
                    sql.Literal(sequence), sql.Identifier(column), sql.Identifier(table)
                )
            )
    place = Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
    shutil.copytree(index, place, symlinks=True, dirs_exist_ok=True)
    connections.reload("default")
