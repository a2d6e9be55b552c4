"""The rows of the table of positions as HTML. A template takes too long for thousands of cells.

Each position has a sign, which is a letter or a character, and the colour of its choice. A cell is empty if the series
has no resolution in the session.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive import symbols
from archive.models import GroupMembership, MemberState
from archive.views.labels import day
from archive.views.markup import fill, joined
from archive.views.votes.series_positions import SeriesPositions, SeriesYear
from archive.views.votes.vote_labels import choice_words
from archive.voting.choice import Choice
from archive.voting.positions import Kind, Position

MOVED, FORMER, DOUBTFUL = "△", "°", "?"


class Sign(NamedTuple):
    """The sign of a position, and its meaning. ``name`` is the value of ``Kind``, and a CSS class."""

    name: str
    sign: str
    words: str


def signs() -> dict[Kind, Sign]:
    """The signs in the page's language."""
    made = {
        Kind.YES: (pgettext("sign of a position", "Y"), choice_words(Choice.YES)),
        Kind.NO: (pgettext("sign of a position", "N"), choice_words(Choice.NO)),
        Kind.ABSTAIN: (pgettext("sign of a position", "A"), choice_words(Choice.ABSTAIN)),
        Kind.ABSENT: ("–", choice_words(Choice.ABSENT)),
        Kind.NO_MEMBER: ("×", _("No member at the time")),
        Kind.NO_ROLL: ("○", _("Without a recorded vote here")),
    }
    return {kind: Sign(kind.value, *each) for kind, each in made.items()}


def cells(
    series: SeriesPositions,
    sessions: Sequence[str],
    states: Sequence[MemberState],
    left: Mapping[str, GroupMembership],
) -> SafeString:
    """The rows of a series: the numbers of its resolutions, and a row for each State. With a single State: only the
    cells of its row. The template writes the heading of that row, which is the title of the series."""
    shown = signs()
    if len(states) == 1:
        return _row(series, sessions, series.of_state[states[0].code], shown)
    return joined([_numbers(series, sessions), *(_of_state(series, sessions, each, shown, left) for each in states)])


def _numbers(series: SeriesPositions, sessions: Sequence[str]) -> SafeString:
    found = _by_session(series.years, [_number(year) for year in series.years], sessions)
    return fill('<tr class="numbers"><th scope="row">{}</th>{}</tr>', _("Resolution"), found)


def _number(year: SeriesYear) -> SafeString:
    number, part = symbols.number_and_part(year.symbol)
    doubt = "" if year.date_certain else DOUBTFUL
    return fill('<a href="{}" title="{}">{}{}{}</a>', year.url, year.symbol, str(number), part, doubt)


def _of_state(
    series: SeriesPositions,
    sessions: Sequence[str],
    state: MemberState,
    shown: Mapping[Kind, Sign],
    left: Mapping[str, GroupMembership],
) -> SafeString:
    name = fill('<a href="{}">{}</a>', reverse("state", args=[state.code]), state.name)
    if state.code in left:
        until = _("until %(date)s") % {"date": day(left[state.code].until)}
        name = fill('{} <span class="note">{}</span>', name, until)
    row = _row(series, sessions, series.of_state[state.code], shown)
    return fill('<tr><th scope="row">{}</th>{}</tr>', name, row)


def _row(
    series: SeriesPositions, sessions: Sequence[str], found: Sequence[Position], shown: Mapping[Kind, Sign]
) -> SafeString:
    tab = _NO_TAB if len(series.of_state) > 1 else SafeString("")
    made = [_position(year, each, shown[each.kind], tab) for year, each in zip(series.years, found, strict=True)]
    return _by_session(series.years, made, sessions)


# With several States, the number of the resolution leads a keyboard to the same page.
_NO_TAB = SafeString(' tabindex="-1"')


def _position(year: SeriesYear, found: Position, sign: Sign, tab: SafeString) -> SafeString:
    marks = (FORMER if "-" in found.seat else "") + (MOVED if found.moved else "")
    words = f"{year.symbol} {sign.words}"
    look = f"did {sign.name}{' moved' if found.moved else ''}"
    return fill('<a class="{}" href="{}" title="{}"{}>{}{}</a>', look, year.url, words, tab, sign.sign, marks)


def _by_session(years: Sequence[SeriesYear], made: Iterable[SafeString], sessions: Sequence[str]) -> SafeString:
    """A cell for each session."""
    found: dict[str, list[SafeString]] = defaultdict(list)
    for year, each in zip(years, made, strict=True):
        found[year.session].append(each)
    return joined(fill("<td>{}</td>", joined(found[session], " ")) for session in sessions)
