"""The folder of an index on disk. New files are made beside the current files and then replace them.

    search/whoosh-1a2b3c4d/        the engine and a hash of the schema; each schema has an index of its own
        lock                       locked by the process that writes
        current -> g-20261124…     a link to the folder that readers read
        g-20261124…/               the engine's files

A reader never waits. A reader can read the files that it has opened even after they were replaced and removed.
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
        """The folder that readers read; None if there is no index."""
        try:
            return self.root / (self.root / "current").readlink()
        except FileNotFoundError:
            return None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process or thread writes, and keep other writers waiting. If a process is killed, the
        system releases its lock."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def begin(self) -> Path:
        """Make an empty folder beside the current folder and return its path. Call this within ``alone``."""
        self.sweep()  # a killed writer may have left files
        path = self.root / f"g-{uuid.uuid4().hex}"
        path.mkdir()
        return path

    def put_in_place(self, path: Path) -> None:
        """Make ``path`` the current folder, in one step for all readers. Call this within ``alone``."""
        link = self.root / f"link-{uuid.uuid4().hex}"
        link.symlink_to(path.name)
        link.replace(self.root / "current")
        self.sweep()

    def sweep(self) -> None:
        """Remove every folder except the current folder. Call this within ``alone``."""
        current = self.current()
        for path in self.root.iterdir():
            if path.name.startswith("g-") and path != current:
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith("link-"):
                path.unlink(missing_ok=True)
