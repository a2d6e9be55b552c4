"""Titles that a document has only from the texts that cite it. Pages mark them, and name the text.

A title from the document's own text, or from a librarian, is always shown instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.page_language import clause_place, reads_chinese
from archive.views.keys import documents


@dataclass(frozen=True, slots=True)
class Given:
    """What citing texts give to a document. ``resolutions`` is the number of resolutions that give it. ``resolution``
    is the symbol of the newest of them, and ``path`` is the path of its clause, "" for a footnote."""

    resolution: str
    path: str
    resolutions: int

    @property
    def url(self) -> str:
        return reverse("resolution", args=[self.resolution]) + (f"#{self.path}" if self.path else "")

    @property
    def source(self) -> str:
        """The citing resolution and the place in it: ``A/RES/78/20，序言部分第3段``."""
        place = clause_place(self.path) if self.path else _("a footnote")
        return _("%(symbol)s, %(place)s") % {"symbol": self.resolution, "place": place}


@dataclass(frozen=True, slots=True)
class GivenTitle(Given):
    """A title in the words of citing texts. If ``certain`` is False, the words only describe the document.

    ``language`` is that of the citing texts: ``zh`` or ``en``. ``others`` has the other titles with their numbers of
    resolutions.
    """

    title: str
    language: str
    certain: bool
    others: tuple[tuple[str, int], ...]

    @property
    def data(self) -> documents.GivenTitle:
        """For JSON."""
        return {
            "title": self.title,
            "language": self.language,
            "certain": self.certain,
            "resolution": self.resolution,
            "path": self.path or None,
            "resolutions": self.resolutions,
            "others": [{"title": title, "resolutions": number} for title, number in self.others],
        }


_RESOLUTION = "revision__text__resolution"
TITLE_COLUMNS = {
    "title": "title_given",
    "certain": "title_certain",
    "language": "revision__text__language",
    "resolution": f"{_RESOLUTION}__document__key",
    "session": f"{_RESOLUTION}__session_order",
    "number": f"{_RESOLUTION}__number",
    "path": "clause__path",
}


def chosen(rows: Iterable[Mapping[str, Any]]) -> GivenTitle | None:
    """The title that most resolutions give. A title comes before a description, and the page's language before the
    other. If as many resolutions give another title, the longer one says more. None without rows."""
    by_title: dict[tuple[bool, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_title[row["certain"], row["language"], row["title"]].append(row)
    if not by_title:
        return None
    counts = {key: len({row["resolution"] for row in found}) for key, found in by_title.items()}
    certain, language, title = first = min(counts, key=lambda key: _rank(key, counts[key]))
    newest = max(by_title[first], key=lambda row: (row["session"], row["number"], row["path"] or ""))
    alike = (key for key in counts if key != first and key[:2] == first[:2])
    others = tuple((key[2], counts[key]) for key in sorted(alike, key=lambda key: _rank(key, counts[key])))
    place = (newest["resolution"], newest["path"] or "", counts[first])
    return GivenTitle(*place, title, language, certain, others)


def best_title(zh: str, en: str, given: GivenTitle | None = None) -> tuple[str, str]:
    """The title of a document for this page, and its code for HTML's ``lang``. ("", "zh-Hans") if there is none.

    ``zh`` and ``en`` are the document's own titles; a title in citing texts takes the place of one that is missing.
    The title in the page's language is preferred.
    """
    if given and given.certain:
        zh, en = (zh or given.title, en) if given.language == "zh" else (zh, en or given.title)
    return (zh, "zh-Hans") if (zh and reads_chinese()) or not en else (en, "en")


def beside(zh: str, en: str, given: GivenTitle | None) -> GivenTitle | None:
    """What citing texts give to a document with these titles of its own, if a page can show it: a title in a language
    in which the document has none, or a description if the document has no title in the page's language."""
    if given is None or (zh if given.language == "zh" else en):
        return None
    return given if given.certain or not (zh if reads_chinese() else en) else None


def is_given(title: str, given: GivenTitle | None) -> bool:
    """Whether a title that is shown is from a citing text."""
    return given is not None and given.certain and title == given.title


def _rank(key: tuple[bool, str, str], resolutions: int) -> tuple[bool, bool, int, int, str]:
    certain, language, title = key
    return not certain, (language == "zh") != reads_chinese(), -resolutions, -len(title), title
