"""All tables as one SQLite file, with their keys, indexes, and their descriptions as tables of their own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from archive.exporting.table import Table, Type, written_day, written_moment
from archive.exporting.words import label

_TYPES = {Type.INTEGER: "INTEGER", Type.BOOLEAN: "INTEGER", Type.NUMBER: "REAL"}
_WRITTEN: dict[Type, Callable[[Any], Any]] = {
    Type.DATE: written_day,
    Type.DATETIME: written_moment,
    Type.ARRAY: lambda value: json.dumps(value, ensure_ascii=False),
}
# The tables that describe the others.
_DESCRIPTIONS = """
CREATE TABLE data_tables (name TEXT PRIMARY KEY, en TEXT, zh TEXT);
CREATE TABLE data_columns (
    "table" TEXT REFERENCES data_tables (name), name TEXT, type TEXT, unit TEXT, en TEXT, zh TEXT,
    PRIMARY KEY ("table", name)
);
CREATE TABLE data_codes (
    "table" TEXT, "column" TEXT, code TEXT, en TEXT, zh TEXT,
    PRIMARY KEY ("table", "column", code), FOREIGN KEY ("table", "column") REFERENCES data_columns ("table", name)
);
CREATE TABLE data_package (version TEXT, created TEXT);
"""


class SqliteFile:
    """True and False become 1 and 0, days and times texts, lists JSON."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._keys: dict[str, tuple[str, ...]] = {}  # of the tables that were added
        connection.executescript(_DESCRIPTIONS)

    def describe_package(self, version: str, created: str) -> None:
        self._connection.execute("INSERT INTO data_package VALUES (?, ?)", (version, created))

    def add(self, table: Table) -> SqliteTable:
        """Creates a table, and describes it. The tables to which its foreign keys lead were added before."""
        self._keys[table.name] = table.key
        words = table.words.about
        self._connection.execute(_create(table, self._keys))
        self._connection.execute("INSERT INTO data_tables VALUES (?, ?, ?)", (table.name, words.en, words.zh))
        self._connection.executemany("INSERT INTO data_columns VALUES (?, ?, ?, ?, ?, ?)", _columns(table))
        self._connection.executemany("INSERT INTO data_codes VALUES (?, ?, ?, ?, ?)", _codes(table))
        return SqliteTable(self._connection, table)

    def finish(self, tables: Iterable[Table]) -> None:
        """Makes the indexes. They are made after the rows, because that is faster."""
        for table in tables:
            for columns in {*(link.columns for link in table.links), *((name,) for name in table.indexed)}:
                name = "_".join([table.name, *columns])
                self._connection.execute(f'CREATE INDEX "{name}" ON "{table.name}" ({_quoted(columns)})')
        self._connection.execute("ANALYZE")
        self._connection.commit()


class SqliteTable:
    def __init__(self, connection: sqlite3.Connection, table: Table) -> None:
        self._connection = connection
        self._types = [column.type for column in table.columns]
        places = ", ".join("?" * len(table.columns))
        self._insert = f'INSERT INTO "{table.name}" VALUES ({places})'  # noqa: S608

    def write(self, batch: list[Sequence[Any]]) -> None:
        columns = [_written(type, values) for type, values in zip(self._types, batch, strict=True)]
        self._connection.executemany(self._insert, zip(*columns, strict=True))


@contextmanager
def sqlite_file(path: Path) -> Iterator[SqliteFile]:
    """A new SQLite file. It is not safe while it is written: a broken-off export is thrown away."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;")
        yield SqliteFile(connection)


def _create(table: Table, keys: Mapping[str, tuple[str, ...]]) -> str:
    """The columns of foreign keys are named on both sides, because Datasette fails otherwise."""
    parts = [
        f'"{column.name}" {_TYPES.get(column.type, "TEXT")}{" NOT NULL" if column.required else ""}'
        for column in table.columns
    ]
    if table.key:
        parts.append(f"PRIMARY KEY ({_quoted(table.key)})")
    for link in table.links:
        parts.append(f'FOREIGN KEY ({_quoted(link.columns)}) REFERENCES "{link.table}" ({_quoted(keys[link.table])})')
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)})'


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _columns(table: Table) -> Iterator[tuple[str | None, ...]]:
    for column in table.columns:
        unit, words = column.unit.en if column.unit else None, table.words.columns[column.name]
        yield table.name, column.name, column.type.value, unit, words.en, words.zh


def _codes(table: Table) -> Iterator[tuple[str, ...]]:
    for column in table.columns:
        for code, name in (column.codes or {}).items():
            words = label(name)
            yield table.name, column.name, code, words.en, words.zh


def _written(type: Type, values: Sequence[Any]) -> Sequence[Any]:
    change = _WRITTEN.get(type)
    return [change(value) for value in values] if change else values
