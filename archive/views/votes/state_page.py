"""The page of a State, with its votes and measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from itertools import tee
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Ballot, GroupMembership, StateName, Subject, Vote
from archive.models.prepared import PreparedList, prepared, prepared_list, prepared_rows
from archive.models.snapshot import snapshot
from archive.page_language import reads_chinese
from archive.views import data
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.keys.votes import StatePage, VoteOfState
from archive.views.labels import session_name
from archive.views.listing import choices_of, page_of
from archive.views.metadata.feeds import FEED_LENGTH, atom_answer
from archive.views.references.bibliography import LIMIT, list_files, list_references
from archive.views.references.items import Item
from archive.views.topic import AskedTopic
from archive.views.votes.asked_state import AskedState, asked_state
from archive.views.votes.asked_votes import among, frequent_subjects
from archive.views.votes.kin import Kin, kin_of
from archive.views.votes.roll_calls import Shown, as_listed, listed_data, shown_in_list
from archive.views.votes.row_html import ballot_rows
from archive.views.votes.state_data import state_data
from archive.views.votes.state_measures import (
    LISTED_ALONE,
    Agreement,
    agreement_list,
    agreement_with_each,
    changed_mind,
    measures,
    measures_data,
)
from archive.views.votes.vote_entry import vote_entry
from archive.views.votes.vote_labels import choice_words
from archive.views.votes.vote_rows import PARTIAL, VOTES_A_PAGE, vote_row
from archive.voting.choice import Choice
from archive.voting.former_holders import former_holders, former_name, seat
from archive.voting.measures import ENOUGH, FEW, MANY


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page of a State: its votes, the newest first, and measures over them. The CSV has the votes.

    ``?choice=`` narrows the list of votes. ``?session=``, ``?subject=`` and the topic narrow the list and the measures.
    """
    if code != code.upper():
        return redirect("state", code.upper(), permanent=True)
    if holder := next((each for each in former_holders().values() if each.key == code), None):
        return redirect(reverse("state", args=[holder.code]) + "#former")
    asked = asked_state(request, code)
    counted = _counted(snapshot(), asked.code, asked.topic, asked.subject)
    listed = sum(count for _session, _choice, count in _left(counted, asked.session, asked.choice))
    told = _ballots(
        asked.topic, state=code, subject=asked.subject and asked.subject.pk, session=asked.session, choice=asked.choice
    )
    title = _("Votes of %(state)s") % {"state": asked.state.name}
    items = partial(_vote_items, told)
    if bibliography := list_references(request, title, items, f"votes-{code}"):
        return bibliography
    page = page_of(request, told, VOTES_A_PAGE, listed)
    with_each = agreement_with_each(asked)
    return answer(
        request,
        "states/state.html",
        lambda: _state_page(request, asked, page, with_each) | _filters(request, asked, counted),
        lambda: _state_json(asked, page, with_each),
        csv=lambda: csv_answer(
            asked.topic.file_name(f"state-{code}"), *asked.topic.table((PARTIAL, _rows(code, told.rows.iterator(1000))))
        ),
        atom=lambda: _feed(request, asked, told),
        **list_files(request, items, f"votes-{code}"),
    )


def _vote_items(told: PreparedList[Ballot]) -> Iterator[Item]:
    keys = told.rows.values_list("vote__key", flat=True)[: LIMIT + 1]
    return (Item(key, is_vote=True) for key in keys)


def _state_page(
    request: HttpRequest, asked: AskedState, page: Page[Ballot], with_each: list[Agreement]
) -> dict[str, Any]:
    """The context for the template."""
    state, everyone = asked.state, asked.everyone
    return {
        "topic": asked.topic,
        "coverage": asked.coverage,
        "inferred": (asked.chosen & asked.known.inferred).bit_count() if asked.subject else 0,
        "state": state,
        "page": page,
        "rows": ballot_rows(
            (ballot, shown, name_then(state.code, shown.vote.date))
            for ballot, shown in zip(page, _shown(page), strict=True)
        ),
        "names": list(dict.fromkeys(name for [name] in _names(state.code))),
        "memberships": _memberships(state.code),
        "kin": next(iter(kin_of([state.code], everyone)), None),
        "listed_alone": LISTED_ALONE,
        "measures": measures(asked, asked.code),
        "former": (holder := former_holders().get(state.code)),
        "former_state": everyone[holder.key] if holder else None,
        "former_measures": measures(asked, holder.key) if holder else None,
        "with_each": agreement_list(asked, with_each),
        "changed": changed_mind(asked) if page.number == 1 else [],
        "narrowed": asked.session or asked.subject,
        "subject": asked.subject,
        "few": FEW, "many": MANY, "enough": ENOUGH,
    }  # fmt: skip


@prepared_rows
def _names(state: str) -> QuerySet[StateName, tuple[str]]:
    """The names of a State in the records."""
    return StateName.objects.filter(state=state).values_list("name")


@prepared
def _memberships(state: str) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.filter(state=state).select_related("group")


