"""The table of a search: a row for each clause found, all of them, read and sent in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from archive.models import Citation, Document
from archive.models.subject import Subject
from archive.searching import search as searching
from archive.searching.asked import Search
from archive.searching.index_access import IndexAccess

COLUMNS = (
    "resolution", "title", "date", "session", "language", "path", "kind", "opening", "text", "url", "cites",
    "subjects_zh", "subjects_en", "outcome", "yes", "no", "abstain",
)  # fmt: skip
_BETWEEN = "|"  # between the values of one cell

_RESOLUTION = "revision__text__resolution"
_DOCUMENT = f"{_RESOLUTION}__document"
# The fields of a row, for ``searching.every_batch``.
_ROW = (
    f"{_DOCUMENT}__key", f"{_DOCUMENT}__title_zh", f"{_DOCUMENT}__title_en", f"{_DOCUMENT}__date",
    f"{_RESOLUTION}__session", "revision__text__language", "path", "kind", "opening", "text",
)  # fmt: skip
_VOTE = tuple(f"{_DOCUMENT}__{name}" for name in ("outcome", "yes", "no", "abstain"))
_LEADING = "revision__text__leading"


def every_hit(request: HttpRequest, search: Search, index: IndexAccess) -> Iterator[list[Any]]:
    """The rows of ``COLUMNS``. ``url`` is a whole address. ``subjects`` are those of the sources, and those that the
    series gives. Raises IndexAway before the first row is made."""
    named_once = cache(lambda key, zh, en: _title_and_url(request, key, zh, en))  # a resolution has many rows
    batches = searching.every_batch(search, (*_ROW, *_VOTE, _LEADING, f"{_RESOLUTION}__pk"), index=index)
    return (row for batch in batches for row in _rows(batch, named_once))


def _rows(batch: Sequence[dict[str, Any]], title_and_url: Any) -> Iterator[list[Any]]:
    cited = defaultdict(list)
    for clause, key in Citation.objects.in_clauses(row["pk"] for row in batch):
        cited[clause].append(key)
    subjects = _subjects({row[f"{_RESOLUTION}__pk"] for row in batch})
    for row in batch:
        key, title_zh, title_en, *rest = (row[name] for name in _ROW)
        title, url = title_and_url(key, title_zh, title_en)
        other = "" if row[_LEADING] else f"?text={row['revision__text__language']}"
        of_text = subjects[row[f"{_RESOLUTION}__pk"]]
        yield [
            key, title, *rest, f"{url}{other}#{row['path']}", _BETWEEN.join(dict.fromkeys(cited[row["pk"]])),
            *(_BETWEEN.join(name for each in of_text if (name := each[at])) for at in (0, 1)),
            *(row[name] for name in _VOTE),
        ]  # fmt: skip


def _subjects(resolutions: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """The subjects of resolutions, as (Chinese name, English name), by the primary key of the resolution."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    of = list(resolutions)
    for path in ("resolutions", "inferred__document__resolution"):
        rows = Subject.objects.filter(**{f"{path}__in": of}).order_by("name_en")
        for pk, *names in rows.values_list(path, "name_zh", "name_en"):
            found[pk].append((names[0], names[1]))
    return found


def _title_and_url(request: HttpRequest, key: str, title_zh: str, title_en: str) -> tuple[str, str]:
    title = Document(title_zh=title_zh, title_en=title_en).title
    return title, request.build_absolute_uri(reverse("resolution", args=[key]))
