"""The engine for a cluster: the index is in OpenSearch, and several web servers share it.

The database says what the index has of it (``models.DatabaseIndex``): a snapshot, stored after the entries can be
found. Until then searches leave the changed documents out, so a write that is half done, or that fails, is never seen.

    archive-1a2b3c4d-…             an alias with the hash of the schema and the number of the database
    archive-1a2b3c4d-…-5e6f7a8b    the index behind it; a new one is built beside it, and then the alias is moved

One process at a time writes, on whatever server (``Lock.INDEX_WRITER``).
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from haystack.backends import BaseEngine
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException

from archive.database.locks import Lock
from archive.models import DatabaseIndex, IndexChange
from archive.models.index_change import AnotherDatabase, current_snapshot
from archive.models.replicas import use_primary
from archive.searching.engines.backend import ANALYSIS, ArchiveBackend, Found, IndexAway, IndexWriter
from archive.searching.engines.index_lock import lock
from archive.searching.engines.opensearch_cluster import WRITING, answering, cluster
from archive.searching.engines.opensearch_reader import OpensearchReader
from archive.searching.engines.opensearch_writer import FORM, OpensearchWriter, definition
from archive.searching.engines.query import ArchiveQuery
from archive.searching.matching import EngineQuery

_COPIES = 60.0  # seconds that a new index is given to be copied to a second node, before it is searched
_RED = 60.0  # seconds after which an index without all its shards is built anew
_BLOCKS = ("read_only", "read_only_allow_delete", "write", "metadata")

_log = logging.getLogger(__name__)


class OpensearchBackend(ArchiveBackend):
    """A backend with three options more: ``URLS`` of the cluster, ``CERTIFICATES`` (a file; "" for those of
    certifi) and ``SHARDS`` of an index."""

    name = "opensearch"
    _red_since: float | None = None

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        if not options.get("URLS"):
            raise ImproperlyConfigured(
                f"HAYSTACK_CONNECTIONS[{connection_alias!r}] needs URLS of OpenSearch (OPENSEARCH_URL)."
            )
        self._urls, self._certificates = options["URLS"], options.get("CERTIFICATES", "")
        self._shards = int(options.get("SHARDS", 1))
        self._writer: OpensearchWriter | None = None
        self._snapshot = ""

    # --- The cluster and its indexes -------------------------------------------------------------------------

    @property
    def client(self) -> OpenSearch:
        return cluster(self._urls, self._certificates)

    def schema(self) -> str:
        return hashlib.sha256(f"{super().schema()} {self.name} {FORM}".encode()).hexdigest()[:8]

    @property
    def index(self) -> str:
        """The alias of the index."""
        server, database = _database()
        return f"archive-{self.schema()}-{server:x}-{database}"

    @property
    def place(self) -> str:
        return f"the index {self.index} of OpenSearch"

    def _behind_alias(self) -> list[str]:
        """The names of the indexes behind the alias: one, or none if there is no index."""
        try:
            return sorted(self.client.indices.get_alias(name=self.index))
        except NotFoundError:
            return []

    def _status(self) -> str:
        """``green``: every shard has its copies; ``yellow``: every shard is there; ``red``: not all are. "" if there is
        no index."""
        if not self._behind_alias():
            return ""
        return str(self.client.cluster.health(index=self.index)["status"])

    # --- Reading ---------------------------------------------------------------------------------------------

    def reader(self) -> OpensearchReader:
        with answering():
            status = self._status()
        if not status:
            raise IndexAway("There is no search index.")
        if status == "red":
            raise IndexAway("A part of the search index is on no node that answers. Check the cluster of OpenSearch.")
        return self._reader()

    def _reader(self) -> OpensearchReader:
        return OpensearchReader(self.client, self.index, self.fields())

    def find(
        self,
        query: EngineQuery,
        start: int = 0,
        end: int | None = None,
        order: Any = (),
        facets: Any = (),
        gather: str = "",
    ) -> Found:
        return self._reader().find(query, start, end, order, facets, gather)  # without a request for the status

    def is_lost(self) -> bool:
        """An index that is red for long is lost too: its nodes may never come back. A cluster that does not answer has
        lost nothing; its errors are raised."""
        status = self._status()
        if status != "red":
            self._red_since = None
            return not status
        now = time.monotonic()
        self._red_since = self._red_since or now
        return now - self._red_since > _RED

    def may_write(self) -> bool:
        """Whether no block forbids to write. OpenSearch sets one itself where a disk is almost full."""
        with answering():
            found = self.client.indices.get_settings(index=self.index, params={"flat_settings": "true"})
        settings = [one["settings"] for one in found.values()]
        return not any(one.get(f"index.blocks.{name}") == "true" for one in settings for name in _BLOCKS)

    # --- Writing ---------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, *, afresh: bool = False, wait: bool = True) -> Iterator[IndexWriter]:
        if self._writer is not None:
            yield self._writer
            return
        with transaction.atomic():
            lock(Lock.INDEX_WRITER, wait=wait)
            self._snapshot = ""
            old = self._behind_alias()
            new = afresh or not old
            index = self._create() if new else old[0]
            writer = OpensearchWriter(self.client, index, self.fields(), _version, afresh=new)
            try:
                self._writer = writer
                yield writer
                self._writer = None
                writer.commit()
                if new:
                    self._put_in_place(index, old)
            except BaseException:
                writer.abandon()
                if new:
                    self._remove(index)
                raise
            finally:
                self._writer = None
            if self._snapshot or new:
                DatabaseIndex.objects.update_or_create(schema=self.schema(), defaults={"snapshot": self._snapshot})
        if new:
            self._remove(*old)

    def _create(self) -> str:
        """Make an empty index beside the one in use, and return its name."""
        self.clean()
        self._refuse_old_answers()
        server, database = _database()
        about = {"schema": self.schema(), "analysis": ANALYSIS, "form": FORM, "server": server, "database": database}
        index = f"{self.index}-{uuid.uuid4().hex[:8]}"
        self.client.indices.create(index=index, body=definition(self.fields(), self._shards, about))
        return index

    def _refuse_old_answers(self) -> None:
        """Let a node that has lost the others refuse to answer. Without this setting of the cluster it answers with
        what it had then."""
        try:
            self.client.cluster.put_settings(body={"persistent": {"cluster.no_cluster_manager_block": "all"}})
        except OpenSearchException:
            _log.warning("The archive may not set cluster.no_cluster_manager_block to all in OpenSearch. Set it there.")

    def _put_in_place(self, index: str, old: list[str]) -> None:
        """Copy a new index to a second node, if there is one, and move the alias."""
        self.client.indices.put_settings(index=index, body={"index": {"auto_expand_replicas": "0-1"}})
        until = time.monotonic() + _COPIES
        while self.client.cluster.health(index=index)["status"] != "green" and time.monotonic() < until:
            time.sleep(0.2)
        _version()  # fails if the connection, and with it the lock, is lost
        moves = [{"remove": {"index": name, "alias": self.index}} for name in old]
        moves.append({"add": {"index": index, "alias": self.index}})
        self.client.indices.update_aliases(body={"actions": moves}, request_timeout=WRITING)

    def _remove(self, *names: str) -> None:
        """Delete indexes that nothing uses. What cannot be deleted now goes with ``clean``."""
        with suppress(OpenSearchException):
            for name in names:
                self.client.indices.delete(index=name, ignore_unavailable=True)

    def clean(self) -> None:
        used = self._behind_alias()
        left = self.client.indices.get_settings(
            index=f"{self.index}-*", params={"filter_path": "*.settings.index.uuid"}
        )
        self._remove(*(name for name in left if name not in used))

    def remove_others(self) -> None:
        """Remove the indexes of this database of earlier schemas, and those of databases that are gone.

        Several archives can share a cluster, so nothing else is removed.
        """
        server, database = _database()
        schema = self.schema()
        with connection.cursor() as cursor:
            cursor.execute("SELECT oid::bigint FROM pg_database")
            present = {oid for (oid,) in cursor.fetchall()}
        described = self.client.indices.get_mapping(index="archive-*", params={"filter_path": "*.mappings._meta"})
        for name, about in described.items():
            meta = about["mappings"]["_meta"]
            if meta.get("server") != server:
                continue
            if meta["database"] not in present or (meta["database"] == database and meta["schema"] != schema):
                self._remove(name)
        DatabaseIndex.objects.exclude(schema=schema).delete()

    # --- What the index has of the database ------------------------------------------------------------------

    def begin_reading(self) -> None:
        self._snapshot = current_snapshot()

    def behind(self) -> set[int]:
        use_primary()  # a replica can show the text, and an earlier state of the index
        try:
            return IndexChange.objects.not_written(self.schema())
        except AnotherDatabase:
            raise IndexAway("The search index is of another database.") from None


def _database() -> tuple[int, int]:
    """The numbers of the database server and of the database. No other database has both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, (SELECT oid::bigint FROM pg_database WHERE datname = current_database())"
            " FROM pg_control_system()"
        )
        server, database = cursor.fetchone()
        return int(server), int(database)


def _version() -> int:
    """The version of the entries that the open transaction writes. It has the lock.

    The transaction gets a number. When it has ended, however it ended, every later version is higher.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


class OpensearchEngine(BaseEngine):
    backend = OpensearchBackend
    query = ArchiveQuery
