"""Writes the whole archive as data into a folder, from one moment of the database, in constant memory.

The files are written beside the folder, and take its place when they are complete. A broken-off export changes nothing.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from archive.exporting.formats.csv_file import CsvFile
from archive.exporting.formats.parquet_file import ParquetFile
from archive.exporting.formats.sqlite_file import SqliteFile, sqlite_file
from archive.exporting.package import CHECKSUMS, NAME, PACKAGE, SQLITE, File, WrittenTable, describe, read_package
from archive.exporting.table import Table, written_moment
from archive.exporting.tables import TABLES

Told = Callable[[str, int], None]  # the name of a finished table, and the number of its rows
_PARTIAL = ".partial-"


class NotOurs(Exception):
    """The folder has something else than an export. It is not replaced."""


def export_to(folder: Path, version: str, told: Told = lambda name, rows: None) -> dict[str, Any]:
    """Writes an export into ``folder``, and returns its ``datapackage.json``.

    Replaces an earlier export in the folder. Raises NotOurs if the folder has anything else.
    """
    if folder.exists() and any(folder.iterdir()) and not is_export(folder):
        raise NotOurs(str(folder))
    with written_beside(folder, version, told) as (draft, package):
        put_in_place(draft, folder)
    return package


@contextmanager
def written_beside(folder: Path, version: str, told: Told) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A complete export in a new folder beside ``folder``. It is removed at the end of the block, unless it was moved.

    What a killed export has left there is removed first.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f"{_PARTIAL}*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=folder.parent))
    try:
        package = _write(draft, version, told)
        draft.chmod(0o755)
        yield draft, package
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def put_in_place(draft: Path, folder: Path) -> None:
    """Makes ``draft`` the folder. An earlier export is moved away first, and removed."""
    former = draft.with_name(f"{draft.name}-former")
    if folder.exists():
        folder.rename(former)
    draft.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


def is_export(folder: Path) -> bool:
    return read_package(folder).get("name") == NAME


def _write(folder: Path, version: str, told: Told) -> dict[str, Any]:
    """Fills the folder, and returns the content of its ``datapackage.json``."""
    with _one_moment(), sqlite_file(folder / SQLITE) as sqlite:
        created = written_moment(timezone.now())
        assert created is not None
        sqlite.describe_package(version, created)
        written = [_write_table(table, folder, sqlite, told) for table in TABLES]
        sqlite.finish(TABLES)
    package = describe(written, File.of(folder / SQLITE), version=version, created=created)
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    files = [File.of(path) for path in sorted(folder.iterdir())]
    lines = "".join(f"{file.sha256}  {file.path}\n" for file in files)  # as sha256sum --check reads them
    (folder / CHECKSUMS).write_text(lines, encoding="ascii")
    return package


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every query of the block sees the database as it is at the first one, whatever is published meanwhile."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write_table(table: Table, folder: Path, sqlite: SqliteFile, told: Told) -> WrittenTable:
    csv, parquet = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    rows = 0
    with ExitStack() as files:
        writers: list[CsvFile | ParquetFile] = [
            files.enter_context(CsvFile(csv, table)),
            files.enter_context(ParquetFile(parquet, table)),
        ]
        in_sqlite = sqlite.add(table)
        for batch in table.batches():
            for writer in (*writers, in_sqlite):
                writer.write(batch)
            rows += len(batch[0])
    told(table.name, rows)
    return WrittenTable(table, rows, File.of(csv), File.of(parquet))
