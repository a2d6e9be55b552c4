"""The leading records of votes in the columns of two other collections, so that scripts made for those run here.

Sources of the columns: the R package unvotes 0.3.0 (``un_votes``, ``un_roll_calls``, ``un_roll_call_issues``), and the
export of HowTheyVote.eu (``votes``, ``member_votes``). Each table says in its note how its content differs.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, JSONObject, NullIf

from archive.exporting.table import Column, Link, Row, Table, Type
from archive.exporting.tables.votes import CHOICES
from archive.models import Ballot, Document, InferredSubject, Subject, Vote
from archive.models.subject import english_name
from archive.models.vote import BallotQuerySet, VoteQuerySet
from archive.symbols import SPECIAL
from archive.voting.choice import Choice
from archive.voting.record import Origin, Scope

_TO_ROLL_CALL = Link(("rcid",), "un_roll_calls")
_ORDER = ("session_order", "number", "part", "key")
_ORDER_OF_BALLOTS = (*(f"vote__{name}" for name in _ORDER), "printed", "pk")


def _roll_calls() -> VoteQuerySet:
    """The leading records of the plenary's votes that have a roll call, on resolutions and on parts of them."""
    cast = Ballot.objects.filter(vote=OuterRef("pk"))
    return Vote.objects.leading().filter(Exists(cast), in_committee=False)


def _ballots() -> BallotQuerySet:
    return Ballot.objects.filter(vote__leading=True, vote__in_committee=False)


_DOCUMENT = Document.objects.of_readers().filter(key=OuterRef("document_id"))
_TITLE = Coalesce(
    NullIf("title", Value("")),
    NullIf(Subquery(_DOCUMENT.values("title_en")[:1]), Value("")),
    NullIf("description", Value("")),
    output_field=TextField(),
)
_OF_VOETEN = Vote.objects.filter(event=OuterRef("event"), origin=Origin.VOETEN).order_by("key")


def _rcid(key: str | None) -> int | None:
    """The number in the key of a record of Voeten.

    >>> _rcid("voeten:5079"), _rcid("voeten:odd"), _rcid(None)
    (5079, None, None)
    """
    number = (key or "").removeprefix("voeten:")
    return int(number) if number.isdecimal() else None


_PARTS = (Scope.PARAGRAPH, Scope.WORDS, Scope.PART)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


UN_ROLL_CALLS = Table(
    "un_roll_calls",
    _roll_calls,
    _ORDER,
    (
        Column("rcid", Type.STRING, "key", required=True),
        Column("session", Type.INTEGER, Case(When(session_order__range=(1, SPECIAL - 1), then="session_order"))),
        Column("importantvote", Type.INTEGER, Value(None, IntegerField())),
        Column("date", Type.DATE, "date"),
        Column("unres", Type.STRING, "document_id"),
        Column("amend", Type.INTEGER, _flag(Q(scope=Scope.AMENDMENT)), required=True),
        Column("para", Type.INTEGER, _flag(Q(scope__in=_PARTS)), required=True),
        Column("short", Type.STRING, _TITLE),
        Column("descr", Type.STRING, "description"),
        Column("voeten_rcid", Type.INTEGER, Subquery(_OF_VOETEN.values("key")[:1]), change=_rcid),
    ),
    key=("rcid",),
)  # fmt: skip

_CAST = {code: name for code, name in CHOICES.items() if code != Choice.ABSENT}

UN_VOTES = Table(
    "un_votes",
    lambda: _ballots().cast(),
    _ORDER_OF_BALLOTS,
    (
        Column("rcid", Type.STRING, "vote__key", required=True),
        Column("country", Type.STRING, Coalesce("state__short_en", "printed"), required=True),
        Column("country_code", Type.STRING, "state__iso2"),
        Column("vote", Type.STRING, "choice", required=True, codes=_CAST),
    ),
    links=(_TO_ROLL_CALL,),
)  # fmt: skip

_GIVEN = Subject.objects.filter(resolutions__document__key=OuterRef("document_id"), resolutions__withdrawn_at=None)
_INFERRED = InferredSubject.objects.of_readers().filter(document_id=OuterRef("document_id"))


def _named(prefix: str) -> JSONObject:
    return JSONObject(**{name: f"{prefix}{name}" for name in ("name_en", "dictionary", "code")})


def _issues() -> VoteQuerySet:
    return _roll_calls().annotate(
        given=ArraySubquery(_GIVEN.order_by("name_en").values(found=_named(""))),
        inferred=ArraySubquery(_INFERRED.order_by("subject__name_en").values(found=_named("subject__"))),
    )


def _issue_rows(row: Row) -> Iterator[Row]:
    key, given, inferred = row
    for subjects, is_inferred in ((given, False), (inferred, True)):
        for subject in subjects:
            name = english_name(subject["name_en"], subject["dictionary"])
            yield key, subject["code"], name, subject["dictionary"], is_inferred


UN_ROLL_CALL_ISSUES = Table(
    "un_roll_call_issues",
    _issues,
    _ORDER,
    (
        Column("rcid", Type.STRING, "", required=True),
        Column("short_name", Type.STRING, ""),
        Column("issue", Type.STRING, "", required=True),
        Column("dictionary", Type.STRING, "", required=True),
        Column("inferred", Type.BOOLEAN, "", required=True),
    ),
    links=(_TO_ROLL_CALL,),
    each=_issue_rows,
    reads=("key", "given", "inferred"),
)

HTV_VOTES = Table(
    "htv_votes",
    _roll_calls,
    _ORDER,
    (
        Column("id", Type.STRING, "key", required=True),
        Column("timestamp", Type.DATE, "date"),
        Column("display_title", Type.STRING, _TITLE),
        Column("reference", Type.STRING, "document_id"),
        Column("description", Type.STRING, "description"),
        Column(
            "is_main",
            Type.BOOLEAN,
            Q(scope=Scope.WHOLE),
            required=True,
        ),
    ),
    key=("id",),
)

_POSITIONS = {
    Choice.YES: "FOR",
    Choice.NO: "AGAINST",
    Choice.ABSTAIN: "ABSTENTION",
    Choice.ABSENT: "DID_NOT_VOTE",
}
_LABELS = {code: CHOICES[choice] for choice, code in _POSITIONS.items()}

HTV_MEMBER_VOTES = Table(
    "htv_member_votes",
    _ballots,
    _ORDER_OF_BALLOTS,
    (
        Column("vote_id", Type.STRING, "vote__key", required=True),
        Column("member_id", Type.STRING, "state_id"),
        Column("position", Type.STRING, "choice", required=True, codes=_LABELS, change=_POSITIONS.__getitem__),
        Column("country_code", Type.STRING, "state_id"),
    ),
    links=(Link(("vote_id",), "htv_votes"), Link(("member_id",), "states")),
)  # fmt: skip
