"""The tables that addresses answer as CSV (``tables.toml``), for OpenAPI and for the help."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("tables.toml")
CODE = re.compile(r"`(?P<code>[^`]+)`")
COLUMN = re.compile(CODE.pattern + r"|\*(?P<group>[^*]+)\*")


@cache
def documented() -> dict[str, list[dict[str, Any]]]:
    """The rows of the file: ``tables``, and the ``column_groups`` that several tables share."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def columns_of(cell: str) -> list[str]:
    """The columns that a cell names, with those of its groups.

    >>> columns_of("`record`, *facts of a vote*")[:3]
    ['record', 'source', 'symbol']
    """
    groups = {row["name"]: row["columns"] for row in documented()["column_groups"]}
    return [
        name
        for found in COLUMN.finditer(cell)
        for name in ([found["code"]] if found["code"] else columns_of(groups[found["group"]]))
    ]


def schema_of(address: str) -> dict[str, Any]:
    """The schema of the CSV at an address of ``archive.views.api.addresses``: what a row is, and the columns.

    JSON Schema has no tables. ``x-columns`` are their columns in order. Some addresses have another table for other
    parameters.
    """
    schemas = [
        {"type": "string", "description": f"{row['zh']} / {row['en']}", "x-columns": columns_of(row["columns"])}
        for row in documented()["tables"]
        if row["address"].partition("?")[0] == address.partition("?")[0]
    ]
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
