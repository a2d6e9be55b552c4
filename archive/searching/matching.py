"""The query language of engines: conditions on index fields, and words for ranking.

The archive and an engine (``archive.searching.engines``) share nothing else. ``archive.searching.index_fields``
describes the four kinds of index fields: tokens, words, keywords and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """The field has these tokens without a gap. At an open end the token may be a part of a longer one: ``010 年`` with
    an open start is in ``2010 年``."""

    field: str
    tokens: tuple[str, ...]
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """The keyword field has at least one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The number is in ``low``..``high``, bounds included. None is no bound."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every condition is met. Without children everything meets it."""

    children: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one condition is met. Without children nothing meets it."""

    children: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    child: Condition


Condition = TokenSequence | Is | Between | All | Either | Not

EVERYTHING = All()
NOTHING = Either()


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """``words``, as a field of words has them, rank the entries that meet the condition."""

    condition: Condition = EVERYTHING
    words: tuple[str, ...] = ()


def both(*conditions: Condition) -> Condition:
    """All conditions, without an ``All`` inside another.

    >>> both(EVERYTHING, Is("kind", ("point",)))
    Is(field='kind', values=('point',))
    """
    parts: list[Condition] = []
    for condition in conditions:
        parts.extend(condition.children if isinstance(condition, All) else (condition,))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def sequences(condition: Condition, wanted: bool = True) -> Iterator[TokenSequence]:
    """The sequences that a condition wants; with ``wanted=False``, those that must be absent."""
    if isinstance(condition, All | Either):
        for child in condition.children:
            yield from sequences(child, wanted)
    elif isinstance(condition, Not):
        yield from sequences(condition.child, not wanted)
    elif isinstance(condition, TokenSequence) and wanted:
        yield condition
