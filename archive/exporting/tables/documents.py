"""What can be cited: resolutions, treaties, reports and other documents, with their other names."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from archive import symbols
from archive.exporting.table import Column, Link, Table, Type
from archive.exporting.tables.columns import OUTCOMES, VOTES
from archive.models import Document, DocumentAlias, Resolution
from archive.models.document import DocumentQuerySet, Kind


def _documents() -> DocumentQuerySet:
    return Document.objects.of_readers()


def _with_official_url(row: tuple[object, ...]) -> list[tuple[object, ...]]:
    """The address is computed from the symbol where none is stored, as on pages."""
    return [(*row[:-1], row[-1] or symbols.official_url(str(row[0])))]


DOCUMENTS = Table(
    "documents",
    _documents,
    ("key",),
    (
        Column("key", Type.STRING, "key", required=True),
        Column("kind", Type.STRING, "kind", required=True, codes=dict(Kind.choices)),
        Column("title_zh", Type.STRING, "title_zh"),
        Column("title_en", Type.STRING, "title_en"),
        Column("short_zh", Type.STRING, "short_zh"),
        Column("date", Type.DATE, "date"),
        Column("in_force", Type.DATE, "in_force"),
        Column("place_zh", Type.STRING, "place_zh"),
        Column("place_en", Type.STRING, "place_en"),
        Column("unts", Type.ARRAY, "unts"),
        Column("lnts", Type.ARRAY, "lnts"),
        Column("outcome", Type.STRING, "outcome", codes=OUTCOMES),
        Column("yes", Type.INTEGER, "yes", unit=VOTES),
        Column("no", Type.INTEGER, "no", unit=VOTES),
        Column("abstain", Type.INTEGER, "abstain", unit=VOTES),
        Column("has_text", Type.BOOLEAN, Exists(Resolution.objects.filter(pk=OuterRef("pk"))), required=True),
        Column("official_url", Type.STRING, "url"),
    ),
    key=("key",),
    each=_with_official_url,
)  # fmt: skip

DOCUMENT_ALIASES = Table(
    "document_aliases",
    lambda: DocumentAlias.objects.filter(document__in=_documents()),
    ("document__key", "name"),
    (
        Column("key", Type.STRING, "document__key", required=True),
        Column("name", Type.STRING, "name", required=True),
    ),
    key=("key", "name"),
    links=(Link(("key",), "documents"),),
)
