"""The votes on both resolutions of a comparison, beside the clauses that were voted on separately."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.views.keys import wording
from archive.views.votes.roll_calls import Move, ResolutionVotes, Shown, moves, votes_of_resolutions
from archive.views.votes.vote_data import vote_data
from archive.views.wording.rows import Row
from archive.views.wording.sides import Sides


@dataclass(frozen=True, slots=True)
class SeparateVotes:
    """The separate votes on the clauses of a row, before and after.

    ``moved`` are the States that changed their choice. It is empty unless there is one vote on each side.
    """

    before: list[Shown]
    after: list[Shown]
    moved: list[Move]

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


@dataclass(frozen=True, slots=True)
class BothVotes:
    """The votes on two resolutions. ``moved`` are the States that changed their choice between the votes on the
    whole."""

    before: ResolutionVotes
    after: ResolutionVotes
    moved: list[Move]

    @classmethod
    def of(cls, sides: Sides) -> BothVotes:
        """Few queries: see ``votes_of_resolutions``."""
        found = votes_of_resolutions({text.name: [clause.path for clause in text.clauses] for text in sides.texts})
        before, after = (found[text.name] for text in sides.texts)
        return cls(before, after, moved(before.whole, after.whole))

    @property
    def compared(self) -> bool:
        """Whether the roll calls of both votes on the whole are known, so that moves can be told."""
        return all(one.whole and one.whole.vote.has_roll for one in (self.before, self.after))

    def separate(self, row: Row) -> SeparateVotes:
        before, after = (
            list({shown.vote.pk: shown for path in paths for shown in votes.at.get(path, ())}.values())
            for votes, paths in zip((self.before, self.after), row.paths, strict=True)
        )
        once = len(before) == len(after) == 1
        return SeparateVotes(before, after, moved(before[0], after[0]) if once else [])

    def data(self, rows: Iterable[Row]) -> wording.ComparedVotes:
        """For JSON: the votes on the whole, and the separate votes on clauses."""
        beside = [(row, votes) for row in rows if (votes := self.separate(row))]
        return {
            "from": vote_data(self.before.whole.vote) if self.before.whole else None,
            "to": vote_data(self.after.whole.vote) if self.after.whole else None,
            "moved": [move.data for move in self.moved],
            "separate": [
                {
                    "from": row.paths[0],
                    "to": row.paths[1],
                    "votes_from": [vote_data(shown.vote) for shown in votes.before],
                    "votes_to": [vote_data(shown.vote) for shown in votes.after],
                    "moved": [move.data for move in votes.moved],
                }
                for row, votes in beside
            ],
        }


def moved(before: Shown | None, after: Shown | None) -> list[Move]:
    """The States that changed their choice between two votes; none if a roll call is not known."""
    return moves(before.roll, after.roll) if before and after else []
