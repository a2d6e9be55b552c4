"""Measures over many votes at once. No Django in here.

``Rolls`` holds votes as bits. For each State and choice there is one integer; its bit *n* is set if the State made
that choice in vote *n*. Comparing two States over thousands of votes then takes a few operations on integers.

The measures, as the pages describe them:

- agreement of two States: the share of votes in which both States made the same choice. A vote counts only if both
  States took part (yes, no or abstain).
- with the majority: the share of votes in which the State made the most frequent choice. A vote counts only if the
  State took part, and if one choice had more States than any other choice.
- nearly alone: the votes in which at most ``FEW`` States made the State's choice, and at least ``MANY`` States took
  part. The State itself is one of the ``FEW``.

No share is given for fewer than ``ENOUGH`` votes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.voting.choice import CAST, Choice

ENOUGH = 10  # a share is given for at least this many votes
# A State is nearly alone if at most FEW States make its choice and at least MANY States take part.
FEW = 3
MANY = 20


@dataclass(frozen=True, slots=True)
class Share:
    """A share of votes: ``same`` is the number of votes with the same choice, and ``votes`` is the number of all votes.

    ``value`` is the share from 0 to 1, or None if there are fewer than ``ENOUGH`` votes.
    """

    same: int
    votes: int

    @property
    def value(self) -> float | None:
        return self.same / self.votes if self.votes >= ENOUGH else None

    @property
    def percent(self) -> str:
        """The share in per cent (``"93.4"``), or "" if there are fewer than ``ENOUGH`` votes."""
        return "" if self.value is None else f"{self.value * 100:.1f}"


class Rolls:
    """The roll calls of votes, by State. ``votes`` has the ids of the votes. Sets of votes are integers.

    Bit *n* of such an integer is set if the set has the vote ``votes[n]``.
    """

    def __init__(self, votes: Sequence[int], ballots: Iterable[tuple[str, str, Iterable[int]]]) -> None:
        """``ballots`` has (State, choice, ids of the votes in which the State made that choice)."""
        self.votes = tuple(votes)
        self._bit = {vote: number for number, vote in enumerate(self.votes)}
        self._size = len(self.votes) // 8 + 1
        self._cast: dict[str, dict[Choice, int]] = defaultdict(lambda: dict.fromkeys(CAST, 0))
        counts = {choice: [0] * len(self.votes) for choice in CAST}
        for state, made, ids in ballots:
            choice = Choice(made)
            numbers = [self._bit[vote] for vote in ids if vote in self._bit]
            self._cast[state][choice] |= self._bits(numbers)
            column = counts[choice]
            for number in numbers:
                column[number] += 1
        self._majority, self._small = self._tally(counts)

    def _bits(self, numbers: Iterable[int]) -> int:
        field = bytearray(self._size)
        for number in numbers:
            field[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(field, "little")

    def _tally(self, counts: dict[Choice, list[int]]) -> tuple[dict[Choice, int], dict[Choice, int]]:
        """Returns two dictionaries: choice → votes as bits.

        The first has the votes in which more States made the choice than any other choice. The second has the votes in
        which at most ``FEW`` States made the choice and at least ``MANY`` States took part.
        """
        majority: dict[Choice, list[int]] = {choice: [] for choice in CAST}
        small: dict[Choice, list[int]] = {choice: [] for choice in CAST}
        for number in range(len(self.votes)):
            each = {choice: counts[choice][number] for choice in CAST}
            most = max(each.values())
            leaders = [choice for choice in CAST if each[choice] == most]
            if len(leaders) == 1:
                majority[leaders[0]].append(number)
            if sum(each.values()) >= MANY:
                for choice in CAST:
                    if 0 < each[choice] <= FEW:
                        small[choice].append(number)
        return (
            {choice: self._bits(numbers) for choice, numbers in majority.items()},
            {choice: self._bits(numbers) for choice, numbers in small.items()},
        )

    @property
    def states(self) -> tuple[str, ...]:
        """The States that took part in any vote, in the order of their codes."""
        return tuple(sorted(self._cast))

    def among(self, votes: Iterable[int]) -> int:
        """These votes as bits, for the parameter ``among`` of the measures."""
        return self._bits(self._bit[vote] for vote in votes if vote in self._bit)

    @property
    def every(self) -> int:
        return (1 << len(self.votes)) - 1

    def part(self, state: str, among: int | None = None) -> int:
        """The votes in which a State took part, as bits."""
        cast = self._cast.get(state)
        if cast is None:
            return 0
        return (cast[Choice.YES] | cast[Choice.NO] | cast[Choice.ABSTAIN]) & (self.every if among is None else among)

    def choice(self, state: str, vote: int) -> Choice | None:
        """What a State did in one vote. None if it took no part."""
        bit = 1 << self._bit[vote] if vote in self._bit else 0
        cast = self._cast.get(state) or {}
        return next((choice for choice, votes in cast.items() if votes & bit), None)

    def counts(self, state: str, among: int | None = None) -> dict[Choice, int]:
        """How often a State made each choice."""
        mask = self.every if among is None else among
        cast = self._cast.get(state) or dict.fromkeys(CAST, 0)
        return {choice: (cast[choice] & mask).bit_count() for choice in CAST}

    def agreement(self, one: str, other: str, among: int | None = None) -> Share:
        both = self.part(one, among) & self.part(other, among)
        if not both:
            return Share(0, 0)
        a, b = self._cast[one], self._cast[other]
        same = (a[Choice.YES] & b[Choice.YES]) | (a[Choice.NO] & b[Choice.NO]) | (a[Choice.ABSTAIN] & b[Choice.ABSTAIN])
        return Share((same & both).bit_count(), both.bit_count())

    def with_majority(self, state: str, among: int | None = None) -> Share:
        decided = self._majority[Choice.YES] | self._majority[Choice.NO] | self._majority[Choice.ABSTAIN]
        votes = self.part(state, among) & decided
        if not votes:
            return Share(0, 0)
        cast = self._cast[state]
        same = sum((cast[choice] & self._majority[choice] & votes).bit_count() for choice in CAST)
        return Share(same, votes.bit_count())

    def nearly_alone(self, state: str, among: int | None = None) -> list[int]:
        """Ids of the votes in which a State was nearly alone, in the order of ``votes``."""
        cast = self._cast.get(state)
        if cast is None:
            return []
        alone = 0
        for choice in CAST:
            alone |= cast[choice] & self._small[choice]
        return self.ids(alone & (self.every if among is None else among))

    def differing(self, states: Sequence[str], among: int | None = None) -> list[int]:
        """Ids of the votes in which all these States took part and did not all make the same choice.

        The ids are in the order of ``votes``.
        """
        mask = self.every if among is None else among
        same = 0
        for choice in CAST:
            did = mask
            for state in states:
                did &= self._cast[state][choice] if state in self._cast else 0
            same |= did
        for state in states:
            mask &= self.part(state)
        return self.ids(mask & ~same)

    def ids(self, bits: int) -> list[int]:
        found = []
        while bits:
            low = bits & -bits
            found.append(self.votes[low.bit_length() - 1])
            bits ^= low
        return found
