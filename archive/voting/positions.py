"""The position of a State in each year of a series, and the years in which it moved. No Django in here.

>>> years = [Year(1, date(1970, 12, 4)), Year(2, date(1990, 12, 4)), Year(3, None), Year(None, None)]
>>> choices = {("RUS-1991", 1): Choice.YES, ("RUS-1991", 2): Choice.NO}
>>> found = positions("RUS", years, lambda seat, vote: choices.get((seat, vote)), lambda day: True)
>>> [(position.kind.value, position.seat, position.moved) for position in found]
[('yes', 'RUS-1991', False), ('no', 'RUS-1991', True), ('absent', 'RUS', False), ('no_roll', 'RUS', False)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.voting.choice import Choice
from archive.voting.former_holders import former_holder


class Kind(StrEnum):
    """What is known of a State in one year of a series. The first four values are those of ``Choice``."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    ABSENT = "absent"
    NO_MEMBER = "no_member"  # no member of the United Nations on the day
    NO_ROLL = "no_roll"  # no roll call is known


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a series. ``vote`` is None if no roll call is known. ``day`` is None if the day is not known."""

    vote: int | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Position:
    """``seat`` is the code of the State, or the key of a former holder of its seat.

    ``moved`` is True if the same holder made another choice in the last earlier vote in which it took part.
    """

    kind: Kind
    seat: str
    moved: bool = False


def positions(
    code: str,
    years: Iterable[Year],
    choice: Callable[[str, int], Choice | None],
    is_member: Callable[[date | None], bool],
) -> list[Position]:
    """The positions of a State in these years, the oldest first.

    ``choice`` gives the choice of a seat in a vote. It is None if the seat took no part.
    """
    found = []
    last: dict[str, Kind] = {}
    for year in years:
        holder = former_holder(code, year.day)
        seat = holder.key if holder else code
        made = choice(seat, year.vote) if year.vote else None
        if made is None:
            found.append(Position(_without_choice(year, is_member), seat))
            continue
        kind = Kind(made.value)
        found.append(Position(kind, seat, last.get(seat, kind) != kind))
        last[seat] = kind
    return found


def _without_choice(year: Year, is_member: Callable[[date | None], bool]) -> Kind:
    if year.vote is None:
        return Kind.NO_ROLL
    return Kind.ABSENT if is_member(year.day) else Kind.NO_MEMBER
