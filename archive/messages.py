"""Messages about a source, a vote, a search question or an act at the desk.

A message is a code and named values. The code and the values are stored, compared and sent as JSON. The English and
Chinese wordings are in ``messages.toml``. Only pages and commands turn a message into words, so a change of a wording
changes no data.

    >>> message = Message("reading.number_out_of_order", {"label": "5.", "expected": "4"})
    >>> worded(message, "en"), worded(message, "zh")
    ('Number 5. where 4 was expected.', '编号为5.，应为4。')

No Django in here. The pages word messages through ``archive.page_language.say``.

How to add a message:

1. Write its wordings into ``messages.toml``: a table ``[room.name_of_the_problem]`` with ``en`` and ``zh``. Both
   wordings have the same placeholders for values (``%(label)s``). If another room has the same message, use its code.
2. In the function that finds the problem, give the message's code and values. Do not write words there::

       ReadingWarning("op3", "reading.number_out_of_order", {"label": "5.", "expected": "4"})
       Finding("metadata", "checking.no_date")
       raise Unreadable("pdf.too_many_pages", pages=900, most=500)

3. If a value is itself a code (a language, a field of a model), add a function for this value to
   ``page_language.SHOWN``. The function returns the words for the code.

``tests/test_messages.py`` checks that the catalogue has the code in both languages, and that the values fill the
placeholders. A wording can be changed at any time. A change of a code needs a migration, because codes are stored.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).with_name("messages.toml")


@dataclass(frozen=True, slots=True)
class Message:
    """``code`` names a wording of the catalogue; ``values`` fill its placeholders. ``str()`` gives the English wording.

    >>> str(Message("source.empty"))
    'The file is empty; fetch it again.'
    """

    code: str
    values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return worded(self, "en")


class MessageError(ValueError):
    """An action is not possible. ``message`` says which action, the reason, and what to do instead."""

    def __init__(self, code: str, **values: object) -> None:
        self.message = Message(code, {name: str(value) for name, value in values.items()})
        super().__init__(str(self.message))


class Unreadable(MessageError):
    """The source cannot be read as a resolution or as votes."""


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every wording: code → language ("en", "zh") → words with placeholders such as ``%(label)s``.

    >>> catalogue()["source.empty"]["zh"]
    '文件是空的，请重新获取。'
    """
    rooms = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {f"{room}.{name}": wording for room, wordings in rooms.items() for name, wording in wordings.items()}


def worded(message: Message, language: str) -> str:
    """The message in a language, "en" or "zh".

    A message stored by another release may have a code that the catalogue lacks, or may lack a value that the wording
    needs. In both cases the result is the code with its values.

    >>> worded(Message("later.release", {"page": "3"}), "en")
    'later.release (page: 3)'
    """
    try:
        return catalogue()[message.code][language] % message.values
    except KeyError:
        values = ", ".join(f"{name}: {value}" for name, value in message.values.items())
        return f"{message.code} ({values})" if values else message.code
