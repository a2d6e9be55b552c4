"""Days of adoption that a resolution has only from the texts that cite it. Pages mark them, and name the text.

A day is shown only if all citing texts give the same day.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject

from archive.models import Citation
from archive.views.given_titles import TITLE_COLUMNS, Given, GivenTitle, chosen


@dataclass(frozen=True, slots=True)
class GivenDate(Given):
    """The day of adoption that citing texts give to a resolution."""

    date: date

    @property
    def data(self) -> dict[str, Any]:
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

    One query; none without keys.
    """
    wanted = set(keys)
    if not wanted:
        return {}, {}
    giving = Citation.objects.giving_titles() | Citation.objects.giving_dates()
    rows = giving.filter(Q(key__in=wanted) | Q(target__key__in=wanted)).order_by()
    columns = {name: F(path) for name, path in (TITLE_COLUMNS | _FOUND).items()}
    titles: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    days: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    found: Iterable[Mapping[str, Any]] = rows.values(cited=Coalesce("target__key", "key"), **columns)
    for row in found:
        if row["title"]:
            titles[row["cited"]].append(row)
        if row["date"]:
            days[row["cited"]].append(row)
    return (
        {key: title for key, each in titles.items() if (title := chosen(each))},
        {key: day for key, each in days.items() if (day := agreed(each))},
    )


def dates_given_to(key: str) -> ArraySubquery:
    """An annotation for ``agreed``: the days in citing texts. ``key`` is the path to the key of the resolution."""
    rows = Citation.objects.giving_dates().filter(key=OuterRef(key)).order_by()
    return ArraySubquery(rows.values(found=JSONObject(**_FOUND)))


def agreed(rows: Iterable[str | Mapping[str, Any]]) -> GivenDate | None:
    """The day that all rows give. None if they differ, and without rows."""
    found = [json.loads(row) if isinstance(row, str) else row for row in rows]
    days = {str(row["date"]) for row in found}
    if len(days) != 1:
        return None
    newest = max(found, key=lambda row: (row["session"], row["number"], row["path"]))
    resolutions = len({row["resolution"] for row in found})
    return GivenDate(newest["resolution"], newest["path"], resolutions, date.fromisoformat(days.pop()))
