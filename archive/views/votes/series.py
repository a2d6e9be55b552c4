"""Pages of series: the same resolution in several years, its votes, and the States that changed their choice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.disarmament import Topic
from archive.models import Revision, SeriesEntry, SeriesLink, Vote
from archive.models.link_evidence import LinkedResolution, LinkEvidence, with_evidence
from archive.models.snapshot import snapshot
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.given_dates import given_titles_and_dates
from archive.views.given_titles import GivenTitle, is_given
from archive.views.keys import votes
from archive.views.listing import page_of
from archive.views.metadata.feeds import FEED_LENGTH, atom_answer, resolution_entry
from archive.views.references.bibliography import list_files, list_references
from archive.views.references.items import Item
from archive.views.references.of_models import site_of
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.roll_calls import given_beside
from archive.views.votes.row_html import series_rows
from archive.views.votes.series_chart import chart
from archive.views.votes.series_years import Year, series_years, totals_of
from archive.views.votes.vote_coverage import VoteCoverage, spans
from archive.views.votes.vote_entry import vote_entry
from archive.views.votes.vote_labels import title_words
from archive.views.votes.vote_rows import PARTIAL, vote_row
from archive.views.wording_counts import year_counts

SERIES_A_PAGE = 100


@require_safe
def series_list(request: HttpRequest) -> HttpResponseBase:
    """The list of series, the longest first. The CSV has the whole list."""
    topic = asked_topic(request)
    rows = _series(snapshot(), topic)
    page = page_of(request, rows, SERIES_A_PAGE)
    columns = ("symbol", "title", "description", "resolutions", "first_session", "last_session", "sessions", "url")
    return answer(
        request,
        "series/list.html",
        lambda: {
            "topic": topic,
            "coverage": _remembered_coverage(snapshot(), topic),
            "page": page,
            "rows": series_rows(row | {"spans": spans(row["sessions"])} for row in _listed(page)),
        },
        lambda: votes.SeriesList(**topic.data, **data.page(page, [_series_data(row) for row in _listed(page)])),
        csv=lambda: csv_answer(
            topic.file_name("series"),
            *topic.table((columns, _rows(_listed(rows), columns, site_of(request)))),
        ),
    )


@lru_cache(maxsize=4)
def _series(seen: Hashable, topic: AskedTopic) -> list[Any]:
    """The series, the longest first. Remembered, because it reads every entry. ``seen`` is ``snapshot()``."""
    return list(
        topic.of(SeriesEntry.objects.of_readers())
        .values("series")
        .annotate(
            n=Count("pk"),
            first=Min("session_order"),
            last=Max("session_order"),
            sessions=ArrayAgg("session_order", distinct=True),
        )
        .filter(n__gt=1)
        .order_by("-n", "-last", "series")
    )


_OF_ENTRY = (
    "series",
    "session_order",
    "title",
    "title_certain",
    "document__key",
    "document__title_zh",
    "document__title_en",
    "document__resolution__withdrawn_at",
)


def _listed(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows of the list of series. Each has the symbol and the title of the newest resolution.

    ``description`` has the words of collectors, if no title of that resolution is known.
    """
    rows = list(rows)
    entries = SeriesEntry.objects.of_readers().filter(series__in=[row["series"] for row in rows])
    entries = entries.order_by("series", "-session_order", "-document_id").distinct("series")
    newest = {entry.series_id: entry for entry in entries.select_related("document__resolution").only(*_OF_ENTRY)}
    titles, _days = given_titles_and_dates(str(entry.document_id) for entry in newest.values())
    # A series can have gone since its row was remembered.
    return [_listed_series(row, newest[row["series"]], titles) for row in rows if row["series"] in newest]


def _listed_series(row: dict[str, Any], newest: Any, titles: Mapping[str, GivenTitle]) -> dict[str, Any]:
    given = given_beside(newest, titles.get(newest.document_id))
    title = title_words(newest.document, newest.title if newest.title_certain else "", given)
    return {
        "symbol": newest.document_id,
        "title": title,
        "description": "" if title else newest.title,
        "given": given if is_given(title, given) else None,
        "resolutions": row["n"],
        "first_session": row["first"],
        "last_session": row["last"],
        "sessions": row["sessions"],
        "url": newest.get_absolute_url(),
    }


def _series_data(row: dict[str, Any]) -> votes.ListedSeries:
    return {
        "symbol": row["symbol"],
        "title": row["title"],
        "description": row["description"],
        **data.given_title(row["given"]),
        "resolutions": row["resolutions"],
        "first_session": row["first_session"],
        "last_session": row["last_session"],
        "sessions": row["sessions"],
        "url": row["url"],
    }


def _rows(series: Iterable[dict[str, Any]], columns: Sequence[str], site: str) -> Iterator[list[Any]]:
    """The rows of the CSV. The sessions have spaces between them. ``site`` is the beginning of the addresses."""
    for each in series:
        row = each | {"sessions": " ".join(map(str, each["sessions"])), "url": site + each["url"]}
        yield [row[name] for name in columns]


