"""Makes JSON Schema (the dialect of OpenAPI 3.1) of typed dictionaries.

>>> from typing import TypedDict
>>> class Vote(TypedDict):
...     yes: Annotated[int | None, "in favour"]
>>> Schemas().of(list[Vote])
{'type': 'array', 'items': {'$ref': '#/components/schemas/Vote'}}
"""

from __future__ import annotations

import types
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from archive.page_language import in_both_languages

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    type(None): {"type": "null"},
    Any: {},
}


class Schemas:
    """The schemas of typed dictionaries. ``components`` fills with the schema of each dictionary that ``of`` meets, and
    ``kinds`` with the dictionary itself, by its name."""

    def __init__(self) -> None:
        self.components: dict[str, dict[str, Any]] = {}
        self.kinds: dict[str, Any] = {}

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type: a plain type, a list, a map, an alternative, or a reference to a dictionary."""
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is NotRequired:
            return self.of(arguments[0])
        if origin is Annotated:
            return self.of(arguments[0]) | _annotations(arguments[0], arguments[1:])
        if origin is list:
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if origin in (Union, types.UnionType):
            return _either([self.of(each) for each in arguments])
        if is_typeddict(origin or kind):
            return self._dictionary(kind)
        raise TypeError(f"no schema for {kind!r}")

    def _dictionary(self, kind: Any) -> dict[str, Any]:
        name = name_of(kind)
        if self.kinds.get(name, kind) != kind:
            raise TypeError(f"two dictionaries have the name {name}")
        if name not in self.components:
            self.components[name] = {}  # a dictionary can have itself as a part
            self.kinds[name] = kind
            keys = keys_of(kind)
            self.components[name] = {
                "type": "object",
                "properties": {key: self.of(value) for key, value in keys.items()},
                "required": [key for key, value in keys.items() if not can_be_absent(value)],
                "additionalProperties": False,
            }
        return {"$ref": f"#/components/schemas/{name}"}


@cache
def keys_of(kind: Any) -> dict[str, Any]:
    """The keys of a typed dictionary, with their types. A key that can be absent has the type ``NotRequired``."""
    hints = get_type_hints(get_origin(kind) or kind, include_extras=True)
    filled = _filled(kind)
    return {key: _fill(hint, filled) for key, hint in hints.items()}


def can_be_absent(hint: Any) -> bool:
    return get_origin(hint) is NotRequired


def about(hint: Any) -> Any:
    """The description of a key. Raises TypeError if it has none."""
    while get_origin(hint) is NotRequired:
        [hint] = get_args(hint)
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{hint!r} has no description")
    return get_args(hint)[1]


def _filled(kind: Any) -> dict[Any, Any]:
    """What stands for each type variable in a dictionary, and in those that it is made of."""
    found: dict[Any, Any] = {}
    for each in (kind, *getattr(get_origin(kind) or kind, "__orig_bases__", ())):
        origin = get_origin(each)
        if origin is not None and is_typeddict(origin):
            found |= dict(zip(origin.__parameters__, get_args(each), strict=True))
        elif each is not kind:
            found |= _filled(each)
    return found


def _fill(hint: Any, filled: dict[Any, Any]) -> Any:
    """The type with what stands for its type variables."""
    for variable in getattr(hint, "__parameters__", ()):
        hint = hint[filled[variable]]
    return hint


def name_of(kind: Any) -> str:
    """``PageOf[CitingResolution]`` is ``PageOfCitingResolution``."""
    return "".join([(get_origin(kind) or kind).__name__, *map(name_of, get_args(kind))])


def _annotations(kind: Any, annotations: tuple[Any, ...]) -> dict[str, Any]:
    """The description of a key, and the codes that it can have."""
    found: dict[str, Any] = {"description": in_both_languages(annotations[0])}
    for codes in annotations[1:]:
        values = [code.value for code in codes if isinstance(code, Enum)]
        found["enum"] = values if kind is str else [*values, None]
    return found


def _either(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    if all(schema.keys() <= {"type", "format"} and isinstance(schema["type"], str) for schema in schemas):
        merged = {key: value for schema in schemas for key, value in schema.items()}
        return merged | {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}
