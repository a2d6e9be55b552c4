"""The folder of an index on disk. New files are made beside the current files and then replace them.

    search/whoosh-1a2b3c4d/        the engine and a hash of the schema; each schema has an index of its own
        lock                       locked by the process that writes
        current -> g-20261124…     a link to the folder that readers read
        g-20261124…/               the engine's files, and
            snapshot               what of the database the index has (models.IndexChange)
        damaged                    exists if a reader could not open the index

A reader never waits. A reader can read the files that it has opened even after they were replaced and removed.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER_OF_A_SCHEMA = re.compile(r"[a-z]+-[0-9a-f]{8}")


class IndexFolder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """The folder that readers read; None if there is no index."""
        try:
            return self.root / (self.root / "current").readlink()
        except OSError:  # also if a file is where a folder or a link should be
            return None

    def may_write(self) -> bool:
        """Whether this process may write what a writer writes: the lock, and files in both folders."""
        folders = (self.root, self.root / "lock", self.current())
        return all(os.access(one, os.W_OK) for one in folders if one and one.exists())

    @contextmanager
    def alone(self, *, wait: bool = True) -> Iterator[None]:
        """Wait until no other process or thread writes, and keep other writers waiting. If a process is killed, the
        system releases its lock.

        If ``wait`` is False and another process or thread writes, raise BlockingIOError.
        """
        for folder in (self.root.parent, self.root):
            _remove_file(folder)
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(lock)

    def snapshot(self) -> str:
        """The snapshot of the database that the current index was written from; "" if it has none."""
        try:
            return (self.root / "current" / "snapshot").read_text("ascii")
        except (OSError, ValueError):
            return ""

    def note_snapshot(self, path: Path, snapshot: str) -> None:
        """Store the snapshot of the index in ``path``. Call this within ``alone``, after the index was written."""
        new = path / f"snapshot-{uuid.uuid4().hex}"
        new.write_text(snapshot, "ascii")
        new.replace(path / "snapshot")

    @property
    def damaged(self) -> Path:
        """A file that exists if a reader could not open the index. The process that tends the index then tries to."""
        return self.root / "damaged"

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
        current = self.root / "current"
        if current.is_dir() and not current.is_symlink():
            shutil.rmtree(current)
        link.replace(current)
        self.damaged.unlink(missing_ok=True)
        self.sweep()

    def sweep(self) -> None:
        """Remove every folder except the current folder. Call this within ``alone``."""
        current = self.current()
        for path in self.root.iterdir():
            if path.name.startswith("g-") and path != current:
                _remove_file(path)
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith("link-"):
                path.unlink(missing_ok=True)

    def remove_others(self) -> None:
        """Remove the indexes of other engines and of earlier schemas."""
        for path in self.root.parent.iterdir():
            if path != self.root and _FOLDER_OF_A_SCHEMA.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)


def _remove_file(path: Path) -> None:
    """Remove a file that is where a folder should be."""
    if path.is_file():
        path.unlink()
