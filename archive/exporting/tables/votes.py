"""Votes as each source records them, the ballots of the States, and what is doubtful in the records."""

from __future__ import annotations

from django.db.models import F, Func, TextField, Value

from archive.exporting.table import Column, Link, Table, Type
from archive.exporting.tables.columns import OUTCOMES
from archive.exporting.tables.columns import VOTES as UNIT
from archive.models import Ballot, Vote, VoteProblem
from archive.models.vote import CHOICE_LABELS, ORIGIN_LABELS, SCOPE_LABELS, ProblemKind, seat

CHOICES = {choice.value: label for choice, label in CHOICE_LABELS.items()}
_TO_VOTE = Link(("vote",), "votes")
_SOURCES = {origin.value: label for origin, label in ORIGIN_LABELS.items()}
_SCOPES = {scope.value: label for scope, label in SCOPE_LABELS.items()}


def _field(of: str, name: str) -> Func:
    """A text in a field of JSON."""
    return Func(F(of), Value(name), function="jsonb_extract_path_text", output_field=TextField())


VOTES = Table(
    "votes",
    lambda: Vote.objects.all(),
    ("session_order", "number", "part", "key"),
    (
        Column("vote", Type.STRING, "key", required=True),
        Column("event", Type.STRING, "event", required=True),
        Column("leading", Type.BOOLEAN, "leading", required=True),
        Column("source", Type.STRING, "origin", required=True, codes=_SOURCES),
        Column("corrected_by", Type.STRING, "corrected_by__key"),
        Column("reason", Type.STRING, "reason"),
        Column("symbol", Type.STRING, "document_id"),
        Column("symbol_certain", Type.BOOLEAN, "symbol_certain", required=True),
        Column("session", Type.STRING, "session"),
        Column("scope", Type.STRING, "scope", required=True, codes=_SCOPES),
        Column("paths", Type.ARRAY, "paths"),
        Column("words", Type.STRING, "words"),
        Column("unplaced", Type.STRING, _field("unplaced", "code")),
        Column("title", Type.STRING, "title"),
        Column("title_certain", Type.BOOLEAN, "title_certain", required=True),
        Column("description", Type.STRING, "description"),
        Column("agenda_title", Type.STRING, "agenda_title"),
        Column("heading", Type.STRING, "heading"),
        Column("draft_symbol", Type.STRING, "draft_symbol"),
        Column("committee_report", Type.STRING, "committee_report"),
        Column("on_disarmament", Type.BOOLEAN, "disarmament"),
        Column("in_committee", Type.BOOLEAN, "in_committee", required=True),
        Column("date", Type.DATE, "date"),
        Column("date_certain", Type.BOOLEAN, "date_certain", required=True),
        Column("meeting", Type.STRING, "meeting"),
        Column("outcome", Type.STRING, "outcome", codes=OUTCOMES),
        Column("yes", Type.INTEGER, "yes", unit=UNIT),
        Column("no", Type.INTEGER, "no", unit=UNIT),
        Column("abstain", Type.INTEGER, "abstain", unit=UNIT),
        Column("absent", Type.INTEGER, "absent", unit=UNIT),
        Column("members", Type.INTEGER, "members"),
        Column("cast_yes", Type.INTEGER, "cast_yes", required=True, unit=UNIT),
        Column("cast_no", Type.INTEGER, "cast_no", required=True, unit=UNIT),
        Column("cast_abstain", Type.INTEGER, "cast_abstain", required=True, unit=UNIT),
    ),
    key=("vote",),
    links=(Link(("corrected_by",), "votes"),),
    indexed=("event", "symbol", "date"),
)  # fmt: skip

BALLOTS = Table(
    "ballots",
    lambda: Ballot.objects.all(),
    ("vote__session_order", "vote__number", "vote__part", "vote__key", "printed", "pk"),
    (
        Column("vote", Type.STRING, "vote__key", required=True),
        Column("state", Type.STRING, "state_id"),
        Column("seat", Type.STRING, seat()),
        Column("choice", Type.STRING, "choice", required=True, codes=CHOICES),
        Column("printed", Type.STRING, "printed", required=True),
        Column("intended", Type.STRING, "corrected", codes=CHOICES),
    ),
    links=(_TO_VOTE, Link(("state",), "states")),
)  # fmt: skip

VOTE_PROBLEMS = Table(
    "vote_problems",
    lambda: VoteProblem.objects.with_settlement(),
    ("vote__key", "kind", "pk"),
    (
        Column("vote", Type.STRING, "vote__key", required=True),
        Column("kind", Type.STRING, "kind", required=True, codes=dict(ProblemKind.choices)),
        Column("messages", Type.ARRAY, "messages"),
        Column("settled_because", Type.STRING, "settled_because"),
    ),
    links=(_TO_VOTE,),
)