@require_safe
def series(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The series of a resolution. Every symbol of the series leads to this page. The CSV has the votes."""
    canonical = symbols.normalise(symbol)
    if canonical and canonical != symbol:
        return redirect("series", canonical, permanent=True)
    years, links = series_years(canonical)
    if not years:
        raise NotHere(_("No series with %(symbol)s is known.") % {"symbol": canonical[:80]})
    title = _("The series of %(symbol)s") % {"symbol": canonical}
    items = [Item(year.symbol) for year in years]
    if bibliography := list_references(request, title, lambda: items, f"series-{canonical}"):
        return bibliography
    proposed = with_evidence(links)
    return answer(
        request,
        "series/series.html",
        lambda: {
            "symbol": canonical,
            "years": years,
            "compared": any(year.before for year in years),
            "moved": any(year.moved for year in years),
            "newest": years[-1],
            "chart": chart(years),
            "wording": (steps := year_counts(year.symbol for year in years))[::-1],
            "counted": list(steps[0].counts) if steps else [],
            "proposed": proposed,
            "see_also": _see_also(years, proposed),
            "coverage": _coverage(years),
        },
        lambda: votes.SeriesPage(
            series=[_year_data(year) for year in years], proposed_links=[_evidence_data(each) for each in proposed]
        ),
        csv=lambda: csv_answer(
            f"series-{canonical.replace('/', '-')}", PARTIAL, (vote_row(year.shown) for year in years if year.shown)
        ),
        atom=lambda: _feed(request, canonical, years),
        **list_files(request, lambda: items, f"series-{canonical}"),
    )


def _feed(request: HttpRequest, symbol: str, years: list[Year]) -> HttpResponse:
    """The resolutions of the series as an Atom feed, the newest first. One without a text has the facts of its vote."""
    texts = {
        revision.text.resolution.document.key: resolution_entry(revision)
        for revision in Revision.objects.leading()
        .filter(text__resolution__document__key__in=[year.symbol for year in years])
        .select_related("text__resolution__document")
    }
    votes = {year.symbol: vote_entry(year.shown.vote, year.title, year.url) for year in years if year.shown}
    newest = [found for year in reversed(years) if (found := texts.get(year.symbol) or votes.get(year.symbol))]
    title = _("Series of %(symbol)s %(title)s") % {"symbol": symbol, "title": years[-1].title}
    return atom_answer(request, title, reverse("series", args=[symbol]), newest[:FEED_LENGTH])


def _see_also(years: list[Year], proposed: list[LinkEvidence]) -> list[SeriesEntry]:
    """The resolutions of other series that proposed links name. One query, if links are proposed."""
    here = {year.symbol for year in years}
    named = {side.symbol for evidence in proposed for side in (evidence.earlier, evidence.later)} - here
    entries = SeriesEntry.objects.of_readers().filter(document_id__in=named).order_by("session_order", "document_id")
    return list(entries) if named else []


def _coverage(years: list[Year]) -> VoteCoverage:
    """The coverage of the votes on disarmament. For a series on another topic: of all votes."""
    others = [year.shown.vote.disarmament is False for year in years if year.shown]
    return _remembered_coverage(snapshot(), AskedTopic(Topic.ALL if others and all(others) else Topic.DISARMAMENT))


@lru_cache(maxsize=4)
def _remembered_coverage(seen: Hashable, topic: AskedTopic) -> VoteCoverage:
    """Remembered, because it counts all votes. ``seen`` is ``snapshot()``."""
    return VoteCoverage.of(topic.of(Vote.objects.counted()))


def _year_data(year: Year) -> votes.ChangedYear:
    return {
        "symbol": year.symbol,
        "session": year.session,
        "title": year.title,
        "description": year.description,
        **data.given_title(year.given),
        "title_changed": year.new_title,
        "outcome": year.shown.vote.outcome if year.shown else None,
        "votes": data.tally(*totals) if (totals := totals_of(year)) else None,
        "compared_with": year.before or None,
        "skipped_sessions": year.skipped,
        "moved": [move.data for move in year.moved],
        "joined_by": _joined_by(year.joins) if year.joins else None,
        "url": year.url,
    }


def _evidence_data(found: LinkEvidence) -> votes.ProposedLink:
    return {"basis": found.link.basis, "earlier": _linked_data(found.earlier), "later": _linked_data(found.later)}


def _linked_data(side: LinkedResolution) -> votes.LinkedResolution:
    return {
        "symbol": side.symbol,
        "zh": side.titles.get("zh", ""),
        "en": side.titles.get("en", ""),
        "description": side.description,
        "agenda_titles": side.agenda,
        "recalls": side.recalls,
        "heading": side.heading,
    }


def _joined_by(link: SeriesLink) -> votes.JoinedBy:
    return {"earlier": link.earlier, "basis": link.basis, "evidence": link.evidence}
