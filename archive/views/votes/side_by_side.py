"""Pages that compare States: two to five side by side, and the agreement of all members of a group."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import GroupMembership, MemberState, StateGroup, Vote
from archive.views import data
from archive.views.answer import NotHere
from archive.views.labels import session_name
from archive.views.listing import choices_of, one_of, page_of
from archive.views.votes.held_rolls import HeldRolls, held
from archive.views.votes.roll_calls import RollCall, Shown
from archive.views.votes.states import VOTES_A_PAGE, among, asked_session, asked_subject, frequent_subjects, share_data
from archive.views.votes.vote_answer import answer_with_table
from archive.views.votes.vote_data import vote_data
from archive.views.votes.vote_labels import choice_words
from archive.voting.measures import ENOUGH, Share

_MOST_BESIDE = 5
_LARGEST_MATRIX = 60


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """Two to five States side by side: ``?state=CHN&state=USA``; ``?session=`` and ``?subject=`` narrow it."""
    everyone = {state.code: state for state in MemberState.objects.order_by("short_en")}
    codes = list(dict.fromkeys(code.upper() for code in request.GET.getlist("state") if code))
    if unknown := [code for code in codes if code not in everyone]:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": unknown[0][:20]})
    if len(codes) > _MOST_BESIDE:
        raise NotHere(_("Two to five States stand side by side; these are %(count)s.") % {"count": len(codes)})
    known = held()
    session, subject = asked_session(request), asked_subject(request)
    chosen = among(known, {session} if session else set(), subject)
    pairs = [
        (everyone[one], everyone[other], known.rolls.agreement(one, other, chosen))
        for number, one in enumerate(codes)
        for other in codes[number + 1 :]
    ]
    differing = known.rolls.differing(codes, chosen) if len(codes) > 1 else []
    page = page_of(request, differing, VOTES_A_PAGE)
    votes = Vote.objects.select_related("document").in_bulk(list(page))
    rows = [(Shown(votes[pk], RollCall()), [_did(known, code, pk) for code in codes]) for pk in page if pk in votes]
    return answer_with_table(
        request,
        "states/compare.html",
        lambda: {
            "states": [everyone[code] for code in codes],
            "everyone": list(everyone.values()),
            "room": range(max(2, min(_MOST_BESIDE, len(codes) + 1)) - len(codes)),
            "pairs": pairs,
            "page": page,
            "rows": rows,
            "subject": subject,
            "session": session,
            "enough": ENOUGH,
            "sessions": choices_of(request, "session", _sessions(known)),
        },
        lambda: {
            "states": codes,
            "agreement": [{"states": [a.code, b.code], **share_data(share)} for a, b, share in pairs],
            "differing": data.page(
                page,
                [
                    vote_data(shown.vote) | {"choices": {c: did[0] for c, did in zip(codes, each, strict=True)}}
                    for shown, each in rows
                ],
            ),
        },
        lambda: (
            ("symbol", "session", *codes),
            ([*known.votes[pk][:2], *(_did(known, code, pk)[0] for code in codes)] for pk in differing),
        ),
        "compare-" + "-".join(codes),
    )


def _did(known: HeldRolls, code: str, vote: int) -> tuple[str, str]:
    choice = known.rolls.choice(code, vote)
    return (choice, choice_words(choice)) if choice else ("", "")


def _sessions(known: HeldRolls) -> list[tuple[str, str, int]]:
    counts = Counter(vote.session for vote in known.votes.values())
    ordered = sorted(counts, key=lambda s: (not s.isdigit(), -int("".join(c for c in s if c.isdigit()) or 0)))
    return [(session, session_name(session), counts[session]) for session in ordered if session]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix. ``tone`` is "0" (never the same choice) to "9" (always), or "" if there are too few
    votes or the State meets itself.
    """

    share: Share | None
    tone: str


