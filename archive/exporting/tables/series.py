"""Series: resolutions that the General Assembly adopts again year after year, and why they belong together."""

from __future__ import annotations

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from archive.exporting.table import Column, Link, Table, Type
from archive.exporting.tables.columns import symbol
from archive.models import Resolution, Series, SeriesEntry, SeriesLink, Vote
from archive.models.series import LinkBasis, LinkStatus, SeriesEntryQuerySet
from archive.symbols import SPECIAL


def _entries() -> SeriesEntryQuerySet:
    return SeriesEntry.objects.of_readers().filter(document_id__isnull=False).order_by()


_FIRST = _entries().filter(series=OuterRef("pk")).order_by("session_order", "document_id").values("document_id")[:1]


def _series() -> QuerySet[Series]:
    entries = Q(entries__in=_entries())
    counted = Series.objects.filter(entries).annotate(first=Subquery(_FIRST), n=Count("entries"))
    return counted.annotate(earliest=Min("entries__session_order"), latest=Max("entries__session_order"))


def _session(order: int) -> str | None:
    """The session of a key for sorting (``symbols.session_order``).

    >>> [_session(order) for order in (79, 1010, 2011, -1)]
    ['79', 'S-10', 'ES-11', None]
    """
    kind, number = divmod(order, SPECIAL)
    return f"{('', 'S-', 'ES-')[kind]}{number}" if order > 0 else None


SERIES = Table(
    "series",
    _series,
    ("first",),
    (
        Column("series", Type.STRING, "first", required=True),
        Column("resolutions", Type.INTEGER, "n", required=True),
        Column("first_session", Type.STRING, "earliest", change=_session),
        Column("last_session", Type.STRING, "latest", change=_session),
    ),
    key=("series",),
)

_FIRST_OF_ENTRY = _entries().filter(series=OuterRef("series")).order_by("session_order", "document_id")

SERIES_ENTRIES = Table(
    "series_entries",
    lambda: _entries().annotate(first=Subquery(_FIRST_OF_ENTRY.values("document_id")[:1])),
    ("first", "session_order", "document_id"),
    (
        Column("series", Type.STRING, "first", required=True),
        symbol("document_id"),
        Column("session", Type.STRING, "session_order", change=_session),
        Column("title", Type.STRING, "title"),
        Column("title_certain", Type.BOOLEAN, "title_certain", required=True),
    ),
    key=("symbol",),
    links=(Link(("series",), "series"),),
)  # fmt: skip


def _links() -> QuerySet[SeriesLink]:
    """The links without withdrawn resolutions of which the archive has no vote, as ``SeriesEntry.of_readers``."""
    voted = Vote.objects.filter(document_id__isnull=False).values("document_id")
    withdrawn = Resolution.everything.exclude(withdrawn_at=None).exclude(document__key__in=voted)
    hidden = withdrawn.values("document__key")
    return SeriesLink.objects.exclude(Q(earlier__in=hidden) | Q(later__in=hidden))


SERIES_LINKS = Table(
    "series_links",
    _links,
    ("later", "earlier"),
    (
        Column("earlier", Type.STRING, "earlier", required=True),
        Column("later", Type.STRING, "later", required=True),
        Column("basis", Type.STRING, "basis", required=True, codes=dict(LinkBasis.choices)),
        Column("status", Type.STRING, "status", required=True, codes=dict(LinkStatus.choices)),
        Column("decided", Type.BOOLEAN, "decided", required=True),
    ),
    key=("earlier", "later"),
)  # fmt: skip
