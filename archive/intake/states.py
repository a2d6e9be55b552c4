"""Loads the facts about States and groups into the database, and reads the names of States from the database."""

from __future__ import annotations

from django.db import transaction

from archive.models import GroupMembership, MemberState, StateGroup, StateName
from archive.voting.states import Name, Seat, StateNames, day, groups, name_key, own_names, rows

_FACTS = (
    "iso2", "m49", "short_zh", "short_en", "name_zh", "name_en", "formal_zh", "formal_en", "note_zh", "note_en",
)  # fmt: skip
_DAYS = ("admitted", "ended", "away_from", "away_until")
_GROUP_FACTS = ("kind", "name_zh", "name_en", "note_zh", "note_en", "source", "source_url")


def load_states() -> int:
    """Loads the States, names and groups that the archive does not have. Returns the number of new States.

    Existing rows do not change, so librarians' corrections are kept.
    """
    with transaction.atomic():
        table = rows("states.csv")
        present = set(MemberState.objects.values_list("code", flat=True))
        new = [row for row in table if row["code"] not in present]
        MemberState.objects.bulk_create(
            MemberState(code=row["code"], **{f: row[f] for f in _FACTS}, **{f: day(row[f]) for f in _DAYS})
            for row in new
        )
        for row in new:
            if row["successors"]:
                successors = MemberState.objects.filter(code__in=row["successors"].split())
                MemberState.objects.get(code=row["code"]).successors.set(successors)
        _load_names(table)
        _load_groups()
    return len(new)


def _load_names(table: list[dict[str, str]]) -> None:
    names = [Name(row["state"], row["name"], day(row["since"]), day(row["until"])) for row in rows("names.csv")]
    listed = {(name.code, name_key(name.name)) for name in names}
    names += [Name(r["code"], n) for r in table for n in own_names(r) if (r["code"], name_key(n)) not in listed]
    present = set(StateName.objects.values_list("state_id", "name"))
    StateName.objects.bulk_create(
        StateName(state_id=n.code, name=n.name, key=name_key(n.name), since=n.since, until=n.until)
        for n in names
        if (n.code, n.name) not in present
    )


def _load_groups() -> None:
    present = set(StateGroup.objects.values_list("key", flat=True))
    for row in groups():
        if row["key"] in present:
            continue
        facts = {field: row[field] for field in _GROUP_FACTS}
        group = StateGroup.objects.create(key=row["key"], known_since=day(row["known_since"]), **facts)
        GroupMembership.objects.bulk_create(
            GroupMembership(group=group, state_id=m["state"], since=day(m.get("since")), until=day(m.get("until")))
            for m in row["members"]
        )


def names_from_database() -> StateNames:
    """All names of States in the database, including those that librarians added."""
    states = MemberState.objects.values_list("code", "admitted", "ended", "away_from", "away_until")
    names = StateName.objects.values_list("state_id", "name", "since", "until")
    return StateNames((Seat(*row) for row in states), (Name(*row) for row in names))
