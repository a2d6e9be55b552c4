"""The versions of the data at ``/data/``: the folders of ``settings.DATA_DIR``, each with one export.

The name of a version is its day (``2026-11-29``); later ones of that day have a number (``2026-11-29.2``).
"""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from archive.exporting.package import CHECKSUMS, PACKAGE, SQLITE, read_package
from archive.models import Resolution, Revision

_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?", re.ASCII)


@dataclass(frozen=True)
class Version:
    """One version. ``package`` is its ``datapackage.json``."""

    name: str
    folder: Path
    package: dict[str, Any]

    @property
    def created(self) -> datetime:
        return datetime.fromisoformat(self.package["created"])

    @cached_property
    def files(self) -> dict[str, dict[str, Any]]:
        """Name of a file → what ``datapackage.json`` says of it: its type, size and hash. {} for those beside it."""
        resources = self.package["resources"]
        named = [*resources, *(resource["parquet"] for resource in resources), *self.package["files"]]
        return {file["path"]: file for file in named} | {PACKAGE: {}, CHECKSUMS: {}}

    def withdrawn(self) -> list[str]:
        """The symbols of resolutions in this version that were withdrawn later, or whose text was withheld.

        Nobody may have their texts any more, so nobody may have the files.
        """
        withdrawn = Resolution.everything.exclude(withdrawn_at=None).values_list("document__key", flat=True)
        text = ("text__resolution__document__key", "text__language", "number")
        withheld = Revision.objects.exclude(withheld_at=None).values_list(*text)
        address = f"{(self.folder / SQLITE).as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as data:
            found = {key for key in withdrawn if _has(data, "resolutions WHERE symbol = ?", [key])}
            revision = "texts WHERE symbol = ? AND language = ? AND revision = ?"
            found |= {key for key, *rest in withheld if _has(data, revision, [key, *rest])}
        return sorted(found)


def _has(data: sqlite3.Connection, rows: str, values: list[Any]) -> bool:
    return data.execute(f"SELECT 1 FROM {rows} LIMIT 1", values).fetchone() is not None  # noqa: S608


def versions() -> list[Version]:
    """The versions, the newest first."""
    root = settings.DATA_DIR
    names = [folder.name for folder in root.iterdir() if _VERSION.fullmatch(folder.name)] if root.is_dir() else []
    found = (version(name) for name in sorted(names, key=_order, reverse=True))
    return [each for each in found if each]


def version(name: str) -> Version | None:
    """The version with this name; None if it is not here."""
    if not _VERSION.fullmatch(name):
        return None
    folder = settings.DATA_DIR / name
    try:
        written = (folder / PACKAGE).stat().st_mtime_ns
    except OSError:
        return None
    package = _package(folder, written)
    return Version(name, folder, package) if package else None


@lru_cache(maxsize=32)
def _package(folder: Path, written: int) -> dict[str, Any]:
    return read_package(folder)


def folder_id() -> str:
    """A text that tells the folder of the versions from the folders of other machines. "" if it cannot be written.

    It is in a file of the folder, so machines that share the folder have the same one.
    """
    path, draft = settings.DATA_DIR / "folder", settings.DATA_DIR / f"folder-{uuid.uuid4().hex}"
    with suppress(OSError):
        if not path.exists():
            draft.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_text(uuid.uuid4().hex, "ascii")
                with suppress(FileExistsError):  # another process has been faster
                    path.hardlink_to(draft)
            finally:
                draft.unlink(missing_ok=True)
        return path.read_text("ascii")
    return ""


def next_name(day: date, names: Iterable[str]) -> str:
    """The name of a new version beside those that are there.

    >>> next_name(date(2026, 11, 29), ["2026-11-28"]), next_name(date(2026, 11, 29), ["2026-11-29.2", "2026-11-29"])
    ('2026-11-29', '2026-11-29.3')
    """
    orders = [_order(name) for name in names]
    last = max((number for of, number in orders if of == day.isoformat()), default=0)
    return f"{day.isoformat()}.{last + 1}" if last else day.isoformat()


def _order(name: str) -> tuple[str, int]:
    parts = _VERSION.fullmatch(name)
    assert parts, "the name of a version"
    return parts[1], int(parts[2] or 1)
