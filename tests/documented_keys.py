"""Compares answers with the typed dictionaries of ``archive.views.keys``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from archive.views.api.schema import Schemas, name_of


class Answered:
    """The answers so far. ``wrong`` are sentences: where an answer does not fit its dictionary."""

    def __init__(self) -> None:
        self.schemas = Schemas()
        self.wrong: list[str] = []
        self._came_out: set[tuple[str, str]] = set()
        self._fits = cache(self._validator)

    def take(self, answer: Any, kinds: Sequence[Any], place: str) -> None:
        """``kinds``: the dictionaries of which the answer is one."""
        for kind in kinds:
            self.schemas.of(kind)
        best = min(([*self._errors(name_of(kind), answer)] for kind in kinds), key=len)
        self.wrong += [f"{place}: {error}" for error in best]
        fitting = [kind for kind in kinds if self._fits(name_of(kind)).is_valid(answer)]
        for kind in fitting:
            self._note(answer, {"$ref": f"#/components/schemas/{name_of(kind)}"})

    def never_came_out(self) -> list[str]:
        """The documented keys that no answer had."""
        return [
            f"{name}.{key}"
            for name, schema in self.schemas.components.items()
            for key in schema["properties"]
            if (name, key) not in self._came_out
        ]

    def _validator(self, name: str) -> Draft202012Validator:
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": self.schemas.components}}
        return Draft202012Validator(schema, format_checker=FormatChecker(["date", "date-time"]))

    def _errors(self, name: str, answer: Any) -> Iterator[str]:
        for error in self._fits(name).iter_errors(answer):
            yield f"{'.'.join(map(str, error.absolute_path))}: {error.message[-200:]}"

    def _note(self, value: Any, schema: dict[str, Any]) -> None:
        """Notes which keys of which dictionaries are in a value that fits the schema."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            for key, part in value.items():
                self._came_out.add((name, key))
                self._note(part, self.schemas.components[name]["properties"][key])
        elif "anyOf" in schema:
            for each in schema["anyOf"]:
                if value is not None and each != {"type": "null"}:
                    self._note(value, each)
        elif isinstance(value, list) and "items" in schema:
            for each in value:
                self._note(each, schema["items"])
        elif isinstance(value, dict) and "additionalProperties" in schema:
            for each in value.values():
                self._note(each, schema["additionalProperties"])
