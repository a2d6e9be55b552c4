"""What each address answers, in the page's language, from the tables of ``archive.views.api``.

``tests/test_views_help_data.py`` compares both with the answers of the archive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.page_language import joined as joined_names
from archive.page_language import reads_chinese
from archive.views.api.addresses import ADDRESSES, COMMANDS, Address
from archive.views.api.openapi import ERRORS, Problem
from archive.views.api.schema import Schemas, about, can_be_absent, keys_of
from archive.views.api.tables import CODE, COLUMN, documented
from archive.views.markup import fill, joined

_TYPES = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("decimal number"),
    "boolean": gettext_lazy("true or false"),
    "null": gettext_lazy("null"),
    "date": gettext_lazy("day"),
    "date-time": gettext_lazy("time"),
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table of CSV in the page's language. ``name`` is an address or a group of columns. ``slug`` is its anchor.
    ``url`` is "" if the address answers only in an archive with more texts."""

    name: str
    slug: str
    url: str
    columns: SafeString
    note: SafeString

    @property
    def is_address(self) -> bool:
        return self.name.startswith("/")


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address with its JSON. ``parameters`` and ``formats`` are those of its table (``archive.views.api``)."""

    name: str
    url: str
    about: str
    objects: SafeString
    parameters: Sequence[ParameterRow]
    formats: str


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """``values`` are the only values that a parameter takes; () if it takes others."""

    name: str
    about: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class KeyRow:
    name: str
    type: SafeString
    about: str
    can_be_absent: bool


@dataclass(frozen=True, slots=True)
class ObjectRow:
    name: str
    slug: str
    keys: Sequence[KeyRow]


def addresses() -> list[AddressRow]:
    """The addresses that answer with JSON."""
    return [_address(each) for each in ADDRESSES]


def _address(address: Address) -> AddressRow:
    schemas = Schemas()
    return AddressRow(
        address.example,
        "" if address.needs_more else _url(address.example, "json"),
        str(address.about),
        joined((_type(schemas.of(each)) for each in address.data), _(" or ")),
        [
            ParameterRow(each.name, str(each.about), _values(each.schema))
            for each in address.parameters
            if not each.in_path
        ],
        joined_names(each.name for each in address.formats),
    )


def _values(schema: dict[str, Any]) -> Sequence[str]:
    return [str(each) for each in schema.get("enum", ())]


def objects() -> list[ObjectRow]:
    """The objects in the answers, by name, and those that commands print."""
    schemas = Schemas()
    for kind in (*(each for address in ADDRESSES for each in address.data), *COMMANDS.values(), Problem):
        schemas.of(kind)
    return [_object(name, kind, schemas) for name, kind in sorted(schemas.kinds.items())]


def _object(name: str, kind: Any, schemas: Schemas) -> ObjectRow:
    return ObjectRow(name, slug(name), [_key(key, hint, schemas) for key, hint in keys_of(kind).items()])


def _key(name: str, hint: Any, schemas: Schemas) -> KeyRow:
    return KeyRow(name, _type(schemas.of(hint)), str(about(hint)), can_be_absent(hint))


def _type(schema: dict[str, Any]) -> SafeString:
    """The type of a value in words: “list of Vote”, with a link to the object."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return fill('<a href="#{}">{}</a>', slug(name), name)
    if "anyOf" in schema:
        return joined(map(_type, schema["anyOf"]), _(" or "))
    kind = schema.get("type")
    if kind == "array":
        return fill(_("list of {}"), _type(schema["items"]))
    if kind == "object":
        return fill(_("map of {}"), _type(schema["additionalProperties"]))
    if kind is None:
        return fill("{}", _("any value"))
    kinds = [schema.get("format", kind)] if isinstance(kind, str) else [schema.get("format", kind[0]), *kind[1:]]
    return joined((fill("{}", str(_TYPES[each])) for each in kinds), _(" or "))


def tables() -> list[TableRow]:
    """The addresses that answer with CSV, with their columns."""
    return [_row(row, row["address"], "csv") for row in documented()["tables"]]


def column_groups() -> list[TableRow]:
    """The columns that several tables share."""
    return [_row(row, _name(row)) for row in documented()["column_groups"]]


def errors() -> list[tuple[str, str]]:
    """The statuses of errors, and what each means."""
    return [(status, str(said)) for status, said in ERRORS.items()]


def _row(row: dict[str, Any], name: str, form: str = "") -> TableRow:
    note = row.get(_language(), "")
    url = "" if row.get("needs_more") else _url(name, form)
    return TableRow(name, slug(row["name"]) if "name" in row else "", url, cell(row["columns"]), _note(note))


def _url(address: str, form: str) -> str:
    """The address with its characters encoded, and with ``?format=``. "" where ``form`` is ""."""
    if not form:
        return ""
    return f"{quote(address, safe='/?&=:')}{'&' if '?' in address else '?'}format={form}"


def slug(name: str) -> str:
    """The anchor of an object or of a group of columns.

    >>> slug("facts of a vote")
    'object-facts-of-a-vote'
    """
    return "object-" + name.replace(" ", "-")


def _language() -> str:
    return "zh" if reads_chinese() else "en"


def _name(row: dict[str, Any]) -> str:
    return str(row["zh_name"] if reads_chinese() else row["name"])


def cell(text: str) -> SafeString:
    """A cell of columns as HTML: columns as code, names of groups as links."""
    return _marked(text, COLUMN, lambda plain: plain.translate(_CHINESE_MARKS) if reads_chinese() else plain)


_CHINESE_MARKS = {ord(","): "、", ord(" "): None}


def _note(text: str) -> SafeString:
    return _marked(text, CODE, str)


def _marked(text: str, tokens: re.Pattern[str], plain: Callable[[str], str]) -> SafeString:
    """The text as HTML. ``plain`` changes the characters between two tokens."""
    parts, end = [], 0
    for found in tokens.finditer(text):
        parts += [fill("{}", plain(text[end : found.start()])), _token(**found.groupdict())]
        end = found.end()
    return joined([*parts, fill("{}", plain(text[end:]))])


def _token(code: str = "", group: str = "") -> SafeString:
    if code:
        return fill("<code>{}</code>", code)
    return fill('<a href="#{}">{}</a>', slug(group), _group_names()[group])


def _group_names() -> dict[str, str]:
    return {row["name"]: _name(row) for row in documented()["column_groups"]}
