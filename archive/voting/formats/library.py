"""Reads the UN Digital Library's General Assembly Voting Data, which has one row for each State in each vote.

    undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,…,total_yes,…,undl_link

All votes are on resolutions as a whole. If a State did not vote, ``ms_vote`` is X, NV or empty, depending on the
edition. Totals are floats. Some editions lack ``vote_note`` and other columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive import symbols
from archive.disarmament import Facts
from archive.messages import Unreadable
from archive.voting.choice import Choice
from archive.voting.formats import tables
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, VoteRecord

_SUBJECTS_END = re.compile(r"[|;\n]|--")  # "NUCLEAR WEAPONS--ELIMINATION|VERIFICATION"
NEEDED = {"undl_id", "ms_code", "ms_name", "ms_vote", "date", "resolution"}
_CHOICES = {
    "Y": Choice.YES,
    "N": Choice.NO,
    "A": Choice.ABSTAIN,
    "X": Choice.ABSENT,
    "NV": Choice.ABSENT,
    "": Choice.ABSENT,
}


def recognise(columns: list[str]) -> bool:
    return set(columns) >= NEEDED


def read(path: Path, advance: tables.Advance | None = None) -> Iterator[VoteRecord]:
    """Yields one record for each vote. Raises Unreadable, with the line, if a value cannot be right."""
    for group in tables.by_vote(tables.rows(path, advance), "undl_id", "resolution", "date"):
        yield _record(group)


def _record(group: list[tuple[int, tables.Row]]) -> VoteRecord:
    line, row = group[0]

    def text(column: str) -> str:
        return row.get(column, "").strip()

    if not text("undl_id"):
        raise Unreadable("vote.line_without_number", line=line, column="undl_id")
    symbol = symbols.normalise(text("resolution"))
    note = text("vote_note")
    return VoteRecord(
        key=f"library:{text('undl_id')}",
        origin=Origin.LIBRARY,
        symbol=symbol if symbol.startswith("A/RES/") else "",
        reference=text("resolution"),
        session=symbols.session_of(symbol) or text("session"),
        description=note,
        title=text("title").split(" : resolution")[0].strip(),
        agenda_title=text("agenda_title"),
        draft_symbol=text("draft"),
        committee_report=text("committee_report"),
        date=tables.day(text("date"), line),
        meeting=text("meeting"),
        outcome=_outcome(note),
        yes=tables.number(text("total_yes"), line, "total_yes"),
        no=tables.number(text("total_no"), line, "total_no"),
        abstain=tables.number(text("total_abstentions"), line, "total_abstentions"),
        absent=tables.number(text("total_non_voting"), line, "total_non_voting"),
        members=tables.number(text("total_ms"), line, "total_ms"),
        ballots=[_ballot(number, each) for number, each in group],
        topic=Facts(
            draft_symbol=text("draft"),
            subjects=_SUBJECTS_END.split(text("subjects")),
            words=text("agenda_title") or text("title"),
        ),
    )


def _ballot(line: int, row: tables.Row) -> CastBallot:
    choice = tables.one_of(row["ms_vote"].strip().upper(), _CHOICES, line, "ms_vote")
    return CastBallot(row["ms_name"].strip(), _CHOICES[choice], row["ms_code"].strip())


def _outcome(note: str) -> Outcome:
    folded = note.casefold()
    if "without" in folded and "vote" in folded:
        return Outcome.WITHOUT_VOTE
    return Outcome.NOT_RECORDED if "non-recorded" in folded or "not recorded" in folded else Outcome.RECORDED
