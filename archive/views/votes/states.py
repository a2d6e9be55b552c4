"""Pages of States: the list, and one State with its votes and measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Ballot, GroupMembership, MemberState, StateGroup, Subject, Vote
from archive.page_language import reads_chinese
from archive.views import data
from archive.views.answer import NotHere
from archive.views.labels import session_name
from archive.views.listing import choices_of, one_of, order_of, page_of
from archive.views.markup import fill, joined
from archive.views.votes.held_rolls import HeldRolls, held
from archive.views.votes.roll_calls import RollCall, Shown
from archive.views.votes.vote_answer import PARTIAL, answer_with_table, vote_row
from archive.views.votes.vote_data import vote_data
from archive.views.votes.vote_labels import choice_words
from archive.voting.choice import CAST, Choice
from archive.voting.measures import ENOUGH, FEW, MANY, Share

VOTES_A_PAGE = 50
NUCLEAR = ("CHN", "FRA", "RUS", "GBR", "USA")
_LISTED_ALONE = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    state: MemberState
    share: Share


@dataclass(frozen=True, slots=True)
class ChangedMind:
    """A series in which a State changed its choice: (session, symbol, choice, words of the choice) by year."""

    symbol: str
    years: list[tuple[int, str, str, str]]

    @property
    def course(self) -> SafeString:
        """The years as HTML. A template would take a third of the page's time for them."""
        years = (
            fill('<span class="did {}">{} {}</span>', name, str(session), words)
            for session, _symbol, name, words in self.years
        )
        return joined(years, " ")


@require_safe
def state_list(request: HttpRequest) -> HttpResponseBase:
    """Every member since 1945.

    ``?group=`` narrows the list to the members of a group, past ones too, and shows when they belonged. ``?sort=`` is
    ``name``, ``admitted`` or ``votes``.
    """
    rolls = held().rolls
    groups = list(StateGroup.objects.all())
    key = one_of(request, "group", [group.key for group in groups])
    belonging: dict[str, list[GroupMembership]] = defaultdict(list)
    for membership in GroupMembership.objects.filter(group=key).order_by("since") if key else ():
        belonging[membership.state_id].append(membership)
    states = list(MemberState.objects.filter(code__in=belonging) if key else MemberState.objects.all())
    order = order_of(request, ("name", "admitted", "votes"), "name")
    votes = {state.code: rolls.part(state.code).bit_count() for state in states}
    by = {"name": lambda s: s.short_en, "admitted": lambda s: s.admitted, "votes": lambda s: votes[s.code]}
    states.sort(key=by[order.column], reverse=order.descending)
    group = next((group for group in groups if group.key == key), None)
    members = Counter(GroupMembership.objects.order_by().values_list("group", flat=True))
    columns = ("code", "iso2", "m49", "name_zh", "name_en", "formal_zh", "formal_en", "admitted", "ended")
    return answer_with_table(
        request,
        "states/list.html",
        lambda: {
            "rows": [(state, votes[state.code], belonging[state.code]) for state in states],
            "order": order,
            "group": group,
            "groups": choices_of(request, "group", [(g.key, g.name, members[g.key]) for g in groups]),
        },
        lambda: {
            "group": group_data(group) if group else None,
            "groups": [{"key": g.key, "zh": g.name_zh, "en": g.name_en, "members": members[g.key]} for g in groups],
            "results": [
                state_data(state)
                | {"votes": votes[state.code]}
                | ({"belonged": spans(belonging, state)} if key else {})
                for state in states
            ],
        },
        lambda: (
            (*columns, "votes", *(("since", "until") if key else ())),
            (
                [*(getattr(state, name) for name in columns), votes[state.code], *span.values()]
                for state in states
                for span in (spans(belonging, state) if key else [{}])
            ),
        ),
        "states",
    )


def spans(belonging: dict[str, list[GroupMembership]], state: MemberState) -> list[dict[str, Any]]:
    """When a State belonged to a group. An empty day is unknown, or the membership goes on."""
    return [{"since": each.since, "until": each.until} for each in belonging[state.code]]


