"""Former holders of the seats of Member States, and former names of States. No Django in here.

``fixtures/states/former_holders.csv`` has those whose seat passed to the present State: China by General Assembly
resolution 2758 (XXVI), the Russian Federation by its letter of 24 December 1991, Serbia by its letter of 3 June 2006.
Measures count their votes apart.

A State that changed its name (扎伊尔) or took in another State (Germany, Yemen, Tanzania, Malaysia, the United Arab
Republic) is the same State. ``fixtures/states/former_names.csv`` has the names that roll calls show. The State that was
taken in, and each State after a dissolution (Yugoslavia, Czechoslovakia), has a code of its own in ``states.csv``.

    >>> former_holder("CHN", date(1970, 12, 4)).name_en, former_holder("CHN", date(1971, 11, 3))
    ('Republic of China', None)
    >>> former_name("COD", date(1980, 12, 4)), former_name("COD", date(2000, 12, 4))
    (('扎伊尔', 'Zaire'), None)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from archive.voting.states import rows


@dataclass(frozen=True, slots=True)
class FormerHolder:
    """The holder of the seat of the State ``code`` until the day ``until``, which is included."""

    code: str
    until: date
    name_zh: str
    name_en: str

    @property
    def key(self) -> str:
        """The code under which measures count this holder: ``CHN-1971``."""
        return f"{self.code}-{self.until.year}"


@cache
def former_holders() -> dict[str, FormerHolder]:
    """Code of the State → former holder of its seat."""
    table = rows("former_holders.csv")
    return {
        row["state"]: FormerHolder(row["state"], date.fromisoformat(row["until"]), row["name_zh"], row["name_en"])
        for row in table
    }


def former_holder(code: str, day: date | None) -> FormerHolder | None:
    """The former holder of this seat, if it held the seat on this day. None if the day is not known."""
    holder = former_holders().get(code)
    return holder if holder and day and day <= holder.until else None


@cache
def _former_names() -> dict[str, list[tuple[date, date, tuple[str, str]]]]:
    """Code of a State → (first day, last day, names in Chinese and English) of each former name."""
    found: dict[str, list[tuple[date, date, tuple[str, str]]]] = defaultdict(list)
    for row in rows("former_names.csv"):
        since = date.fromisoformat(row["since"]) if row["since"] else date.min
        names = row["name_zh"], row["name_en"]
        found[row["state"]].append((since, date.fromisoformat(row["until"]), names))
    return found


def former_name(code: str, day: date | None) -> tuple[str, str] | None:
    """The Chinese and the English name of a State on this day. None if it had its present name, or without a day.

    A former holder of the seat has the name of that holder.
    """
    for since, until, names in _former_names().get(code, ()):
        if day and since <= day <= until:
            return names
    holder = former_holder(code, day)
    return (holder.name_zh, holder.name_en) if holder else None


def seat(code: str, day: date | None) -> str:
    """The code under which measures count the State ``code`` on this day: ``CHN-1971`` for a former holder."""
    holder = former_holder(code, day)
    return holder.key if holder else code


class FormerState(NamedTuple):
    """What was otherwise of a State on a day: ``names`` as in ``former_name``, ``seat`` as in ``seat``."""

    names: tuple[str, str] | None
    seat: str


@lru_cache(maxsize=1000)
def former_states(day: date | None) -> dict[str, FormerState]:
    """The States that had another name or another holder on this day, by their codes."""
    found = {
        code: FormerState(former_name(code, day), seat(code, day)) for code in {*former_holders(), *_former_names()}
    }
    return {code: state for code, state in found.items() if state != (None, code)}
