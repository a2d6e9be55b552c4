"""Remembers what pages read again and again, until the archive changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from archive.models.archive_version import archive_version

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_MOST = 20_000  # keys that are remembered at once; readers can ask for any number of keys

_one: ContextVar[list[Hashable] | None] = ContextVar("_one", default=None)


def snapshot() -> Hashable:
    """A value that is equal to an earlier one only if readers see the same as then (``archive_version``).

    Use it as the first argument of a function with ``lru_cache``. Take it before the function reads the database. In a
    transaction of this process every value is new.
    """
    held = _one.get()
    if held is None:
        return _read_snapshot()
    if not held:
        held.append(_read_snapshot())
    return held[0]


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Reads the snapshot only once in the block. For blocks that change nothing, such as the answer to a GET."""
    token = _one.set([])
    try:
        yield
    finally:
        _one.reset(token)


def _read_snapshot() -> Hashable:
    return archive_version() or object()


class Remembered(Generic[Key, Value]):
    """Values for keys, such as the titles of documents. Each one is remembered until the archive changes.

    ``read`` takes the keys that are not remembered, and returns the values of those that have one.
    """

    def __init__(self, read: Callable[[set[Key]], Mapping[Key, Value]]) -> None:
        self._read = read
        self._held: tuple[Hashable, dict[Key, Value | None]] = (None, {})

    def of(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """The values of these keys, in their order. Keys without a value are left out. No query without keys."""
        wanted = dict.fromkeys(keys)
        if not wanted:
            return {}
        known = self._known()
        if lacking := wanted.keys() - known.keys():
            found = self._read(lacking)
            known.update((key, found.get(key)) for key in lacking)
        return {key: value for key in wanted if (value := known[key]) is not None}

    def _known(self) -> dict[Key, Value | None]:
        """What is remembered of the present state of the database. Threads share it. Nothing is removed from it."""
        seen = snapshot()
        held, known = self._held
        if held != seen or len(known) > _MOST:
            known = {}
            self._held = (seen, known)
        return known
