"""The documents that the clauses of one text cite and those of the other do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from archive.comparing import ComparedText
from archive.models import Document, Resolution
from archive.views.given_dates import given_titles_and_dates
from archive.views.labels import Named, lacks_title_or_date, named
from archive.views.wording.rows import Row


@dataclass(frozen=True, slots=True)
class CitedChange:
    """Keys of documents. ``dropped`` are cited only by the earlier clauses of a row, ``new`` only by the later ones."""

    dropped: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dropped or self.new)


def cited_change(row: Row, texts: tuple[ComparedText, ComparedText]) -> CitedChange:
    before, after = (
        {key for path in paths for key in text.cited.get(path, ())}
        for paths, text in zip(row.paths, texts, strict=True)
    )
    return CitedChange(tuple(sorted(before - after)), tuple(sorted(after - before)))


def documents_of(changes: Iterable[CitedChange]) -> dict[str, Named]:
    """Key → what the archive knows of the document. Withdrawn documents have only their symbol. Two queries."""
    keys = {key for change in changes for key in (*change.dropped, *change.new)}
    has_text = Exists(Resolution.objects.filter(pk=OuterRef("pk")))
    known: dict[str, Any] = {
        document.key: document
        for document in Document.objects.not_withdrawn().filter(key__in=keys).annotate(here=has_text).order_by()
    }
    titles, days = given_titles_and_dates(key for key in keys if lacks_title_or_date(known.get(key)))
    return {
        key: named(
            key,
            known.get(key),
            here=getattr(known.get(key), "here", False),
            given=titles.get(key),
            given_date=days.get(key),
        )
        for key in keys
    }
