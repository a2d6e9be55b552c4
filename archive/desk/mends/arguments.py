"""The typed arguments of a mend. They are made from a form, stored as JSON, and made from that JSON again.

    form → ``from_form`` → Arguments → ``to_json`` → ProofMend.arguments → ``from_json`` → Arguments → ``apply``

Each operation has a frozen dataclass of its own. Its fields are text, numbers, yes or no, values of a message, and
anchors.
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
    """The arguments of one mend. If a field has another name in JSON (``with``), its metadata gives that name."""

    __slots__ = ()

    @classmethod
    @abstractmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        """The arguments that a librarian has filled in. ``draft`` is the Draft that the page has shown.

        Raises MisfitError if the form does not fit the Draft.
        """

    @abstractmethod
    def apply(self, draft: Draft) -> Effect:
        """Changes the Draft in place. If the mend does not fit, raises MisfitError and does not change the Draft."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The arguments from the result of ``to_json``. An earlier release may have made this result.

        Raises MisfitError if a required field is missing.
        """
        values = {}
        for name, stored, read, needed in _fields(cls):
            if data.get(stored) is not None:
                values[name] = read(data[stored])
            elif needed:
                raise MisfitError("mend.incomplete", what=stored)
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """The arguments as JSON. Fields with the value None are left out."""
        values = {stored: getattr(self, name) for name, stored, _, _ in _fields(type(self))}
        return {
            name: anchor_to_json(value) if isinstance(value, Anchor) else value
            for name, value in values.items()
            if value is not None
        }


@cache
def _fields(arguments: type[Any]) -> list[tuple[str, str, Callable[[Any], Any], bool]]:
    """Four values for each field: its name, its name in JSON, the function that reads its JSON value, and whether the
    field is required."""
    types = get_type_hints(arguments)
    return [
        (one.name, one.metadata.get("json", one.name), _READ[types[one.name]], one.default is MISSING)
        for one in fields(arguments)
    ]
