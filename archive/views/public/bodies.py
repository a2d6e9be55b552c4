"""The texts beside the resolutions of the General Assembly: its decisions, and the resolutions of the three councils.

``/bodies/`` counts them by kind and by year, and ``/bodies/security-council/`` lists one kind. Counts of sessions, of
series and of votes never include these texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Resolution
from archive.models.resolution import ResolutionQuerySet
from archive.views.adopted_texts import NAMES, OTHERS
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import documents
from archive.views.listing import choices_of, one_of
from archive.views.public.browse import resolutions_page
from archive.views.topic import AskedTopic, asked_topic

UNKNOWN = "unknown"  # the value of ?year= for texts without a date


@dataclass(slots=True)
class CountedKind:
    """The numbers of texts of one kind. ``years`` maps each year of adoption to (texts, texts by recorded vote).

    The year is None for texts without a date. The newest year is first, and None is last.
    """

    kind: str
    years: dict[int | None, tuple[int, int]] = field(default_factory=dict)

    @property
    def plural(self) -> str:
        return str(NAMES[self.kind].plural)

    @property
    def url(self) -> str:
        return reverse("body", args=[NAMES[self.kind].slug])

    @property
    def texts(self) -> int:
        return sum(texts for texts, _recorded in self.years.values())

    @property
    def span(self) -> str:
        """The first and the last year: “1968–2024”; "" if no text has a date."""
        known = [year for year in self.years if year]
        return "–".join(map(str, dict.fromkeys((min(known), max(known))))) if known else ""

    @property
    def listed_years(self) -> list[tuple[str, str, int]]:
        """(value of ?year=, label, texts) for each year."""
        return [
            (str(year) if year else UNKNOWN, str(year) if year else _("date not known"), texts)
            for year, (texts, _recorded) in self.years.items()
        ]

    def data(self) -> documents.ListedBody:
        return {
            "kind": self.kind,
            "texts": self.texts,
            "years": [
                {"year": year, "texts": texts, "recorded_votes": voted} for year, (texts, voted) in self.years.items()
            ],
            "url": self.url,
        }


def counted_kinds(texts: ResolutionQuerySet) -> list[CountedKind]:
    """The kinds of which there are texts, in the order of ``symbols.ADOPTED``. One query."""
    recorded = Count("pk", filter=Q(document__outcome="recorded"))
    rows = (
        texts.beside_assembly()
        .order_by()
        .values_list("kind", "document__date__year")
        .annotate(n=Count("pk"), recorded=recorded)
    )
    found = {kind: CountedKind(kind) for kind in symbols.ADOPTED_KINDS}
    for kind, year, number, voted in sorted(rows, key=lambda row: -(row[1] or 0)):
        found[kind].years[year] = (number, voted)
    return [each for each in found.values() if each.years]


@require_safe
def body_list(request: HttpRequest) -> HttpResponseBase:
    """The kinds of texts beside the Assembly's resolutions, with their years. The CSV has a row for each year."""
    topic = asked_topic(request)
    kinds = counted_kinds(topic.of(Resolution.objects.all()))
    return answer(
        request,
        "body_list.html",
        lambda: {"topic": topic, "kinds": kinds},
        lambda: documents.BodyList(**topic.data, results=[each.data() for each in kinds]),
        csv=lambda: csv_answer(topic.file_name("bodies"), *topic.table(_table(kinds))),
    )


def _table(kinds: Iterable[CountedKind]) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    rows = ((each.kind, year, *counted) for each in kinds for year, counted in each.years.items())
    return ("kind", "year", "texts", "recorded_votes"), rows


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The texts of one kind. ``?year=2004`` chooses a year of adoption, and ``unknown`` the texts without a date.

    Raises NotHere for an unknown kind.
    """
    if slug not in OTHERS:
        raise NotHere(_("The archive has no list of the texts of this body."))
    topic: AskedTopic = asked_topic(request)
    texts = topic.of(Resolution.objects.filter(kind=OTHERS[slug]))
    counted = next(iter(counted_kinds(texts)), CountedKind(OTHERS[slug]))
    year = one_of(request, "year", [value for value, _label, _n in counted.listed_years])
    chosen = texts.filter(document__date__year=None if year == UNKNOWN else int(year)) if year else texts
    context = {
        "counted": counted,
        "year": "" if year == UNKNOWN else year,
        "years": choices_of(request, "year", counted.listed_years),
        "are_decisions": counted.kind == symbols.GA_DECISION,
    }
    title = str(NAMES[counted.kind].plural)
    return resolutions_page(request, topic, chosen, slug, "body.html", context, title)
