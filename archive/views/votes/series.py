"""Pages of series: the same resolution in several years, its votes, and the States that changed their choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import SeriesEntry, SeriesLink, Vote
from archive.models.link_evidence import LinkEvidence, proposed_with_evidence
from archive.models.series import LinkBasis, LinkStatus
from archive.views import data
from archive.views.answer import NotHere
from archive.views.given_titles import GivenTitle, is_given, titles_given_to
from archive.views.listing import page_of
from archive.views.topic import asked_topic
from archive.views.votes.roll_calls import Move, RollCall, Shown, given_beside, moves, roll_calls, years_of
from archive.views.votes.vote_answer import PARTIAL, answer_with_table, vote_row
from archive.views.votes.vote_coverage import VoteCoverage, spans
from archive.views.votes.vote_labels import title_words, totals_words
from archive.voting.choice import CAST, Choice
from archive.voting.lineage import title_key

SERIES_A_PAGE = 100


@dataclass(slots=True)
class Year:
    """One resolution of a series.

    ``before`` is the symbol of the latest earlier resolution with a roll call. ``moved`` are the States that changed
    their choice since that vote. ``skipped`` are the sessions between the two: no roll call of the series is known in
    them. ``joins`` is the link to the series. ``titles`` has the titles by language. ``description`` has the
    words of collectors, if no title is known. ``given`` is the title in citing texts, if it is shown. ``new_title``
    tells whether the title changed since the resolution before; None if no language has both titles.
    """

    symbol: str
    session: int
    title: str
    titles: dict[str, str]
    description: str
    given: GivenTitle | None
    url: str
    shown: Shown | None
    joins: SeriesLink | None = None
    new_title: bool | None = None
    before: str = ""
    skipped: list[int] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)

    @property
    def listed_by(self) -> list[str]:
        """The symbol and the path of the clause whose list joins the resolution; [] for other links."""
        return self.joins.evidence.split() if self.joins and self.joins.basis == LinkBasis.LISTED else []

    @property
    def skipped_words(self) -> str:
        return spans(self.skipped)


@require_safe
def series_list(request: HttpRequest) -> HttpResponseBase:
    """The list of series, the longest first. The CSV has the whole list."""
    topic = asked_topic(request)
    # A list, because the number of series is small, and the query takes longer than all other work for the page.
    rows = list(
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
    page = page_of(request, rows, SERIES_A_PAGE)
    columns = ("symbol", "title", "description", "resolutions", "first_session", "last_session", "sessions", "url")
    return answer_with_table(
        request,
        "series/list.html",
        lambda: {
            "topic": topic,
            "coverage": VoteCoverage.of(topic.of(Vote.objects.counted())),
            "page": page,
            "series": [row | {"spans": spans(row["sessions"])} for row in _listed(page)],
        },
        lambda: topic.data | data.page(page, [_series_data(row) for row in _listed(page)]),
        lambda: topic.table((columns, ([_cell(each[name]) for name in columns] for each in _listed(rows)))),
        topic.file_name("series"),
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
    entries = entries.annotate(titles_given=titles_given_to("document_id"))
    newest = {entry.series_id: entry for entry in entries.select_related("document__resolution").only(*_OF_ENTRY)}
    return [_listed_series(row, newest[row["series"]]) for row in rows]


def _listed_series(row: dict[str, Any], newest: Any) -> dict[str, Any]:
    given = given_beside(newest.document, newest.titles_given)
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


def _series_data(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in row if name != "given"} | data.given_title(row["given"])


def _cell(value: Any) -> Any:
    """A value for CSV. A list is written with spaces."""
    return " ".join(map(str, value)) if isinstance(value, list) else value


@require_safe
def series(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The series of a resolution. Every symbol of the series leads to this page. The CSV has the votes."""
    canonical = symbols.normalise(symbol)
    if canonical and canonical != symbol:
        return redirect("series", canonical, permanent=True)
    years = _years(canonical)
    if not years:
        raise NotHere(_("No series with %(symbol)s is known.") % {"symbol": canonical[:80]})
    proposed = proposed_with_evidence(year.symbol for year in years)
    _leave_doubtful_uncompared(years, proposed)
    return answer_with_table(
        request,
        "series/series.html",
        lambda: {
            "symbol": canonical,
            "years": years,
            "newest": years[-1],
            "chart": chart(years),
            "proposed": proposed,
            "see_also": _see_also(years, proposed),
            "coverage": _coverage(years),
        },
        lambda: {
            "series": [_year_data(year) for year in years],
            "proposed_links": [evidence.data for evidence in proposed],
        },
        lambda: (PARTIAL, (vote_row(year.shown.vote, year.shown.date_doubted) for year in years if year.shown)),
        f"series-{canonical.replace('/', '-')}",
    )