def group_data(group: StateGroup) -> dict[str, Any]:
    """A group of States as JSON."""
    return {
        "key": group.key,
        "kind": group.kind,
        "zh": {"name": group.name_zh, "note": group.note_zh},
        "en": {"name": group.name_en, "note": group.note_en},
        "known_since": group.known_since,
        "source": group.source,
        "source_url": group.source_url,
    }


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponseBase:
    """A State's votes, newest first, and measures over them. As CSV its votes.

    ``?choice=``, ``?session=`` and ``?subject=`` narrow both.
    """
    if code != code.upper():
        return redirect("state", code.upper(), permanent=True)
    everyone = {state.code: state for state in MemberState.objects.only("code", "short_zh", "short_en")}
    found = MemberState.objects.filter(code=code).first() if code in everyone else None
    if found is None:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": code[:20]})
    known = held()
    ballots = Ballot.objects.filter(state=found, vote__leading=True)
    choice = one_of(request, "choice", Choice)
    session, subject = asked_session(request), asked_subject(request)
    chosen = among(known, {session} if session else set(), subject)
    if session:
        ballots = ballots.filter(vote__session=session)
    if subject:
        ballots = ballots.filter(vote__document__resolution__subjects=subject)
    narrowed = ballots.filter(choice=choice) if choice else ballots
    listed = narrowed.select_related("vote__document").order_by(
        "-vote__session_order",
        F("vote__date").desc(nulls_last=True),
        "-vote__number",
        "vote__part",
        "vote__paths",
        "pk",
    )
    page = page_of(request, listed, VOTES_A_PAGE)
    with_each = _with_each(known, found.code, everyone, chosen)
    return answer_with_table(
        request,
        "states/state.html",
        lambda: {
            "state": found,
            "page": page,
            "ballots": [(ballot, Shown(ballot.vote, RollCall())) for ballot in page],
            "names": list(dict.fromkeys(found.names.values_list("name", flat=True))),
            "memberships": found.memberships.select_related("group"),
            "kin": {name: [everyone[code] for code in codes] for name, codes in _kin(found).items()},
            "listed_alone": _LISTED_ALONE,
            "measures": _measures(known, found.code, everyone, chosen),
            "with_each": _listed(found.code, with_each),
            "changed": _changed(known, found.code, everyone) if page.number == 1 else [],
            "narrowed": session or subject,
            "subject": subject,
            "few": FEW, "many": MANY, "enough": ENOUGH,
            **_filters(request, found, known, (session, choice), subject),
        },
        lambda: state_data(found) | {
            **_kin(found),
            "names": list(found.names.values_list("name", flat=True)),
            "groups": list(found.memberships.order_by("group").values("group", "since", "until")),
            "measures": _measures_data(known, found.code, everyone, chosen, with_each),
            "votes": data.page(
                page, [vote_data(b.vote) | {"choice": b.choice, "name": b.printed} for b in page]
            ),
        },
        lambda: (PARTIAL, (vote_row(b.vote, found.code, b.printed, b.choice) for b in listed.iterator(1000))),
        f"state-{found.code}",
    )  # fmt: skip


def _kin(found: MemberState) -> dict[str, list[str]]:
    """The predecessors and the successors of a State as members."""
    links = MemberState.successors.through.objects.filter(Q(from_memberstate=found) | Q(to_memberstate=found))
    pairs = sorted(links.values_list("from_memberstate", "to_memberstate"))
    return {
        "predecessors": [before for before, after in pairs if after == found.code],
        "successors": [after for before, after in pairs if before == found.code],
    }


def asked_subject(request: HttpRequest) -> Subject | None:
    asked = request.GET.get("subject", "")
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    found = Subject.objects.filter(pk=number).first()
    if found is None:
        raise NotHere(_("There is nothing to choose by this name here: %(value)s") % {"value": asked[:80]})
    return found


def asked_session(request: HttpRequest) -> str:
    asked = request.GET.get("session", "").upper()
    if asked and symbols.session_order(asked) < 0:
        raise NotHere(_("There is nothing to choose by this name here: %(value)s") % {"value": asked[:80]})
    return asked


def among(known: HeldRolls, sessions: set[str], subject: Subject | None) -> int:
    """The votes of these sessions and on this subject, as bits. Without sessions: of all."""
    if not sessions and not subject:
        return known.rolls.every
    chosen = {pk for pk, vote in known.votes.items() if not sessions or vote.session in sessions}
    if subject:
        on_subject = Vote.objects.counted().filter(document__resolution__subjects=subject)
        chosen &= set(on_subject.values_list("pk", flat=True))
    return known.rolls.among(chosen)


