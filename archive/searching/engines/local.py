"""The part of a backend that is the same for every engine with an index in a local folder.

An engine provides a ``LocalReader`` and an ``IndexWriter``.
"""

from __future__ import annotations

import logging
import threading
import time
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar, Protocol

from django.core.exceptions import ImproperlyConfigured

from archive.models import IndexChange
from archive.models.index_change import AnotherDatabase, current_snapshot
from archive.models.replicas import use_primary
from archive.searching.engines.backend import ArchiveBackend, IndexAway, IndexReader, IndexWriter
from archive.searching.engines.folder import IndexFolder

_ATTEMPTS = 20  # most attempts to open an index; an attempt fails if another process replaces the files
_UNCHANGED = 3  # attempts after which an index is damaged if no process has replaced its files meanwhile

_log = logging.getLogger(__name__)


class LocalReader(IndexReader, Protocol):
    """Reads an index in the state in which it was opened."""

    path: Path

    def is_current(self) -> bool:
        """Whether the index is unchanged since it was opened."""
        ...


class LocalWriter(IndexWriter, Protocol):
    def commit(self) -> None: ...

    def abandon(self) -> None: ...


class LocalBackend(ArchiveBackend):
    """A backend with an option more: ``PATH``, the folder for indexes."""

    _readers: ClassVar[dict[Path, LocalReader]] = {}
    _opening: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        if not options.get("PATH"):
            raise ImproperlyConfigured(
                f"HAYSTACK_CONNECTIONS[{connection_alias!r}] needs a PATH, a folder for the index."
            )
        self._base = Path(options["PATH"])
        self._folder: IndexFolder | None = None
        self._writer: LocalWriter | None = None
        self._snapshot = ""

    # --- An engine's own part --------------------------------------------------------------------------------

    @abstractmethod
    def create(self, path: Path) -> None:
        """Make an empty index in an empty folder."""

    @abstractmethod
    def open_reader(self, path: Path) -> LocalReader: ...

    @abstractmethod
    def open_writer(self, path: Path) -> LocalWriter: ...

    # --- The index on disk -----------------------------------------------------------------------------------

    @property
    def folder(self) -> IndexFolder:
        if self._folder is None:
            self._folder = IndexFolder(self._base / f"{self.name}-{self.schema()}")
        return self._folder

    @property
    def place(self) -> str:
        return str(self.folder.root)

    def may_write(self) -> bool:
        return self.folder.may_write()

    def remove_others(self) -> None:
        self.folder.remove_others()

    def clean(self) -> None:
        self.folder.sweep()

    def reader(self) -> LocalReader:
        """A reader of the current index. All threads of a process share the reader. Raises IndexAway."""
        use_primary()  # the index can be newer than a replica
        names: list[str] = []
        unchanged = 0
        for attempt in range(_ATTEMPTS):
            path = self.folder.current()
            if path is None:
                raise IndexAway("There is no search index.")
            try:
                return self._opened(path)
            except Exception as error:  # an engine raises many kinds of errors for damaged files
                names, before = _names(path), names
                unchanged = unchanged + 1 if names == before else 0
                if unchanged >= _UNCHANGED or attempt == _ATTEMPTS - 1:
                    self._report_damage(path, error)
                    raise IndexAway(f"The search index in {path} cannot be read ({error!r}).") from error
                time.sleep(0.01 * (attempt + 1))
        raise AssertionError("unreachable")

    def _opened(self, path: Path) -> LocalReader:
        root = self.folder.root
        reader = self._readers.get(root)
        if reader is not None and reader.path == path and reader.is_current():
            return reader
        with self._opening:
            reader = self._readers.get(root)
            if reader is None or reader.path != path or not reader.is_current():
                reader = self._readers[root] = self.open_reader(path)
        return reader

    def _report_damage(self, path: Path, error: Exception) -> None:
        if self.folder.damaged.exists():
            return
        _log.error("The search index in %s cannot be read (%r). A new one will be built.", path, error)
        with suppress(OSError):
            self.folder.damaged.touch()

    def opens(self) -> bool:
        self._readers.pop(self.folder.root, None)
        return self.exists()

    def is_lost(self) -> bool:
        if self.folder.current() is None or (self.folder.damaged.exists() and not self.opens()):
            return True
        self.folder.damaged.unlink(missing_ok=True)
        return False

    @contextmanager
    def writing(self, *, afresh: bool = False, wait: bool = True) -> Iterator[IndexWriter]:
        if self._writer is not None:
            yield self._writer
            return
        with self.folder.alone(wait=wait):
            path = None if afresh else self.folder.current()
            new = path is None
            if path is None:
                path = self.folder.begin()
                self.create(path)
            self._writer = writer = self.open_writer(path)
            self._snapshot = ""
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
            else:
                writer.commit()
                if self._snapshot:
                    self.folder.note_snapshot(path, self._snapshot)
                if new:
                    self.folder.put_in_place(path)
            finally:
                self._writer = None

    def begin_reading(self) -> None:
        self._snapshot = current_snapshot()

    def behind(self) -> set[int]:
        use_primary()
        try:
            return IndexChange.objects.since(self.folder.snapshot())
        except AnotherDatabase:
            raise IndexAway("The search index is of another database.") from None


def _names(folder: Path) -> list[str]:
    """The names of the files in a folder. They change when an engine commits. [] if there is no such folder."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
