"""Digests of tables. Two databases with the same rows have the same digests, in every version of PostgreSQL.

The order of the rows does not count. Values of sequences are left out, because they are outside of snapshots.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import psycopg
from psycopg import sql

# Values are compared as text, so every session must write them in the same way.
_PLAIN = "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'"

_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname), array_agg(t.typname::text ORDER BY a.attname)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY c.relname ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Digest:
    """``rows``: the number of rows of a table. ``sum``: the sum of 64 bits of the MD5 of each row, in digits."""

    rows: int
    sum: str


def digests(connection: psycopg.Connection[Any], *, without: tuple[str, ...] = ()) -> dict[str, Digest]:
    """Name → digest of each table of the schema ``public``. ``without`` names tables to leave out, or ``name_*``."""
    with connection.transaction():
        connection.execute(_PLAIN)
        tables = connection.execute(_TABLES).fetchall()
        return {
            table: _digest(connection, table, list(zip(names, types, strict=True)))
            for table, names, types in tables
            if not any(fnmatchcase(table, pattern) for pattern in without)
        }


def _digest(connection: psycopg.Connection[Any], table: str, columns: list[tuple[str, str]]) -> Digest:
    row = sql.SQL(", ").join(_as_text(name, kind) for name, kind in columns)
    question = sql.SQL(
        "SELECT count(*), coalesce(sum(('x' || left(md5(ROW({row})::text), 16))::bit(64)::bigint::numeric), 0)::text"
        " FROM public.{table}"
    ).format(row=row, table=sql.Identifier(table))
    found = connection.execute(question).fetchone()
    assert found is not None
    return Digest(*found)


def _as_text(name: str, kind: str) -> sql.Composed:
    # The text of bytes has twice their length. A hash keeps files of many megabytes small.
    text = "sha256({})::text" if kind == "bytea" else "{}::text"
    return sql.SQL(text).format(sql.Identifier(name))
