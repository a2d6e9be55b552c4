"""The list of States."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import GroupMembership, MemberState, StateGroup
from archive.name_order import by_pinyin, by_strokes
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import votes
from archive.views.labels import day
from archive.views.listing import Order, choices_of, one_of, order_of
from archive.views.markup import fill, joined
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.asked_votes import votes_on
from archive.views.votes.held_rolls import held
from archive.views.votes.roll_calls import state_address
from archive.views.votes.state_data import group_data, state_data
from archive.views.votes.vote_coverage import VoteCoverage, vote_coverage


@require_safe
def state_list(request: HttpRequest) -> HttpResponseBase:
    """The list of all members since 1945.

    ``?group=`` narrows the list to the present and past members of a group, and shows when each belonged to the
    group. ``?sort=`` is ``name``, ``strokes`` (of the Chinese name), ``admitted`` or ``votes``.
    """
    groups = list(StateGroup.objects.all())
    key = one_of(request, "group", [group.key for group in groups])
    listed = _listed_states(request, next((group for group in groups if group.key == key), None))
    members = Counter(GroupMembership.objects.order_by().values_list("group", flat=True))
    return answer(
        request,
        "states/list.html",
        lambda: {
            "topic": listed.topic,
            "coverage": listed.coverage,
            "listed": len(listed.states),
            "rows": _rows(listed),
            "order": listed.order,
            "group": listed.group,
            "groups": choices_of(request, "group", [(g.key, g.name, members[g.key]) for g in groups]),
        },
        lambda: votes.StateList(
            **listed.topic.data,
            group=group_data(listed.group) if listed.group else None,
            groups=[{"key": g.key, "zh": g.name_zh, "en": g.name_en, "members": members[g.key]} for g in groups],
            results=[_listed_data(listed, state) for state in listed.states],
        ),
        csv=lambda: csv_answer(listed.topic.file_name("states"), *listed.topic.table(_listed_table(listed))),
    )


@dataclass(frozen=True, slots=True)
class ListedStates:
    """The States of a list, in the order of the list.

    ``votes`` has the number of votes on ``topic`` in which each State took part. ``belonging`` has the memberships of
    each State in ``group``.
    """

    states: list[MemberState]
    topic: AskedTopic
    coverage: VoteCoverage
    votes: dict[str, int]
    order: Order
    group: StateGroup | None
    belonging: dict[str, list[GroupMembership]]


def _listed_states(request: HttpRequest, group: StateGroup | None) -> ListedStates:
    belonging: dict[str, list[GroupMembership]] = defaultdict(list)
    for membership in GroupMembership.objects.filter(group=group).order_by("since") if group else ():
        belonging[membership.state_id].append(membership)
    states = list(MemberState.objects.filter(code__in=belonging) if group else MemberState.objects.all())
    known, topic = held(), asked_topic(request)
    on_topic = votes_on(known, topic)
    votes = {state.code: known.rolls.part(state.code, on_topic).bit_count() for state in states}
    by = {
        "name": lambda s: by_pinyin(s.name),
        "strokes": lambda s: by_strokes(s.short_zh),
        "admitted": lambda s: s.admitted,
        "votes": lambda s: votes[s.code],
    }
    order = order_of(request, by, "name")
    states.sort(key=by[order.column], reverse=order.descending)
    return ListedStates(states, topic, vote_coverage(known, on_topic), votes, order, group, belonging)


def _rows(listed: ListedStates) -> SafeString:
    """The rows of the table. A template takes too long for two hundred States."""
    admitted, ended, votes, belonged = _("Admitted"), _("Ended"), _("Recorded votes"), _("Belonged to the group")
    row = '<tr><th scope="row"><a href="{}{}">{}</a> <span class="count symbol">{}</span></th>{}{}{}{}</tr>'
    date, number = '<td class="date" data-label="{}">{}</td>', '<td class="number" data-label="{}">{}</td>'
    return joined(
        fill(
            row,
            state_address(state.code),
            listed.topic.alone,
            state.name,
            state.code,
            fill(date, admitted, day(state.admitted)),
            fill(date, ended, day(state.ended)),
            fill(number, votes, str(listed.votes[state.code])),
            fill(date, belonged, joined(map(_span, listed.belonging[state.code]), " ")) if listed.group else "",
        )
        for state in listed.states
    )


def _span(membership: GroupMembership) -> SafeString:
    since, until = day(membership.since), day(membership.until)
    if since and until:
        return fill("{} – {}", since, until)
    if since:
        return fill("{}", _("since %(date)s") % {"date": since})
    if until:
        return fill("{}", _("until %(date)s") % {"date": until})
    return fill('<span class="note">{}</span>', _("day not given"))


def _listed_data(listed: ListedStates, state: MemberState) -> votes.ListedState:
    found: votes.ListedState = {**state_data(state), "votes": listed.votes[state.code]}
    if listed.group:
        found["belonged"] = spans(listed.belonging, state)
    return found


def _listed_table(listed: ListedStates) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The columns and the rows of the CSV. Each State has one row. If the list shows a group, each membership has one
    row."""
    columns = ("code", "iso2", "m49", "name_zh", "name_en", "formal_zh", "formal_en", "admitted", "ended")
    facts = ([*(getattr(state, name) for name in columns), listed.votes[state.code]] for state in listed.states)
    if listed.group is None:
        return (*columns, "votes"), facts
    rows = (
        [*row, *span.values()]
        for state, row in zip(listed.states, facts, strict=True)
        for span in spans(listed.belonging, state)
    )
    return (*columns, "votes", "since", "until"), rows


def spans(belonging: dict[str, list[GroupMembership]], state: MemberState) -> list[votes.Belonged]:
    """The first and the last day of each membership of a State in a group. A first day of None means the day of
    admission to the UN. A last day of None means that the membership goes on."""
    return [{"since": each.since, "until": each.until} for each in belonging[state.code]]
