"""A table as CSV (RFC 4180), for programs: UTF-8 without a mark, texts as they are, no apostrophe before a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from archive.exporting.table import Table, Type, written_moment

_WRITTEN: dict[Type, Callable[[Any], Any]] = {
    Type.BOOLEAN: lambda value: None if value is None else "true" if value else "false",
    Type.DATETIME: written_moment,
    Type.ARRAY: lambda value: json.dumps(value, ensure_ascii=False),
}


class CsvFile:
    """None becomes an empty cell, and an empty list ``[]``. Days are like 2010-12-08."""

    def __init__(self, path: Path, table: Table) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(table.column_names)
        self._types = [column.type for column in table.columns]

    def write(self, batch: list[Sequence[Any]]) -> None:
        columns = [_written(type, values) for type, values in zip(self._types, batch, strict=True)]
        self._rows.writerows(zip(*columns, strict=True))

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


def _written(type: Type, values: Sequence[Any]) -> Sequence[Any]:
    change = _WRITTEN.get(type)
    return [change(value) for value in values] if change else values
