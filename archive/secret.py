"""Makes the secret key at the first start and stores it in a file. So sessions stay valid after a restart."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def secret_key(path: Path) -> str:
    """The key stored in ``path``. The function makes the file (mode 0600) if it does not exist.

    Two processes that start at the same time get the same key. Each process writes a temporary file, but only one of
    the files can be linked to ``path``. Both processes then read the key from ``path``.
    """
    try:
        return path.read_text(encoding="ascii")
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
    return path.read_text(encoding="ascii")
