"""The engine for several web servers: the index is a table of the archive's own database.

A change of a document is written to the index within the transaction of the change, so every server finds at once what
one of them publishes. Changes of many documents follow after the transaction, as with other engines.

The table has a row for each entry and a column for each index field. Values have the form that conditions
(``archive.searching.matching``) need:

- Tokens are a text with a space before and after each token. A GIN index of the tokens' tsvector finds candidates. The
  sequence is then searched in the text, so a phrase is exact at any length and at any place. PostgreSQL's own phrases
  forget the places of a token that a text has more than 255 times.
- Keywords are arrays, in the same GIN index. Facets are counts of equal arrays.
- Words are a tsvector for ranking. A word has one of four weights there, which stands for its BM25 frequency.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import ProgrammingError, connection, transaction
from haystack.backends import BaseEngine
from haystack.constants import ID
from psycopg import errors, sql

from archive.database.locks import Lock
from archive.models import DatabaseIndex, IndexChange, replicas
from archive.models.index_change import AnotherDatabase, current_snapshot
from archive.searching.engines.backend import ArchiveBackend, Found, IndexAway, IndexWriter
from archive.searching.engines.index_lock import lock
from archive.searching.engines.postgresql_conditions import ConditionSql
from archive.searching.engines.postgresql_words import frequency
from archive.searching.engines.postgresql_writer import FORM, PostgresqlWriter, lock_soon, run
from archive.searching.engines.query import ArchiveQuery
from archive.searching.engines.scoring import TITLE_WEIGHT, in_title, ranked_fields, rarity
from archive.searching.matching import EngineQuery

# How PostgreSQL plans a search. It does not know that the tokens of a word stand together, so it expects few hits and
# chooses nested loops, which are slow for many. It does not know how long it takes to make a tsvector of each row.
# Compiling a plan would take longer than the plan.
_PLANNING = {"jit": "off", "enable_nestloop": "off", "enable_seqscan": "off", "work_mem": "64MB"}


class PostgresqlReader:
    def __init__(self, table: str, kinds: dict[str, str]) -> None:
        self._table = table
        self._conditions = ConditionSql(kinds)

    def find(
        self,
        query: EngineQuery,
        start: int,
        end: int | None,
        order: Sequence[str],
        facets: Sequence[str],
        gather: str = "",
    ) -> Found:
        try:
            return self._found(query, start, end, order, facets, gather)
        except ProgrammingError as error:
            if isinstance(error.__cause__, errors.UndefinedTable):  # dropped since ``reader`` has looked
                raise IndexAway("There is no search index.") from error
            raise

    def _found(
        self, query: EngineQuery, start: int, end: int | None, order: Sequence[str], facets: Sequence[str], gather: str
    ) -> Found:
        with _planning() as cursor:
            score = sql.SQL("0::float8") if order else self._score(cursor, query.words)
            cursor.execute(
                sql.SQL(
                    "WITH hit AS MATERIALIZED (SELECT {columns}, {score} AS score FROM {table} WHERE {condition}),"
                    " {page}"
                    " SELECT (SELECT count(*) FROM hit), (SELECT json_agg(page ORDER BY place) FROM page),"
                    " (SELECT count(*) FROM grouped), {facets}"
                ).format(
                    columns=_columns(facets, gather, order),
                    table=sql.Identifier(self._table),
                    condition=self._conditions.where(query.condition),
                    score=score,
                    page=_page(start, end, order, gather),
                    facets=_facets(facets),
                )
            )
            hits, page, groups, counted = cursor.fetchone()
        rows = page or []
        return Found(
            hits,
            [(row["names"][0], float(row["score"])) for row in rows],
            {name: _summed(counted[name]) for name in facets},
            groups,
            [row["names"] for row in rows] if gather else [],
        )

    # --- Relevance -------------------------------------------------------------------------------------------

    def _score(self, cursor: Any, words: tuple[str, ...]) -> sql.Composable:
        """The score of a row: BM25 of the words plus a bonus for words in the title, multiplied by the entry's weight.
        ``_page`` multiplies it by a factor for further matches in the same resolution."""
        parts: list[sql.Composable] = [sql.SQL("0.1")]
        for word, rare in self._rarities(cursor, words).items():
            parts += [frequency(field, word, rare) for field in ranked_fields(word)]
            if sought := in_title(word):
                titled, bonus = self._conditions.met(sought), sql.Literal(TITLE_WEIGHT * rare)
                parts.append(sql.SQL("CASE WHEN {} THEN {} ELSE 0 END").format(titled, bonus))
        return sql.SQL("(({}) * weight * 0.01)::float8").format(sql.SQL(" + ").join(parts))

    def _rarities(self, cursor: Any, words: tuple[str, ...]) -> dict[str, float]:
        """Word → its inverse document frequency, from PostgreSQL's statistics."""
        if not words:
            return {}
        cursor.execute(
            "SELECT reltuples::bigint, (SELECT json_object_agg(word, share) FROM pg_stats,"
            "   unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (word, share)"
            "   WHERE schemaname = 'public' AND tablename = %(table)s AND attname = 'words' AND word = ANY(%(words)s))"
            " FROM pg_class WHERE oid = %(table)s::regclass",
            {"table": self._table, "words": list(words)},
        )
        entries, shares = cursor.fetchone()
        entries = max(1, entries)
        return {word: rarity(entries, round((shares or {}).get(word, 0) * entries)) for word in dict.fromkeys(words)}


