"""``/sitemap.xml``: the addresses of the pages, for robots. Django's sitemaps, one for each kind of page.

Each page is listed in every language. Rows are read as they are needed, so a sitemap of any length takes the memory of
one part of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import ExtractYear
from django.urls import reverse

from archive.models import Document, MemberState, Resolution, Revision, SeriesEntry, Subject, Vote
from archive.views.addresses import alternates

if TYPE_CHECKING:
    _Sitemap = Sitemap[tuple[Any, datetime | None]]
else:
    _Sitemap = Sitemap  # Django's class is generic only in its stubs


class _Pages(_Sitemap):
    """The pages of one kind. An item is a pair of the page's key and the time at which its text last changed.

    A sitemap may have 50,000 addresses and 50 MB. An item has two addresses, and each takes up to 1,500 bytes.
    """

    limit = 10_000
    page = ""  # the name of the address

    def items(self) -> Any:
        raise NotImplementedError

    def location(self, item: tuple[Any, datetime | None]) -> str:
        return reverse(self.page, args=[item[0]])

    def lastmod(self, item: tuple[Any, datetime | None]) -> datetime | None:
        return item[1]

    def get_latest_lastmod(self) -> datetime | None:
        """The time of the last change in the whole sitemap. Django would read every item."""
        found = self.items()
        latest: datetime | None = found.order_by().aggregate(latest=Max("changed"))["latest"]
        return latest

    def get_urls(self, *args: Any, **named: Any) -> list[dict[str, Any]]:
        """Adds the address of each page in each language. ``alternates`` has the others, as in the pages."""
        return [
            {
                **url,
                "location": address,
                "alternates": [{"lang_code": code, "location": other} for code, other in languages],
            }
            for url in super().get_urls(*args, **named)
            for languages in [alternates(url["location"])]
            for address in dict.fromkeys(address for _code, address in languages)
        ]


class _Lists(_Pages):
    """The pages that have no key: the home page, and the lists."""

    def items(self) -> list[tuple[str, datetime | None]]:
        latest = self.get_latest_lastmod()
        return [(name, latest) for name in _LISTS]

    def location(self, item: tuple[str, datetime | None]) -> str:
        return reverse(item[0])

    def get_latest_lastmod(self) -> datetime | None:
        latest: datetime | None = Revision.objects.in_every_language().aggregate(latest=Max("created_at"))["latest"]
        return latest


_LISTS = (
    "home", "about", "coverage", "session_list", "year_list", "body_list", "subject_list", "treaty_list",
    "sponsor_list", "document_list", "vote_list", "series_list", "state_list", "new_words_list", "verb_list",
    "term_list", "concordance", "help_readers", "help_data",
)  # fmt: skip


class _Resolutions(_Pages):
    page = "resolution"

    def items(self) -> QuerySet[Any, Any]:
        return _with_change(Resolution.objects.all(), "texts").values_list("document__key", "changed").order_by("pk")


class _Sessions(_Pages):
    page = "session"

    def items(self) -> QuerySet[Any, Any]:
        sessions = Resolution.of_assembly.order_by().values("session")
        return _with_change(sessions, "texts").values_list("session", "changed").order_by("session")


class _Years(_Pages):
    page = "year"

    def items(self) -> QuerySet[Any, Any]:
        dated = Resolution.of_assembly.filter(document__date__isnull=False).order_by()
        years = dated.values(year=ExtractYear("document__date"))
        return _with_change(years, "texts").values_list("year", "changed").order_by("year")


class _Subjects(_Pages):
    page = "subject"

    def items(self) -> QuerySet[Any, Any]:
        seen = Subject.objects.filter(resolutions__in=Resolution.of_assembly.all())
        return _with_change(seen, "resolutions__texts").values_list("pk", "changed").order_by("pk")


class _Documents(_Pages):
    """The pages of documents change with the clauses that cite the document."""

    page = "document"

    def items(self) -> QuerySet[Any, Any]:
        shown = Q(citations__revision__current=True, citations__revision__text__leading=True)
        changed = Max("citations__revision__created_at", filter=shown)
        return Document.objects.of_readers().annotate(changed=changed).values_list("key", "changed").order_by("pk")


class _Votes(_Pages):
    page = "vote"

    def items(self) -> QuerySet[Any, Any]:
        return Vote.objects.leading().annotate(changed=F("updated_at")).values_list("key", "changed").order_by("pk")


class _Series(_Pages):
    """A series has an address for each of its resolutions. The canonical one has the newest resolution."""

    page = "series"

    def items(self) -> QuerySet[Any, Any]:
        entries = SeriesEntry.objects.of_readers()
        of_series = {"series": OuterRef("series")}
        after = Q(session_order__gt=OuterRef("session_order"))
        after |= Q(session_order=OuterRef("session_order"), document_id__gt=OuterRef("document_id"))
        texts = Revision.objects.leading().filter(
            text__resolution__document__key__in=SeriesEntry.objects.filter(series=OuterRef(OuterRef("series"))).values(
                "document_id"
            )
        )
        changed = Subquery(texts.order_by("-created_at").values("created_at")[:1])
        newest = entries.exclude(Exists(entries.filter(after, **of_series))).filter(document_id__isnull=False)
        return newest.annotate(changed=changed).values_list("document_id", "changed").order_by("document_id")


class _States(_Pages):
    """The archive does not store when the votes of a State last changed."""

    page = "state"

    def items(self) -> QuerySet[Any, Any]:
        unknown = Value(None, DateTimeField())
        return MemberState.objects.annotate(changed=unknown).values_list("code", "changed").order_by("code")


def _with_change(rows: QuerySet[Any, Any], texts: str) -> QuerySet[Any, Any]:
    """Rows with ``changed``: when the newest of their current texts was read. ``texts``: the way from a row to them."""
    current = Q(**{f"{texts}__revisions__current": True})
    return rows.annotate(changed=Max(f"{texts}__revisions__created_at", filter=current))


SITEMAPS = {
    "lists": _Lists,
    "resolutions": _Resolutions,
    "sessions": _Sessions,
    "years": _Years,
    "subjects": _Subjects,
    "documents": _Documents,
    "votes": _Votes,
    "series": _Series,
    "states": _States,
}
"""Name → sitemap. The name is part of the address: ``/sitemap-votes.xml``."""
