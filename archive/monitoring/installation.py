"""Checks of an installation for ``manage.py doctor``, beside those of ``health``.

Each check returns sentences: what is wrong, and what to do. An empty list means that all is well. A check that asks the
database raises ``django.db.Error`` if the database does not answer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error, connection, connections

from archive.database.pooling import gives_sessions
from archive.database.programs import ProgramError, client_folder
from archive.database.reaching import missing_migrations
from archive.faults import POOLER
from archive.models.archive_version import archive_version
from archive.models.replicas import names, reading_from
from archive.monitoring import machines
from archive.searching import freshness

LAST_BACKUP = "last_backup"  # a file in var/; its time is that of the last back-up
_BACKUP_DAYS = 8
_CLOCKS = 60  # seconds by which the clocks of this machine and of the database may differ
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def migrations() -> list[str]:
    missing = missing_migrations()
    return [f"Migrations are missing in the database ({missing}). Run manage.py prepare."] if missing else []


def sessions() -> list[str]:
    """Whether the archive has whole sessions of PostgreSQL."""
    return [] if gives_sessions() else [POOLER]


def entries() -> list[str]:
    """Whether the search index has all documents in their present state."""
    if missing_migrations() or not freshness.backend().exists():
        return []  # other checks say it
    if count := len(freshness.difference().outdated):
        return [
            f"The search index lacks {count} documents or has an old state of them. It follows within seconds while "
            "manage.py serve runs. If it does not, run manage.py update_index."
        ]
    return []


def clock() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    if apart <= _CLOCKS:
        return []
    return [
        f"The clocks of this machine and of the database are {apart:.0f} seconds apart. Set both by NTP: sessions, "
        "locks and codes for signing in depend on them."
    ]


def secret_key() -> list[str]:
    found = []
    if len(settings.SECRET_KEY) < 40:
        found.append("The secret key is short. Set ARCHIVE_SECRET_KEY to 50 random characters or more.")
    path = settings.VAR_DIR / "secret_key"
    for secret in (path, settings.BASE_DIR / "archive.env"):
        if secret.exists() and secret.stat().st_mode & 0o077:
            found.append(f"Other users may read {secret}. Run chmod 600 on it.")
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
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    if number < 150000:
        found.append(f"The archive needs PostgreSQL 15 or newer; the server is {number // 10000}.")
    try:
        client_folder(at_least=number // 10000)
    except ProgramError as error:
        found.append(f"No back-up can be made. {error}")
    return found


def owners() -> list[str]:
    """Files in var/ that belong to another user than the folder. A command that root ran has left them."""
    folder = settings.VAR_DIR
    try:
        owner = folder.stat().st_uid
        strange = [path for path in _own_files(folder, owner) if path.lstat().st_uid != owner]
    except OSError:
        return []  # health says that the folder cannot be read
    found = []
    if os.geteuid() not in (0, owner):
        found.append(f"{folder} belongs to another user. Run the commands as that user: sudo -u '#{owner}' ….")
    if strange:
        found.append(f"{strange[0]} belongs to another user than {folder}. Run sudo chown -R {owner} {folder}.")
    return found


def _own_files(folder: Path, owner: int) -> Iterator[Path]:
    """The files in var/, without those inside ``postgresql``. Under root, the own PostgreSQL has a user of its own."""
    database = folder / "postgresql"
    for path in folder.rglob("*"):
        if database not in path.parents and (path != database or owner != 0):
            yield path


def backups() -> list[str]:
    path = settings.VAR_DIR / LAST_BACKUP
    if not path.exists():
        return ["No back-up was made from here yet. Run manage.py backup FILE, best by a timer (README.md)."]
    days = (time.time() - path.stat().st_mtime) / 86400
    if days < -1:
        return ["The last back-up is of a later day than today. Check the clock."]
    return [f"The last back-up is {days:.0f} days old. Run manage.py backup FILE."] if days > _BACKUP_DAYS else []


def replicas() -> list[str]:
    """Whether each streaming replica answers, and shows what the primary shows."""
    return [] if missing_migrations() else [fault for name in names() if (fault := _fault_of_replica(name))]


def _fault_of_replica(name: str) -> str:
    settings = connections[name].settings_dict
    place = f"{settings['HOST']}:{settings['PORT'] or 5432}"
    wanted = archive_version()
    try:
        with reading_from(name), connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            follows, shown = cursor.fetchone()[0], archive_version()
    except Error as error:
        reason = str(error).strip().partition("\n")[0]
        return f"The replica at {place} does not answer ({reason}). Start it, or correct DATABASE_REPLICA_URL."
    if not follows:
        return f"The database at {place} is no streaming replica. Correct DATABASE_REPLICA_URL."
    if shown != wanted:
        return (
            f"The replica at {place} shows an older state of the archive, so the primary answers readers. If this "
            "lasts, look whether its replay is paused, and whether it reaches the primary."
        )
    return ""


def other_machines() -> list[str]:
    return [] if missing_migrations() else [str(message) for message in machines.conflicts()]


CHECKS: dict[str, Callable[[], list[str]]] = {
    "migrations": migrations,
    "sessions": sessions,
    "entries": entries,
    "clock": clock,
    "secret key": secret_key,
    "addresses": addresses,
    "translations": translations,
    "versions": versions,
    "owners": owners,
    "back-ups": backups,
    "machines": other_machines,
    "replicas": replicas,
}
