"""Answers the addresses of votes: with a page, with JSON (``?format=json``) or with CSV (``?format=csv``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from archive.models import Vote
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.votes.roll_calls import RollCall
from archive.voting.formats.own import COLUMNS

# The columns of a table that lacks some ballots. The name of its first column differs from the archive's own table, so
# that ``import_votes`` refuses the file.
PARTIAL = ("record", *COLUMNS[1:])
VOTES_A_PAGE = 50  # in every list of votes


def answer_with_table(
    request: HttpRequest,
    template: str,
    page: Callable[[], Mapping[str, Any]],
    data: Callable[[], Mapping[str, Any]],
    table: Callable[[], tuple[Sequence[str], Iterable[Sequence[Any]]]],
    name: str,
) -> HttpResponseBase:
    """The answer in the format that the address asks for. ``table`` returns the (columns, rows) of the CSV. ``name``
    is the name of the CSV file without ".csv"."""
    if request.GET.get("format") == "csv":
        columns, rows = table()
        return csv_answer(name, columns, rows)
    return answer(request, template, lambda: {**page(), "has_csv": True}, data)


def vote_row(vote: Vote, date_doubted: bool, state: str = "", name: str = "", choice: str = "") -> list[Any]:
    """A row in the format of the archive's own table of votes (``archive.voting.formats.own``).

    ``date_doubted`` says whether other resolutions print another day of the vote.

    The title is empty where it may be a description of collectors: the table has no column that says so.
    """
    uncertain = date_doubted or not vote.date_certain
    return [
        vote.key, vote.origin, vote.document_id, "" if vote.symbol_certain else "no", vote.scope, " ".join(vote.paths),
        vote.words, "yes" if vote.in_committee else "", vote.date, "no" if uncertain else "", vote.meeting,
        vote.outcome, vote.yes, vote.no, vote.abstain, vote.absent,
        vote.title if vote.title_certain else "", state, name, choice,
    ]  # fmt: skip


def roll_rows(vote: Vote, date_doubted: bool, roll: RollCall) -> Iterator[list[Any]]:
    """The rows of a vote. Each ballot has one row. A vote without a roll call has one row."""
    if not roll.by_choice:
        yield vote_row(vote, date_doubted)
    for choice, voters in roll.by_choice.items():
        for voter in voters:
            yield vote_row(vote, date_doubted, voter.seat, voter.printed, choice)
