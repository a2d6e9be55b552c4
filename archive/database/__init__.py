"""Where the archive's data is: a PostgreSQL that ``DATABASE_URL`` names, or one of the archive's own.

database_settings   → what Django is told
base                → a Django backend that starts the archive's own server when it is first asked for a connection
server              → that server: made, started, found again and stopped
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Kept open between requests, and looked at before use, so that a server started again is met without an error.
_KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
_WINDOWS = sys.platform == "win32"
_EXAMPLE = "postgresql://user:password@host:5432/archive"


def database_settings(url: str, directory: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url``, or, where it is empty, for the archive's own in ``directory``.

    Raises ImproperlyConfigured, in words that do not repeat the password, for anything but PostgreSQL.
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
