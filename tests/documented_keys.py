"""Parses the cells of keys in ``data_tables.toml``, so that a test can compare them with the answers of the archive.

A cell of keys is written like this::

    `count`, `results` (list of *listed document*), `group` (*group*), `values` (map), [`corrected`], *vote*

Parentheses after a key have the keys of its nested object. A name in italics means the keys of that object. A key in
brackets can be absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

PAGE = ("count", "page", "pages")
CONTAINERS = ("list of", "page of", "map of", "map")
_TOKEN = re.compile(r"\s*(?:`(?P<key>\w+)`|\*(?P<object>[^*]+)\*|(?P<word>(?:list|page|map) of|map|[][(),]))")


@dataclass(eq=False)
class Key:
    """A documented key. ``wraps`` are the containers of its nested object, outermost first: "list", "page", "map"."""

    name: str
    optional: bool = False
    wraps: tuple[str, ...] = ()
    nested: Keys = ()


# The documented keys of one object, in order. A str is the name of an object that has some of them.
Keys = Sequence[Key | str]


class Parser:
    """Parses one cell. ``keys`` raises ValueError for a cell in another form."""

    def __init__(self, cell: str) -> None:
        self.cell = cell
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while match := _TOKEN.match(cell, at):
            self.tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            at = match.end()
        self.tokens.append(("end", cell[at:]))

    def keys(self) -> Keys:
        found = self._list()
        if self.tokens != [("end", "")]:
            raise ValueError(f"not a list of keys: {self.cell}")
        return found

    def _list(self) -> Keys:
        found = [*self._item()]
        while self._takes(","):
            found += self._item()
        return found

    def _item(self) -> Keys:
        if self._takes("page of"):
            return [*map(Key, PAGE), Key("results", wraps=("list",), nested=[self._next("object")])]
        if self.tokens[0][0] == "object":
            return [self._next("object")]
        if self._takes("["):
            key = Key(self._next("key"), optional=True)
            self._next("word")
        else:
            key = Key(self._next("key"))
        if self._takes("("):
            self._nest(key)
        return [key]

    def _nest(self, key: Key) -> None:
        while self.tokens[0] in [("word", container) for container in CONTAINERS]:
            key.wraps += (self._next("word").removesuffix(" of"),)
        if not self._takes(")"):
            key.nested = self._list()
            self._next("word")

    def _takes(self, word: str) -> bool:
        if self.tokens[0] != ("word", word):
            return False
        self.tokens.pop(0)
        return True

    def _next(self, kind: str) -> str:
        found, value = self.tokens.pop(0)
        if found != kind:
            raise ValueError(f"{value!r} where a {kind} is expected: {self.cell}")
        return value


@dataclass
class Checker:
    """Compares answers with the documented keys. ``objects`` maps the name of an object to its cell."""

    objects: Mapping[str, str]
    came_out: set[Key] = field(default_factory=set)

    @cached_property
    def parsed(self) -> dict[str, Keys]:
        return {name: Parser(cell).keys() for name, cell in self.objects.items()}

    def all_keys(self, keys: Keys) -> list[Key]:
        """The keys with those of the named objects, in order."""
        return [key for each in keys for key in ([each] if isinstance(each, Key) else self.all_keys(self.parsed[each]))]

    def differences(self, value: Any, keys: Keys, place: str) -> Iterator[str]:
        """The keys of an answer that the tables lack, and the reverse."""
        documented = {key.name: key for key in self.all_keys(keys)}
        yield from (f"{place}: {name} is not documented" for name in value.keys() - documented.keys())
        for name, key in documented.items():
            if name in value:
                self.came_out.add(key)
                yield from self._nested(value[name], key.wraps, key.nested, f"{place}.{name}")
            elif not key.optional:
                yield f"{place}: {name} is documented and does not come out"

    def _nested(self, value: Any, wraps: tuple[str, ...], nested: Keys, place: str) -> Iterator[str]:
        if value is None or (wraps == ("map",) and not nested):
            return
        if wraps:
            for each in _members(value, wraps[0]):
                yield from self._nested(each, wraps[1:], nested, place)
        elif nested:
            yield from self.differences(value, nested, place)
        elif any(isinstance(each, dict) for each in (value if isinstance(value, list) else [value])):
            yield f"{place}: its keys are not documented"

    def missing(self, keys: Keys, place: str) -> Iterator[str]:
        """The documented keys that no answer had."""
        for key in keys:
            if isinstance(key, Key) and key not in self.came_out:
                yield f"{place}: {key.name} is documented and never came out"
            elif isinstance(key, Key):
                yield from self.missing(key.nested, f"{place}.{key.name}")


def _members(value: Any, container: str) -> Iterable[Any]:
    if container == "page":
        assert value.keys() == {*PAGE, "results"}
        return value["results"]
    return value.values() if container == "map" else value
