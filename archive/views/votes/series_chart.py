"""The chart of the votes of a series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from archive.views.votes.series_years import Year, sessions_between, totals_of
from archive.views.votes.vote_labels import totals_words
from archive.voting.choice import CAST, Choice


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


def sessions_of(years: list[Year]) -> list[Year | int]:
    """The years of a series, and between them the sessions of which no resolution of the series is known."""
    places: list[Year | int] = []
    for year in years:
        last = places[-1].session if places and isinstance(places[-1], Year) else year.session
        places += [*sessions_between(last, year.session), year]
    return places


def chart(years: list[Year]) -> Chart | None:
    """The chart of a series. None if the series has fewer than two recorded votes."""
    if sum(totals_of(year) is not None for year in years) < 2:
        return None
    places = sessions_of(years)
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
    totals = totals_of(year) or ()
    for tone, count in zip(CAST, totals, strict=False):
        if count:
            height = max(count - 1, 1)
            pieces.append((tone, str(top - height), str(height)))
            top -= count
    return pieces, totals
