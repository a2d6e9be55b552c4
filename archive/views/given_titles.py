"""Titles that a document has only from the texts that cite it. Pages mark them, and name the text.

A title from the document's own text, or from a librarian, is always shown instead.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Citation
from archive.page_language import clause_place


@dataclass(frozen=True, slots=True)
class GivenTitle:
    """A title in the words of citing texts. If ``certain`` is False, the words only describe the document.

    ``resolution`` is the symbol of the newest resolution with these words. ``path`` is the path of its clause, ""
    for a footnote. ``resolutions`` is the number of resolutions that give this title, and ``others`` has the other
    titles with their numbers.
    """

    title: str
    certain: bool
    resolution: str
    path: str
    resolutions: int
    others: tuple[tuple[str, int], ...]

    @property
    def url(self) -> str:
        return reverse("resolution", args=[self.resolution]) + (f"#{self.path}" if self.path else "")

    @property
    def source(self) -> str:
        """The citing resolution and the place in it: ``A/RES/78/20，序言部分第3段``."""
        place = clause_place(self.path) if self.path else _("a footnote")
        return _("%(symbol)s, %(place)s") % {"symbol": self.resolution, "place": place}

    @property
    def data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "title": self.title,
            "certain": self.certain,
            "resolution": self.resolution,
            "path": self.path or None,
            "resolutions": self.resolutions,
            "others": [{"title": title, "resolutions": number} for title, number in self.others],
        }


_RESOLUTION = "revision__text__resolution"
_FOUND = {
    "title": "title_given",
    "certain": "title_certain",
    "resolution": f"{_RESOLUTION}__document__key",
    "session": f"{_RESOLUTION}__session_order",
    "number": f"{_RESOLUTION}__number",
    "path": "clause__path",
}


def given_titles(keys: Iterable[str]) -> dict[str, GivenTitle]:
    """Key of a document → the title that citing texts give to it. One query; none without keys."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Citation.objects.giving_titles().filter(Q(key__in=wanted) | Q(target__key__in=wanted)).order_by()
    columns = {name: F(path) for name, path in _FOUND.items()}
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.values(cited=Coalesce("target__key", "key"), **columns):
        found[row["cited"]].append(row)
    return {key: title for key, each in found.items() if (title := chosen(each))}


def titles_given_to(key: str) -> ArraySubquery:
    """An annotation for ``chosen``: what citing texts call a document. ``key`` is the path to the key of the document.

    It saves a list the query of ``given_titles``.
    """
    rows = Citation.objects.giving_titles().filter(key=OuterRef(key)).order_by()
    return ArraySubquery(rows.values(found=JSONObject(**_FOUND)))


def chosen(rows: Iterable[str | Mapping[str, Any]]) -> GivenTitle | None:
    """The title that most resolutions give. A title comes before a description. None without rows."""
    found = [json.loads(row) if isinstance(row, str) else row for row in rows]
    certain = any(row["certain"] for row in found)
    by_title: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in found:
        if row["certain"] == certain:
            by_title[row["title"]].append(row)
    counted = sorted(((len({row["resolution"] for row in rows}), title) for title, rows in by_title.items()), key=_rank)
    if not counted:
        return None
    number, title = counted[0]
    newest = max(by_title[title], key=lambda row: (row["session"], row["number"], row["path"] or ""))
    others = tuple((other, n) for n, other in counted[1:])
    return GivenTitle(title, certain, newest["resolution"], newest["path"] or "", number, others)


def is_given(title: str, given: GivenTitle | None) -> bool:
    """Whether a title that is shown is from a citing text."""
    return given is not None and given.certain and title == given.title


def _rank(counted: tuple[int, str]) -> tuple[int, str]:
    number, title = counted
    return -number, title
