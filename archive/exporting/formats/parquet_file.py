"""A table as Parquet, with types. A column of codes is a dictionary, which pandas reads as a categorical."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archive.exporting.table import Column, Table, Type
from archive.exporting.words import Words

# A row group is written when its values take so much memory, or when it has so many rows.
_GROUP_BYTES, _GROUP_ROWS = 4 * 1024 * 1024, 100_000

_TYPES = {
    Type.STRING: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.DATETIME: pa.timestamp("s", tz="UTC"),
    Type.ARRAY: pa.list_(pa.string()),
}


class ParquetFile:
    """An item of a list that is no text is written as JSON. The schema has the descriptions of the columns."""

    def __init__(self, path: Path, table: Table) -> None:
        self._columns = table.columns
        self._schema = pa.schema(
            [_field(column, table.words.columns[column.name]) for column in table.columns],
            {"description": table.words.about.en},
        )
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[Any] = []
        self._bytes = self._rows = 0

    def write(self, batch: list[Sequence[Any]]) -> None:
        arrays = [
            pa.array(_items(column, values), field.type)
            for column, field, values in zip(self._columns, self._schema, batch, strict=True)
        ]
        rows = pa.record_batch(arrays, schema=self._schema)
        self._waiting.append(rows)
        self._bytes += rows.nbytes
        self._rows += rows.num_rows
        if self._bytes >= _GROUP_BYTES or self._rows >= _GROUP_ROWS:
            self._write_group()

    def _write_group(self) -> None:
        self._file.write_table(pa.Table.from_batches(self._waiting, self._schema))
        self._waiting = []
        self._bytes = self._rows = 0

    def __enter__(self) -> ParquetFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._waiting and error is None:
            self._write_group()
        self._file.close()


def _field(column: Column, words: Words) -> Any:
    kind = pa.dictionary(pa.int8(), pa.string()) if column.codes else _TYPES[column.type]
    about = {"description": words.en, "description_zh": words.zh}
    if column.unit:
        about["unit"] = column.unit.en
    return pa.field(column.name, kind, nullable=not column.required, metadata=about)


def _items(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.type is not Type.ARRAY:
        return values
    return [[one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value] for value in values]
