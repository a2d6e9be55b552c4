"""A version of the data for tests that only need one to be there."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.exporting.package import NAME, PACKAGE, SQLITE

VERSION = "2026-11-29"


def lay_down_version(root: Path) -> None:
    """Makes a version in the folder of the versions. It has one table, and nothing of it was withdrawn."""
    csv = {"path": "states.csv", "bytes": 1, "hash": "sha256:0"}
    parquet = {**csv, "path": "states.parquet"}
    table = {**csv, "name": "states", "rows": 0, "schema": {"fields": []}, "parquet": parquet}
    created = "2026-11-29T00:00:00Z"
    package: dict[str, Any] = {"name": NAME, "version": VERSION, "created": created, "resources": [table]}
    package["files"] = [{**csv, "path": SQLITE}]
    folder = root / VERSION
    folder.mkdir(parents=True)
    (folder / PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    with closing(sqlite3.connect(folder / SQLITE)) as data:
        data.executescript("CREATE TABLE resolutions (symbol); CREATE TABLE texts (symbol, language, revision);")
