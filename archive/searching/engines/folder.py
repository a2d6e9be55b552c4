"""Where an index lives on disk: one folder is current, another can be made beside it and take its place.

    search/whoosh-1a2b3c4d/        the number is that of the schema: another schema is another index
        lock                       held by whoever writes
        current -> g-20261124…     what readers read
        g-20261124…/               the engine's files

A reader never waits. It goes on with the files that it has open, even when they have been replaced and removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class IndexFolder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """The folder that readers read; None where no index has been made."""
        try:
            return self.root / (self.root / "current").readlink()
        except FileNotFoundError:
            return None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only writer, of all processes and threads; waits for the one before. The system takes the lock back
        from a writer that is killed."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def begin(self) -> Path:
        """An empty folder beside the current one; the caller is alone."""
        self.sweep()  # what a killed writer left
        path = self.root / f"g-{uuid.uuid4().hex}"
        path.mkdir()
        return path

    def put_in_place(self, path: Path) -> None:
        """Make ``path`` the current folder, at once for all readers; the caller is alone."""
        link = self.root / f"link-{uuid.uuid4().hex}"
        link.symlink_to(path.name)
        link.replace(self.root / "current")
        self.sweep()

    def sweep(self) -> None:
        """Remove every folder but the current one; the caller is alone."""
        current = self.current()
        for path in self.root.iterdir():
            if path.name.startswith("g-") and path != current:
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith("link-"):
                path.unlink(missing_ok=True)
