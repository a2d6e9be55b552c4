"""The typed arguments of a mend: from a form, and from and to the JSON that is stored.

    form → ``from_form`` → Arguments → ``to_json`` → ProofMend.arguments → ``from_json`` → Arguments → ``apply``

Each operation has a frozen dataclass of its own. Its fields are text, numbers, yes or no, values of a message,
and anchors.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Self, get_type_hints

from archive.desk.mends.anchors import (
    Anchor,
    ClauseAnchor,
    FootnoteAnchor,
    MisfitError,
    anchor_from_json,
    anchor_to_json,
)
from archive.desk.mends.edits import Effect
from archive.desk.mends.forms import Form
from archive.reading.draft import Draft

# How a field of each type is read from JSON.
_READ: dict[Any, Callable[[Any], Any]] = {
    str: str,
    str | None: str,
    int: int,
    bool: bool,
    dict[str, str]: lambda stored: {str(name): str(value) for name, value in stored.items()},
    **dict.fromkeys(
        (ClauseAnchor, FootnoteAnchor, Anchor, ClauseAnchor | None, FootnoteAnchor | None, Anchor | None),
        anchor_from_json,
    ),
}


class Arguments(ABC):
    """What one mend does. A field that JSON must name otherwise (``with``) says so in its metadata."""

    __slots__ = ()

    @classmethod
    @abstractmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        """What a librarian has filled in, of the Draft as it is shown. Raises MisfitError."""

    @abstractmethod
    def apply(self, draft: Draft) -> Effect:
        """Change the Draft in place. Raises MisfitError before anything is changed."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What ``to_json`` wrote, in this release or an earlier one. Raises MisfitError where something is missing."""
        values = {}
        for name, stored, read, needed in _fields(cls):
            if data.get(stored) is not None:
                values[name] = read(data[stored])
            elif needed:
                raise MisfitError("mend.incomplete", what=stored)
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """What is stored; what is None is left out."""
        values = {stored: getattr(self, name) for name, stored, _, _ in _fields(type(self))}
        return {
            name: anchor_to_json(value) if isinstance(value, Anchor) else value
            for name, value in values.items()
            if value is not None
        }


@cache
def _fields(arguments: type[Any]) -> list[tuple[str, str, Callable[[Any], Any], bool]]:
    """Of each field its name, its name in JSON, what reads it, and whether it must be there."""
    types = get_type_hints(arguments)
    return [
        (one.name, one.metadata.get("json", one.name), _READ[types[one.name]], one.default is MISSING)
        for one in fields(arguments)
    ]
