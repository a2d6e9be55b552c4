"""Messages: what the archive says of a source, a vote, a question or an act at the desk.

A message is a code and named values; this is what is stored, compared and sent as JSON. Its wording, in English and in
Chinese, is in ``messages.toml``, and only a page or a command words it. So a wording can change and nothing else does.

    >>> message = Message("reading.number_out_of_order", {"label": "5.", "expected": "4"})
    >>> worded(message, "en"), worded(message, "zh")
    ('Number 5. where 4 was expected.', '编号为5.，应为4。')

No Django in here. The pages word messages through ``archive.page_language.say``.

How to add a message:

1. Write its wordings into ``messages.toml``: a table ``[room.what_is_the_matter]`` with ``en`` and ``zh``. Values have
   places, ``%(label)s``, the same in both. If another room says the same already, use its code.
2. Give the code and the values where the thing is found, and nothing else of the message::

       ReadingWarning("op3", "reading.number_out_of_order", {"label": "5.", "expected": "4"})
       Finding("metadata", "checking.no_date")
       raise Unreadable("pdf.too_many_pages", pages=900, most=500)

3. Is a value a code itself (a language, a field of a model)? ``page_language.SHOWN`` says how pages show it.

``tests/test_messages.py`` then checks that the catalogue has the code, in both languages, and that the values fill the
places. A wording can be changed at any time. A code is stored: to rename it takes a migration.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).with_name("messages.toml")


@dataclass(frozen=True, slots=True)
class Message:
    """``code`` names a wording of the catalogue, ``values`` fill its places. ``str()`` gives the English wording.

    >>> str(Message("source.empty"))
    'The file is empty; fetch it again.'
    """

    code: str
    values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return worded(self, "en")


class MessageError(ValueError):
    """Something cannot be done; ``message`` tells the reader what, why, and what to do instead."""

    def __init__(self, code: str, **values: object) -> None:
        self.message = Message(code, {name: str(value) for name, value in values.items()})
        super().__init__(str(self.message))


class Unreadable(MessageError):
    """The source cannot be read as a resolution or as votes."""


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every wording: code → language ("en", "zh") → words with places such as ``%(label)s``.

    >>> catalogue()["source.empty"]["zh"]
    '文件是空的，请重新获取。'
    """
    rooms = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {f"{room}.{name}": wording for room, wordings in rooms.items() for name, wording in wordings.items()}


def worded(message: Message, language: str) -> str:
    """The message in a language, "en" or "zh". What another release stored is shown as it is, where the catalogue lacks
    its code or the wording has a place that its values do not fill.

    >>> worded(Message("later.release", {"page": "3"}), "en")
    'later.release (page: 3)'
    """
    try:
        return catalogue()[message.code][language] % message.values
    except KeyError:
        values = ", ".join(f"{name}: {value}" for name, value in message.values.items())
        return f"{message.code} ({values})" if values else message.code
