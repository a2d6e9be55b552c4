"""The archive's database: a PostgreSQL that ``DATABASE_URL`` names, or the archive's own server.

database_settings   makes Django's settings for either of the two
base                a Django backend with time limits; it starts the archive's own server at the first connection
server              makes, starts, finds and stops the archive's own server
moving              moves the data of the own server to another major version of PostgreSQL
backup, restoring   write back-up files, and put them in the place of the database
digests             compares two databases row by row
pooling             finds out whether a pooler gives whole sessions
address, programs   connections and PostgreSQL's own programs, for these modules
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Connections stay open between requests. Django checks them before use, so a restarted server causes no error.
_KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
_ENGINE = "archive.database"
REPLICA = "replica"  # the settings name replicas replica1, replica2 …
# A dead network or machine is noticed within half a minute. A socket of this machine ignores the values of TCP.
_NETWORK = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# PostgreSQL notices as soon that the machine of a session is gone. The locks of the session would else stay for hours.
LOST_SOON = {
    "tcp_keepalives_idle": "10s",
    "tcp_keepalives_interval": "5s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30s",
}
_WINDOWS = sys.platform == "win32"
_EXAMPLE = "postgresql://user:password@host:5432/archive"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits that the server keeps, in seconds: for a statement, a wait for a lock, a transaction that does nothing."""

    statement: int
    lock: int
    idle: int

    @property
    def parameters(self) -> dict[str, str]:
        """The limits as PostgreSQL's parameters of a session. They are not options of a connection, because a pooler
        refuses these."""
        return {
            "statement_timeout": f"{self.statement}s",
            "lock_timeout": f"{self.lock}s",
            "idle_in_transaction_session_timeout": f"{self.idle}s",
            **LOST_SOON,
        }


# Imports, migrations and the queue take long, and may wait for each other.
OF_COMMANDS = Limits(statement=3600, lock=3600, idle=1800)
# Readers do not wait longer, and their requests take threads from others.
OF_PAGES = Limits(statement=20, lock=5, idle=60)
# The primary answers what a replica does not answer soon.
OF_REPLICAS = Limits(statement=5, lock=2, idle=60)


def limit_to_pages(settings: dict[str, Any]) -> None:
    """Gives the later connections of this process the limits of pages. ``settings`` are Django's for the database.

    A frozen server keeps no limit of its own, so the connection also has one (``ANSWER``, in seconds).
    """
    settings["LIMITS"] = OF_PAGES.parameters
    settings["ANSWER"] = OF_PAGES.statement + 5


def database_settings(url: str, directory: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url``.

    If ``url`` is empty, they are for the archive's own server in ``directory``. Raises ImproperlyConfigured if ``url``
    does not name a PostgreSQL database. The message of the error does not contain the password.
    """
    if not url:
        if _WINDOWS:
            raise ImproperlyConfigured(
                "On Windows the archive has no PostgreSQL of its own (under WSL it has). "
                f"Set DATABASE_URL to a server: {_EXAMPLE}."
            )
        own = {"NAME": "archive", "USER": "archive", "DIRECTORY": directory, "OPTIONS": dict(_NETWORK)}
        return {"ENGINE": _ENGINE, **own, **_KEPT, "LIMITS": OF_COMMANDS.parameters}
    scheme = urlsplit(url).scheme
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL names {scheme or 'no'!r} database server. The archive needs PostgreSQL: {_EXAMPLE}. "
            "Without DATABASE_URL it runs a PostgreSQL of its own."
        )
    try:
        parsed = dj_database_url.parse(url, engine=_ENGINE, conn_max_age=600, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read. It should look like {_EXAMPLE}. {error}") from None
    if not parsed["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL names no database. It should look like {_EXAMPLE}.")
    # The options of the address come before the archive's own.
    return {**parsed, "OPTIONS": _NETWORK | parsed.get("OPTIONS", {}), "LIMITS": OF_COMMANDS.parameters}


def replica_settings(urls: str, directory: Path) -> dict[str, dict[str, Any]]:
    """Django's settings for the streaming replicas at ``urls``, which are separated by commas. Name → settings.

    Nothing is written to them: tests use the primary in their place. Raises ImproperlyConfigured as
    ``database_settings`` does.
    """
    found = {}
    for number, url in enumerate(urls.replace(",", " ").split(), start=1):
        settings = database_settings(url, directory)
        settings["OPTIONS"]["connect_timeout"] = 2
        settings["LIMITS"] = {**OF_REPLICAS.parameters, "default_transaction_read_only": "on"}
        settings["ANSWER"] = OF_REPLICAS.statement + 1
        settings["TEST"] = {"MIRROR": "default"}
        found[f"{REPLICA}{number}"] = settings
    return found
