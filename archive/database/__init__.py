"""The archive's database: a PostgreSQL that ``DATABASE_URL`` names, or the archive's own server.

database_settings   makes Django's settings for either of the two
base                a Django backend that starts the archive's own server at the first connection
server              makes, starts, finds and stops the archive's own server
moving              moves the data of the own server to another major version of PostgreSQL
backup, restoring   write back-up files, and put them in the place of the database
digests             compares two databases row by row
address, programs   connections and PostgreSQL's own programs, for these modules
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Connections stay open between requests. Django checks them before use, so a restarted server causes no error.
_KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
_WINDOWS = sys.platform == "win32"
_EXAMPLE = "postgresql://user:password@host:5432/archive"


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
        return {"ENGINE": "archive.database", "NAME": "archive", "USER": "archive", "DIRECTORY": directory, **_KEPT}
    scheme = urlsplit(url).scheme
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL names {scheme or 'no'!r} database server. The archive needs PostgreSQL: {_EXAMPLE}. "
            "Without DATABASE_URL it runs a PostgreSQL of its own."
        )
    try:
        parsed = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read. It should look like {_EXAMPLE}. {error}") from None
    if not parsed["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL names no database. It should look like {_EXAMPLE}.")
    return dict(parsed)
