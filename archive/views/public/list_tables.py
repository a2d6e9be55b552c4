"""The lists of resolutions, documents and citing clauses as tables (CSV). Rows are read while they are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from archive.models import Citation, Document, Resolution
from archive.views.labels import address
from archive.views.topic import Table

_BATCH = 1000  # rows in memory

_OF_RESOLUTION = ("session", "document__date", "document__title_zh", "document__title_en", "committee")
_OF_VOTE = ("document__outcome", "document__yes", "document__no", "document__abstain")
_RESOLUTION_COLUMNS = (
    "symbol", "session", "date", "title_zh", "title_en", "committee", "outcome", "yes", "no", "abstain", "url",
)  # fmt: skip


def resolution_table(
    request: HttpRequest, resolutions: QuerySet[Resolution], more: Mapping[str, Callable[[int, str], str]]
) -> Table:
    """Resolutions in their order. ``more``: name of a further column → its value for a primary key and a symbol."""
    return (*_RESOLUTION_COLUMNS, *more), _resolution_rows(request, resolutions, more)


def _resolution_rows(
    request: HttpRequest, resolutions: QuerySet[Resolution], more: Mapping[str, Callable[[int, str], str]]
) -> Iterator[list[Any]]:
    found = resolutions.values_list("pk", "document__key", *_OF_RESOLUTION, *_OF_VOTE)
    for pk, key, *rest in found.iterator(_BATCH):
        url = request.build_absolute_uri(reverse("resolution", args=[key]))
        yield [key, *rest, url, *(value(pk, key) for value in more.values())]


_DOCUMENT_COLUMNS = ("key", "symbol", "kind", "title_zh", "title_en", "date", "cited_by", "url")


def document_table(
    request: HttpRequest, keys: Sequence[str], kinds: Mapping[str, str], cited: Mapping[str, int]
) -> Table:
    """Documents in the order of ``keys``. The archive has only citations of some; their titles are empty."""
    return _DOCUMENT_COLUMNS, _document_rows(request, keys, kinds, cited)


def _document_rows(
    request: HttpRequest, keys: Sequence[str], kinds: Mapping[str, str], cited: Mapping[str, int]
) -> Iterator[list[Any]]:
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        known = Document.objects.of_readers().in_bulk(batch, field_name="key")
        for key in batch:
            document = known.get(key) or Document(key=key, kind=kinds[key])
            url = request.build_absolute_uri(address(key, False))
            yield [
                key, document.symbol, document.kind, document.title_zh, document.title_en, document.date,
                cited.get(key, 0), url,
            ]  # fmt: skip


_CITING_COLUMNS = (
    "resolution", "session", "date", "title_zh", "title_en", "language", "path", "exact", "start", "end", "pinpoint",
    "text", "url",
)  # fmt: skip
_REVISION = "revision__text__resolution"
_OF_CITING = (
    f"{_REVISION}__document__key", f"{_REVISION}__session", f"{_REVISION}__document__date",
    f"{_REVISION}__document__title_zh", f"{_REVISION}__document__title_en", "revision__text__language",
    "clause__path", "exact", "start", "end", "pinpoint", "clause__text",
)  # fmt: skip


def citing_table(request: HttpRequest, citations: QuerySet[Citation]) -> Table:
    """A row for each citation of a document, those of the newest resolution first."""
    order = (f"-{_REVISION}__session_order", f"-{_REVISION}__number", f"{_REVISION}__part", "clause__position", "start")
    found = citations.order_by(*order, "position").values_list(*_OF_CITING).iterator(_BATCH)
    return _CITING_COLUMNS, ([*row, _place(request, row[0], row[6])] for row in found)


def _place(request: HttpRequest, symbol: str, path: str) -> str:
    return request.build_absolute_uri(f"{reverse('resolution', args=[symbol])}#{path}")