@contextmanager
def _planning() -> Iterator[Any]:
    """A cursor in a transaction with the settings of a search. An outer transaction gets its own settings back."""
    outer = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        settings = sql.SQL("; ").join(
            sql.SQL("SET LOCAL {} = {}").format(sql.Identifier(name), sql.Literal(value))
            for name, value in _PLANNING.items()
        )
        cursor.execute(settings)
        yield cursor
        if outer:
            cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _PLANNING))


def _columns(facets: Sequence[str], gather: str, order: Sequence[str]) -> sql.Composable:
    """What is needed of the hits."""
    needed = [ID, *facets, *([gather] if gather else []), *(name.lstrip("-") for name in order)]
    needed += [] if order else ["owner", "newest"]
    return sql.SQL(", ").join(map(sql.Identifier, dict.fromkeys(needed)))


def _page(start: int, end: int | None, order: Sequence[str], gather: str) -> sql.Composable:
    """The tables ``grouped``, of all groups, and ``page``: place, names of the hits in order, score of the first."""
    if end is not None and end <= start:
        text = "grouped AS (SELECT WHERE false), page AS (SELECT 0 AS place WHERE false)"
    elif gather:
        text = (
            "placed AS (SELECT {id}[1] AS name, {score} AS score, {gather} AS gathered,"
            "   row_number() OVER (ORDER BY {order}) AS place FROM hit {lifted}),"
            " grouped AS (SELECT gathered, min(place) AS first FROM placed GROUP BY gathered),"
            " shown AS (SELECT * FROM grouped ORDER BY first OFFSET {start} LIMIT {limit}),"
            " page AS (SELECT first AS place, array_agg(name ORDER BY place) AS names,"
            "   (array_agg(score ORDER BY place))[1] AS score FROM placed JOIN shown USING (gathered) GROUP BY first)"
        )
    else:
        text = (
            "grouped AS (SELECT WHERE false),"
            " page AS (SELECT row_number() OVER () AS place, ARRAY[name] AS names, score FROM"
            "   (SELECT {id}[1] AS name, {score} AS score FROM hit {lifted} ORDER BY {order}"
            "     OFFSET {start} LIMIT {limit}) AS shown)"
        )
    lifts = "SELECT owner, 1 + 0.1 * ln(count(*)) / ln(2) AS lift FROM hit GROUP BY owner"
    score = sql.SQL("score" if order else "score * lift")
    return sql.SQL(text).format(
        id=sql.Identifier(ID),
        score=score,
        gather=sql.Identifier(gather),
        lifted=sql.SQL("" if order else f"JOIN ({lifts}) AS lifted USING (owner)"),
        order=_order(order, score),
        start=sql.Literal(start),
        limit=sql.SQL("ALL") if end is None else sql.Literal(end - start),
    )


def _order(order: Sequence[str], score: sql.Composable) -> sql.Composable:
    if not order:
        return sql.SQL("{} DESC, newest DESC, {}").format(score, sql.Identifier(ID))
    columns = [
        sql.SQL("{} DESC" if name.startswith("-") else "{}").format(sql.Identifier(name.lstrip("-"))) for name in order
    ]
    return sql.SQL(", ").join([*columns, sql.Identifier(ID)])


def _facets(names: Sequence[str]) -> sql.Composable:
    """An object: name → [[values of an entry, number of the entries with these values]]."""
    counts = [
        sql.SQL(
            "{}, (SELECT json_agg(json_build_array(value, number)) FROM"
            " (SELECT {} AS value, count(*) AS number FROM hit GROUP BY 1) AS counted)"
        ).format(sql.Literal(name), sql.Identifier(name))
        for name in names
    ]
    return sql.SQL("json_build_object({})").format(sql.SQL(", ").join(counts))


def _summed(counted: list[tuple[list[str], int]] | None) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for values, number in counted or ():
        for value in values:
            counts[value] += number
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


