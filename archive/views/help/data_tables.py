"""What each address answers as JSON and as CSV: the tables of ``data_tables.toml``, in the page's language.

``tests/test_views_help_data.py`` compares the tables with the answers of the archive.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.page_language import reads_chinese
from archive.views.markup import fill, joined

FILE = Path(__file__).with_name("data_tables.toml")

_CONTAINERS = {
    "list of": _("list of"),
    "page of": _("page of"),
    "map of": _("map of"),
    "map": _("map"),
}
_CODE = re.compile(r"`(?P<code>[^`]+)`")
_KEY = re.compile(_CODE.pattern + r"|\*(?P<object>[^*]+)\*|(?P<container>list of|page of|map of|map)")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row in the page's language. ``name`` is an address, an object or a status. ``slug`` is its anchor. ``url``
    is "" if the address answers only in an archive with more texts."""

    name: str
    slug: str
    url: str
    keys: SafeString
    note: SafeString

    @property
    def is_address(self) -> bool:
        return self.name.startswith("/")


@cache
def documented() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def addresses() -> list[TableRow]:
    """The addresses that answer with JSON, with their keys."""
    return [_row(row, row["address"], "json") for row in documented()["addresses"]]


def objects() -> list[TableRow]:
    """The objects that the keys of addresses name in italics."""
    return [_row(row, _name(row)) for row in documented()["objects"]]


def tables() -> list[TableRow]:
    """The addresses that answer with CSV, with their columns."""
    return [_row(row, row["address"], "csv") for row in documented()["tables"]]


def column_groups() -> list[TableRow]:
    """The columns that several tables share."""
    return [_row(row, _name(row)) for row in documented()["column_groups"]]


def errors() -> list[TableRow]:
    return [_row(row, str(row["status"])) for row in documented()["errors"]]


def _row(row: dict[str, Any], name: str, form: str = "") -> TableRow:
    keys, note = row.get("keys") or row["columns"], row.get(_language(), "")
    url = "" if row.get("needs_more") else _url(name, form)
    return TableRow(name, slug(row["name"]) if "name" in row else "", url, cell(keys), _note(note))


def _url(address: str, form: str) -> str:
    """The address with its characters encoded, and with ``?format=``. "" where ``form`` is ""."""
    if not form:
        return ""
    return f"{quote(address, safe='/?&=:')}{'&' if '?' in address else '?'}format={form}"


def slug(name: str) -> str:
    """The anchor of an object.

    >>> slug("listed document")
    'object-listed-document'
    """
    return "object-" + name.replace(" ", "-")


def _language() -> str:
    return "zh" if reads_chinese() else "en"


def _name(row: dict[str, Any]) -> str:
    return str(row["zh_name"] if reads_chinese() else row["name"])


def cell(text: str) -> SafeString:
    """A cell of keys as HTML: keys as code, names of objects as links.

    >>> cell("`count`, `results` (list of *ballot*)")  # in an English page
    '<code>count</code>, <code>results</code> (list of <a href="#object-ballot">ballot</a>)'
    """
    return _marked(text, _KEY, lambda plain: plain.translate(_CHINESE_MARKS) if reads_chinese() else plain)


_CHINESE_MARKS = {ord("("): "（", ord(")"): "）", ord(","): "、", ord(" "): None}


def _note(text: str) -> SafeString:
    return _marked(text, _CODE, str)


def _marked(text: str, tokens: re.Pattern[str], plain: Callable[[str], str]) -> SafeString:
    """The text as HTML. ``plain`` changes the characters between two tokens."""
    parts, end = [], 0
    for found in tokens.finditer(text):
        parts += [fill("{}", plain(text[end : found.start()])), _token(**found.groupdict())]
        end = found.end()
    return joined([*parts, fill("{}", plain(text[end:]))])


def _token(code: str = "", object: str = "", container: str = "") -> SafeString:
    if code:
        return fill("<code>{}</code>", code)
    if object:
        return fill('<a href="#{}">{}</a>', slug(object), _object_names()[object])
    return fill("{}", str(_CONTAINERS[container]))


def _object_names() -> dict[str, str]:
    tables = documented()
    return {row["name"]: _name(row) for row in (*tables["objects"], *tables["column_groups"])}
