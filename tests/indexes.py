"""Search indexes of tests, beside the index of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from haystack import connections


@contextmanager
def index_at(path: Path | str, engine: str = "", **options: object) -> Iterator[None]:
    """Uses the index in a folder, of an engine ("whoosh", "tantivy"; "" for that of the settings), with its options.

    Haystack reads the settings once for each thread. So it reads them again after they are changed back: otherwise the
    tests that follow would write to another index than the one that their server reads.
    """
    place = settings.HAYSTACK_CONNECTIONS["default"]
    before = dict(place)
    place |= {"PATH": str(path), **options}
    if engine:
        place["ENGINE"] = f"archive.searching.engines.{engine}.{engine.capitalize()}Engine"
    connections.reload("default")
    try:
        yield
    finally:
        place.clear()
        place.update(before)
        connections.reload("default")
