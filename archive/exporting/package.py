"""``datapackage.json``: what the files of an export have, for programs and for the codebook.

The form is a Data Package of Frictionless (version 1 of its specifications). Properties that the specifications do not
have are: ``…_zh`` (the Chinese of a property), ``rows``, ``unit``, ``codes`` (the codes of a column with their labels),
``note``, ``parquet``, ``files``, ``rights``, and ``citation``, how to cite the version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from archive.bibliography.cited import plain
from archive.bibliography.reference import DATASET, Reference
from archive.bibliography.styles.chicago import chicago_note
from archive.bibliography.styles.legal_manual import legal_manual
from archive.exporting.table import Column, Table
from archive.exporting.words import Words, label

NAME = "disarmament-resolutions-archive"
PACKAGE, CHECKSUMS, SQLITE = "datapackage.json", "SHA256SUMS", "archive.sqlite"

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".json": "application/json",
    "": "text/plain; charset=utf-8",
}

_TITLE = ("裁军决议档案", "Disarmament Resolutions Archive")
_CITED_TITLE = ("裁军决议档案数据", "Disarmament Resolutions Archive: data")
_DESCRIPTION = (
    "联合国裁军决议及其文本、段落、脚注、援引、表决和系列。空格表示来源没有说明；已撤下的文本不在其中。",
    "United Nations resolutions on disarmament, with their texts, clauses, footnotes, citations, votes and series. "
    "An empty cell means that the source does not tell. Withdrawn texts are not included.",
)
# How the United Nations states the rights to its documents: ST/AI/189/Add.9/Rev.2, paragraph 2, extended by
# ST/AI/189/Add.9/Rev.2/Add.2 until the policy is revised.
RIGHTS_TO_TEXTS = (
    "决议文本是联合国文件：联合国行政指示ST/AI/189/Add.9/Rev.2（1987年9月17日）第2段"
    "说正式记录和联合国文件留在公有领域，该指示现在是否仍照此适用，本档案不知道。使用时请注明来源是联合国。",
    "The texts of resolutions are United "
    "Nations documents: paragraph 2 of its administrative instruction ST/AI/189/Add.9/Rev.2 of 17 September 1987 "
    "leaves official records and United Nations documents in the public domain; the archive does not know whether "
    "this still applies as it stands. Acknowledge the United Nations as the source.",
)
_RIGHTS = (
    f"本数据没有统一的许可，因为不全属本档案。{RIGHTS_TO_TEXTS[0]}"
    "表决记录是事实，取自各记录所注的来源，来源自己的条件仍然适用，本档案不知道其全部条件。"
    "本档案自己所作的（段落的划分、援引的认定、系列、对照），作者不主张权利；程序代码采用MIT许可。",
    f"There is no single licence, because the data are not all the archive's. {RIGHTS_TO_TEXTS[1]} "
    "The records of votes are facts "
    "from the source that each record names; the terms of that source still apply, and the archive does not know all "
    "of them. For what the archive itself has added (division into clauses, citations found, series, comparisons) the "
    "authors claim no rights. The code has the MIT licence.",
)


Keys = dict[str, list[str]]  # the key of each table, by its name


@dataclass(frozen=True, slots=True)
class File:
    """A finished file. ``sha256`` is a hexadecimal number."""

    path: str
    bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> File:
        with path.open("rb") as file:
            return cls(path.name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())

    def as_json(self) -> dict[str, Any]:
        media_type = MEDIA_TYPES[Path(self.path).suffix].partition(";")[0]
        return {"path": self.path, "mediatype": media_type, "bytes": self.bytes, "hash": f"sha256:{self.sha256}"}


@dataclass(frozen=True, slots=True)
class WrittenTable:
    table: Table
    rows: int
    csv: File
    parquet: File


def describe(tables: Sequence[WrittenTable], sqlite: File, *, version: str, created: str) -> dict[str, Any]:
    """The content of ``datapackage.json``. ``created`` is the moment that the data show (UTC)."""
    keys = {written.table.name: list(written.table.key) for written in tables}
    address = f"https://{settings.PUBLIC_HOSTS[0]}/data/{version}/" if settings.PUBLIC_HOSTS else ""
    cited, today = reference_of_version(version, created, address), timezone.localdate()
    return {
        "profile": "data-package",
        "name": NAME,
        "title": _TITLE[1],
        "title_zh": _TITLE[0],
        "description": _DESCRIPTION[1],
        "description_zh": _DESCRIPTION[0],
        "version": version,
        "created": created,
        **({"homepage": address} if address else {}),
        **({"contributors": [{"title": settings.OPERATOR, "role": "publisher"}]} if settings.OPERATOR else {}),
        "citation": plain(chicago_note(cited, today)),
        "citation_zh": plain(legal_manual(cited, today)),
        "rights": _RIGHTS[1],
        "rights_zh": _RIGHTS[0],
        "resources": [_resource(written, keys) for written in tables],
        "files": [sqlite.as_json()],
    }


def reference_of_version(version: str, created: str, address: str, reader: str = "zh") -> Reference:
    """What a citation says of a version. ``created`` is the moment that its data show. ``address`` is that of its page,
    "" if it is not known."""
    day = datetime.fromisoformat(created).date()
    return Reference(
        DATASET, f"data:{version}", "", *_CITED_TITLE, day,
        address=address, reader=reader, version=version, owner=settings.OPERATOR,
    )  # fmt: skip


def content_digest(package: dict[str, Any]) -> str:
    """A hash that is the same for two exports with the same content, whenever they were made."""
    hashes = [(resource["path"], resource["hash"]) for resource in package["resources"]]
    schemas = [resource["schema"] for resource in package["resources"]]
    return hashlib.sha256(json.dumps([hashes, schemas]).encode()).hexdigest()


def read_package(folder: Path) -> dict[str, Any]:
    """The ``datapackage.json`` of a folder; {} if the folder has none that can be read."""
    try:
        found = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _resource(written: WrittenTable, keys: Keys) -> dict[str, Any]:
    table, words = written.table, written.table.words
    note = {"note": words.note.en, "note_zh": words.note.zh} if words.note else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": words.about.en,
        "description_zh": words.about.zh,
        **note,
        **written.csv.as_json(),
        "format": "csv",
        "encoding": "utf-8",
        "rows": written.rows,
        "schema": _schema(table, keys),
        "parquet": written.parquet.as_json(),
    }


def _schema(table: Table, keys: Keys) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, table.words.columns[column.name]) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if links := _foreign_keys(table, keys):
        schema["foreignKeys"] = links
    return schema


def _foreign_keys(table: Table, keys: Keys) -> list[dict[str, Any]]:
    """The foreign keys. A Data Package has no rule for a key of several columns of which some are empty, as SQL has
    one, so keys that can be so are left out. The SQLite file has them all."""
    required = {column.name for column in table.columns if column.required}
    return [
        {
            "fields": list(link.columns),
            "reference": {
                "resource": "" if link.table == table.name else link.table,
                "fields": keys[link.table],
            },
        }
        for link in table.links
        if len(link.columns) == 1 or required.issuperset(link.columns)
    ]


def _field(column: Column, words: Words) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type.value,
        "description": words.en,
        "description_zh": words.zh,
    }
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.unit:
        field |= {"unit": column.unit.en, "unit_zh": column.unit.zh}
    if column.codes:
        constraints["enum"] = list(column.codes)
        labels = ((code, label(name)) for code, name in column.codes.items())
        field["codes"] = [{"code": code, "en": name.en, "zh": name.zh} for code, name in labels]
    if constraints:
        field["constraints"] = constraints
    return field
