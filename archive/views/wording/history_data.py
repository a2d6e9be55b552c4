"""The history of a clause as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive.models import ClauseStep
from archive.views.keys import wording
from archive.views.votes.vote_data import vote_data
from archive.views.wording.history_stages import Between, ClauseHistory, Stage, StageClause

COLUMNS = (
    "symbol", "session", "date", "path", "opening", "from", "path_from", "kind", "moved", "verb_from", "verb_to",
    "strength", "doubtful", "changes", "separate_votes", "text",
)  # fmt: skip


def as_json(history: ClauseHistory) -> wording.History:
    return {
        "symbol": history.revision.text.resolution.document.key,
        "path": history.clause.path,
        "language": history.revision.text.language,
        "stages": [_stage(stage) for stage in history.stages],
        "dropped": [
            {
                "symbol": _symbol(step.step.later),
                "from": {"symbol": _symbol(step.step.earlier), "path": step.earlier.path},
            }
            for step in history.ended
            if step.earlier
        ],
        "without_text": [year["symbol"] for year in history.years if year["symbol"] not in history.texts],
    }


def _stage(stage: Stage) -> wording.Stage:
    return {
        "symbol": stage.symbol,
        "session": stage.session,
        "date": stage.revision.text.resolution.document.date,
        "compared_with": _symbol(stage.before) if stage.before else None,
        "between": [_between(one) for one in stage.between],
        "clauses": [_clause(one) for one in stage.clauses],
    }


def _between(one: Between) -> wording.Between:
    return {"session": one.session, "symbol": one.symbol or None}


def _clause(one: StageClause) -> wording.ClauseAtStage:
    return {
        "path": one.clause.path,
        "label": one.clause.label,
        "opening": one.clause.opening,
        "text": one.clause.text,
        "from": [step_data(step) for step in one.steps],
        "pieces": [clause.path for clause in one.pieces],
        "cites": sorted(one.cited),
        "separate_votes": [vote_data(shown.vote) for shown in one.votes],
        "url": one.clause.get_absolute_url(),
    }


def step_data(step: ClauseStep) -> wording.ChangeFromPath:
    """How a clause differs from the clause before it. The keys are those of ``manage.py compare --json``."""
    return {
        "path": _path(step),
        "kind": step.kind,
        "moved": step.moved,
        "verb": [step.verb_before, step.verb_after] if step.verb_after else None,
        "strength": step.strength or None,
        "changes": step.changes,
        "doubtful": step.doubtful,
    }


def _path(step: ClauseStep) -> str | None:
    return step.earlier.path if step.earlier else None


def _symbol(revision: Any) -> str:
    return str(revision.text.resolution.document.key)


def as_table(history: ClauseHistory) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The columns and the rows of the CSV. Each clause has a row; a merged clause has a row for each part."""
    rows = [
        _cells(stage, one, step)
        for stage in history.stages
        for one in stage.clauses
        for step in one.steps or [ClauseStep()]
    ]
    ended = [_ended(step) for step in history.ended]
    return COLUMNS, [*rows, *ended]


def _cells(stage: Stage, one: StageClause, step: ClauseStep) -> list[Any]:
    """``step`` is empty if no earlier text is known."""
    return [
        stage.symbol,
        stage.session,
        stage.revision.text.resolution.document.date,
        one.clause.path,
        one.clause.opening,
        *_step_cells(step, stage),
        "\n".join(f"[{before}] → [{after}]" for before, after in step.changes),
        "\n".join("{}-{}-{}".format(*shown.vote.totals) for shown in one.votes),
        one.clause.text,
    ]


def _step_cells(step: ClauseStep, stage: Stage) -> list[Any]:
    return [
        _symbol(stage.before) if stage.before else "",
        _path(step),
        step.kind,
        "yes" if step.moved else "",
        step.verb_before,
        step.verb_after,
        step.strength,
        "yes" if step.doubtful else "",
    ]


def _ended(step: ClauseStep) -> list[Any]:
    about = step.step.later.text.resolution
    left = [about.document.key, about.session, about.document.date, "", "", _symbol(step.step.earlier), _path(step)]
    return [*left, step.kind, *[""] * (len(COLUMNS) - len(left) - 1)]
