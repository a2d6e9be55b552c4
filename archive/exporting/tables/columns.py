"""Columns that several tables have."""

from __future__ import annotations

from archive.exporting.table import Column, Link, Type
from archive.exporting.words import Words
from archive.languages import LANGUAGES
from archive.messages import Message, worded
from archive.models.document import OUTCOME_LABELS
from archive.reading import source_formats

CHARACTERS = Words("字符（Unicode码点）", "characters (Unicode code points)")
VOTES = Words("票", "votes")


def _name(code: str) -> Words:
    """The name of a language or a format, whose names are messages."""
    return Words(worded(Message(code), "zh"), worded(Message(code), "en"))


LANGUAGE_CODES = {language.code: _name(language.name) for language in LANGUAGES}
FORMATS = {each.key: _name(each.name) for each in source_formats.FORMATS}
OUTCOMES = {outcome.value: label for outcome, label in OUTCOME_LABELS.items() if outcome.value}


def symbol(of: str, name: str = "symbol") -> Column:
    return Column(name, Type.STRING, of, required=True)


def language(of: str) -> Column:
    return Column("language", Type.STRING, of, required=True, codes=LANGUAGE_CODES)


def of_text(prefix: str) -> tuple[Column, Column]:
    """The columns that name a text. ``prefix`` leads to its revision."""
    return symbol(f"{prefix}text__resolution__document__key"), language(f"{prefix}text__language")


TO_TEXT = Link(("symbol", "language"), "texts")
TO_CLAUSE = Link(("symbol", "language", "path"), "clauses")
