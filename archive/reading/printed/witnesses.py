"""Witnesses: how the reader weighs what speaks for and against a guess about a line or a number.

Print alone proves little: a line may be short because a paragraph ends, or because the next word is long. The reader
asks several witnesses. A witness is a small named function that looks at one thing in the evidence. It returns True (or
1) where it speaks, False (or 0) where it is silent, and -1 where it can speak against. A table gives each its weight:

    HEADING = Witnesses(
        (NEVER, begins_a_clause),
        (1, has_a_section_number),
        (1, is_a_short_line),
    )
    HEADING.weigh(evidence) >= 1

To teach the reader something new, write one function with a docstring (what it looks at, why it counts) and add one row
to the table. The other rows stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Generic, TypeVar

Evidence = TypeVar("Evidence")

ALWAYS, NEVER = math.inf, -math.inf  # nothing outweighs them: the witnesses in later rows are not asked


class Witnesses(Generic[Evidence]):
    """A table of witnesses. Each row is a weight and a function that takes the evidence and returns -1, 0 or 1."""

    def __init__(self, *rows: tuple[float, Callable[[Evidence], int]]) -> None:
        self.rows = rows
        weights = [abs(weight) for weight, _ in rows]
        self._left = [sum(weights[place:]) for place in range(1, len(rows) + 1)]  # what later rows can change

    def weigh(self, evidence: Evidence) -> float:
        """The sum of the weights of all witnesses that speak, added in the order of the rows."""
        total = 0.0
        for weight, witness in self.rows:
            if says := witness(evidence):
                total += weight * says
                if total in (ALWAYS, NEVER):
                    break
        return total

    def decide(self, evidence: Evidence) -> int:
        """1 where the sum is more than zero, -1 where it is less, 0 where it is zero.

        It stops as soon as later rows can no longer change the answer: put the heavy ones first.
        """
        total = 0.0
        for (weight, witness), left in zip(self.rows, self._left, strict=True):
            if says := witness(evidence):
                total += weight * says
                if total in (ALWAYS, NEVER) or abs(total) > left:
                    break
        return (total > 0) - (total < 0)
