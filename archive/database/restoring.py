"""Restores a back-up: into a new database beside the present one, which it replaces when everything went well.

    NAME_restoring  the new database; it is filled, compared with the manifest, and migrated
    NAME            the archive's database: one transaction renames the old one away and the new one to this name
    NAME_replaced   the old database, which is then removed

So a failure before the switch changes nothing, and there is no moment without a database.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.migrations.loader import MigrationLoader
from psycopg import errors, sql

from archive.database.address import Parameters, connect, environment, parameters
from archive.database.backup import WITHOUT, WITHOUT_ROWS, BackupError, Manifest, opened_dump
from archive.database.digests import digests
from archive.database.locks import Lock
from archive.database.programs import client_folder, pipe, psql

_PATIENCE = 30  # seconds in which connections to the old database are ended
# For sed: removes a setting at the head of the SQL. pg_restore writes it since version 17; earlier servers refuse it.
_ADAPT = "1,60{/^SET transaction_timeout = /d;}"


def require_known_migrations(manifest: Manifest) -> None:
    """Raises BackupError if the back-up was made by a later version of the archive."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known
    ]
    if unknown:
        raise BackupError(
            f"The back-up was made by a later version of the archive (it has the migration {unknown[-1]}). "
            "Nothing was changed. Update the archive first."
        )


def has_content(database: Parameters) -> bool:
    """Whether the database has documents, which a restore would replace."""
    with connect(database) as connection:
        try:
            row = connection.execute("SELECT EXISTS (SELECT FROM public.archive_document)").fetchone()
        except errors.UndefinedTable:
            return False
    return bool(row and row[0])


@contextmanager
def restored_beside(path: Path, manifest: Manifest) -> Iterator[str]:
    """Restores a back-up into a new database, compares it row by row, and migrates it. Gives its name.

    After the block, the new database is removed, unless it was switched to.
    Raises BackupError if the server refuses it, or if the rows are not those of the manifest.
    """
    name = str(django_connection.settings_dict["NAME"])
    beside = _beside(name)
    with _maintenance() as server:
        _remove(server, beside)
        _create(server, beside, like=name)
        try:
            _fill(parameters(beside), path, manifest)
            _compare(parameters(beside), manifest)
            with _django_in(beside):
                call_command("migrate", interactive=False, verbosity=0)
            yield beside
        finally:
            _remove(server, beside)


def switch_to(beside: str) -> None:
    """Puts the database ``beside`` in the place of the archive's database, in one transaction, and removes the old."""
    name = str(django_connection.settings_dict["NAME"])
    replaced = _replaced(name)
    django_connection.close()
    with connect(_maintenance_parameters()) as server:
        _remove(server, replaced)
        until = time.monotonic() + _PATIENCE
        while not _renamed(server, {name: replaced, beside: name}):
            if time.monotonic() > until:
                raise BackupError("Other programs keep using the database. Stop the archive, and restore again.")
        _remove(server, replaced)


def remove_left_over() -> None:
    """Removes the databases that a killed restore has left beside the archive's database.

    Does nothing while a restore is running, or if the database's user may not remove them.
    """
    name = str(django_connection.settings_dict["NAME"])
    left = [_beside(name), _replaced(name)]
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = ANY(%s)", [left])
        found = [str(row[0]) for row in cursor.fetchall()]
    if not found:
        return
    with suppress(BackupError, psycopg.Error), _maintenance() as server:
        for one in found:
            _remove(server, one)


def _beside(name: str) -> str:
    return f"{name[:50]}_restoring"


def _replaced(name: str) -> str:
    return f"{name[:50]}_replaced"


# --- The new database --------------------------------------------------------------------------------------


def _maintenance_parameters() -> Parameters:
    """Of another database of the server. A database cannot be renamed through a connection to itself."""
    return parameters("template1" if django_connection.settings_dict["NAME"] == "postgres" else "postgres")


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection[Any]]:
    """A connection beside the archive's database, with a lock that keeps other restores out."""
    with connect(_maintenance_parameters()) as server:
        row = server.execute("SELECT pg_try_advisory_lock(%s)", [Lock.RESTORE]).fetchone()
        if not (row and row[0]):
            raise BackupError("Another restore is running. Wait until it has ended.")
        yield server


