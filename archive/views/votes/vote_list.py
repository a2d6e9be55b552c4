"""The page that lists all votes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import MemberState, Subject, Vote
from archive.models.document import OUTCOME_LABELS
from archive.models.prepared import PreparedList, prepared_list
from archive.models.snapshot import snapshot
from archive.models.vote import SCOPE_LABELS, VoteQuerySet
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.keys.votes import VoteList
from archive.views.labels import session_name
from archive.views.listing import Order, choices_of, one_of, order_of, page_of
from archive.views.references.bibliography import LIMIT, list_files, list_references
from archive.views.references.items import Item
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.asked_votes import among, asked_session, asked_subject, frequent_subjects, votes_on
from archive.views.votes.counted_states import members
from archive.views.votes.held_rolls import held
from archive.views.votes.roll_calls import Shown, as_listed, listed_data, shown_in_list
from archive.views.votes.row_html import vote_rows
from archive.views.votes.vote_coverage import vote_coverage
from archive.views.votes.vote_labels import choice_words
from archive.views.votes.vote_rows import PARTIAL, VOTES_A_PAGE, vote_row
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from archive.voting.record import Scope

_KEPT = (
    "topic",
    "session",
    "scope",
    "adopted",
    "subject",
    "sort",
)  # parameters that stay when a reader chooses a State

_ORDERS: dict[str, tuple[Any, ...]] = {
    "symbol": (F("session_order"), F("number"), F("part")),
    "date": (F("date"), F("session_order"), F("number")),
    "yes": (Coalesce("yes", "cast_yes"),),
    "no": (Coalesce("no", "cast_no"),),
    "abstain": (Coalesce("abstain", "cast_abstain"),),
}


@require_safe
def vote_list(request: HttpRequest) -> HttpResponseBase:
    """One page of the list of votes. The CSV file has the whole list.

    ``?session=``, ``?scope=``, ``?adopted=``, ``?subject=`` and ``?state=CHN&choice=no`` narrow the list. ``?sort=``
    is ``symbol``, ``date``, ``yes``, ``no`` or ``abstain``.
    """
    subject, (state, choice) = asked_subject(request), _asked_state(request)
    asked = {
        "session": asked_session(request),
        "scope": one_of(request, "scope", Scope),
        "outcome": one_of(request, "adopted", Outcome),
    }
    narrowed = {field: value for field, value in asked.items() if value}
    topic, known = asked_topic(request), held()
    on_topic = votes_on(known, topic)
    listed = _Among(topic, subject, state.code if state else "", choice)
    counted = _counted(snapshot(), listed)
    of_any_subject = on_topic & among(known, {asked["session"]} if asked["session"] else set(), None)
    if state:
        of_any_subject = known.rolls.part(state.code, of_any_subject)
    order = order_of(request, _ORDERS, "-symbol")
    told = _votes(
        topic, order, subject=subject and subject.pk, state=state.code if state else "", choice=choice, **narrowed
    )
    items = partial(_items, told)
    if bibliography := list_references(request, _("Votes"), items, "votes"):
        return bibliography
    page = page_of(request, told, VOTES_A_PAGE, _left(counted, narrowed).total())
    return answer(
        request,
        "votes/list.html",
        lambda: {
            "topic": topic,
            "coverage": vote_coverage(known, on_topic),
            "inferred": (on_topic & known.inferred & known.subjects.get(subject.pk, 0)).bit_count() if subject else 0,
            "subject": subject,
            "undescribed": (of_any_subject & ~known.described).bit_count(),
            "page": page,
            "rows": vote_rows(_shown(page)),
            "order": order,
            "state": state,
            "choice": choice,
            "did": choice_words(choice) if choice else "",
            "everyone": members(),
            "choices": [(each, choice_words(each)) for each in Choice],
            "kept": [(name, value) for name, value in request.GET.items() if name in _KEPT and value],
            **_filters(request, counted, narrowed),
            "subjects": choices_of(request, "subject", frequent_subjects(known, of_any_subject)),
        },
        lambda: VoteList(
            **topic.data,
            coverage=vote_coverage(known, on_topic).data,
            **data.page(page, [listed_data(shown) for shown in _shown(page)]),
        ),
        csv=lambda: csv_answer(
            topic.file_name("votes"), *topic.table((PARTIAL, map(vote_row, _shown(told.rows.iterator(1000)))))
        ),
        **list_files(request, items, "votes"),
    )


def _items(told: PreparedList[Vote]) -> Iterator[Item]:
    return (Item(key, is_vote=True) for key in told.rows.values_list("key", flat=True)[: LIMIT + 1])


def _shown(votes: Iterable[Any]) -> Iterator[Shown]:
    return shown_in_list((vote, vote) for vote in votes)


def _asked_state(request: HttpRequest) -> tuple[MemberState | None, str]:
    code = request.GET.get("state", "").upper()
    choice = one_of(request, "choice", Choice)
    if not code:
        return None, ""
    state = MemberState.objects.filter(code=code).first() if code.isascii() and len(code) == 3 else None
    if state is None:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": code[:20]})
    return state, choice


@dataclass(frozen=True, slots=True)
class _Among:
    """The votes that the list is about, before the filters that show numbers."""

    topic: AskedTopic
    subject: Subject | None
    state: str
    choice: str

    @property
    def votes(self) -> VoteQuerySet:
        return _narrowed(self.topic, self.subject, self.state, self.choice)


def _narrowed(topic: AskedTopic, subject: Subject | int | None, state: str, choice: str) -> VoteQuerySet:
    votes = topic.of(Vote.objects.leading())
    votes = votes.on_subject(subject) if subject else votes
    return votes.in_which(state, choice) if state else votes


@prepared_list
def _votes(
    topic: AskedTopic,
    order: Order,
    *,
    subject: int | None = None,
    state: str = "",
    choice: str = "",
    **narrowed: str,
) -> QuerySet[Vote]:
    """The votes that the page lists, in its order. ``narrowed``: fields of ``_COUNTED`` → their values."""
    by = [c.desc(nulls_last=True) if order.descending else c.asc(nulls_last=True) for c in _ORDERS[order.column]]
    return as_listed(_narrowed(topic, subject, state, choice).filter(**narrowed)).order_by(*by, "pk")


_COUNTED = ("session", "scope", "outcome")
Counted = dict[tuple[str, str, str], int]  # numbers of votes by session, scope and outcome


@lru_cache(maxsize=128)
def _counted(seen: Hashable, among: _Among) -> Counted:
    """Remembered, because it reads every vote. ``seen`` is ``snapshot()``."""
    rows = among.votes.order_by().values_list(*_COUNTED).annotate(n=Count("pk"))
    return {(session, scope, outcome): number for session, scope, outcome, number in rows}


def _left(counted: Counted, narrowed: dict[str, str], field: str = "session") -> Counter[str]:
    """Value of a field → number of the votes with it that the filters leave."""
    left: Counter[str] = Counter()
    for values, number in counted.items():
        row = dict(zip(_COUNTED, values, strict=True))
        if all(row[name] == value for name, value in narrowed.items()):
            left[row[field]] += number
    return left


def _filters(request: HttpRequest, counted: Counted, narrowed: dict[str, str]) -> dict[str, Any]:
    """The filters of the list. The count of a value is the number of votes that the other filters leave."""
    sessions, scopes, outcomes = (
        _left(counted, {name: value for name, value in narrowed.items() if name != field}, field) for field in _COUNTED
    )
    newest = sorted((session for session in sessions if session), key=symbols.session_order, reverse=True)
    return {
        "sessions": choices_of(request, "session", [(s, session_name(s), sessions[s]) for s in newest]),
        "scopes": choices_of(request, "scope", [(s, str(SCOPE_LABELS[s]), scopes[s]) for s in Scope if s in scopes]),
        "outcomes": choices_of(
            request, "adopted", [(o, str(OUTCOME_LABELS[o]), outcomes[o]) for o in Outcome if o and o in outcomes]
        ),
    }
