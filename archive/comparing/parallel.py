"""Joins the clauses of one text in two languages: each clause with its counterpart.

    clauses of the one text, clauses of the other → ``parallel`` → rows, in the order of both texts

Paths are made from what is printed, so the two texts of a resolution nearly always have the same paths, and the clauses
are joined by them. Sometimes one text prints other labels, or has a heading in two lines. Then no path decides: the
clauses are joined by their order. Where one text has more clauses than the other, these show which clause is alone:
their kinds, their printed labels, the signs that no language translates (numbers, abbreviations), and their lengths,
as in Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993).

A page of two languages, a search that shows the counterpart of a hit, and statistics of terms use the same rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Generic, Protocol, TypeVar

from archive.reading.draft import HEADING, TABLE
from archive.reading.paths import slugs

BY_PATH = "path"
BY_ORDER = "order"
ALONE = "alone"

_SIGN = re.compile(r"\d+|[A-Z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FORMS = {HEADING, TABLE}  # a paragraph is not their counterpart
_NEVER = float("-inf")

# What each agreement of two clauses is worth. ``tests/test_comparing_parallel.py`` says how often the sum is right.
_SAME_KIND, _OTHER_KIND, _OTHER_FORM = 1.0, -0.3, -0.8  # other form: only one of them is a heading, or a table
_SAME_LABEL, _OTHER_LABEL = 1.0, -0.3
_SAME_SIGNS, _NO_SIGN_IN_COMMON = 3.0, -1.0
_LENGTH = 1.2  # loss for each factor e between the lengths
_SHORT = 24  # characters; the lengths of short clauses say little
_ALONE = -0.7  # loss for a clause without a counterpart

# A clause is looked for so many clauses before and behind its place, and as many more as one text is longer. The limit
# keeps the time in proportion to the length.
_ROOM, _FARTHEST = 24, 200


class ParallelClause(Protocol):
    """A clause of either text: a row of ``Clause``, a ``DraftClause``, or another that has these strings. The fields of
    a row have other types for mypy."""

    @property
    def kind(self) -> Any: ...
    @property
    def path(self) -> Any: ...
    @property
    def label(self) -> Any: ...
    @property
    def text(self) -> Any: ...


C = TypeVar("C", bound=ParallelClause)


@dataclass(frozen=True, slots=True)
class Row(Generic[C]):
    """A clause of the one text and its counterpart in the other. One of both is None if it has none."""

    one: C | None
    other: C | None

    @property
    def joined(self) -> str:
        """BY_PATH, BY_ORDER or ALONE."""
        if self.one is None or self.other is None:
            return ALONE
        return BY_PATH if self.one.path == self.other.path else BY_ORDER

    @property
    def first(self) -> C:
        """The clause of the one text; that of the other if the one has none."""
        found = self.one or self.other
        assert found is not None
        return found


def parallel(one: Sequence[C], other: Sequence[C]) -> list[Row[C]]:
    """The rows of two texts. Each clause of both is in one row, and both keep their order.

    If both have the same paths in the same order, only the paths decide. Otherwise no clause is joined to a much
    unlike one, except where both texts have equally many clauses between two joined ones.
    """
    if [clause.path for clause in one] == [clause.path for clause in other]:
        return [Row(*both) for both in zip(one, other, strict=True)]
    rows: list[Row[C]] = []
    row = column = 0
    for at, opposite in (*_joined([*map(_features, one)], [*map(_features, other)]), (len(one), len(other))):
        rows += _between(one[row:at], other[column:opposite])
        rows += [Row(*both) for both in zip(one[at : at + 1], other[opposite : opposite + 1], strict=True)]
        row, column = at + 1, opposite + 1
    return rows


def _between(one: Sequence[C], other: Sequence[C]) -> list[Row[C]]:
    """The rows of the clauses between two joined rows."""
    if len(one) == len(other):
        return [Row(*both) for both in zip(one, other, strict=True)]
    return [*(Row(clause, None) for clause in one), *(Row(None, clause) for clause in other)]


@dataclass(frozen=True, slots=True)
class _Features:
    """What a clause shows of itself in any language. ``length`` counts Latin letters; a Han character is worth
    three."""

    kind: str
    label: frozenset[str]
    signs: Counter[str]
    length: float


def _features(clause: ParallelClause) -> _Features:
    return _Features(
        clause.kind,
        frozenset(slugs(clause.label)),
        Counter(str(int(sign)) if sign.isdecimal() else sign for sign in _SIGN.findall(clause.text)),
        len(clause.text) + 2 * len(_HAN.findall(clause.text)),
    )


def _value(one: _Features, other: _Features) -> float:
    """How much two clauses look like counterparts."""
    if one.kind == other.kind:
        value = _SAME_KIND
    else:
        value = _OTHER_FORM if (one.kind in _FORMS) != (other.kind in _FORMS) else _OTHER_KIND
    if one.label and other.label:
        value += _SAME_LABEL if one.label & other.label else _OTHER_LABEL
    if signs := one.signs.total() + other.signs.total():
        common = (one.signs & other.signs).total()
        value += _SAME_SIGNS * 2 * common / signs if common else _NO_SIGN_IN_COMMON
    return value - _LENGTH * abs(log((one.length + _SHORT) / (other.length + _SHORT)))


def _joined(one: Sequence[_Features], other: Sequence[_Features]) -> list[tuple[int, int]]:
    """The indexes of the joined clauses, in order: the pairs with the largest sum (Needleman and Wunsch)."""
    room = max(min(_ROOM + abs(len(one) - len(other)), _FARTHEST), len(other) // max(len(one), 1) + 1)
    before = {column: column * _ALONE for column in range(len(other) + 1)}
    steps: list[dict[int, tuple[int, int]]] = []  # for each clause of the one: column → the last step of the best way
    for row, clause in enumerate(one):
        middle = (row + 1) * len(other) // len(one)
        now: dict[int, float] = {}
        came: dict[int, tuple[int, int]] = {}
        for column in range(max(0, middle - room), min(len(other), middle + room) + 1):
            ways = [(before.get(column, _NEVER) + _ALONE, (1, 0)), (now.get(column - 1, _NEVER) + _ALONE, (0, 1))]
            if column and column - 1 in before:
                ways.append((before[column - 1] + _value(clause, other[column - 1]), (1, 1)))
            now[column], came[column] = max(ways)
        steps.append(came)
        before = now
    return _followed(steps, len(other))


def _followed(steps: Sequence[Mapping[int, tuple[int, int]]], column: int) -> list[tuple[int, int]]:
    """The pairs on the best way, from its end back to its beginning."""
    pairs = []
    row = len(steps)
    while row and column:
        back, left = steps[row - 1][column]
        if back and left:
            pairs.append((row - 1, column - 1))
        row, column = row - back, column - left
    return pairs[::-1]
