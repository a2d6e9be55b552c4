"""Model fields for codes from a table in the program. A new row in the table needs no migration."""

from __future__ import annotations

from typing import Any

from django.db import models

from archive import languages
from archive.messages import Message
from archive.page_language import say
from archive.reading import source_formats


class CodeField(models.CharField):
    """A CharField whose ``choices`` (a callable) do not appear in migrations."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, options = super().deconstruct()
        options.pop("choices", None)
        return name, "django.db.models.CharField", list(args), options


def language_choices() -> list[tuple[str, str]]:
    """The languages of texts with their names in the page's language."""
    return [(language.code, say(Message(language.name))) for language in languages.LANGUAGES]


def language_name(code: str) -> str:
    """The name of a language in the page's language; the code if it is not known. It is what ``get_language_display``
    gives, which names all languages to find one."""
    known = languages.BY_CODE.get(code)
    return say(Message(known.name)) if known else code


def format_choices() -> list[tuple[str, str]]:
    """The formats of sources with their names in the page's language."""
    return [(each.key, say(Message(each.name))) for each in source_formats.FORMATS]


def format_name(key: str) -> str:
    """The name of a format of sources, as ``language_name``."""
    known = source_formats.by_key(key)
    return say(Message(known.name)) if known else key
