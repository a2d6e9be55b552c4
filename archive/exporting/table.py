"""What a table of the data is: its columns, its key, and the query that it comes from.

Each table is described once, in ``archive.exporting.tables``. Its files, its schema and its codebook come from that
description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from archive.exporting.words import TableWords, Words, table_words

ROWS_AT_ONCE = 2_000

Row = tuple[Any, ...]


class Type(StrEnum):
    """The type of a column, by its name in a Frictionless schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"  # in UTC, to the second
    ARRAY = "array"  # JSON: a list of texts, of pairs or of objects


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``of`` is the field, or the expression of Django, that it comes from; "" if ``Table.each`` makes it.

    ``change`` makes the value of the data from the value of the database. ``codes`` are the values that the column can
    have, with their labels. A column that is ``required`` has a value in each row.
    """

    name: str
    type: Type
    of: Any
    required: bool = False
    unit: Words | None = None
    codes: Mapping[str, Words | Promise] | None = None
    change: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key: the values of ``columns`` are the key of a row of ``table``, or empty."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``query`` gives the rows that readers may see, and ``order`` the order of the rows.

    ``key`` are the columns that together are different in each row; () if there are none. ``each`` makes the rows
    of one row of ``reads``, which are fields of the query. The SQLite file has an index for each column of ``indexed``.
    """

    name: str
    query: Callable[[], QuerySet[Any]]
    order: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    each: Callable[[Row], Iterable[Row]] | None = None
    reads: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()

    @property
    def words(self) -> TableWords:
        return table_words()[self.name]

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def batches(self) -> Iterator[list[Sequence[Any]]]:
        """The values of the table, some thousand rows at a time: for each column a list of its values.

        PostgreSQL keeps the rows (a server-side cursor). An empty text is given as None: nothing is known.
        """
        fields = self.reads or tuple(column.of for column in self.columns)
        found = self.query().order_by(*self.order).values_list(*fields)
        rows: Iterator[Row] = found.iterator(chunk_size=ROWS_AT_ONCE)
        if self.each:
            rows = chain.from_iterable(map(self.each, rows))
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            yield [
                _values(column, values) for column, values in zip(self.columns, zip(*batch, strict=True), strict=True)
            ]


def _values(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.change:
        values = [column.change(value) for value in values]
    if column.type is Type.STRING:
        return [value or None for value in values]
    if column.type is Type.ARRAY:
        return [value or [] for value in values]
    return values


def written_moment(moment: datetime | None) -> str | None:
    """A time in UTC, to the second.

    >>> written_moment(datetime(2026, 11, 29, 8, 5, 1, 500, tzinfo=UTC))
    '2026-11-29T08:05:01Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def written_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
