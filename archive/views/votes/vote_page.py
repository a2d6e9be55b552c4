"""The page of one vote: its roll call, its other records, and its problems."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import MemberState, StateGroup, Vote, VoteProblem
from archive.models.group import GroupMembership
from archive.models.vote import ProblemKind
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import votes
from archive.views.labels import official_url
from archive.views.listing import one_of
from archive.views.metadata.described import of_vote
from archive.views.references.box import box_of
from archive.views.references.files import record_files
from archive.views.references.items import Item
from archive.views.references.of_models import reference_of_vote, site_of
from archive.views.votes.corrections import corrections
from archive.views.votes.roll_calls import (
    RollCall,
    Shown,
    as_listed,
    beside_whole,
    listed_data,
    roll_calls,
    roll_data,
    shown_in_list,
)
from archive.views.votes.vote_data import vote_data
from archive.views.votes.vote_entry import vote_facts
from archive.views.votes.vote_messages import date_doubt, message_data, problem_words
from archive.views.votes.vote_rows import roll_rows
from archive.voting.choice import Choice
from archive.voting.formats.own import COLUMNS
from archive.voting.record import Scope


@require_safe
def vote(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of a vote. It lists the States by choice. ``?by=group`` lists them by regional group, and ``?by=name``
    lists them by name. The CSV has the roll call."""
    records_of_key = Vote.objects.select_related("document__resolution", "file").filter(key=key)
    found = as_listed(records_of_key).first() if "\0" not in key else None
    if found is None:
        raise NotHere(_("There is no vote %(key)s here.") % {"key": key[:80]})
    by = one_of(request, "by", ("choice", "group", "name"))
    records = [v for v in Vote.objects.filter(event=found.event) if v.pk != found.pk]
    whole = None
    if found.scope != Scope.WHOLE and found.document_id:
        whole = Vote.objects.counted().filter(document_id=found.document_id).first()
    corrected = next((v for v in records if v.corrected_by_id == found.pk), None)
    rolls = roll_calls([found.pk, *(vote.pk for vote in (whole, corrected) if vote)])
    [shown] = shown_in_list([(found, found)])
    shown.roll = rolls.get(found.pk, RollCall())
    if whole:
        beside_whole(shown, Shown(whole, rolls.get(whole.pk, RollCall())))
    changes = corrections(corrected, found, rolls.get(corrected.pk, RollCall()), shown.roll) if corrected else []
    disputes = Q(vote__event=found.event, kind=ProblemKind.SOURCES)
    problems = list(VoteProblem.objects.with_settlement().filter(Q(vote=found) | disputes).order_by("kind", "pk"))
    doubt = date_doubt(problems)
    reference = reference_of_vote(found, site_of(request), date_certain=shown.date_certain)
    return answer(
        request,
        "votes/vote.html",
        lambda: {
            "shown": shown,
            "box": box_of(Item(found.key, is_vote=True), reference),
            "described": of_vote(reference, vote_facts(found)),
            "described_at": found.get_absolute_url(),
            "whole": whole,
            "groups": by_regional_group(found, shown.roll) if by == "group" else [],
            "by": by,
            "corrected": corrected,
            "corrections": changes,
            "by_hand": next((v for v in records if v.pk == found.corrected_by_id), None),
            "records": [Shown(vote, RollCall()) for vote in records],
            "members": _members_of_the_day(found),
            "in_record": len(shown.roll.choices),
            "problems": problem_words(problem for problem in problems if problem.kind != ProblemKind.DATE),
            "date_doubt": doubt,
            "meeting_url": official_url(found.meeting) if found.meeting else "",
            "draft_url": official_url(found.draft_symbol) if found.draft_symbol else "",
        },
        lambda: votes.VotePage(
            **listed_data(shown),
            title=found.title,
            title_certain=found.title_certain,
            **data.given_title(shown.given),
            roll_call=roll_data(shown.roll),
            correction={"of": corrected.key, "changes": [c.data for c in changes]} if corrected else None,
            problems=[_problem_data(problem) for problem in problems],
            other_records=[vote_data(vote) for vote in records],
        ),
        csv=lambda: csv_answer(f"vote-{found.key}", COLUMNS, roll_rows(shown)),
        **record_files(f"vote-{found.key}", lambda: [reference]),
    )  # fmt: skip


def _problem_data(problem: VoteProblem) -> votes.ProblemOfVote:
    messages = [message_data(each) for each in problem.messages]
    return {"kind": problem.kind, "messages": messages, "settled": problem.settled_because}  # type: ignore[attr-defined]


def _members_of_the_day(vote: Vote) -> int:
    """The number of members on the day of a vote. 0 if the day is not certain."""
    return MemberState.objects.members_on(vote.date).count() if vote.date and vote.date_certain else 0


def by_regional_group(vote: Vote, roll: RollCall) -> list[tuple[StateGroup | None, list[tuple[str, str, list[Any]]]]]:
    """The roll call by the regional groups on the day of the vote. States without a known group are last, under
    None."""
    memberships = GroupMembership.objects.filter(group__kind="regional").select_related("group")
    if vote.date:
        memberships = memberships.on(vote.date)
    group_of = {membership.state_id: membership.group for membership in memberships}
    found: dict[StateGroup | None, RollCall] = {}
    for choice in Choice:
        for voter in roll.by_choice.get(choice, ()):
            found.setdefault(group_of.get(voter.code), RollCall()).by_choice[choice].append(voter)
    ordered = sorted(found, key=lambda group: group.key if group else "~")
    return [(group, found[group].listed) for group in ordered]
