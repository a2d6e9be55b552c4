"""The positions of some States on a group of series over the years, as one table: ``/states/positions/``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Max
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import GroupMembership, MemberState, SeriesEntry, StateGroup, Subject
from archive.searching.segmentation import other_names
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import votes
from archive.views.labels import session_years
from archive.views.listing import choices_of, one_of, page_of
from archive.views.topic import AskedTopic, Table, asked_topic
from archive.views.votes.asked_states import asked_codes, asked_sessions, members_of
from archive.views.votes.asked_votes import asked_subject, frequent_subjects, votes_on
from archive.views.votes.counted_states import counted_states
from archive.views.votes.held_rolls import HeldRolls, held
from archive.views.votes.position_html import DOUBTFUL, FORMER, MOVED, cells, signs
from archive.views.votes.series_positions import SeriesPositions, series_positions
from archive.views.votes.vote_coverage import vote_coverage
from archive.voting.former_holders import former_holders

MOST_STATES = 60
ROWS_A_PAGE = 120  # a row is a State in a series
FEWEST_SERIES, MOST_SERIES = 3, 60  # on a page
LONGEST_QUESTION = 100  # characters of ``?q=``
DEFAULT_GROUP = "nuclear-weapon-states"


@dataclass(frozen=True, slots=True)
class AskedPositions:
    """What the address asks for.

    ``states`` are the chosen States. ``typed`` are the codes of those that the address names one by one, and ``left``
    has the memberships of ``group`` that have ended, by code. ``series`` has the primary keys of the chosen series, the
    one with the newest vote first. ``by_hand`` has the symbols by which the address names series. ``on_topic`` is a bit
    set of the votes on the topic.
    """

    topic: AskedTopic
    known: HeldRolls
    on_topic: int
    groups: list[StateGroup]
    group: StateGroup | None
    states: list[MemberState]
    typed: list[str]
    left: dict[str, GroupMembership]
    left_out: int
    subject: Subject | None
    q: str
    by_hand: list[str]
    sessions: set[int]
    series: list[int]


@require_safe
def positions_page(request: HttpRequest) -> HttpResponseBase:
    """The positions of States on series.

    ``?state=`` is a State by code or name, and ``?group=`` a group of States; each ``state`` is added to the group.
    ``?subject=`` and ``?q=`` (words of titles) choose the series; ``?series=`` adds a series by a symbol.
    ``?from=`` and ``?to=`` are sessions. The CSV has the whole table.
    """
    asked = _asked(request)
    size = min(max(ROWS_A_PAGE // max(len(asked.states), 1), FEWEST_SERIES), MOST_SERIES)
    page = page_of(request, asked.series, size)
    return answer(
        request,
        "states/positions.html",
        lambda: _page(request, asked, page),
        lambda: votes.Positions(
            **asked.topic.data,
            coverage=vote_coverage(asked.known, asked.on_topic).data,
            states=[state.code for state in asked.states],
            **data.page(page, [_data(series) for series in _tables(asked, page)]),
        ),
        csv=lambda: csv_answer(asked.topic.file_name("positions"), *asked.topic.table(_csv(asked))),
    )


# --- What the address asks for -----------------------------------------------------------------------------


def _asked(request: HttpRequest) -> AskedPositions:
    members, known, topic = _members(), held(), asked_topic(request)
    groups = list(StateGroup.objects.all())
    typed = asked_codes(request, members)
    key = one_of(request, "group", [group.key for group in groups]) or ("" if typed else DEFAULT_GROUP)
    between = asked_sessions(request, known)
    belonging = members_of(key, between) if key else {}
    codes = [code for code in members if code in belonging or code in typed]
    left = {code: each for code, each in belonging.items() if each.until and code not in typed}
    q = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION]
    subject, by_hand = asked_subject(request), _by_hand(request)
    sessions = {int(session) for session in between if session.isdecimal()} or ({-2} if between else set())
    return AskedPositions(
        topic=topic,
        known=known,
        on_topic=votes_on(known, topic),
        groups=groups,
        group=next((group for group in groups if group.key == key), None),
        states=[members[code] for code in codes[:MOST_STATES]],
        typed=typed,
        left=left,
        left_out=max(len(codes) - MOST_STATES, 0),
        subject=subject,
        q=q,
        by_hand=by_hand,
        sessions=sessions,
        series=_series(topic, subject, q, by_hand, sessions),
    )


def _members() -> dict[str, MemberState]:
    """The Member States by code, in the order of their names. A former holder is in the row of its seat."""
    keys = {holder.key for holder in former_holders().values()}
    return {code: state for code, state in counted_states().items() if code not in keys}


def _by_hand(request: HttpRequest) -> list[str]:
    """The symbols in ``?series=``: ``A/RES/79/19`` or ``79/19``."""
    typed = [value for value in request.GET.getlist("series") if value.strip() and "\0" not in value]
    return list(dict.fromkeys(symbols.resolution_symbol(value) or symbols.normalise(value) for value in typed))


def _series(topic: AskedTopic, subject: Subject | None, q: str, by_hand: list[str], sessions: set[int]) -> list[int]:
    """The primary keys of the chosen series with a roll call in these sessions. The newest roll call is first.

    Raises NotHere for a symbol that no series has.
    """
    voted = SeriesEntry.objects.of_readers().with_roll_call()
    if sessions:
        voted = voted.filter(session_order__in=sessions)
    chosen = topic.of(voted) if subject or q or not by_hand else voted.none()
    if subject:
        chosen = chosen.on_subject(subject)
    if q:
        chosen = chosen.with_title_words([(word, *other_names(word)) for word in q.split()])
    newest = dict(_newest(chosen) | _newest(voted.filter(series__in=_named(by_hand)))) if by_hand else _newest(chosen)
    return sorted(newest, key=lambda series: (-newest[series], series))


def _newest(entries: Any) -> dict[int, int]:
    """Primary key of a series → its newest session among these entries."""
    return dict(entries.order_by().values_list("series").annotate(last=Max("session_order")))


def _named(by_hand: list[str]) -> set[int]:
    rows = SeriesEntry.objects.of_readers().filter(document_id__in=by_hand)
    found = {str(symbol): series for symbol, series in rows.values_list("document_id", "series")}
    if unknown := [symbol for symbol in by_hand if symbol not in found]:
        raise NotHere(_("No series with %(symbol)s is known.") % {"symbol": unknown[0][:80]})
    return set(found.values())


# --- Page, JSON and CSV ------------------------------------------------------------------------------------


def _tables(asked: AskedPositions, chosen: Iterable[int]) -> list[SeriesPositions]:
    return series_positions(asked.known.rolls, asked.states, list(chosen), asked.sessions)


def _page(request: HttpRequest, asked: AskedPositions, page: Page[int]) -> dict[str, Any]:
    """The context for the template."""
    tables = _tables(asked, page)
    found = {year.session for series in tables for year in series.years}
    sessions = sorted(found, key=symbols.session_order, reverse=True)
    return {
        "topic": asked.topic,
        "coverage": vote_coverage(asked.known, asked.on_topic),
        "states": asked.states,
        "alone": len(asked.states) == 1,
        "left": asked.left,
        "left_out": asked.left_out,
        "typed": [state for state in asked.states if state.code in asked.typed],
        "group": asked.group,
        "groups": choices_of(request, "group", [(g.key, g.name, 0) for g in asked.groups]),
        "everyone": [state for state in _members().values() if state not in asked.states],
        "subject": asked.subject,
        "subjects": choices_of(request, "subject", frequent_subjects(asked.known, asked.on_topic)),
        "q": asked.q,
        "by_hand": asked.by_hand,
        "first": request.GET.get("from", ""),
        "last": request.GET.get("to", ""),
        "page": page,
        "sessions": [(session, session_years(session)) for session in sessions],
        "tables": [(series, cells(series, sessions, asked.states, asked.left)) for series in tables],
        "signs": signs().values(),
        "marks": {"moved": MOVED, "former": FORMER, "doubtful": DOUBTFUL},
        "width": len(sessions) + 1,
    }


def _data(series: SeriesPositions) -> votes.SeriesPositions:
    return {
        "symbol": series.symbol,
        "title": series.title,
        "description": series.description,
        "url": series.url,
        "years": [_year_data(series, number) for number in range(len(series.years))],
    }


def _year_data(series: SeriesPositions, number: int) -> votes.YearOfPositions:
    year = series.years[number]
    return {
        "symbol": year.symbol,
        "session": year.session,
        "vote": year.vote.key if year.vote else None,
        "outcome": (year.vote.outcome or None) if year.vote else None,
        "date": year.vote.date if year.vote else None,
        "date_certain": year.date_certain,
        "positions": {
            code: {"position": found[number].kind, "seat": found[number].seat, "moved": found[number].moved}
            for code, found in series.of_state.items()
        },
    }


_COLUMNS = (
    "series", "title", "session", "symbol", "vote", "date", "date_certain", "state", "seat", "position", "moved",
)  # fmt: skip


def _csv(asked: AskedPositions) -> Table:
    return _COLUMNS, _rows(_tables(asked, asked.series))


def _rows(tables: Iterable[SeriesPositions]) -> Iterator[Sequence[Any]]:
    """Each State has one row for each year of a series."""
    for series in tables:
        for year in _data(series)["years"]:
            told = (year[name] for name in ("session", "symbol", "vote", "date", "date_certain"))
            facts = [series.symbol, series.title, *told]
            for code, found in year["positions"].items():
                yield [*facts, code, found["seat"], found["position"], "yes" if found["moved"] else ""]
