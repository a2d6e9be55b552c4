"""The documents that changed, with the transaction that changed them last. A search index is compared with this."""

from __future__ import annotations

import re

from django.db import connection, models

# The number of the database, and PostgreSQL's snapshot.
_SNAPSHOT = re.compile(r"(\d+)/(\d+:\d+:[\d,]*)", re.ASCII)


# One text is read faster than a row for each of many thousand documents.
_CHANGED = """
WITH stored (snapshot) AS ({snapshot}),
     index AS (
       SELECT split_part(snapshot, '/', 1) AS database,
              coalesce(nullif(split_part(snapshot, '/', 2), ''), '1:1:')::pg_snapshot AS seen
         FROM stored
     )
SELECT (
       SELECT string_agg(document_id::text, ' ')
         FROM archive_indexchange AS change
        WHERE (changed_in >= pg_snapshot_xmin(seen)::text::bigint
               AND NOT pg_visible_in_snapshot(changed_in::text::xid8, seen)
               OR changed_in = pg_current_xact_id_if_assigned()::text::bigint)
          AND {condition}
       ),
       database IN ('', (SELECT oid::text FROM pg_database WHERE datname = current_database()))
  FROM index
"""


class AnotherDatabase(Exception):
    """A snapshot does not tell what an index has of this database.

    It is of a database that a restore has replaced, or that the settings named before. Or it is damaged, or written by
    an earlier version of the archive.
    """


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    def note(self, document_ids: set[int]) -> None:
        """Store that the open transaction changes these documents."""
        if not document_ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO archive_indexchange (document_id, changed_in)"
                " SELECT id, pg_current_xact_id()::text::bigint FROM unnest(%s::bigint[]) AS id ORDER BY id"
                " ON CONFLICT (document_id) DO UPDATE SET changed_in = excluded.changed_in",
                [list(document_ids)],
            )

    def of_this_transaction(self) -> set[int]:
        """Primary keys of the documents that the open transaction changes."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT document_id FROM archive_indexchange"
                " WHERE changed_in = pg_current_xact_id_if_assigned()::text::bigint"
            )
            return {pk for (pk,) in cursor.fetchall()}

    def since(self, snapshot: str) -> set[int]:
        """Primary keys of the documents that changed after a snapshot (``current_snapshot``). "": all that changed.

        The changes of the open transaction always count. Raises AnotherDatabase.
        """
        if snapshot and not _SNAPSHOT.fullmatch(snapshot):
            raise AnotherDatabase
        return _changed("SELECT %(snapshot)s::text", {"snapshot": snapshot}, "true")

    def not_written(self, index: str) -> set[int]:
        """Primary keys of the documents that changed after they were written to an index in the database.

        One statement reads the snapshot of the index and the changes that were written within their transactions,
        because another server can replace both. Raises AnotherDatabase, also if there is no such index.
        """
        without = (
            "NOT EXISTS (SELECT FROM archive_writtenchange AS written WHERE index_id = %(index)s"
            " AND written.document_id = change.document_id AND written.changed_in = change.changed_in)"
        )
        return _changed(
            "SELECT snapshot FROM archive_databaseindex WHERE schema = %(index)s", {"index": index}, without
        )

    def forget_unusual(self) -> None:
        """Remove the rows that no later snapshot would show as done. The caller has written their documents.

        These are rows of the open transaction (in tests), and rows with a number that this server has not reached: the
        database was restored from another server.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM archive_indexchange"
                " WHERE changed_in >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
                " OR changed_in = pg_current_xact_id_if_assigned()::text::bigint"
            )


def _changed(snapshot: str, values: dict[str, str], condition: str) -> set[int]:
    """Primary keys of the documents that changed after a snapshot, and meet a condition. ``snapshot`` is a query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED.format(snapshot=snapshot, condition=condition), values)
        changed, of_this_database = cursor.fetchone() or ("", False)
    if not of_this_database:
        raise AnotherDatabase
    return {int(pk) for pk in (changed or "").split()}


def current_snapshot() -> str:
    """What the database shows now: ``16384/10:20:10,14,15``, the number of the database and PostgreSQL's snapshot."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::text || '/' || pg_current_snapshot()::text FROM pg_database WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])


class IndexChange(models.Model):
    """A document that changed. The row stays when the document is deleted, so it has no foreign key.

    The numbers of transactions are not in the order of their commits. So an index does not store the last number that
    it has, but a snapshot: it tells for every transaction whether the index has read what the transaction wrote.
    """

    document_id = models.BigIntegerField(primary_key=True)
    changed_in = models.BigIntegerField(db_index=True)  # the number of the transaction, PostgreSQL's xid8

    objects = IndexChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.document_id} in {self.changed_in}"


class DatabaseIndex(models.Model):
    """What a search index in the database has of it. An engine keeps the index itself in a table without a model."""

    schema = models.CharField(primary_key=True, max_length=8)  # ArchiveBackend.schema
    snapshot = models.TextField(blank=True)  # current_snapshot; "" if the index has nothing of the database

    def __str__(self) -> str:
        return self.schema


class WrittenChange(models.Model):
    """A change of a document that was written to an index in the database, within the transaction of the change."""

    index = models.ForeignKey(DatabaseIndex, on_delete=models.CASCADE, related_name="written")
    document_id = models.BigIntegerField()
    changed_in = models.BigIntegerField()  # as in IndexChange

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "document_id"], name="one_written_change")]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.changed_in}"
