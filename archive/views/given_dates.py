"""Days of adoption that a resolution has only from the texts that cite it. Pages mark them, and name the text.

A day is shown only if all citing texts give the same day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from archive.models import Citation
from archive.models.snapshot import Remembered
from archive.views.given_titles import TITLE_COLUMNS, Given, GivenTitle, chosen
from archive.views.keys import documents


@dataclass(frozen=True, slots=True)
class GivenDate(Given):
    """The day of adoption that citing texts give to a resolution."""

    date: date

    @property
    def data(self) -> documents.GivenDate:
        """For JSON."""
        return {
            "date": self.date,
            "resolution": self.resolution,
            "path": self.path,
            "resolutions": self.resolutions,
        }


_RESOLUTION = "revision__text__resolution"
_FOUND = {
    "date": "date_given",
    "resolution": f"{_RESOLUTION}__document__key",
    "session": f"{_RESOLUTION}__session_order",
    "number": f"{_RESOLUTION}__number",
    "path": "clause__path",
}


def given_titles_and_dates(keys: Iterable[str]) -> tuple[dict[str, GivenTitle], dict[str, GivenDate]]:
    """Key of a document → the title, and key of a resolution → the day that citing texts give to it.

    Remembered, because most texts cite the same documents. At most two queries; none without keys.
    """
    given = _given_in(get_language()).of(keys)
    return (
        {key: title for key, (title, _day) in given.items() if title},
        {key: day for key, (_title, day) in given.items() if day},
    )


@cache
def _given_in(_language: str | None) -> Remembered[str, tuple[GivenTitle | None, GivenDate | None]]:
    """For the page's language, which is the argument: a title in it comes before a title in another."""
    return Remembered(_read_given)


def _read_given(keys: set[str]) -> dict[str, tuple[GivenTitle | None, GivenDate | None]]:
    giving = Citation.objects.giving_titles() | Citation.objects.giving_dates()
    rows = giving.filter(Q(key__in=keys) | Q(target__key__in=keys)).order_by()
    columns = {name: F(path) for name, path in (TITLE_COLUMNS | _FOUND).items()}
    cited: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.values(cited=Coalesce("target__key", "key"), **columns):
        cited[row["cited"]].append(row)
    return {
        key: (chosen(row for row in each if row["title"]), agreed(row for row in each if row["date"]))
        for key, each in cited.items()
    }


def agreed(rows: Iterable[Mapping[str, Any]]) -> GivenDate | None:
    """The day that all rows give. None if they differ, and without rows."""
    found = list(rows)
    days = {row["date"] for row in found}
    if len(days) != 1:
        return None
    newest = max(found, key=lambda row: (row["session"], row["number"], row["path"]))
    resolutions = len({row["resolution"] for row in found})
    return GivenDate(newest["resolution"], newest["path"], resolutions, days.pop())
