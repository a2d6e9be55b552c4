"""Reads the UN's data_extract of its machine-readable resolutions: JSON Lines with one resolution per line.

The extract includes resolutions that were adopted without a vote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive import symbols
from archive.disarmament import Facts
from archive.messages import Unreadable
from archive.voting.choice import CAST, Choice
from archive.voting.formats import tables
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, VoteRecord
from archive.voting.totals import with_noughts

NEEDED = {"symbol", "adoption_type", "MS_in_favour", "MS_against", "MS_abstaining"}
_ROLLS = (("MS_in_favour", Choice.YES), ("MS_against", Choice.NO), ("MS_abstaining", Choice.ABSTAIN))
_OUTCOMES = {"by a recorded vote": Outcome.RECORDED, "without a vote": Outcome.WITHOUT_VOTE}


def recognise(path: Path) -> bool:
    with path.open("rb") as stream:
        line = stream.readline(2_000_000)
    try:
        return set(json.loads(line.decode("utf-8-sig"))) >= NEEDED
    except (ValueError, TypeError, RecursionError):
        return False


def read(path: Path, advance: tables.Advance | None = None) -> Iterator[VoteRecord]:
    """Yields one record for each resolution. Raises Unreadable, with the line number, for an impossible value."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if advance:
                advance(len(line))
            if not line.strip():
                continue
            try:
                found = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                raise Unreadable("vote.line_not_json", line=number, error=error) from error
            if not isinstance(found, dict) or not set(found) >= NEEDED:
                raise Unreadable("vote.line_not_resolution", line=number, fields=", ".join(sorted(NEEDED)))
            yield _record(found, number)


def _record(found: dict[str, Any], line: int) -> VoteRecord:
    def text(field: str) -> str:
        value = str(found.get(field) or "").strip()
        return "" if value == "N.A." else value

    symbol = symbols.normalise(text("symbol"))
    outcome = _OUTCOMES.get(text("adoption_type").casefold(), Outcome.UNKNOWN)
    document = text("originating_document")
    totals = _totals(found, line) if outcome == Outcome.RECORDED else dict.fromkeys(CAST)
    return VoteRecord(
        key=f"extract:{symbol}",
        origin=Origin.EXTRACT,
        symbol=symbol if symbol.startswith("A/RES/") else "",
        reference=text("symbol"),
        session=symbols.session_of(symbol),
        title=text("title"),
        agenda_title=text("agenda_item_name"),
        draft_symbol=document if "/L." in document else "",
        committee_report="" if "/L." in document else document,
        date=_day(text("adoption_date"), line),
        meeting=text("pv"),
        outcome=outcome,
        yes=totals[Choice.YES],
        no=totals[Choice.NO],
        abstain=totals[Choice.ABSTAIN],
        ballots=[CastBallot(name.strip(), choice) for field, choice in _ROLLS for name in found[field]],
        topic=Facts(
            text("committee").removesuffix(" Committee"),
            draft_symbol=document if "/L." in document else "",
            subjects=[str(pair[0]) for pair in found.get("subjects") or () if isinstance(pair, list) and pair],
            words=text("agenda_item_name") or text("title"),
        ),
    )


def _totals(found: dict[str, Any], line: int) -> dict[Choice, int | None]:
    """The total of each choice; None if the extract gives none. Session 74 has N.A. for a choice that no State made."""
    printed = {choice: str(found.get(f"{field}_count") or "").replace("N.A.", "") for field, choice in _ROLLS}
    totals = {choice: tables.number(printed[choice], line, f"{field}_count") for field, choice in _ROLLS}
    return with_noughts(totals, {choice: len(found[field]) for field, choice in _ROLLS})


def _day(text: str, line: int) -> date | None:
    """The date in a field. Earlier files write ``2019-12-12 00:00:00``; later files write ``22 September 2024``."""
    if re.match(r"\d{4}-", text) or not text:
        return tables.day(text, line)
    try:
        return tables.day(datetime.strptime(text, "%d %B %Y").date().isoformat(), line)
    except ValueError:
        raise Unreadable("vote.no_date", line=line, value=text, example="22 September 2024") from None
