"""The page on the wording of a series as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from archive import symbols
from archive.models import ClauseStep
from archive.views.keys import votes, wording
from archive.views.votes.series_years import Year
from archive.views.votes.vote_data import vote_data
from archive.views.wording.movers import Change, MoveGroup, SeparateVote, VoteOfYear, YearOfChanges
from archive.views.wording.picture import Addresses, cell_codes
from archive.views.wording.series_texts import SeriesTexts
from archive.views.wording.threads import SeriesClause, Thread, threads_of


def as_json(
    symbol: str, years: Iterable[Year], found: SeriesTexts, changes: Iterable[YearOfChanges]
) -> wording.SeriesWording:
    clauses = {clause.pk: clause for text in found.clauses.values() for clause in text}
    names = {text.revision: symbol for symbol, text in found.texts.items()}
    return {
        "symbol": symbol,
        "language": found.language,
        "languages": list(found.languages),
        "years": [
            {
                "symbol": year.symbol,
                "session": symbols.session_of(year.symbol),
                "text": year.symbol in found.texts,
                "other_languages": found.other.get(year.symbol, []),
                "url": year.url,
            }
            for year in years
        ],
        "clauses": [_thread(thread, names) for thread in threads_of(found.in_order, found.steps)],
        "changes": [_year(each, clauses) for each in changes],
    }


def _thread(thread: Thread, names: dict[int, str]) -> wording.ClauseOverYears:
    return {
        "part": thread.latest.part,
        "texts": [
            {"symbol": names[revision], "path": cell.clause.path if cell.clause else None, "labels": cell_codes(cell)}
            for revision, cell in thread.cells.items()
        ],
    }


def _year(each: YearOfChanges, clauses: dict[int, SeriesClause]) -> wording.ChangesOfYear:
    return {
        "from": each.before.symbol,
        "to": each.year.symbol,
        "without_text": [year.symbol for year in each.without_text],
        "unknown_sessions": each.unknown,
        "counts": each.counts,
        "clauses": [_change(change, clauses) for change in each.changes],
        "votes": [_vote(vote) for vote in each.votes],
        "separate_votes": [_separate(vote) for vote in each.separate],
        "url": each.url,
    }


def _change(change: Change, clauses: dict[int, SeriesClause]) -> wording.ChangedClauses:
    step = change.steps[0]
    return {
        "from": _paths((one.earlier_id for one in change.steps), clauses),
        "to": _paths((one.later_id for one in change.steps), clauses),
        "labels": [label.code for label in change.labels],
        "verb": _verb(step),
        "changes": step.changes,
    }


def _verb(step: ClauseStep) -> list[str] | None:
    return [step.verb_before, step.verb_after] if step.verb_after else None


def _paths(found: Iterable[int | None], clauses: dict[int, SeriesClause]) -> list[str]:
    return [clauses[pk].path for pk in dict.fromkeys(found) if pk]


def _vote(vote: VoteOfYear) -> wording.VoteBetween:
    return {
        "symbol": vote.year.symbol,
        "compared_with": vote.year.before or None,
        "vote": vote_data(vote.year.shown.vote) if vote.year.shown else None,
        "moved": _moved(vote.moved),
        "absent": _moved(vote.absent),
    }


def _separate(vote: SeparateVote) -> wording.SeparateVote:
    return {
        "vote": vote_data(vote.shown.vote),
        "compared_with": vote.before.vote.key if vote.before else None,
        "moved": _moved(vote.moved),
        "otherwise_than_whole": _moved(vote.otherwise),
    }


def _moved(groups: Iterable[MoveGroup]) -> list[votes.Move]:
    return [move.data for group in groups for move in group.moves]


_COLUMNS = (
    "clause", "part", "symbol", "session", "path", "labels", "before", "path_before", "verb_before", "verb_after",
    "url",
)  # fmt: skip


def as_table(found: SeriesTexts, site: str) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The columns and the rows of the CSV: one row for each clause in each text. ``clause`` numbers the rows of the
    picture. ``path`` is empty where the text no longer has the clause. ``site`` is the beginning of the addresses."""
    return _COLUMNS, _rows(found, site)


def _rows(found: SeriesTexts, site: str) -> Iterator[list[Any]]:
    addresses = Addresses(found)
    names = {text.revision: symbol for symbol, text in found.texts.items()}
    for number, thread in enumerate(threads_of(found.in_order, found.steps), 1):
        for revision, cell in thread.cells.items():
            step = cell.steps[0] if cell.steps else None
            yield [
                number,
                thread.latest.part,
                names[revision],
                symbols.session_of(names[revision]),
                cell.clause.path if cell.clause else "",
                " ".join(cell_codes(cell)),
                names[step.step.earlier_id] if step else "",
                " ".join(_paths((one.earlier_id for one in cell.steps), addresses.clauses)),
                step.verb_before if step else "",
                step.verb_after if step else "",
                site + (addresses.clause(cell.clause) if cell.clause else addresses.compared(cell.steps[0])),
            ]
