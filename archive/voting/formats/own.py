"""Reads the archive's own table of votes. The archive's pages offer this table as CSV.

The table has one row for each ballot. A vote without ballots has one row with empty ``state`` and ``choice``. The
column ``given_date`` is only for readers: an archive takes this day from its own texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive import symbols
from archive.voting.choice import Choice
from archive.voting.formats import tables
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord

COLUMNS = (
    "vote", "source", "symbol", "symbol_certain", "scope", "paths", "words", "in_committee", "date", "date_certain",
    "given_date", "meeting", "outcome", "yes", "no", "abstain", "absent", "title", "state", "name", "choice",
)  # fmt: skip
_FACTS = ("symbol", "scope", "paths", "words", "in_committee", "date")
_ADDED = {"date_certain", "symbol_certain", "given_date"}  # columns that older tables lack
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """The cell, with ``'`` before it if a spreadsheet would read it as a formula.

    Such a formula could do harm, because anybody may have written the words of a source.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the ``'`` that ``guarded`` added.

    >>> [unguarded(guarded(cell)) for cell in ("=1", "'=1", "'tis", "yes")]
    ['=1', "'=1", "'tis", 'yes']
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _unguarded(rows: Iterator[tuple[int, tables.Row]]) -> Iterator[tuple[int, tables.Row]]:
    return ((line, {name: unguarded(cell) for name, cell in row.items()}) for line, row in rows)


def recognise(columns: list[str]) -> bool:
    return set(columns) >= set(COLUMNS) - _ADDED


def read(path: Path, advance: tables.Advance | None = None) -> Iterator[VoteRecord]:
    """Yields one record for each vote. Raises Unreadable, with the line number, for an impossible value."""
    for group in tables.by_vote(_unguarded(tables.rows(path, advance)), "vote", *_FACTS):
        line, row = group[0]
        symbol = symbols.normalise(row["symbol"])
        scope = Scope(tables.one_of(row["scope"] or Scope.WHOLE, Scope, line, "scope"))
        yield VoteRecord(
            key=row["vote"],
            origin=Origin(tables.one_of(row["source"] or Origin.ARCHIVE, Origin, line, "source")),
            symbol=symbol,
            symbol_certain=row.get("symbol_certain") != "no",
            reference=row["symbol"],
            session=symbols.session_of(symbol),
            subject=Subject(scope, tuple(row["paths"].split()), row["words"]),
            title=row["title"],
            in_committee=row["in_committee"] == "yes",
            date=tables.day(row["date"], line),
            date_certain=row.get("date_certain") != "no",
            meeting=row["meeting"],
            outcome=Outcome(tables.one_of(row["outcome"], Outcome, line, "outcome")),
            yes=tables.number(row["yes"], line, "yes"),
            no=tables.number(row["no"], line, "no"),
            abstain=tables.number(row["abstain"], line, "abstain"),
            absent=tables.number(row["absent"], line, "absent"),
            ballots=[_ballot(number, each) for number, each in group if each["choice"]],
        )


def _ballot(line: int, row: tables.Row) -> CastBallot:
    choice = Choice(tables.one_of(row["choice"], Choice, line, "choice"))
    code, _dash, _until = row["state"].partition("-")  # CHN-1971 is a former holder of the seat of CHN
    return CastBallot(row["name"] or code, choice, code)
