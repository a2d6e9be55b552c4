"""Makes the secret key at the first start and stores it in a file. So sessions stay valid after a restart."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(path: Path) -> str:
    """The key stored in ``path``. The function makes the file (mode 0600) if it does not exist.

    Raises ImproperlyConfigured if the file has no key, because nothing could be signed. An empty file is not replaced:
    running processes may still use its former key.

    Two processes that start at the same time get the same key. Each process writes a temporary file, but only one of
    the files can be linked to ``path``. Both processes then read the key from ``path``.
    """
    try:
        return _read(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp sets mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
    return _read(path)


def _read(path: Path) -> str:
    key = path.read_bytes().decode("ascii", "replace").strip()
    if not key or "\ufffd" in key:
        raise ImproperlyConfigured(
            f"{path} has no secret key. Restore the file, or delete it: the archive then makes a new key, and all "
            "users sign in again."
        )
    return key
