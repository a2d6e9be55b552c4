"""Reads series with the positions of States in each year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from archive import symbols
from archive.models import MemberState, SeriesEntry, Vote
from archive.views.given_dates import given_titles_and_dates
from archive.views.given_titles import GivenTitle
from archive.views.votes.roll_calls import date_doubted, given_beside
from archive.views.votes.vote_labels import title_words
from archive.voting.measures import Rolls
from archive.voting.positions import Position, Year, positions


@dataclass(frozen=True, slots=True)
class SeriesYear:
    """A resolution of a series. ``vote`` is None if the archive has no vote on it."""

    symbol: str
    session: str
    vote: Vote | None
    date_certain: bool

    @property
    def url(self) -> str:
        return self.vote.get_absolute_url() if self.vote else reverse("series", args=[self.symbol])

    @property
    def asked(self) -> Year:
        """The year for ``archive.voting.positions``."""
        has_roll = self.vote is not None and self.vote.has_roll
        return Year(self.vote.pk if self.vote and has_roll else None, self.vote.date if self.vote else None)


@dataclass(frozen=True, slots=True)
class SeriesPositions:
    """A series. ``years`` has the oldest year first. ``of_state`` has the positions of each State in these years.

    ``description`` has the words of collectors, if no title of the newest resolution is known.
    """

    symbol: str
    title: str
    description: str
    years: list[SeriesYear]
    of_state: dict[str, list[Position]]

    @property
    def url(self) -> str:
        return reverse("series", args=[self.symbol])


def series_positions(
    rolls: Rolls, states: Sequence[MemberState], chosen: Sequence[int], sessions: Collection[int]
) -> list[SeriesPositions]:
    """The series with these primary keys, in the given order. At most four queries read them.

    ``sessions`` limits the years that are returned; if it is empty, all years are. A position is compared with the
    year before, also if that year is not returned.
    """
    entries: dict[int, list[SeriesEntry]] = defaultdict(list)
    found = SeriesEntry.objects.of_readers().filter(series__in=chosen).select_related("document__resolution")
    for entry in found.order_by("session_order", "document_id"):
        entries[entry.series_id].append(entry)
    keys = [str(entry.document_id) for listed in entries.values() for entry in listed]
    votes = Vote.objects.adopting().filter(document_id__in=keys).annotate(doubted=date_doubted("pk"))
    by_symbol = {str(vote.document_id): vote for vote in votes}
    titles, _days = given_titles_and_dates(keys)
    return [_one(rolls, states, entries[pk], by_symbol, sessions, titles) for pk in chosen if pk in entries]


def _one(
    rolls: Rolls,
    states: Sequence[MemberState],
    entries: Sequence[SeriesEntry],
    votes: Mapping[str, Vote],
    sessions: Collection[int],
    titles: Mapping[str, GivenTitle],
) -> SeriesPositions:
    years = [_year(str(entry.document_id), votes.get(str(entry.document_id))) for entry in entries]
    within = [n for n, entry in enumerate(entries) if not sessions or entry.session_order in sessions]
    asked = [year.asked for year in years]
    of_state = {state.code: positions(state.code, asked, rolls.choice, _membership(state)) for state in states}
    newest = entries[within[-1]]
    given = given_beside(newest, titles.get(str(newest.document_id)))
    title = title_words(newest.document, newest.title if newest.title_certain else "", given)
    return SeriesPositions(
        str(newest.document_id),
        title,
        "" if title else newest.title,
        [years[n] for n in within],
        {code: [found[n] for n in within] for code, found in of_state.items()},
    )


def _year(symbol: str, vote: Vote | None) -> SeriesYear:
    certain = vote is None or (vote.date_certain and not vote.doubted)  # type: ignore[attr-defined]
    return SeriesYear(symbol, symbols.session_of(symbol), vote, certain)


def _membership(state: MemberState) -> Callable[[date | None], bool]:
    """Tells whether a State was a member on a day. A State counts as a member on a day that is not known."""
    seat = state.seat

    def is_member(day: date | None) -> bool:
        return day is None or seat.held(day)

    return is_member
