"""How closely two terms go together, and how much of it is evidence that one stands for the other.

Everything is counted in different wordings: a clause that comes again each year says nothing new.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FEWEST = 3  # different wordings in which both stand
# The likelihood ratio has the chi-square distribution with one degree of freedom (Dunning 1993): a value of 10.83 or
# more is seen once in a thousand times if the two terms have nothing to do with each other.
LIKELIHOOD = 10.83
DICE = 0.25  # of a name or a phrase. An opening phrase stands at a known place, so it needs none.


@dataclass(frozen=True, slots=True)
class Together:
    """In how many wordings two terms stand: in ``both``, and in all of each, of ``all`` wordings."""

    both: int
    chinese: int
    english: int
    all: int

    @property
    def dice(self) -> float:
        """Twice the wordings with both terms, by the wordings of one and of the other: from 0 (never together) to 1
        (never apart).

        >>> Together(3, 4, 4, 10).dice
        0.75
        """
        either = self.chinese + self.english
        return 2 * self.both / either if either else 0.0

    @property
    def likelihood(self) -> float:
        """The likelihood ratio G² of the four-fold table (Dunning 1993). 0 if the two stand together only as often as
        by chance.

        >>> Together(1, 2, 5, 10).likelihood
        0.0
        """
        cells = (
            (self.both, self.chinese, self.english),
            (self.chinese - self.both, self.chinese, self.all - self.english),
            (self.english - self.both, self.all - self.chinese, self.english),
            (self.all - self.chinese - self.english + self.both, self.all - self.chinese, self.all - self.english),
        )
        ratio = 2 * sum(seen * math.log(seen * self.all / (row * column)) for seen, row, column in cells if seen)
        return max(0.0, ratio)

    @property
    def attract(self) -> bool:
        """Whether the two stand together more often than by chance."""
        return self.both * self.all > self.chinese * self.english

    def is_evidence(self, dice: float = DICE) -> bool:
        return self.both >= FEWEST and self.attract and self.likelihood >= LIKELIHOOD and self.dice >= dice