@require_safe
def matrix(request: HttpRequest) -> HttpResponseBase:
    """The agreement of the members of a group: ``?group=eu``, or ``?state=`` several times.

    ``?from=`` and ``?to=`` are the first and the last session, ``?subject=`` a subject.
    """
    everyone = {state.code: state for state in MemberState.objects.order_by("short_en")}
    groups = list(StateGroup.objects.all())
    key = one_of(request, "group", [group.key for group in groups])
    codes = list(dict.fromkeys(code.upper() for code in request.GET.getlist("state") if code))
    known = held()
    sessions = _between(request, known)
    left: dict[str, GroupMembership] = {}
    if not codes:
        key = key or "nuclear-weapon-states"
        members = _members(key, sessions)
        codes = [code for code in everyone if code in members]
        left = {code: membership for code, membership in members.items() if membership.until}
    if unknown := [code for code in codes if code not in everyone]:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": unknown[0][:20]})
    subject = asked_subject(request)
    chosen = among(known, sessions, subject)
    left_out = codes[_LARGEST_MATRIX:]
    codes = codes[:_LARGEST_MATRIX]
    shares = {
        (one, other): known.rolls.agreement(one, other, chosen)
        for number, one in enumerate(codes)
        for other in codes[number + 1 :]
    }
    given = [share.votes for share in shares.values() if share.value is not None]
    return answer_with_table(
        request,
        "states/matrix.html",
        lambda: {
            "columns": [everyone[code] for code in codes],
            "rows": [(everyone[one], left.get(one), [_cell(shares, one, other) for other in codes]) for one in codes],
            "left_out": len(left_out),
            "votes": chosen.bit_count(),
            "fewest": min(given, default=0),
            "most": max(given, default=0),
            "group": next((group for group in groups if group.key == key), None),
            "groups": choices_of(request, "group", [(g.key, g.name, 0) for g in groups])[1:],
            "first": request.GET.get("from", ""),
            "last": request.GET.get("to", ""),
            "subject": subject,
            "subjects": choices_of(request, "subject", frequent_subjects(known)),
            "enough": ENOUGH,
        },
        lambda: {
            "states": codes,
            "votes": chosen.bit_count(),
            "agreement": [{"states": list(pair), **share_data(share)} for pair, share in shares.items()],
        },
        lambda: (
            ("state", "other_state", "same", "votes", "percent"),
            ([*pair, share.same, share.votes, share.percent] for pair, share in shares.items()),
        ),
        f"agreement-{key or 'states'}",
    )


def _members(group: str, sessions: set[str]) -> dict[str, GroupMembership]:
    """Who belonged to a group in these sessions, each with its latest membership. Without sessions: ever."""
    memberships = GroupMembership.objects.filter(group=group)
    if spans := [dates for session in sessions if (dates := symbols.session_dates(session))]:
        first, last = min(spans)[0], max(spans)[1]
        memberships = memberships.exclude(until__lt=first).exclude(since__gt=last)
    return {membership.state_id: membership for membership in memberships.order_by(F("until").asc(nulls_last=True))}


def _between(request: HttpRequest, known: HeldRolls) -> set[str]:
    """The regular sessions from ``?from=`` to ``?to=``. Empty if neither is given."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    for value in asked:
        if value and not (value.isascii() and value.isdigit() and len(value) < 4):
            raise NotHere(_("A session is a number here: %(value)s") % {"value": value[:20]})
    if not any(asked):
        return set()
    first, last = int(asked[0] or 0), int(asked[1] or 999)
    return {s for _symbol, s, _key in known.votes.values() if s.isdigit() and first <= int(s) <= last} or {"none"}


def _cell(shares: dict[tuple[str, str], Share], one: str, other: str) -> Cell:
    share = shares.get((one, other)) or shares.get((other, one))
    if share is None:
        return Cell(None, "")
    return Cell(share, "" if share.value is None else str(min(9, int(share.value * 10))))
