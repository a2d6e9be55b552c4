"""Those who held the seat of a Member State before the present State did. No Django in here.

Measures count their votes apart, and roll calls show their names. ``fixtures/states/former_holders.csv`` has the table:
China by General Assembly resolution 2758 (XXVI), the Russian Federation by its letter of 24 December 1991. A State that
only changed its name is not in the table.

    >>> former_holder("CHN", date(1970, 12, 4)).name_en, former_holder("CHN", date(1971, 11, 3))
    ('Republic of China', None)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

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
