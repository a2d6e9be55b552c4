"""Answers of the pages of votes: as a page, as JSON with ``?format=json``, as CSV with ``?format=csv``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from archive.models import Vote
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.votes.roll_calls import RollCall
from archive.voting.formats.own import COLUMNS

# The columns of a table without all ballots. Its first column has another name, so ``import_votes`` does not take it.
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
    """Answers in the format that the address asks for. ``table`` gives (columns, rows) of the CSV, ``name`` its file
    name.
    """
    if request.GET.get("format") == "csv":
        columns, rows = table()
        return csv_answer(name, columns, rows)
    return answer(request, template, lambda: {**page(), "has_csv": True}, data)


def vote_row(vote: Vote, state: str = "", name: str = "", choice: str = "") -> list[Any]:
    """A row of the archive's own table of votes (``archive.voting.formats.own``)."""
    return [
        vote.key, vote.origin, vote.document_id, vote.scope, " ".join(vote.paths), vote.words,
        "yes" if vote.in_committee else "", vote.date, vote.meeting, vote.outcome, vote.yes, vote.no, vote.abstain,
        vote.absent, vote.title, state, name, choice,
    ]  # fmt: skip


def roll_rows(vote: Vote, roll: RollCall) -> Iterator[list[Any]]:
    """A vote's rows, one a ballot. A vote without a roll call has one row."""
    if not roll.by_choice:
        yield vote_row(vote)
    for choice, voters in roll.by_choice.items():
        for voter in voters:
            yield vote_row(vote, voter.code, voter.printed, choice)