def _leave_doubtful_uncompared(years: list[Year], proposed: list[LinkEvidence]) -> None:
    """Removes comparisons over a link by description alone, if a proposed link names a resolution of a skipped session.

    That resolution may be the one to compare with.
    """
    here = {year.symbol for year in years}
    named = {side.symbol for evidence in proposed for side in (evidence.earlier, evidence.later)} - here
    rivals = {symbols.session_order(symbols.session_of(symbol)) for symbol in named}
    for year in years:
        if year.joins and year.joins.basis == LinkBasis.DESCRIPTION and rivals.intersection(year.skipped):
            year.before, year.skipped, year.moved = "", [], []


def _see_also(years: list[Year], proposed: list[LinkEvidence]) -> list[SeriesEntry]:
    """The resolutions of other series that proposed links name. One query, if links are proposed."""
    here = {year.symbol for year in years}
    named = {side.symbol for evidence in proposed for side in (evidence.earlier, evidence.later)} - here
    entries = SeriesEntry.objects.of_readers().filter(document_id__in=named).order_by("session_order", "document_id")
    return list(entries) if named else []


def _coverage(years: list[Year]) -> VoteCoverage:
    """The coverage of the votes on disarmament. For a series on another topic: of all votes."""
    votes = Vote.objects.counted()
    others = [year.shown.vote.disarmament is False for year in years if year.shown]
    return VoteCoverage.of(votes if others and all(others) else votes.on_disarmament())


def _years(symbol: str) -> list[Year]:
    entries = years_of(symbol)
    if not entries:
        return []
    keys = [entry["symbol"] for entry in entries]
    votes = {str(vote.document_id): vote for vote in Vote.objects.adopting().filter(document_id__in=keys)}
    rolls = roll_calls([vote.pk for vote in votes.values()])
    links = {
        link.later: link
        for link in SeriesLink.objects.filter(later__in=keys, earlier__in=keys, status=LinkStatus.ACCEPTED)
    }
    years: list[Year] = []
    last: Year | None = None
    for entry in entries:
        vote = votes.get(entry["symbol"])
        shown = Shown(vote, rolls.get(vote.pk, RollCall())) if vote else None
        year = Year(
            **{name: entry[name] for name in _OF_YEAR},
            shown=shown,
            joins=links.get(entry["symbol"]),
        )
        if years:
            year.new_title = title_changed(years[-1].titles, year.titles)
        if shown and shown.vote.has_roll:
            if last and last.shown:
                year.before, year.moved = last.symbol, moves(last.shown.roll, shown.roll)
                year.skipped = _between(last.session, year.session)
            last = year
        years.append(year)
    return years


_OF_YEAR = ("symbol", "session", "title", "titles", "description", "given", "url")


def _between(first: int, last: int) -> list[int]:
    """The regular sessions between two sessions."""
    return list(range(first + 1, last)) if last < symbols.SPECIAL else []


