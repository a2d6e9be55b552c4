"""Reads the history of a clause: its stages from the text that it came in with to the last text that has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.models import Citation, Clause, ClauseStep, Revision, Vote
from archive.models.wording import StepKind
from archive.views.change_labels import codes_of_steps
from archive.views.labels import place_of
from archive.views.votes.roll_calls import RollCall, Shown
from archive.views.votes.years_of_series import years_of
from archive.voting.record import Scope

_REVISION = "text__resolution__document"


@dataclass(frozen=True, slots=True)
class Between:
    """What lies between two texts: a resolution without a text in this language, or a session of which the archive
    knows no resolution of the series. ``symbol`` is "" for the latter."""

    session: int
    symbol: str = ""
    url: str = ""


@dataclass(slots=True)
class StageClause:
    """The clause in one text. ``steps`` lead to it: none if no earlier text is known, and several after a merger.

    ``votes`` are the separate votes on it. ``cited`` are the keys of the documents that it cites. ``pieces`` are the
    other pieces of the clause, if it was split from one.
    """

    clause: Clause
    steps: list[ClauseStep]
    votes: list[Shown]
    cited: frozenset[str]
    pieces: list[Clause] = field(default_factory=list)

    @property
    def place(self) -> str:
        return place_of(self.clause)

    @property
    def codes(self) -> list[str]:
        return codes_of_steps(self.steps)


@dataclass(slots=True)
class Stage:
    """The clause in one text of the series. After a split it is several clauses.

    ``before`` is the text with which this one is compared; None if there is none. ``year`` is the resolution in the
    form of ``years_of``; None if the resolution is in no series. ``between`` are the resolutions and the sessions of
    the series between the two texts, of which the archive has no text in this language.
    """

    revision: Revision
    clauses: list[StageClause]
    before: Revision | None = None
    between: list[Between] = field(default_factory=list)

    @property
    def symbol(self) -> str:
        return str(self.revision.text.resolution.document.key)

    @property
    def session(self) -> str:
        return str(self.revision.text.resolution.session)

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys(code for each in self.clauses for code in each.codes))

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(key for each in self.clauses for key in each.cited)


@dataclass(slots=True)
class ClauseHistory:
    """The history of a clause. ``stages`` are in the order of the sessions.

    ``ended`` are the steps to texts that no longer have the clause. ``years`` are all resolutions of the series in the
    form of ``years_of``, and ``texts`` the symbols of those with a text in the language.
    """

    clause: Clause
    revision: Revision
    stages: list[Stage]
    ended: list[ClauseStep]
    years: list[dict[str, Any]]
    texts: frozenset[str]

    @property
    def beginnings(self) -> list[Stage]:
        """The stages with a clause that no step leads to from an earlier clause."""
        return [stage for stage in self.stages if any(is_beginning(each) for each in stage.clauses)]


def is_beginning(clause: StageClause) -> bool:
    return not any(step.earlier_id for step in clause.steps)


def anchor(symbol: str) -> str:
    """The id of the stage of a resolution on the page: ``A-RES-79-41``."""
    return symbol.replace("/", "-")


def history_of(clause: Clause) -> ClauseHistory:
    """The history of a clause of a current text. Seven queries, and one more if a clause was split.

    ``clause.revision`` has its resolution and its document.
    """
    steps, revision = _steps(clause), clause.revision
    clauses = {one.pk: one for step in steps for one in (step.earlier, step.later) if one} or {clause.pk: clause}
    years = years_of(revision.text.resolution.document.key)
    texts = _texts([year["symbol"] for year in years], revision)
    stages = _stages(clauses.values(), steps, _votes(clauses.values()), _cited(clauses))
    _add_pieces(steps, stages)
    for stage in stages:
        if stage.before:
            stage.between = _between(stage, years, texts)
    ended = [step for step in steps if step.kind == StepKind.DROPPED]
    return ClauseHistory(clause, revision, stages, ended, years, texts)


def _steps(clause: Clause) -> list[ClauseStep]:
    """The steps of the history, with their texts and clauses. Each text and each clause is one object."""
    sides = [f"step__{side}__{_REVISION}" for side in ("earlier", "later")]
    parents = [f"{side}__parent__parent" for side in ("earlier", "later")]
    found = list(
        ClauseStep.objects.of_readers()
        .history_of(clause)
        .select_related(*sides, *parents)
        .defer(*(f"step__{side}__{name}" for side in ("earlier", "later") for name in ("facts", "warnings")))
    )
    for step in found:
        if step.earlier:
            step.earlier.revision = step.step.earlier
        if step.later:
            step.later.revision = step.step.later
    return found


def _stages(
    clauses: Iterable[Clause],
    steps: Iterable[ClauseStep],
    votes: Mapping[tuple[str, str], list[Shown]],
    cited: Mapping[int, frozenset[str]],
) -> list[Stage]:
    leading: dict[int, list[ClauseStep]] = defaultdict(list)
    for step in steps:
        if step.later_id:
            leading[step.later_id].append(step)
    stages: dict[int, Stage] = {}
    for clause in sorted(clauses, key=lambda clause: clause.position):
        stage = stages.setdefault(clause.revision_id, Stage(clause.revision, []))
        of_clause = leading[clause.pk]
        place = stage.symbol, clause.path
        stage.clauses.append(StageClause(clause, of_clause, votes.get(place, []), cited.get(clause.pk, frozenset())))
        if of_clause:
            stage.before = of_clause[0].step.earlier
    return sorted(stages.values(), key=lambda stage: _order(stage.revision))


def _add_pieces(steps: Iterable[ClauseStep], stages: Iterable[Stage]) -> None:
    wholes = [step.earlier_id for step in steps if step.kind == StepKind.SPLIT and step.earlier_id]
    pieces = list(ClauseStep.objects.of_readers().pieces_of(wholes)) if wholes else []
    for one in (one for stage in stages for one in stage.clauses):
        whole = {step.earlier_id for step in one.steps if step.kind == StepKind.SPLIT}
        others = [step.later for step in pieces if step.earlier_id in whole and step.later_id != one.clause.pk]
        one.pieces = [clause for clause in others if clause]


def _order(revision: Revision) -> tuple[int, int, str]:
    about = revision.text.resolution
    return about.session_order, about.number, about.part


def _votes(clauses: Iterable[Clause]) -> dict[tuple[str, str], list[Shown]]:
    """(symbol, path) → the separate votes on the clause. One query."""
    places = {(clause.revision.text.resolution.document.key, clause.path) for clause in clauses}
    votes = Vote.objects.leading().filter(
        document_id__in={symbol for symbol, _ in places},
        scope__in=(Scope.PARAGRAPH, Scope.WORDS),
        paths__overlap=sorted({path for _, path in places}),
    )
    found: dict[tuple[str, str], list[Shown]] = defaultdict(list)
    for vote in votes.order_by("in_committee", "pk"):
        for path in vote.paths:
            if (str(vote.document_id), path) in places:
                found[str(vote.document_id), path].append(Shown(vote, RollCall()))
    return found


def _cited(clauses: Iterable[int]) -> dict[int, frozenset[str]]:
    """Clause → the keys of the documents that it cites. One query."""
    keys: dict[int, set[str]] = defaultdict(set)
    for clause, key in Citation.objects.in_clauses(clauses):
        keys[clause].add(key)
    return {clause: frozenset(found) for clause, found in keys.items()}


def _texts(symbols: Sequence[str], revision: Revision) -> frozenset[str]:
    """Which of these resolutions have a text in the language of the revision. One query."""
    visible = Revision.objects.in_every_language().filter(
        text__language=revision.text.language, text__resolution__document__key__in=symbols
    )
    return frozenset(visible.values_list("text__resolution__document__key", flat=True))


def _between(stage: Stage, years: Sequence[Mapping[str, Any]], texts: frozenset[str]) -> list[Between]:
    """What lies between the text of a stage and the text before it, in the order of the sessions."""
    assert stage.before
    first, last = (_order(one)[0] for one in (stage.before, stage.revision))
    known = [year for year in years if first < year["session"] < last and year["symbol"] not in texts]
    missing = set(range(first + 1, last)) - {year["session"] for year in years}
    found = [Between(year["session"], year["symbol"], year["url"]) for year in known]
    return sorted([*found, *map(Between, missing)], key=lambda one: (one.session, one.symbol))
