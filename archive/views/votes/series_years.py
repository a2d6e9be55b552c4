"""The resolutions of a series, each with its vote and the States that moved since the vote before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from archive import symbols
from archive.models import SeriesLink, Vote
from archive.models.series import LinkBasis, LinkStatus
from archive.views.given_titles import GivenTitle
from archive.views.votes.roll_calls import Move, RollCall, Shown, moves, roll_calls
from archive.views.votes.vote_coverage import spans
from archive.views.votes.years_of_series import years_of
from archive.voting.lineage import same_title


@dataclass(slots=True)
class Year:
    """One resolution of a series.

    ``before`` is the symbol of the latest earlier resolution with a roll call. ``moved`` are the States that changed
    their choice since that vote. ``skipped`` are the sessions between the two: no roll call of the series is known in
    them. ``joins`` is the link to the series. ``titles`` has the titles by language. ``description`` has the
    words of collectors, if no title is known. ``given`` is the title in citing texts, if it is shown. ``new_title``
    tells whether the title changed since the resolution before; None if no language has both titles. ``text`` tells
    whether the archive has the text, and ``text_before`` is the symbol of the latest earlier resolution with a text.
    """

    symbol: str
    session: int
    title: str
    titles: dict[str, str]
    description: str
    given: GivenTitle | None
    url: str
    text: bool
    shown: Shown | None
    joins: SeriesLink | None = None
    new_title: bool | None = None
    text_before: str = ""
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


def series_years(symbol: str) -> tuple[list[Year], list[SeriesLink]]:
    """The resolutions of a series, the oldest first, and the proposed links to other resolutions.

    Both are empty if the resolution is in no series. Six queries at most.
    """
    entries = years_of(symbol)
    if not entries:
        return [], []
    keys = [entry["symbol"] for entry in entries]
    links = list(SeriesLink.objects.filter(Q(earlier__in=keys) | Q(later__in=keys)))
    accepted = {link.later: link for link in links if link.status == LinkStatus.ACCEPTED and link.earlier in keys}
    proposed = [link for link in links if link.status == LinkStatus.PROPOSED]
    years = _years(entries, accepted)
    _leave_doubtful_uncompared(years, proposed)
    return years, proposed


def _years(entries: list[dict[str, Any]], links: dict[str, SeriesLink]) -> list[Year]:
    """``links`` are the accepted links between these resolutions, by the later resolution."""
    keys = [entry["symbol"] for entry in entries]
    votes = {str(vote.document_id): vote for vote in Vote.objects.adopting().filter(document_id__in=keys)}
    rolls = roll_calls([vote.pk for vote in votes.values()])
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
        year.text_before = next((one.symbol for one in reversed(years) if one.text and one.session < year.session), "")
        if years:
            year.new_title = title_changed(years[-1].titles, year.titles)
        if shown and shown.vote.has_roll:
            if last and last.shown:
                year.before, year.moved = last.symbol, moves(last.shown.roll, shown.roll)
                year.skipped = sessions_between(last.session, year.session)
            last = year
        years.append(year)
    return years


_OF_YEAR = ("symbol", "session", "title", "titles", "description", "given", "url", "text")


def sessions_between(first: int, last: int) -> list[int]:
    """The regular sessions between two sessions."""
    return list(range(first + 1, last)) if last < symbols.SPECIAL else []


def title_changed(before: dict[str, str], after: dict[str, str]) -> bool | None:
    """Whether a title changed between two resolutions. ``before`` and ``after`` have the titles by language.

    Titles are compared within one language. A title that is the same in one language did not change: the translation
    into the other language did. A misspelt title did not change either. None if no language has both titles.
    """
    both = [language for language in before if before[language] and after[language]]
    return not any(same_title(before[name], after[name]) for name in both) if both else None


def totals_of(year: Year) -> tuple[int, int, int] | None:
    """The figures of the vote of a year. None if no figures were recorded."""
    totals = year.shown.vote.totals if year.shown else (0, 0, 0)
    return totals if any(totals) else None


def _leave_doubtful_uncompared(years: list[Year], proposed: list[SeriesLink]) -> None:
    """Removes comparisons over a link by description alone, if a proposed link names a resolution of a skipped session.

    That resolution may be the one to compare with.
    """
    here = {year.symbol for year in years}
    named = {symbol for link in proposed for symbol in (link.earlier, link.later)} - here
    rivals = {symbols.session_order(symbols.session_of(symbol)) for symbol in named}
    for year in years:
        if year.joins and year.joins.basis == LinkBasis.DESCRIPTION and rivals.intersection(year.skipped):
            year.before, year.skipped, year.moved = "", [], []
