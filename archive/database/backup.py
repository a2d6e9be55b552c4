"""Back-up files: what the archive cannot make again, in one file.

    FILE                a zip archive without compression of its own
        database.dump   pg_dump's custom format, compressed; pg_restore reads it
        manifest.json   a Manifest; it is written last

The dump has every table, with the librarians' original files, the accounts and the hashes of their passwords. It leaves
out sessions. The file has the names of the settings, but not their values, and not the secret key: a new key only ends
the sessions. The search index and the collected static files are left out, because the archive makes them again.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from archive.database.address import Parameters, connect, environment
from archive.database.digests import Digest, digests
from archive.database.programs import client_folder, major

DUMP, MANIFEST = "database.dump", "manifest.json"
# The rows of these tables are left out; the tables themselves are kept.
WITHOUT_ROWS = ("django_session", "archive_machine", "archive_databaseindex", "archive_writtenchange")
WITHOUT = ("search_*",)  # indexes of the search engine, which are built again; pg_dump does not lock these tables
_FORMAT, _VERSION = "disarmament-archive-backup", 1
_CHUNK = 1024 * 1024  # bytes; a back-up of any size needs only so much memory
_LEFT_OVER = 24 * 3600  # seconds after which the part of a killed back-up is removed


class BackupError(Exception):
    """A back-up cannot be made or used. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a back-up file has. ``migrations``: app → names. ``settings``: names. ``tables``: name → digest.

    ``programs`` is the major version of the pg_dump that made the dump. pg_restore must not be older.
    """

    made_at: str
    server: str
    programs: int
    migrations: dict[str, list[str]]
    settings: list[str]
    tables: dict[str, Digest]
    dump_bytes: int
    dump_sha256: str

    def as_json(self) -> str:
        return json.dumps({"format": _FORMAT, "version": _VERSION, **asdict(self)}, indent=1, ensure_ascii=False)


# --- Writing -----------------------------------------------------------------------------------------------


def write(path: Path, database: Parameters, *, settings: list[str]) -> Manifest:
    """Writes the database into a new back-up file, which then replaces ``path``. Its mode is 0600.

    Everything is of one moment, even if the archive is in use. Raises BackupError if pg_dump fails.
    """
    _remove_left_over(path)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".part")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                manifest = _fill(archive, database, settings)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return manifest


def _fill(archive: zipfile.ZipFile, database: Parameters, settings: list[str]) -> Manifest:
    with connect(database) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        folder = client_folder(at_least=connection.info.server_version // 10000)
        with archive.open(DUMP, "w", force_zip64=True) as member:
            size, sha256 = _dump(folder, database, snapshot, member)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            server=_one(connection, "SHOW server_version"),
            programs=major(folder),
            migrations=_migrations(connection),
            settings=settings,
            tables=digests(connection, without=(*WITHOUT_ROWS, *WITHOUT)),
            dump_bytes=size,
            dump_sha256=sha256,
        )
    archive.writestr(MANIFEST, manifest.as_json())
    return manifest


def _dump(folder: Path, database: Parameters, snapshot: str, into: IO[bytes]) -> tuple[int, str]:
    """Writes pg_dump's output and returns its size in bytes and its SHA-256."""
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    options += [f"--snapshot={snapshot}", *(f"--exclude-table-data=public.{table}" for table in WITHOUT_ROWS)]
    options += [f"--exclude-table=public.{table}" for table in WITHOUT]
    size, sha256 = 0, hashlib.sha256()
    command: list[Any] = [folder / "pg_dump", *options]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, env=environment(database), stdout=subprocess.PIPE, stderr=said) as process,
    ):
        assert process.stdout is not None
        try:
            while chunk := process.stdout.read(_CHUNK):
                into.write(chunk)
                sha256.update(chunk)
                size += len(chunk)
        except BaseException:
            process.kill()
            raise
        if process.wait():
            said.seek(0)
            raise BackupError(f"PostgreSQL's pg_dump failed: {said.read(4000).decode(errors='replace').strip()}")
    return size, sha256.hexdigest()


def _migrations(connection: Any) -> dict[str, list[str]]:
    if _one(connection, "SELECT to_regclass('public.django_migrations')") is None:
        raise BackupError("The database is empty: there is nothing to back up.")
    rows = connection.execute(
        "SELECT app, array_agg(name ORDER BY name) FROM public.django_migrations GROUP BY app ORDER BY app"
    )
    return dict(rows.fetchall())


def _one(connection: Any, question: str) -> Any:
    return connection.execute(question).fetchone()[0]


def _remove_left_over(path: Path) -> None:
    for part in path.parent.glob(f".{path.name}-*.part"):
        if time.time() - part.stat().st_mtime > _LEFT_OVER:
            part.unlink(missing_ok=True)


# --- Reading -----------------------------------------------------------------------------------------------


def read_manifest(path: Path) -> Manifest:
    """The manifest of a back-up file, after the whole file has been checked.

    Raises BackupError if ``path`` is no back-up file, is damaged or incomplete, or has a later format.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _parsed(archive.read(MANIFEST))
            with archive.open(DUMP) as dump:
                found = _measured(dump)
    except FileNotFoundError:
        raise BackupError(f"There is no file {path}.") from None
    except _DAMAGE as error:
        raise BackupError(
            f"{path} is no back-up of this archive, or it is damaged or cut off ({error}). Nothing was changed. "
            "Use another back-up."
        ) from None
    if found != (manifest.dump_bytes, manifest.dump_sha256):
        raise BackupError(f"{path} is damaged: its checksum is another. Nothing was changed. Use another back-up.")
    return manifest


@contextmanager
def opened_dump(path: Path) -> Iterator[IO[bytes]]:
    """The dump in a back-up file, to be read from its beginning."""
    with zipfile.ZipFile(path) as archive, archive.open(DUMP) as dump:
        yield dump


# What zipfile and json raise for a file that is no zip archive, or has damaged bytes.
_DAMAGE = (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError, NotImplementedError, RuntimeError)


def _parsed(content: bytes) -> Manifest:
    values = json.loads(content)
    if values.pop("format") != _FORMAT:
        raise ValueError("its manifest is of something else")
    if (version := values.pop("version")) > _VERSION:
        raise BackupError(
            f"The back-up has format {version}; this archive reads format {_VERSION} at most. Nothing was changed. "
            "Update the archive first."
        )
    tables = {name: Digest(**digest) for name, digest in values.pop("tables").items()}
    return Manifest(tables=tables, **values)


def _measured(dump: IO[bytes]) -> tuple[int, str]:
    """The size in bytes and the SHA-256 of what can be read from ``dump``."""
    size, sha256 = 0, hashlib.sha256()
    while chunk := dump.read(_CHUNK):
        sha256.update(chunk)
        size += len(chunk)
    return size, sha256.hexdigest()
