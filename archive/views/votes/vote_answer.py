"""Answers the addresses of votes: with a page, with JSON (``?format=json``) or with CSV (``?format=csv``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.votes.roll_calls import Shown
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
