"""Pages of votes answer at one address three times: as a page, as JSON with ``?format=json``, as CSV with
``?format=csv``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from archive.models import Vote
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.votes.roll_calls import RollCall
from archive.voting.formats.own import COLUMNS

# The first column of a table in which votes have not all their ballots: such a table is not taken for a file of votes.
PARTIAL = ("record", *COLUMNS[1:])


def answer_with_table(
    request: HttpRequest,
    template: str,
    page: Callable[[], Mapping[str, Any]],
    data: Callable[[], Mapping[str, Any]],
    table: Callable[[], tuple[Sequence[str], Iterable[Sequence[Any]]]],
    name: str,
) -> HttpResponseBase:
    """``table`` gives (columns, rows) for the CSV, ``name`` is the file's."""
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
    """A vote's rows, one a ballot; one row alone where it has no roll call."""
    if not roll.by_choice:
        yield vote_row(vote)
    for choice, voters in roll.by_choice.items():
        for voter in voters:
            yield vote_row(vote, voter.code, voter.printed, choice)
