"""Moves the data of the archive's own server to another major version of PostgreSQL, by dump and restore.

    data/      the cluster in use
    old/data/  the cluster of the earlier version, during the move; it is removed when the new one is complete
    new/data/  the cluster of the present version, until it is complete

If a move is interrupted, the next start begins it again with the old data.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from archive.database.digests import Digest, digests
from archive.database.programs import ProgramError, client_folder, pipe, psql, server_folder

if TYPE_CHECKING:
    from archive.database.server import Server


def version_of(data: Path) -> str:
    """The major version of PostgreSQL that made a cluster; "" if there is no cluster."""
    try:
        return (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return ""


def require_programs(data: Path, version: str, wanted: int) -> None:
    """Raises ProgramError if the data cannot be moved here, with the remedy."""
    if float(version) > wanted:
        raise ProgramError("They are of a later version. Run `make run`, which installs it, or set DATABASE_URL.")
    if "." in version or server_folder(int(version)) is None:
        raise ProgramError(
            f"The programs of PostgreSQL {version} are needed once to move them: on Debian `apt install "
            f"postgresql-{version}`. Or move {data} away and restore a back-up (`manage.py restore FILE`), "
            "or set DATABASE_URL."
        )


def recover(data: Path, old: Path, new: Path) -> None:
    """Puts the old data back after an interrupted move, and removes what else a move left. No server may run there."""
    if not data.exists() and (old / "data").exists():
        (old / "data").rename(data)
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def move(data: Path, old: Server, new: Server) -> None:
    """Copies the database from the server ``old`` to the server ``new``, compares both, and puts the new data in place.

    If that fails, the old data are where they were. Raises ProgramError, ServerError, psycopg.Error or OSError.
    """
    for server in (old, new):
        _make_folder(server.directory, like=data)
    data.rename(old.data)
    try:
        _copy(old, new)
        new.data.rename(data)
    except BaseException:
        old.leave()
        old.data.rename(data)
        raise
    shutil.rmtree(new.directory)
    shutil.rmtree(old.directory)


def _make_folder(folder: Path, *, like: Path) -> None:
    """Makes a folder that belongs to the owner of ``like``."""
    folder.mkdir(mode=0o700)
    os.chown(folder, like.stat().st_uid, like.stat().st_gid)


def _copy(old: Server, new: Server) -> None:
    before, after = old.parameters(old.running()), new.parameters(new.running())
    try:
        folder = client_folder(at_least=new.major)
        dump = [folder / "pg_dump", "--no-owner", "--no-privileges", "--no-comments"]
        pipe((dump, _environment(before)), (psql(folder), _environment(after)))
        if _digests(before) != _digests(after):
            raise ProgramError("The copy differs from the old data.")
    finally:
        new.leave()
        old.leave()


def _environment(parameters: dict[str, Any]) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "PGHOST": parameters["host"],
        "PGPORT": str(parameters["port"]),
        "PGUSER": parameters["user"],
        "PGDATABASE": parameters["dbname"],
    }


def _digests(parameters: dict[str, Any]) -> dict[str, Digest]:
    with psycopg.connect(**parameters, autocommit=True) as connection:
        return digests(connection)
