"""A State and the filters that the address of its page asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.models import MemberState, Subject
from archive.models.prepared import prepared
from archive.views.answer import NotHere
from archive.views.listing import one_of
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.asked_votes import among, asked_session, asked_subject, votes_on
from archive.views.votes.counted_states import counted_states
from archive.views.votes.held_rolls import HeldRolls, held
from archive.views.votes.vote_coverage import VoteCoverage, vote_coverage
from archive.voting.choice import Choice


@dataclass(frozen=True, slots=True)
class AskedState:
    """A State, and the filters of its page: topic, choice, session and subject. "" and None mean no filter.

    ``everyone`` has all States by code. Bit sets: ``on_topic`` has the votes on the topic, and ``chosen`` those of them
    that are of the session and on the subject.
    """

    state: MemberState
    everyone: dict[str, MemberState]
    known: HeldRolls
    topic: AskedTopic
    on_topic: int
    choice: str
    session: str
    subject: Subject | None
    chosen: int

    @property
    def code(self) -> str:
        return self.state.code

    @property
    def coverage(self) -> VoteCoverage:
        return vote_coverage(self.known, self.on_topic)


@prepared
def _state(code: str) -> QuerySet[MemberState]:
    return MemberState.objects.filter(code=code)


def asked_state(request: HttpRequest, code: str) -> AskedState:
    everyone = counted_states()
    found = _state(code) if code in everyone else []
    if not found:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": code[:20]})
    known = held()
    choice, session, subject = one_of(request, "choice", Choice), asked_session(request), asked_subject(request)
    topic = asked_topic(request)
    on_topic = votes_on(known, topic)
    chosen = on_topic & among(known, {session} if session else set(), subject)
    return AskedState(found[0], everyone, known, topic, on_topic, choice, session, subject, chosen)