def _create(server: psycopg.Connection[Any], name: str, *, like: str) -> None:
    try:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ").format(sql.Identifier(name)) + _locale(server, like)
        )
    except errors.InsufficientPrivilege:
        user = server.info.user
        raise BackupError(
            f"The database's user {user} may not make a database, which a restore needs. Nothing was changed. "
            f'Let an administrator of the server run: ALTER ROLE "{user}" CREATEDB'
        ) from None


def _locale(server: psycopg.Connection[Any], like: str) -> sql.Composed:
    """The options of CREATE DATABASE for the encoding and the order of text of the database ``like``."""
    row = server.execute(
        "SELECT datlocprovider::text, datcollate, datctype, to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'"
        " FROM pg_database d WHERE datname = %s",
        [like],
    ).fetchone()
    if row is None:
        raise BackupError(f"There is no database {like}.")
    provider, collate, ctype, locale, icu = row
    options = [("LC_COLLATE", collate), ("LC_CTYPE", ctype)]
    if provider == "b":
        options += [("LOCALE_PROVIDER", "builtin"), ("BUILTIN_LOCALE", locale)]
    elif provider == "i":
        options += [("LOCALE_PROVIDER", "icu"), ("ICU_LOCALE", locale or icu)]
    words = [sql.SQL("{} = {}").format(sql.SQL(key), sql.Literal(value)) for key, value in options]
    return sql.SQL("ENCODING = 'UTF8' ") + sql.SQL(" ").join(words)


def _remove(server: psycopg.Connection[Any], name: str) -> None:
    """Removes a database, if there is one. PostgreSQL ends its own work in it (autovacuum), and waits 5 s for others.

    ``WITH (FORCE)`` would be refused while autovacuum works there, because only some users may end its processes.
    """
    _end_connections(server, [name])
    try:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    except errors.ObjectInUse:
        raise BackupError(
            f"Other programs keep using the database {name}. Stop them, and restore again: it is in the way."
        ) from None


def _renamed(server: psycopg.Connection[Any], names: dict[str, str]) -> bool:
    """Renames databases (old name → new name) together. Ends the connections to them. False if that did not suffice."""
    _end_connections(server, list(names))
    try:
        with server.transaction():
            for old, new in names.items():
                server.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
                )
    except errors.ObjectInUse:
        return False
    return True


def _end_connections(server: psycopg.Connection[Any], names: list[str]) -> None:
    """Ends the connections to databases that the user of ``server`` may end: those of its own roles."""
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = ANY(%s) AND pid <> pg_backend_pid() AND pg_has_role(usesysid, 'USAGE')",
        [names],
    )


@contextmanager
def _django_in(name: str) -> Iterator[None]:
    """Makes Django use the database ``name`` during the block."""
    settings = django_connection.settings_dict
    django_connection.close()
    before, settings["NAME"] = settings["NAME"], name
    try:
        yield
    finally:
        django_connection.close()
        settings["NAME"] = before


# --- Filling and comparing ---------------------------------------------------------------------------------


def _fill(database: Parameters, path: Path, manifest: Manifest) -> None:
    """Restores the dump: pg_restore writes SQL, and psql executes it in one transaction."""
    with connect(database) as connection:
        server = connection.info.server_version // 10000
    folder = client_folder(at_least=max(server, manifest.programs))
    env = environment(database)
    restore = [folder / "pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--file=-"]
    adapt = ["sed", "" if server >= 17 else _ADAPT]
    with opened_dump(path) as dump:
        pipe((restore, env), (adapt, env), (psql(folder), env), source=dump)


def _compare(database: Parameters, manifest: Manifest) -> None:
    """Raises BackupError if a table has other rows than when the back-up was made."""
    with connect(database) as connection:
        found = digests(connection, without=(*WITHOUT_ROWS, *WITHOUT))
    if different := sorted(name for name in {*found, *manifest.tables} if found.get(name) != manifest.tables.get(name)):
        raise BackupError(
            f"After the restore these tables differ from the back-up: {', '.join(different)}. "
            "The present archive is unchanged. Use another back-up."
        )
