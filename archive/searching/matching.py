"""The query language of engines: conditions on index fields, and words for ranking.

The archive and an engine (``archive.searching.engines``) share nothing else. ``archive.searching.index_fields``
describes the four kinds of index fields: tokens, words, keywords and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """The field has these tokens, one directly after the other.

    With an open start, the first token may be the end of a longer token: ``010 年`` is then found in ``2010 年``.
    With an open end, the last token may be the beginning of a longer token.
    """

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
    """The number is in ``low``..``high``, both included. None means no bound."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every child is met. If there are no children, every entry meets the condition."""

    children: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one child is met. If there are no children, no entry meets the condition."""

    children: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    child: Condition


Condition = TokenSequence | Is | Between | All | Either | Not

EVERYTHING = All()
NOTHING = Either()


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """``condition`` selects entries, and ``words`` rank them. The words have the form that they have in a field of
    words."""

    condition: Condition = EVERYTHING
    words: tuple[str, ...] = ()


def both(*conditions: Condition) -> Condition:
    """The condition that all these conditions are met. An ``All`` among them is replaced by its children.

    >>> both(EVERYTHING, Is("kind", ("point",)))
    Is(field='kind', values=('point',))
    """
    parts: list[Condition] = []
    for condition in conditions:
        parts.extend(condition.children if isinstance(condition, All) else (condition,))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def sequences(condition: Condition, wanted: bool = True) -> Iterator[TokenSequence]:
    """The token sequences that a condition asks for. With ``wanted=False``: the token sequences that it excludes."""
    if isinstance(condition, All | Either):
        for child in condition.children:
            yield from sequences(child, wanted)
    elif isinstance(condition, Not):
        yield from sequences(condition.child, not wanted)
    elif isinstance(condition, TokenSequence) and wanted:
        yield condition
