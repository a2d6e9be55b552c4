"""Counts how the wording of each session differs from the texts before it, in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from archive import symbols
from archive.models import Clause, ClauseStep, Resolution, Revision, TextStep
from archive.models.wording import StepKind, Strength
from archive.views.keys import wording
from archive.views.wording.session_words import first_texts, steps_in_page_language


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """The numbers of one session. ``archive.views.wording.session_words.SessionWords`` has the same things one by one.

    ``nowhere_before`` counts the new clauses to which no clause of an earlier session is similar, as far as the archive
    has looked: for ``not_searched`` new clauses it has not.
    """

    session: str
    compared: int
    new: int
    nowhere_before: int
    not_searched: int
    stronger: int
    weaker: int
    dropped: int
    new_resolutions: int

    @property
    def data(self) -> wording.SessionWords:
        return {
            "session": self.session,
            "compared": self.compared,
            "new": self.new,
            "nowhere_before": self.nowhere_before,
            "not_searched": self.not_searched,
            "stronger": self.stronger,
            "weaker": self.weaker,
            "dropped": self.dropped,
            "new_resolutions": self.new_resolutions,
        }


COUNTS = tuple(field.name for field in fields(SessionCounts))


def session_counts(resolutions: QuerySet[Resolution]) -> list[SessionCounts]:
    """The sessions in which one of these resolutions is compared with an earlier one, the newest first."""
    steps = TextStep.objects.filter(pk__in=steps_in_page_language(resolutions).values("pk"))
    compared = dict(
        steps.order_by().values_list("later__text__resolution__session").annotate(number=Count("pk", distinct=True))
    )
    changes = {row.pop("session"): row for row in _changes(steps)}
    new_resolutions = dict(
        Revision.objects.filter(pk__in=first_texts(resolutions).values("pk"))
        .order_by()
        .values_list("text__resolution__session")
        .annotate(number=Count("pk"))
    )
    nothing = dict.fromkeys(("new", "nowhere_before", "not_searched", "stronger", "weaker", "dropped"), 0)
    return [
        SessionCounts(
            session,
            compared[session],
            **changes.get(session, nothing),
            new_resolutions=new_resolutions.get(session, 0),
        )
        for session in sorted(compared, key=symbols.session_order, reverse=True)
    ]


def _changes(steps: QuerySet[TextStep]) -> Iterator[dict[str, Any]]:
    """The changes of each session. A formula does not count as a new clause. A row does not count if readers may not
    see its nearest clause."""
    new, row = Q(kind=StepKind.NEW), "later__new_clause"
    unheard = Q(**{f"{row}__isnull": False, f"{row}__nearest__isnull": True})
    searched = unheard | Q(**{f"{row}__nearest__in": Clause.objects.in_every_language()})
    formula = Q(**{f"{row}__formula": True})
    heard_of_none = new & unheard & Q(**{f"{row}__formula": False})
    found = (
        ClauseStep.objects.filter(step__in=steps.values("pk"))
        .order_by()
        .values(session=F("step__later__text__resolution__session"))
        .annotate(
            new=Count("pk", filter=new) - Count("pk", filter=new & searched & formula),
            nowhere_before=Count("pk", filter=heard_of_none),
            not_searched=Count("pk", filter=new) - Count("pk", filter=new & searched),
            stronger=Count("pk", filter=Q(strength=Strength.STRONGER)),
            weaker=Count("pk", filter=Q(strength=Strength.WEAKER)),
            dropped=Count("pk", filter=Q(kind=StepKind.DROPPED)),
        )
    )
    return map(dict, found)
