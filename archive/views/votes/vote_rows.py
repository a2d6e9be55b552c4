"""The rows of votes in CSV files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.views.votes.roll_calls import Shown
from archive.voting.formats.own import COLUMNS

# The columns of a table that lacks some ballots. The name of its first column differs from the archive's own table, so
# that ``import_votes`` refuses the file.
PARTIAL = ("record", *COLUMNS[1:])
VOTES_A_PAGE = 50  # in every list of votes


def vote_row(shown: Shown, state: str = "", name: str = "", choice: str = "") -> list[Any]:
    """A row in the format of the archive's own table of votes (``archive.voting.formats.own``).

    The title is empty where it may be a description of collectors: the table has no column that says so.
    """
    vote, given = shown.vote, shown.given_date
    return [
        vote.key, vote.origin, vote.document_id, _no_if(not vote.symbol_certain), vote.scope, " ".join(vote.paths),
        vote.words, "yes" if vote.in_committee else "", vote.date, _no_if(not shown.date_certain),
        given.date if given else "", vote.meeting, vote.outcome, vote.yes, vote.no, vote.abstain, vote.absent,
        vote.title if vote.title_certain else "", state, name, choice,
    ]  # fmt: skip


def _no_if(uncertain: bool) -> str:
    return "no" if uncertain else ""


def roll_rows(shown: Shown) -> Iterator[list[Any]]:
    """The rows of a vote. Each ballot has one row. A vote without a roll call has one row."""
    if not shown.roll.by_choice:
        yield vote_row(shown)
    for choice, voters in shown.roll.by_choice.items():
        for voter in voters:
            yield vote_row(shown, voter.seat, voter.printed, choice)
