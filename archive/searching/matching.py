"""What an engine is asked for: conditions on the fields of what is indexed, and how to order what meets them.

This is the whole language between the archive and an engine (``archive.searching.engines``). Fields are of four kinds
(``archive.searching.index_fields``): tokens, with positions; words, for ranking; keywords, compared whole; numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """These tokens, one right behind the other, in a field of tokens. Where an end is open, the token there may be a
    part of a longer one: ``010 年`` with an open start is in ``2010 年``."""

    field: str
    tokens: tuple[str, ...]
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """The keyword field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The number is not below ``low`` and not above ``high``; None sets no bound."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every condition; with none, everything."""

    children: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one condition; with none, nothing."""

    children: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    child: Condition


Condition = TokenSequence | Is | Between | All | Either | Not

EVERYTHING = All()
NOTHING = Either()


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """A condition, and the words (as in a field of words) by which what meets it is ranked."""

    condition: Condition = EVERYTHING
    words: tuple[str, ...] = ()


def both(*conditions: Condition) -> Condition:
    """All of them, without needless nesting.

    >>> both(EVERYTHING, Is("kind", ("point",)))
    Is(field='kind', values=('point',))
    """
    parts: list[Condition] = []
    for condition in conditions:
        parts.extend(condition.children if isinstance(condition, All) else (condition,))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def sequences(condition: Condition, wanted: bool = True) -> Iterator[TokenSequence]:
    """The sequences of tokens that count for a condition, not those that must be absent."""
    if isinstance(condition, All | Either):
        for child in condition.children:
            yield from sequences(child, wanted)
    elif isinstance(condition, Not):
        yield from sequences(condition.child, not wanted)
    elif isinstance(condition, TokenSequence) and wanted:
        yield condition
