"""The topic of a list or a measure: disarmament, or everything in the archive (``?topic=all``).

``archive.disarmament`` has the rule. The page tells the topic beside its numbers, JSON has it as ``topic``, and each
row of a CSV file has it in its last column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from django.http import HttpRequest

from archive.disarmament import Topic
from archive.views.keys.documents import OnTopic
from archive.views.listing import one_of

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]
"""The columns and the rows of a CSV file."""


class _OnTopic(Protocol):
    def on_disarmament(self) -> Self: ...


Rows = TypeVar("Rows", bound=_OnTopic)


@dataclass(frozen=True, slots=True)
class AskedTopic:
    value: Topic

    @property
    def is_all(self) -> bool:
        return self.value == Topic.ALL

    def of(self, rows: Rows) -> Rows:
        """The rows of a QuerySet that belong to the topic."""
        return rows if self.is_all else rows.on_disarmament()

    @property
    def data(self) -> OnTopic:
        """For JSON."""
        return {"topic": self.value}

    @property
    def query(self) -> str:
        """What a link to another page adds to its address: ``&topic=all``, or ""."""
        return f"&topic={Topic.ALL}" if self.is_all else ""

    @property
    def alone(self) -> str:
        """What a link to another page without parameters adds to its address: ``?topic=all``, or ""."""
        return f"?topic={Topic.ALL}" if self.is_all else ""

    def table(self, table: Table) -> Table:
        """A table with the topic as its last column."""
        columns, rows = table
        return (*columns, "topic"), ([*row, self.value.value] for row in rows)

    def file_name(self, name: str) -> str:
        return f"{name}-{self.value}"


def asked_topic(request: HttpRequest) -> AskedTopic:
    """The topic in the address. Without one: disarmament. Raises NotHere for an unknown topic."""
    return AskedTopic(Topic(one_of(request, "topic", Topic) or Topic.DISARMAMENT))