class PostgresqlBackend(ArchiveBackend):
    name = "postgresql"

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self._writer: PostgresqlWriter | None = None
        self._snapshot = ""

    def schema(self) -> str:
        return hashlib.sha256(f"{super().schema()} {FORM}".encode()).hexdigest()[:8]

    @property
    def table(self) -> str:
        return f"search_{self.schema()}"

    @property
    def place(self) -> str:
        return f"the table {self.table} of the database"

    def reader(self) -> PostgresqlReader:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT to_regclass(%s) IS NOT NULL AND EXISTS (SELECT FROM archive_databaseindex WHERE schema = %s)",
                [self.table, self.schema()],
            )
            if not cursor.fetchone()[0]:
                raise IndexAway("There is no search index.")
        return PostgresqlReader(self.table, self.fields())

    def may_write(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_schema_privilege('public', 'CREATE')"
                " AND has_database_privilege(current_database(), 'TEMPORARY') AND NOT EXISTS"
                " (SELECT FROM pg_class WHERE oid = to_regclass(%s) AND NOT pg_has_role(relowner, 'USAGE'))",
                [self.table],
            )
            return bool(cursor.fetchone()[0])

    @contextmanager
    def writing(self, *, afresh: bool = False, wait: bool = True) -> Iterator[IndexWriter]:
        if self._writer is not None:
            yield self._writer
            return
        with transaction.atomic():
            lock(Lock.INDEX_WRITER, wait=wait)
            self._snapshot = ""
            new = afresh or not self.exists()
            writer = PostgresqlWriter(self.table, self.fields(), afresh=new)
            yield from self._used(writer)
            writer.finish()
            lock(Lock.INDEX_CHANGE, wait=wait)
            newer = set() if new or not self._snapshot else self._written_since(self._snapshot)
            writer.commit(set(map(str, newer)))
            if self._snapshot or new:
                index, _ = DatabaseIndex.objects.update_or_create(
                    schema=self.schema(), defaults={"snapshot": self._snapshot}
                )
                index.written.exclude(document_id__in=newer).delete()

    def _used(self, writer: PostgresqlWriter) -> Iterator[IndexWriter]:
        self._writer = writer
        try:
            yield writer
        finally:
            self._writer = None

    def _written_since(self, snapshot: str) -> set[int]:
        """Primary keys of the documents that were written within transactions that a snapshot does not show."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT document_id FROM archive_writtenchange WHERE index_id = %s"
                " AND NOT pg_visible_in_snapshot(changed_in::text::xid8, split_part(%s, '/', 2)::pg_snapshot)",
                [self.schema(), snapshot],
            )
            return {pk for (pk,) in cursor.fetchall()}

    @contextmanager
    def writing_before_commit(self) -> Iterator[IndexWriter]:
        with transaction.atomic():
            lock_soon()
            self.reader()
            writer = PostgresqlWriter(self.table, self.fields(), afresh=False)
            yield from self._used(writer)
            writer.finish()
            writer.commit(set())
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO archive_writtenchange (index_id, document_id, changed_in)"
                    " SELECT schema, document_id, changed_in FROM archive_indexchange, archive_databaseindex"
                    " WHERE schema = %s AND changed_in = pg_current_xact_id_if_assigned()::text::bigint"
                    " ON CONFLICT (index_id, document_id) DO UPDATE SET changed_in = excluded.changed_in",
                    [self.schema()],
                )

    def begin_reading(self) -> None:
        self._snapshot = current_snapshot()

    def behind(self) -> set[int]:
        """A replica can show the text before it shows the index. So where something lacks, the primary is asked."""
        try:
            lacking = IndexChange.objects.not_written(self.schema())
        except AnotherDatabase:
            lacking = None
        if replicas.is_read() and lacking != set():
            replicas.use_primary()
            return self.behind()
        if lacking is None:
            raise IndexAway("The search index is of another database.")
        return lacking

    def settle(self) -> None:
        """Store a later snapshot in the place of the changes that were written within their transactions."""
        index = DatabaseIndex.objects.filter(schema=self.schema()).first()
        if index is None or not index.written.exists():
            return
        with transaction.atomic():
            lock(Lock.INDEX_CHANGE)  # so each change that was written has ended and is in the snapshot
            snapshot = current_snapshot()
            if not self.behind():
                index.snapshot = snapshot
                index.save()
                index.written.all().delete()

    def remove_others(self) -> None:
        schema = self.schema()
        with transaction.atomic(), connection.cursor() as cursor:
            lock(Lock.INDEX_CHANGE)
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
                " AND relname ~ '^search_[0-9a-f]{8}$' AND relname <> %s",
                [self.table],
            )
            for (name,) in cursor.fetchall():
                run("DROP TABLE {table}", table=sql.Identifier(name))
            DatabaseIndex.objects.exclude(schema=schema).delete()


class PostgresqlEngine(BaseEngine):
    backend = PostgresqlBackend
    query = ArchiveQuery
