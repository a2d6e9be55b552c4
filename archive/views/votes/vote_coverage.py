"""Which votes lists and measures can have: the sessions with recorded votes, and the day of the last vote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from archive import symbols
from archive.models import Vote
from archive.page_language import joined
from archive.views.keys.votes import Covered
from archive.views.labels import day
from archive.views.votes.held_rolls import HeldRolls


@dataclass(frozen=True, slots=True)
class VoteCoverage:
    """``sessions`` are regular sessions, the earliest first. ``last`` is None if there is no vote."""

    sessions: list[int]
    last: date | None

    @classmethod
    def of(cls, votes: QuerySet[Vote]) -> VoteCoverage:
        """The coverage of these votes, in one query."""
        found = list(votes.order_by().values_list("session_order").annotate(last=Max("date")))
        regular = sorted(order for order, _last in found if 0 < order < symbols.SPECIAL)
        return cls(regular, max((last for _order, last in found if last), default=None))

    @property
    def words(self) -> str:
        return spans(self.sessions)

    @property
    def last_day(self) -> str:
        return day(self.last)

    @property
    def data(self) -> Covered:
        return {"sessions": self.sessions, "last_vote": self.last}


def vote_coverage(known: HeldRolls, votes: int) -> VoteCoverage:
    """The coverage of these recorded votes (a bit set). A date that the source does not vouch for counts too."""
    covered = [known.votes[pk] for pk in known.rolls.ids(votes)]
    sessions = {vote.session for vote in covered if vote.session.isdecimal()}
    return VoteCoverage(
        sorted(map(symbols.session_order, sessions)), max((vote.date for vote in covered if vote.date), default=None)
    )


def sessions_and_years(sessions: Sequence[int]) -> str:
    """Sessions and the years in which they opened: 第46–47届（1991–1992年）. "" without sessions.

    The earliest session is first.
    """
    if not sessions:
        return ""
    first, last = symbols.session_year(sessions[0]), symbols.session_year(sessions[-1])
    years = str(first) if first == last else f"{first}–{last}"
    return _("sessions %(sessions)s (%(years)s)") % {"sessions": spans(sessions), "years": years}


def spans(numbers: Iterable[int]) -> str:
    """Numbers in spans: 1–3、5 on a Chinese page, ``1–3, 5`` on an English page."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return joined(f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in found)
