"""The list of all votes, and one vote with its roll call."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import MemberState, StateGroup, Vote, VoteProblem
from archive.models.document import Outcome
from archive.models.group import GroupMembership
from archive.models.vote import Choice, ProblemKind, Scope
from archive.views import data
from archive.views.answer import NotHere
from archive.views.labels import official_url, session_name
from archive.views.listing import choices_of, one_of, order_of, page_of
from archive.views.votes.roll_calls import CAST, RollCall, Shown, beside_whole, roll_calls, roll_data
from archive.views.votes.rolls import held
from archive.views.votes.states import asked_session, asked_subject, frequent_subjects
from archive.views.votes.vote_answer import PARTIAL, answer_with_table, roll_rows, vote_row
from archive.views.votes.vote_labels import CHOICES_BY_NAME, choice_words, vote_data
from archive.views.votes.vote_reasons import problem_rows
from archive.voting.formats.own import COLUMNS

VOTES_A_PAGE = 50
_KEPT = ("session", "scope", "adopted", "subject", "sort")  # when a State is chosen in the form

_ORDERS: dict[str, tuple[Any, ...]] = {
    "symbol": (F("session_order"), F("number"), F("part")),
    "date": (F("date"), F("session_order"), F("number")),
    "yes": (Coalesce("yes", "cast_yes"),),
    "no": (Coalesce("no", "cast_no"),),
    "abstain": (Coalesce("abstain", "cast_abstain"),),
}


@require_safe
def vote_list(request: HttpRequest) -> HttpResponseBase:
    """``?session=``, ``?scope=``, ``?adopted=``, ``?subject=``, ``?state=CHN&choice=no`` narrow it; ``?sort=`` is
    ``symbol``, ``date``, ``yes``, ``no`` or ``abstain``. As CSV the whole list."""
    subject, (state, choice) = asked_subject(request), _asked_state(request)
    asked = {
        "session": asked_session(request),
        "scope": one_of(request, "scope", Scope.values),
        "outcome": one_of(request, "adopted", Outcome.values),
    }
    narrowed = {field: value for field, value in asked.items() if value}
    among = Vote.objects.leading()
    if subject:
        among = among.filter(document__resolution__subjects=subject)
    if state:
        among = among.in_which(state.code, choice)
    votes = among.filter(**narrowed)
    order = order_of(request, _ORDERS, "-symbol")
    by = [c.desc(nulls_last=True) if order.descending else c.asc(nulls_last=True) for c in _ORDERS[order.column]]
    listed = votes.select_related("document").order_by(*by, "pk")
    page = page_of(request, listed, VOTES_A_PAGE)
    return answer_with_table(
        request,
        "votes/list.html",
        lambda: {
            "page": page,
            "votes": [Shown(vote, RollCall()) for vote in page],
            "order": order,
            "state": state,
            "choice": choice,
            "did": choice_words(choice) if choice else "",
            "everyone": MemberState.objects.order_by("short_en"),
            "choices": [(name, each, choice_words(each)) for name, each in CHOICES_BY_NAME.items()],
            "kept": [(name, value) for name, value in request.GET.items() if name in _KEPT and value],
            **_filters(request, among, narrowed),
        },
        lambda: data.page(page, [vote_data(vote) for vote in page]),
        lambda: (PARTIAL, (vote_row(vote) for vote in listed.iterator(1000))),
        "votes",
    )


def _asked_state(request: HttpRequest) -> tuple[MemberState | None, str]:
    code = request.GET.get("state", "").upper()
    choice = one_of(request, "choice", CHOICES_BY_NAME)
    if not code:
        return None, ""
    state = MemberState.objects.filter(code=code).first() if code.isascii() and len(code) == 3 else None
    if state is None:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": code[:20]})
    return state, CHOICES_BY_NAME.get(choice, "")


def _filters(request: HttpRequest, votes: QuerySet[Vote], narrowed: dict[str, str]) -> dict[str, Any]:
    """Every way to narrow the list; sessions and the like are counted among what the other filters leave."""

    def counted(field: str) -> dict[str, int]:
        others = {name: value for name, value in narrowed.items() if name != field}
        return dict(votes.filter(**others).order_by().values_list(field).annotate(n=Count("pk")))

    sessions, scopes, outcomes = counted("session"), counted("scope"), counted("outcome")
    newest = sorted((session for session in sessions if session), key=symbols.session_order, reverse=True)
    return {
        "sessions": choices_of(request, "session", [(s, session_name(s), sessions[s]) for s in newest]),
        "scopes": choices_of(request, "scope", [(s, str(Scope(s).label), scopes[s]) for s in Scope if s in scopes]),
        "outcomes": choices_of(
            request, "adopted", [(o, str(o.label), outcomes[o]) for o in Outcome if o.value and o in outcomes]
        ),
        "subjects": choices_of(request, "subject", [(pk, name, 0) for pk, name, _n in frequent_subjects(held())]),
    }


@require_safe
def vote(request: HttpRequest, key: str) -> HttpResponseBase:
    """One vote: by choice, and with ``?by=group`` by regional group, with ``?by=name`` by name. As CSV its roll
    call."""
    found = Vote.objects.select_related("document", "file").filter(key=key).first() if "\0" not in key else None
    if found is None:
        raise NotHere(_("There is no vote %(key)s here.") % {"key": key[:80]})
    by = one_of(request, "by", ("choice", "group", "name"))
    records = [v for v in Vote.objects.filter(event=found.event) if v.pk != found.pk]
    whole = None
    if found.scope != Scope.WHOLE and found.document_id:
        whole = Vote.objects.counted().filter(document_id=found.document_id).first()
    rolls = roll_calls([found.pk, *([whole.pk] if whole else [])])
    shown = Shown(found, rolls.get(found.pk, RollCall()))
    if whole:
        beside_whole(shown, Shown(whole, rolls.get(whole.pk, RollCall())))
    disputes = Q(vote__event=found.event, kind=ProblemKind.SOURCES)
    problems = list(VoteProblem.objects.filter(Q(vote=found) | disputes).order_by("kind", "pk"))
    return answer_with_table(
        request,
        "votes/vote.html",
        lambda: {
            "shown": shown,
            "whole": whole,
            "groups": by_regional_group(found, shown.roll) if by == "group" else [],
            "by": by,
            "records": [Shown(vote, RollCall()) for vote in records],
            "members": _members_of_the_day(found),
            "in_record": len(shown.roll.choices),
            "problems": problem_rows(problems),
            "meeting_url": official_url(found.meeting) if found.meeting else "",
            "draft_url": official_url(found.draft_symbol) if found.draft_symbol else "",
        },
        lambda: vote_data(found) | {
            "title": found.title,
            "roll_call": roll_data(shown.roll),
            "problems": [{"kind": problem.kind, "detail": problem.detail} for problem in problems],
            "other_records": [vote_data(vote) for vote in records],
        },
        lambda: (COLUMNS, roll_rows(found, shown.roll)),
        f"vote-{found.key}".replace("/", "-").replace(":", "-"),
    )  # fmt: skip


def _members_of_the_day(vote: Vote) -> int:
    """How many States were members on the day of a vote; 0 where that day is not sure."""
    return MemberState.objects.members_on(vote.date).count() if vote.date and vote.date_certain else 0


def by_regional_group(vote: Vote, roll: RollCall) -> list[tuple[StateGroup | None, list[tuple[str, str, list[Any]]]]]:
    """The roll call by the regional groups of that day; States whose group is not known come last, under None."""
    memberships = GroupMembership.objects.filter(group__kind="regional").select_related("group")
    if vote.date:
        memberships = memberships.on(vote.date)
    group_of = {membership.state_id: membership.group for membership in memberships}
    found: dict[StateGroup | None, RollCall] = {}
    for choice in (*CAST, Choice.ABSENT.value):
        for voter in roll.by_choice.get(choice, ()):
            found.setdefault(group_of.get(voter.code), RollCall()).by_choice[choice].append(voter)
    ordered = sorted(found, key=lambda group: group.key if group else "~")
    return [(group, found[group].listed) for group in ordered]