def title_changed(before: dict[str, str], after: dict[str, str]) -> bool | None:
    """Whether a title changed between two resolutions. ``before`` and ``after`` have the titles by language.

    Titles are compared within one language. A title that is the same in one language did not change: the translation
    into the other language did. None if no language has both titles.
    """
    both = [language for language in before if before[language] and after[language]]
    return all(title_key(before[name]) != title_key(after[name]) for name in both) if both else None


def _year_data(year: Year) -> dict[str, Any]:
    return {
        "symbol": year.symbol,
        "session": year.session,
        "title": year.title,
        "description": year.description,
        **data.given_title(year.given),
        "title_changed": year.new_title,
        "outcome": year.shown.vote.outcome if year.shown else None,
        "votes": dict(zip(CAST, totals, strict=True)) if (totals := _totals(year)) else None,
        "compared_with": year.before or None,
        "skipped_sessions": year.skipped,
        "moved": [{"state": move.code, "before": move.before, "after": move.after} for move in year.moved],
        "joined_by": _joined_by(year.joins) if year.joins else None,
        "url": year.url,
    }


def _joined_by(link: SeriesLink) -> dict[str, str]:
    return {"earlier": link.earlier, "basis": link.basis, "evidence": link.evidence}


def _totals(year: Year) -> tuple[int, int, int] | None:
    """The figures of the vote of a year. None if no figures were recorded."""
    totals = year.shown.vote.totals if year.shown else (0, 0, 0)
    return totals if any(totals) else None


@dataclass(frozen=True, slots=True)
class Column:
    """One session of the chart. Each piece is (choice, y, height), from the bottom up. ``x`` is the left edge.
    Lengths are in units of the chart."""

    symbol: str
    session: int
    x: int
    pieces: list[tuple[Choice, str, str]]
    words: str

    @property
    def is_fifth(self) -> bool:
        """Whether a chart with little room has a number under this column."""
        return self.session % 5 == 0


@dataclass(frozen=True, slots=True)
class Chart:
    """The votes of a series. Each session is a column, and each State is one unit high. A session without a recorded
    vote has an empty column. A narrow page draws the columns narrower, and as high as before."""

    HIGH: ClassVar[int] = 200

    width: int
    wide: int
    columns: list[Column]
    lines: list[tuple[int, int]]  # (y, number of States)

    @property
    def is_dense(self) -> bool:
        """Whether a phone has no room for a number under each column."""
        return len(self.columns) > _PHONE


_PHONE = 15
_ROOMY = 40  # with more sessions, the columns are narrower


def chart(years: list[Year]) -> Chart | None:
    """The chart of a series. None if the series has fewer than two recorded votes."""
    if sum(_totals(year) is not None for year in years) < 2:
        return None
    places: list[Year | int] = []  # a year, or the number of a session without a resolution of the series
    for year in years:
        last = places[-1].session if places and isinstance(places[-1], Year) else year.session
        places += [*_between(last, year.session), year]
    step = 30 if len(places) <= _ROOMY else 20
    wide = step * 2 // 3
    columns = []
    for number, place in enumerate(places):
        x = number * step + (step - wide) // 2
        if isinstance(place, Year):
            pieces, totals = _pieces(place)
            columns.append(Column(place.symbol, place.session, x, pieces, totals_words(totals)))
        else:
            columns.append(Column("", place, x, [], ""))
    return Chart(len(places) * step, wide, columns, [(Chart.HIGH - n, n) for n in (0, 50, 100, 150)])


def _pieces(year: Year) -> tuple[list[tuple[Choice, str, str]], tuple[int, ...]]:
    """The parts of the column of one year, and the totals of votes that they show.

    Each part is (choice, top edge, height).
    """
    pieces, top = [], Chart.HIGH
    totals = _totals(year) or ()
    for tone, count in zip(CAST, totals, strict=False):
        if count:
            height = max(count - 1, 1)
            pieces.append((tone, str(top - height), str(height)))
            top -= count
    return pieces, totals
