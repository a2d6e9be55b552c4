"""The typed dictionaries of the archive as data."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _


class DataFile(TypedDict):
    url: Annotated[str, _("the address of the file")]
    bytes: Annotated[int, _("the size of the file in bytes")]
    hash: Annotated[str, _("“sha256:” and the checksum of the file")]
    rows: Annotated[int | None, _("the number of rows of a table as CSV; null for the other files")]


class DataVersion(TypedDict):
    version: Annotated[str, _("the name of the version: its day, and a number where the day has several")]
    created: Annotated[str, _("the moment of the archive that the data show, in UTC")]
    url: Annotated[str, _("the address of the version")]
    withdrawn: Annotated[list[str], _("the symbols of texts that were withdrawn later; nobody may have the files then")]
    files: Annotated[list[DataFile], _("the files; datapackage.json beside them describes the tables and columns")]


class DataVersions(TypedDict):
    kept: Annotated[int, _("the number of versions that are kept")]
    versions: Annotated[list[DataVersion], _("the versions of the whole archive as data, the newest first")]


class Codebook(TypedDict):
    version: Annotated[str, _("the name of the version")]
    tables: Annotated[list[dict[str, Any]], _("the tables, as the “resources” of datapackage.json describe them")]
