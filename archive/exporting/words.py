"""The words of the codebook, in both languages of the pages: ``words.toml``, and the labels of codes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import override

_FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TableWords:
    """What a table is, what each of its columns has, and what users of another collection have to know."""

    about: Words
    columns: dict[str, Words]
    note: Words | None


@cache
def table_words() -> dict[str, TableWords]:
    """The words of each table, by its name."""
    found = {}
    for name, row in tomllib.loads(_FILE.read_text("utf-8")).items():
        note = Words(row["note_zh"], row["note_en"]) if "note_zh" in row else None
        columns = {column: Words(*words) for column, words in row["columns"].items()}
        found[name] = TableWords(Words(row["zh"], row["en"]), columns, note)
    return found


def label(name: Words | Promise) -> Words:
    """The label of a code. ``name`` is a label of a model, which Django translates, or has both languages already."""
    return name if isinstance(name, Words) else Words(_in("zh-hans", name), _in("en", name))


def _in(language: str, name: Promise) -> str:
    with override(language):
        return str(name)
