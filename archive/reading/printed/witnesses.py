"""Defines tables of witnesses. Witnesses are small functions that together decide the meaning of a line or a number.

One sign in print proves little. For example, a line may be short because a paragraph ends, or because the next word is
long. So the reader combines several witnesses. A witness is a named function that checks one thing in the evidence. It
returns True (or 1) if it finds its sign, False (or 0) if not, and -1 if it finds the opposite. A table gives each
witness a weight:

    HEADING = Witnesses(
        (NEVER, begins_a_clause),
        (1, has_a_section_number),
        (1, is_a_short_line),
    )
    HEADING.weigh(evidence) >= 1

To add a rule, write one function and add one row to the table. The docstring of the function says what the function
checks and why. The other rows do not change.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Generic, TypeVar

Evidence = TypeVar("Evidence")

# If a witness with one of these weights returns 1, it decides alone. The witnesses in later rows are not called.
ALWAYS, NEVER = math.inf, -math.inf


class Witnesses(Generic[Evidence]):
    """A table of witnesses. Each row is a weight and a function that takes the evidence and returns -1, 0 or 1."""

    def __init__(self, *rows: tuple[float, Callable[[Evidence], int]]) -> None:
        self.rows = rows
        weights = [abs(weight) for weight, _ in rows]
        # For each row, the sum of the weights of all later rows.
        self._left = [sum(weights[place:]) for place in range(1, len(rows) + 1)]

    def weigh(self, evidence: Evidence) -> float:
        """The sum of weight times answer over all rows. The rows are called in their order.

        If the sum becomes ALWAYS or NEVER, the later rows are not called.
        """
        total = 0.0
        for weight, witness in self.rows:
            if says := witness(evidence):
                total += weight * says
                if total in (ALWAYS, NEVER):
                    break
        return total

    def decide(self, evidence: Evidence) -> int:
        """The sign of the sum: 1 if the sum is more than zero, -1 if it is less than zero, and 0 if it is zero.

        The later rows are not called if they can no longer change the sign. So the rows with the largest weights should
        come first.
        """
        total = 0.0
        for (weight, witness), left in zip(self.rows, self._left, strict=True):
            if says := witness(evidence):
                total += weight * says
                if total in (ALWAYS, NEVER) or abs(total) > left:
                    break
        return (total > 0) - (total < 0)