def _filters(
    request: HttpRequest, found: MemberState, known: HeldRolls, narrowed: tuple[str, str], subject: Subject | None
) -> dict[str, Any]:
    """The sessions and the choices. Each is counted among the votes that the other filter leaves."""
    cast = Ballot.objects.filter(state=found, vote__leading=True).order_by()
    if subject:
        cast = cast.filter(vote__document__resolution__subjects=subject)
    rows = cast.values_list("vote__session", "choice").annotate(n=Count("pk")).order_by("-vote__session_order")
    choices: Counter[str] = Counter()
    sessions: Counter[str] = Counter()
    for session, choice, count in rows:
        if narrowed[0] in ("", session):
            choices[choice] += count
        if narrowed[1] in ("", choice):
            sessions[session] += count
    named = [(choice, choice_words(choice), choices[choice]) for choice in Choice if choices[choice]]
    return {
        "choices": choices_of(request, "choice", named),
        "sessions": choices_of(request, "session", [(s, session_name(s), n) for s, n in sessions.items() if s]),
        "subjects": choices_of(request, "subject", frequent_subjects(known)),
    }


def frequent_subjects(known: HeldRolls) -> list[tuple[str, str, int]]:
    """The subjects with the most recorded votes, for a filter."""
    return [(str(pk), zh if zh and reads_chinese() else en, n) for pk, zh, en, n in known.subjects]


def _listed(code: str, with_each: list[Agreement]) -> SafeString:
    """The agreement with each State as HTML list items: two hundred, too many for a template."""
    item = '<li><a href="{}?state={}&amp;state={}">{}</a> {}% <span class="count">{}</span></li>'
    address = reverse("compare")
    return joined(
        fill(item, address, code, e.state.code, e.state.name, e.share.percent, str(e.share.votes)) for e in with_each
    )


def _with_each(known: HeldRolls, code: str, everyone: dict[str, MemberState], chosen: int) -> list[Agreement]:
    """The agreement with each other State, the highest first. States with too few common votes are left out."""
    shares = ((other, known.rolls.agreement(code, other, chosen)) for other in known.rolls.states if other != code)
    found = [Agreement(everyone[other], share) for other, share in shares if share.value is not None]
    return sorted(found, key=lambda each: (-(each.share.value or 0), each.state.short_en))


def _measures(known: HeldRolls, code: str, everyone: dict[str, MemberState], chosen: int) -> dict[str, Any]:
    counts = known.rolls.counts(code, chosen)
    alone = known.rolls.nearly_alone(code, chosen)
    return {
        "counts": [(choice, choice_words(choice), counts[choice]) for choice in CAST],
        "votes": sum(counts.values()),
        "majority": known.rolls.with_majority(code, chosen),
        "nuclear": [
            Agreement(everyone[other], known.rolls.agreement(code, other, chosen)) for other in NUCLEAR if other != code
        ],
        "alone": len(alone),
        "alone_listed": [
            (known.votes[vote], choice, choice_words(choice))
            for vote in alone[:_LISTED_ALONE]
            if (choice := known.rolls.choice(code, vote))
        ],
    }


def _changed(known: HeldRolls, code: str, everyone: dict[str, MemberState]) -> list[ChangedMind]:
    """The series in which a State changed its choice, the latest first."""
    found = []
    for years in known.series:
        made = [(session, symbol, known.rolls.choice(code, vote)) for session, symbol, vote in years]
        did = [(session, symbol, choice) for session, symbol, choice in made if choice]
        if len({choice for _session, _symbol, choice in did}) > 1:
            found.append(ChangedMind(did[-1][1], [(s, symbol, c, choice_words(c)) for s, symbol, c in did]))
    return sorted(found, key=lambda each: -each.years[-1][0])


def share_data(share: Share) -> dict[str, Any]:
    return {"same": share.same, "votes": share.votes, "share": share.value}


def _measures_data(
    known: HeldRolls, code: str, everyone: dict[str, MemberState], chosen: int, with_each: list[Agreement]
) -> dict[str, Any]:
    return {
        "votes": known.rolls.part(code, chosen).bit_count(),
        "choices": known.rolls.counts(code, chosen),
        "with_majority": share_data(known.rolls.with_majority(code, chosen)),
        "nearly_alone": [known.votes[vote].symbol for vote in known.rolls.nearly_alone(code, chosen)],
        "agreement": {each.state.code: share_data(each.share) for each in with_each},
        "changed": [
            {"symbol": each.symbol, "years": [{"session": s, "symbol": k, "choice": c} for s, k, c, _w in each.years]}
            for each in _changed(known, code, everyone)
        ],
    }


def state_data(found: MemberState) -> dict[str, Any]:
    """A State as JSON."""
    return {
        "code": found.code,
        "iso2": found.iso2,
        "m49": found.m49,
        "zh": {"short": found.short_zh, "name": found.name_zh, "formal": found.formal_zh, "note": found.note_zh},
        "en": {"short": found.short_en, "name": found.name_en, "formal": found.formal_en, "note": found.note_en},
        "admitted": found.admitted,
        "ended": found.ended,
        "url": found.get_absolute_url(),
    }
