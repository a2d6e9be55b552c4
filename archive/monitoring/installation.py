"""Checks of an installation for ``manage.py doctor``, beside those of ``health``.

Each check returns sentences: what is wrong, and what to do. An empty list means that all is well.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from archive.database.programs import ProgramError, client_folder
from archive.monitoring import machines

LAST_BACKUP = "last_backup"  # a file in var/; its time is that of the last back-up
_BACKUP_DAYS = 8
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def migrations() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return []  # health says that the database does not answer
    return [f"Migrations are missing in the database ({len(plan)}). Run manage.py migrate."] if plan else []


def secret_key() -> list[str]:
    found = []
    if len(settings.SECRET_KEY) < 40:
        found.append("The secret key is short. Set ARCHIVE_SECRET_KEY to 50 random characters or more.")
    path = settings.VAR_DIR / "secret_key"
    if path.exists() and path.stat().st_mode & 0o077:
        found.append(f"Other users may read {path}. Run chmod 600 on it.")
    return found


def addresses() -> list[str]:
    """Settings of hosts, HTTPS and proxies that contradict each other."""
    found = []
    hosts = set(settings.ALLOWED_HOSTS) - _LOCAL
    if settings.DEBUG and hosts:
        found.append("ARCHIVE_DEBUG shows internals to readers on other machines. Unset it.")
    if hosts and not settings.HTTPS:
        found.append("ARCHIVE_HOSTS is set without ARCHIVE_HTTPS=1: passwords go unencrypted. Use HTTPS, and set both.")
    if settings.HTTPS and not hosts:
        found.append("ARCHIVE_HTTPS is set, but not ARCHIVE_HOSTS: readers on other machines get an error. Set it too.")
    if "*" in hosts:
        found.append("ARCHIVE_HOSTS allows every host name. Name the hosts of this archive only.")
    if wrong := [origin for origin in settings.CSRF_TRUSTED_ORIGINS if "://" not in origin]:
        found.append(f"ARCHIVE_ORIGINS needs addresses such as https://{wrong[0]}, and has {', '.join(wrong)}.")
    if "*" in settings.TRUSTED_PROXIES:
        found.append("FORWARDED_ALLOW_IPS trusts every machine. Name the addresses of the proxies only.")
    return found


def translations() -> list[str]:
    files = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")]
    stale = [
        path.parent.parent.name
        for path in files
        if not (made := path.with_suffix(".mo")).exists() or made.stat().st_mtime < path.stat().st_mtime
    ]
    return [f"Translations are not compiled ({stale[0]}). Run manage.py compile_translations."] if stale else []


def versions() -> list[str]:
    found: list[str] = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            number = int(cursor.fetchone()[0])
    except Error:
        return found
    if number < 150000:
        found.append(f"The archive needs PostgreSQL 15 or newer; the server is {number // 10000}.")
    try:
        client_folder(at_least=number // 10000)
    except ProgramError as error:
        found.append(f"No back-up can be made. {error}")
    return found


def owners() -> list[str]:
    """Files in var/ of other users. Those of the archive's own PostgreSQL belong to its own user."""
    if os.geteuid() == 0:
        return []
    try:
        strange = [path for path in settings.VAR_DIR.iterdir() if path.stat().st_uid != os.geteuid()]
    except OSError:
        return []  # health says that the folder cannot be read
    return [f"{path} belongs to another user. Run sudo chown -R {os.geteuid()} {path}." for path in strange]


def backups() -> list[str]:
    path = settings.VAR_DIR / LAST_BACKUP
    if not path.exists():
        return ["No back-up was made from here yet. Run manage.py backup FILE, best by a timer (README.md)."]
    days = (time.time() - path.stat().st_mtime) / 86400
    return [f"The last back-up is {days:.0f} days old. Run manage.py backup FILE."] if days > _BACKUP_DAYS else []


def other_machines() -> list[str]:
    try:
        return [str(message) for message in machines.conflicts()]
    except Error:
        return []


CHECKS: dict[str, Callable[[], list[str]]] = {
    "migrations": migrations,
    "secret key": secret_key,
    "addresses": addresses,
    "translations": translations,
    "versions": versions,
    "owners": owners,
    "back-ups": backups,
    "machines": other_machines,
}
