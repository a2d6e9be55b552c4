"""The States and the sessions that an address asks for: ``?state=CHN&group=eu&from=70&to=79``."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive import symbols
from archive.models import GroupMembership, MemberState
from archive.views.answer import NotHere
from archive.views.votes.held_rolls import HeldRolls
from archive.voting.vote_question import state_code


def asked_codes(request: HttpRequest, everyone: dict[str, MemberState]) -> list[str]:
    """The codes of the States in the address, without repetition. ``?state=`` is a code or a name of a State.

    Raises NotHere for a name that no State has.
    """
    typed = [value.strip() for value in request.GET.getlist("state") if value.strip()]
    codes = list(dict.fromkeys(_code(value) for value in typed))
    if unknown := [code for code in codes if code not in everyone]:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": unknown[0][:20]})
    return codes


def _code(value: str) -> str:
    return state_code(value) or value.upper()


def members_of(group: str, sessions: set[str]) -> dict[str, GroupMembership]:
    """Code of a State → its latest membership, for the States that belonged to the group during these sessions.
    Without sessions: for all States that ever belonged to it."""
    memberships = GroupMembership.objects.filter(group=group)
    if spans := [dates for session in sessions if (dates := symbols.session_dates(session))]:
        first, last = min(spans)[0], max(spans)[1]
        memberships = memberships.exclude(until__lt=first).exclude(since__gt=last)
    return {membership.state_id: membership for membership in memberships.order_by(F("until").asc(nulls_last=True))}


def asked_sessions(request: HttpRequest, known: HeldRolls) -> set[str]:
    """The regular sessions from ``?from=`` to ``?to=``. Empty if neither is given. Raises NotHere for a value that is
    no number."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    for value in asked:
        if value and not (value.isascii() and value.isdigit() and len(value) < 4):
            raise NotHere(_("A session is a number here: %(value)s") % {"value": value[:20]})
    if not any(asked):
        return set()
    first, last = int(asked[0] or 0), int(asked[1] or 999)
    sessions = {vote.session for vote in known.votes.values()}
    return {s for s in sessions if s.isdigit() and first <= int(s) <= last} or {"none"}
