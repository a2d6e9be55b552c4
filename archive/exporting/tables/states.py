"""Member States with their names in time, groups of States with dates, and the sponsors of resolutions."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from archive.exporting.table import Column, Link, Row, Table, Type
from archive.exporting.tables.columns import symbol
from archive.models import GroupMembership, MemberState, Resolution, StateGroup, StateName
from archive.models.group import GroupKind
from archive.voting.sponsors import sponsor_code

_LATER = MemberState.successors.through.objects.filter(from_memberstate=OuterRef("pk")).order_by("to_memberstate")
_SUCCESSORS = ArraySubquery(_LATER.values("to_memberstate"))
_TO_STATE = Link(("state",), "states")

STATES = Table(
    "states",
    lambda: MemberState.objects.all(),
    ("code",),
    (
        Column("code", Type.STRING, "code", required=True),
        Column("iso2", Type.STRING, "iso2"),
        Column("m49", Type.STRING, "m49"),
        Column("short_zh", Type.STRING, "short_zh", required=True),
        Column("short_en", Type.STRING, "short_en", required=True),
        Column("name_zh", Type.STRING, "name_zh", required=True),
        Column("name_en", Type.STRING, "name_en", required=True),
        Column("formal_zh", Type.STRING, "formal_zh"),
        Column("formal_en", Type.STRING, "formal_en"),
        Column("admitted", Type.DATE, "admitted", required=True),
        Column("ended", Type.DATE, "ended"),
        Column("away_from", Type.DATE, "away_from"),
        Column("away_until", Type.DATE, "away_until"),
        Column("note_zh", Type.STRING, "note_zh"),
        Column("note_en", Type.STRING, "note_en"),
        Column("successors", Type.ARRAY, _SUCCESSORS),
    ),
    key=("code",),
)  # fmt: skip

STATE_NAMES = Table(
    "state_names",
    lambda: StateName.objects.all(),
    ("state", "name"),
    (
        Column("state", Type.STRING, "state_id", required=True),
        Column("name", Type.STRING, "name", required=True),
        Column("since", Type.DATE, "since"),
        Column("until", Type.DATE, "until"),
    ),
    key=("state", "name"),
    links=(_TO_STATE,),
)

GROUPS = Table(
    "groups",
    lambda: StateGroup.objects.all(),
    ("key",),
    (
        Column("key", Type.STRING, "key", required=True),
        Column("kind", Type.STRING, "kind", required=True, codes=dict(GroupKind.choices)),
        Column("name_zh", Type.STRING, "name_zh", required=True),
        Column("name_en", Type.STRING, "name_en", required=True),
        Column("known_since", Type.DATE, "known_since"),
        Column("note_zh", Type.STRING, "note_zh"),
        Column("note_en", Type.STRING, "note_en"),
        Column("source", Type.STRING, "source"),
        Column("source_url", Type.STRING, "source_url"),
    ),
    key=("key",),
)  # fmt: skip

GROUP_MEMBERSHIPS = Table(
    "group_memberships",
    lambda: GroupMembership.objects.all(),
    ("group", "state", "since", "pk"),
    (
        Column("group", Type.STRING, "group_id", required=True),
        Column("state", Type.STRING, "state_id", required=True),
        Column(
            "since",
            Type.DATE,
            "since",
        ),
        Column("until", Type.DATE, "until"),
    ),
    links=(Link(("group",), "groups"), _TO_STATE),
)


def _sponsors(row: Row) -> Iterator[Row]:
    """A row for each sponsor of a resolution: those who submitted the draft, then those who joined."""
    key, submitted, joined = row
    for position, (name, additional) in enumerate([*((n, False) for n in submitted), *((n, True) for n in joined)]):
        yield key, position, name, additional, sponsor_code(name)


SPONSORS = Table(
    "sponsors",
    lambda: Resolution.objects.all(),
    ("document__key",),
    (
        symbol("document__key"),
        Column("position", Type.INTEGER, "", required=True),
        Column("name", Type.STRING, "", required=True),
        Column("additional", Type.BOOLEAN, "", required=True),
        Column(
            "state",
            Type.STRING,
            "",
        ),
    ),
    key=("symbol", "position"),
    links=(Link(("symbol",), "resolutions"), _TO_STATE),
    each=_sponsors,
    reads=("document__key", "sponsors", "additional_sponsors"),
)
