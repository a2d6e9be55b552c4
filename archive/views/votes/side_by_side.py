"""Pages that compare States. One compares two to five States. The other shows the agreement of a whole group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import GroupMembership, MemberState, StateGroup, Subject, Vote
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.given_dates import given_titles_and_dates
from archive.views.keys import votes
from archive.views.labels import session_name
from archive.views.listing import choices_of, one_of, page_of
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.asked_states import asked_codes, asked_sessions, members_of
from archive.views.votes.asked_votes import among, asked_session, asked_subject, frequent_subjects, votes_on
from archive.views.votes.counted_states import apart, counted_states
from archive.views.votes.held_rolls import HeldRolls, held
from archive.views.votes.kin import MOST_BESIDE, kin_of
from archive.views.votes.roll_calls import RollCall, Shown, given_beside
from archive.views.votes.state_data import share_data
from archive.views.votes.vote_coverage import sessions_and_years, vote_coverage
from archive.views.votes.vote_data import vote_data
from archive.views.votes.vote_labels import choice_words
from archive.views.votes.vote_rows import VOTES_A_PAGE
from archive.voting.measures import ENOUGH, Share

_LARGEST_MATRIX = 60

Shares = dict[tuple[str, str], Share]
"""The agreement of each pair of States, by their codes."""
Did = tuple[str, str]
"""A State's choice, and the choice in words. Both are "" if the State cast no vote."""
Differing = list[tuple[Shown, list[Did]]]
"""Votes. Each vote has the choices of the compared States, in the order of the States."""


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """The page that compares two to five States: ``?state=CHN&state=USA``. ``?session=`` and ``?subject=`` limit the
    votes."""
    compared = _compared(request)
    page = page_of(request, compared.differing, VOTES_A_PAGE)
    rows = _differing_rows(compared, page)
    return answer(
        request,
        "states/compare.html",
        lambda: _compare_page(request, compared, page, rows),
        lambda: _compare_data(compared, page, rows),
        csv=lambda: csv_answer(
            compared.topic.file_name("compare-" + "-".join(compared.codes)),
            *compared.topic.table(_differing_table(compared)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """The States that are compared.

    Bit sets: ``on_topic`` has the votes on the topic, and ``chosen`` those that were compared. ``differing`` are the
    ids of the votes in which the States made different choices.
    """

    everyone: dict[str, MemberState]
    codes: list[str]
    known: HeldRolls
    topic: AskedTopic
    on_topic: int
    session: str
    subject: Subject | None
    chosen: int
    shares: Shares
    differing: list[int]


def _compared(request: HttpRequest) -> Compared:
    everyone = counted_states()
    codes = asked_codes(request, everyone)
    if len(codes) > MOST_BESIDE:
        raise NotHere(_("Two to five States stand side by side; these are %(count)s.") % {"count": len(codes)})
    known = held()
    session, subject = asked_session(request), asked_subject(request)
    topic = asked_topic(request)
    on_topic = votes_on(known, topic)
    chosen = on_topic & among(known, {session} if session else set(), subject)
    differing = known.rolls.differing(codes, chosen) if len(codes) > 1 else []
    shares = _shares(known, codes, chosen)
    return Compared(everyone, codes, known, topic, on_topic, session, subject, chosen, shares, differing)


def _compare_page(request: HttpRequest, compared: Compared, page: Page[int], rows: Differing) -> dict[str, Any]:
    """The context for the template."""
    everyone, codes = compared.everyone, compared.codes
    states = [everyone[code] for code in codes]
    former = apart(codes, everyone)
    told = {state.code for state, _former, _until in former}
    return {
        "topic": compared.topic,
        "coverage": vote_coverage(compared.known, compared.on_topic),
        "states": states,
        "apart": former,
        "everyone": list(everyone.values()),
        "room": range(max(2, min(MOST_BESIDE, len(codes) + 1)) - len(codes)),
        "kin": [each for each in kin_of(codes, everyone) if each.state.code not in told],
        "pairs": [
            (everyone[one], everyone[other], share, sessions_and_years(_sessions_of_pair(compared, one, other)))
            for (one, other), share in compared.shares.items()
        ],
        "page": page,
        "rows": [(shown, list(zip(states, each, strict=True))) for shown, each in rows],
        "subject": compared.subject,
        "session": compared.session,
        "enough": ENOUGH,
        "sessions": choices_of(request, "session", _sessions(compared.known, compared.on_topic)),
    }


def _compare_data(compared: Compared, page: Page[int], rows: Differing) -> votes.SideBySide:
    return {
        **compared.topic.data,
        "coverage": vote_coverage(compared.known, compared.on_topic).data,
        "states": compared.codes,
        "apart": _apart_data(compared.codes, compared.everyone),
        "kin": [each.data for each in kin_of(compared.codes, compared.everyone)],
        "agreement": [
            {**row, "sessions": _sessions_of_pair(compared, *row["states"])} for row in _agreement_data(compared.shares)
        ],
        "differing": data.page(page, [_differing_data(compared.codes, shown, each) for shown, each in rows]),
    }


def _sessions_of_pair(compared: Compared, one: str, other: str) -> list[int]:
    """The sessions of the votes in which both States took part."""
    rolls, chosen = compared.known.rolls, compared.chosen
    return compared.known.sessions_of(rolls.part(one, chosen) & rolls.part(other, chosen))


def _shares(known: HeldRolls, codes: list[str], chosen: int) -> Shares:
    return {pair: known.rolls.agreement(*pair, chosen) for pair in combinations(codes, 2)}


def _apart_data(codes: Sequence[str], everyone: dict[str, MemberState]) -> list[votes.Apart]:
    """The former holders of seats whose votes are not counted, as JSON."""
    found = apart(codes, everyone)
    return [{"state": state.code, "former_holder": former.code, "until": until} for state, former, until in found]


def _agreement_data(shares: Shares) -> list[votes.AgreementOfTwo]:
    return [{"states": list(pair), **share_data(share)} for pair, share in shares.items()]


def _differing_rows(compared: Compared, page: Page[int]) -> Differing:
    known, codes = compared.known, compared.codes
    votes = Vote.objects.select_related("document__resolution").in_bulk(list(page))
    titles, _days = given_titles_and_dates(str(vote.document_id) for vote in votes.values() if vote.document_id)
    shown = {
        pk: Shown(vote, RollCall(), given=given_beside(vote, titles.get(str(vote.document_id))))
        for pk, vote in votes.items()
    }
    return [(shown[pk], [_did(known, code, pk) for code in codes]) for pk in page if pk in shown]


def _differing_data(codes: list[str], shown: Shown, each: list[Did]) -> votes.DifferingVote:
    return {**vote_data(shown.vote), "choices": {code: did[0] for code, did in zip(codes, each, strict=True)}}


def _differing_table(compared: Compared) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The columns and the rows of the CSV. Each vote in which the States made different choices has one row."""
    known, codes = compared.known, compared.codes
    rows = (
        [vote.symbol, "" if vote.symbol_certain else "no", vote.session, *(_did(known, code, pk)[0] for code in codes)]
        for pk in compared.differing
        for vote in [known.votes[pk]]
    )
    return ("symbol", "symbol_certain", "session", *codes), rows


def _did(known: HeldRolls, code: str, vote: int) -> Did:
    choice = known.rolls.choice(code, vote)
    return (choice, choice_words(choice)) if choice else ("", "")


def _sessions(known: HeldRolls, votes: int) -> list[tuple[str, str, int]]:
    counts = Counter(known.votes[pk].session for pk in known.rolls.ids(votes))
    ordered = sorted(counts, key=lambda s: (not s.isdigit(), -int("".join(c for c in s if c.isdigit()) or 0)))
    return [(session, session_name(session), counts[session]) for session in ordered if session]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix. ``tone`` goes from "0" (the two States never made the same choice) to "9" (they always
    did). ``tone`` is "" if there are too few votes, or if both States are the same."""

    share: Share | None
    tone: str

    @property
    def counts(self) -> str:
        """The number of votes with the same choice, and the number of votes in common: ``17/20``."""
        return f"{self.share.same}/{self.share.votes}" if self.share else ""


@require_safe
def matrix(request: HttpRequest) -> HttpResponseBase:
    """The agreement of the members of a group (``?group=eu``), or of the States that are given with ``?state=``.

    ``?from=`` is the first session and ``?to=`` the last session. ``?subject=`` limits the votes to a subject.
    """
    asked = _asked_matrix(request)
    return answer(
        request,
        "states/matrix.html",
        lambda: _matrix_page(request, asked),
        lambda: votes.Matrix(
            **asked.topic.data,
            coverage=vote_coverage(asked.known, asked.on_topic).data,
            states=asked.codes,
            apart=_apart_data(asked.codes, asked.everyone),
            votes=asked.chosen.bit_count(),
            agreement=_agreement_data(asked.shares),
        ),
        csv=lambda: csv_answer(
            asked.topic.file_name(f"agreement-{asked.group or 'states'}"),
            *asked.topic.table(
                (
                    ("state", "other_state", "same", "votes", "percent"),
                    ([*pair, share.same, share.votes, share.percent] for pair, share in asked.shares.items()),
                )
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Matrix:
    """The States of a matrix. ``group`` is the key of their group, or "" if they were given one by one.

    ``left`` has the memberships that have ended, by the code of the State. ``left_out`` is the number of States that
    the matrix has no room for. Bit sets: ``on_topic`` has the votes on the topic, ``chosen`` those that were compared.
    """

    everyone: dict[str, MemberState]
    known: HeldRolls
    groups: list[StateGroup]
    group: str
    codes: list[str]
    left: dict[str, GroupMembership]
    left_out: int
    topic: AskedTopic
    on_topic: int
    subject: Subject | None
    chosen: int
    shares: Shares


def _asked_matrix(request: HttpRequest) -> Matrix:
    everyone, known = counted_states(), held()
    groups = list(StateGroup.objects.all())
    group = one_of(request, "group", [group.key for group in groups])
    sessions = asked_sessions(request, known)
    codes = asked_codes(request, everyone)
    left: dict[str, GroupMembership] = {}
    if not codes:
        group = group or "nuclear-weapon-states"
        members = members_of(group, sessions)
        codes = [code for code in everyone if code in members]
        left = {code: membership for code, membership in members.items() if membership.until}
    subject, topic = asked_subject(request), asked_topic(request)
    on_topic = votes_on(known, topic)
    chosen = on_topic & among(known, sessions, subject)
    shown = codes[:_LARGEST_MATRIX]
    shares = _shares(known, shown, chosen)
    left_out = len(codes) - len(shown)
    return Matrix(everyone, known, groups, group, shown, left, left_out, topic, on_topic, subject, chosen, shares)


def _matrix_page(request: HttpRequest, asked: Matrix) -> dict[str, Any]:
    """The context for the template."""
    everyone, codes = asked.everyone, asked.codes
    cells = {one: [_cell(asked.shares, one, other) for other in codes] for one in codes}
    return {
        "topic": asked.topic,
        "coverage": vote_coverage(asked.known, asked.on_topic),
        "inferred": (asked.chosen & asked.known.inferred).bit_count() if asked.subject else 0,
        "columns": [
            (everyone[code], sessions_and_years(asked.known.sessions_of(asked.known.rolls.part(code, asked.chosen))))
            for code in codes
        ],
        "apart": apart(codes, everyone),
        "rows": [(everyone[code], asked.left.get(code), cells[code]) for code in codes],
        "left_out": asked.left_out,
        **_counted(asked.shares, asked.chosen),
        "group": next((group for group in asked.groups if group.key == asked.group), None),
        "groups": choices_of(request, "group", [(g.key, g.name, 0) for g in asked.groups])[1:],
        "first": request.GET.get("from", ""),
        "last": request.GET.get("to", ""),
        "subject": asked.subject,
        "subjects": choices_of(request, "subject", frequent_subjects(asked.known, asked.on_topic)),
        "enough": ENOUGH,
    }


def _counted(shares: Shares, chosen: int) -> dict[str, int]:
    """The number of compared votes, and the smallest and the largest number of votes that a pair has in common.

    Pairs with too few common votes are left out of the smallest and the largest number.
    """
    given = [share.votes for share in shares.values() if share.value is not None]
    return {"votes": chosen.bit_count(), "fewest": min(given, default=0), "most": max(given, default=0)}


def _cell(shares: Shares, one: str, other: str) -> Cell:
    share = shares.get((one, other)) or shares.get((other, one))
    if share is None:
        return Cell(None, "")
    return Cell(share, "" if share.value is None else str(min(9, int(share.value * 10))))