def _feed(request: HttpRequest, asked: AskedState, told: PreparedList[Ballot]) -> HttpResponse:
    """The newest votes of the State as an Atom feed, with its choice in each."""
    ballots = told[0:FEED_LENGTH]
    entries = [
        vote_entry(ballot.vote, shown.title, ballot.vote.get_absolute_url(), choice_words(Choice(ballot.choice)))
        for ballot, shown in zip(ballots, _shown(ballots), strict=True)
    ]
    title = _("Votes of %(state)s") % {"state": asked.state.name}
    return atom_answer(request, title, reverse("state", args=[asked.code]) + asked.topic.alone, entries)


def _state_json(asked: AskedState, page: Page[Ballot], with_each: list[Agreement]) -> StatePage:
    kin = next(iter(kin_of([asked.code], asked.everyone)), Kin(asked.state)).data
    return {
        **asked.topic.data,
        "coverage": asked.coverage.data,
        **state_data(asked.state),
        "predecessors": kin["predecessors"],
        "successors": kin["successors"],
        "names": [name for [name] in _names(asked.code)],
        "groups": [
            {"group": each.group_id, "since": each.since, "until": each.until}
            for each in asked.state.memberships.order_by("group")
        ],
        "measures": measures_data(asked, with_each),
        "votes": data.page(page, [_ballot_data(asked, *both) for both in zip(page, _shown(page), strict=True)]),
    }


def _ballot_data(asked: AskedState, ballot: Ballot, vote: Shown) -> VoteOfState:
    return {
        **listed_data(vote),
        "choice": ballot.choice,
        "state": seat(asked.code, ballot.vote.date),
        "name": ballot.printed,
    }


def _listed_votes(topic: AskedTopic, subject: Subject | int | None) -> QuerySet[Vote]:
    """The votes on the topic and the subject, of all sessions."""
    votes = topic.of(Vote.objects.leading())
    return votes.on_subject(subject) if subject else votes


@prepared_list
def _ballots(
    topic: AskedTopic, *, state: str, subject: int | None = None, session: str = "", choice: str = ""
) -> QuerySet[Ballot]:
    """The State's ballots that the page lists, with their votes. The newest vote is first."""
    ballots = Ballot.objects.filter(state=state, vote__in=_listed_votes(topic, subject))
    if session:
        ballots = ballots.filter(vote__session=session)
    if choice:
        ballots = ballots.filter(choice=choice)
    return as_listed(ballots, "vote__").order_by(
        "-vote__session_order",
        F("vote__date").desc(nulls_last=True),
        "-vote__number",
        "vote__part",
        "vote__paths",
        "pk",
    )


def _rows(code: str, ballots: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows of ballots of ``_ballots`` in the CSV."""
    ballots, same = tee(ballots)
    for ballot, shown in zip(ballots, _shown(same), strict=True):
        yield vote_row(shown, seat(code, shown.vote.date), ballot.printed, ballot.choice)


def _shown(ballots: Iterable[Any]) -> Iterator[Shown]:
    return shown_in_list((ballot.vote, ballot) for ballot in ballots)


Counted = list[tuple[str, str, int]]  # (session, choice, number of ballots), the newest session first


@lru_cache(maxsize=128)
def _counted(seen: Hashable, code: str, topic: AskedTopic, subject: Subject | None) -> Counted:
    """The State's ballots in votes on the topic and the subject. Remembered. ``seen`` is ``snapshot()``."""
    cast = Ballot.objects.filter(state=code, vote__in=_listed_votes(topic, subject)).order_by()
    rows = cast.values_list("vote__session", "choice").annotate(n=Count("pk"))
    return list(rows.order_by("-vote__session_order"))


def _left(counted: Counted, session: str, choice: str) -> Counted:
    """What the filters leave. "" means no filter."""
    return [row for row in counted if session in ("", row[0]) and choice in ("", row[1])]


def _filters(request: HttpRequest, asked: AskedState, counted: Counted) -> dict[str, Any]:
    """The filters of the page. The count of a session or a choice is the number of votes that the other filters
    leave."""
    choices: Counter[str] = Counter()
    sessions: Counter[str] = Counter()
    for _session, choice, count in _left(counted, asked.session, ""):
        choices[choice] += count
    for session, _choice, count in _left(counted, "", asked.choice):
        sessions[session] += count
    named = [(choice, choice_words(choice), choices[choice]) for choice in Choice if choices[choice]]
    of_session = asked.on_topic & among(asked.known, {asked.session} if asked.session else set(), None)
    of_any_subject = asked.known.rolls.part(asked.code, of_session)
    return {
        "choices": choices_of(request, "choice", named),
        "sessions": choices_of(request, "session", [(s, session_name(s), n) for s, n in sessions.items() if s]),
        "subjects": choices_of(request, "subject", frequent_subjects(asked.known, of_any_subject)),
    }


def name_then(code: str, day: date | None) -> str:
    """The name of a State on a day, in the page's language. "" if it had its present name."""
    names = former_name(code, day)
    return names[0 if reads_chinese() else 1] if names else ""
