"""Messages: what the archive says of a source, a vote, a question or an act at the desk."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to a librarian: in English, with places for ``values``, so that a page can say it in its language.

    >>> str(Message("Number %(label)s is missing.", {"label": "3."}))
    'Number 3. is missing.'
    """

    message: str
    values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class MessageError(ValueError):
    """Something that cannot be done; the ``sentence`` tells a librarian why."""

    def __init__(self, message: str, **values: object) -> None:
        self.sentence = Message(message, {name: str(value) for name, value in values.items()})
        super().__init__(str(self.sentence))


class Unreadable(MessageError):
    """The source cannot be read as a resolution. The ``sentence`` is one that a librarian can act on:
    what is wrong, where, and what to do."""
