"""Pages of States: the list of States, and the page of one State with its votes and measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Ballot, GroupMembership, MemberState, StateGroup, Subject, Vote
from archive.models.snapshot import snapshot
from archive.models.subject import marked
from archive.name_order import by_pinyin, by_strokes
from archive.page_language import reads_chinese
from archive.views import data
from archive.views.answer import NotHere
from archive.views.labels import session_name
from archive.views.listing import Order, choices_of, one_of, order_of, page_of
from archive.views.markup import fill, joined
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.counted_states import counted_states
from archive.views.votes.held_rolls import HeldRolls, held
from archive.views.votes.roll_calls import Shown, as_listed, listed_data, shown_in_list
from archive.views.votes.vote_answer import PARTIAL, VOTES_A_PAGE, answer_with_table, vote_row
from archive.views.votes.vote_coverage import VoteCoverage, vote_coverage
from archive.views.votes.vote_labels import choice_words
from archive.voting.choice import CAST, Choice
from archive.voting.former_holders import former_holders, former_name, seat
from archive.voting.measures import ENOUGH, FEW, MANY, Share

NUCLEAR = ("CHN", "FRA", "RUS", "GBR", "USA")
_LISTED_ALONE = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    state: MemberState
    share: Share


@dataclass(frozen=True, slots=True)
class ChangedMind:
    """A series in which a State changed its choice. ``years`` lists (session, symbol, choice, words of the choice),
    the oldest first."""

    symbol: str
    years: list[tuple[int, str, str, str]]

    @property
    def course(self) -> SafeString:
        """The years as HTML. Writing them with a template would take a third of the page's time."""
        years = (
            fill('<span class="did {}">{} {}</span>', name, str(session), words)
            for session, _symbol, name, words in self.years
        )
        return joined(years, " ")


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
    return answer_with_table(
        request,
        "states/list.html",
        lambda: {
            "topic": listed.topic,
            "coverage": listed.coverage,
            "rows": [(state, listed.votes[state.code], listed.belonging[state.code]) for state in listed.states],
            "order": listed.order,
            "group": listed.group,
            "groups": choices_of(request, "group", [(g.key, g.name, members[g.key]) for g in groups]),
        },
        lambda: {
            **listed.topic.data,
            "group": group_data(listed.group) if listed.group else None,
            "groups": [{"key": g.key, "zh": g.name_zh, "en": g.name_en, "members": members[g.key]} for g in groups],
            "results": [_listed_data(listed, state) for state in listed.states],
        },
        lambda: listed.topic.table(_listed_table(listed)),
        listed.topic.file_name("states"),
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


def _listed_data(listed: ListedStates, state: MemberState) -> dict[str, Any]:
    found = state_data(state) | {"votes": listed.votes[state.code]}
    return found | {"belonged": spans(listed.belonging, state)} if listed.group else found


def _listed_table(listed: ListedStates) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The columns and the rows of the CSV. Each State has one row. If the list shows a group, each membership has one
    row."""
    columns = ("code", "iso2", "m49", "name_zh", "name_en", "formal_zh", "formal_en", "admitted", "ended")
    rows = (
        [*(getattr(state, name) for name in columns), listed.votes[state.code], *span.values()]
        for state in listed.states
        for span in (spans(listed.belonging, state) if listed.group else [{}])
    )
    return (*columns, "votes", *(("since", "until") if listed.group else ())), rows


def spans(belonging: dict[str, list[GroupMembership]], state: MemberState) -> list[dict[str, Any]]:
    """The first and the last day of each membership of a State in a group. A first day of None means the day of
    admission to the UN. A last day of None means that the membership goes on."""
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
    """The page of a State: its votes, the newest first, and measures over them. The CSV has the votes.

    ``?choice=`` narrows the list of votes. ``?session=``, ``?subject=`` and the topic narrow the list and the measures.
    """
    if code != code.upper():
        return redirect("state", code.upper(), permanent=True)
    if holder := next((each for each in former_holders().values() if each.key == code), None):
        return redirect("state", holder.code)
    asked = _asked_state(request, code)
    counted = _counted(snapshot(), asked.code, asked.topic, asked.subject)
    listed = sum(count for _session, _choice, count in _left(counted, asked.session, asked.choice))
    told = as_listed(_listed_ballots(asked), "vote__")
    page = page_of(request, told, VOTES_A_PAGE, listed)
    with_each = _with_each(asked)
    return answer_with_table(
        request,
        "states/state.html",
        lambda: _state_page(request, asked, page, with_each) | _filters(request, asked, counted),
        lambda: _state_json(asked, page, with_each),
        lambda: asked.topic.table((PARTIAL, (_row(code, ballot) for ballot in told.iterator(1000)))),
        asked.topic.file_name(f"state-{code}"),
    )


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


def _asked_state(request: HttpRequest, code: str) -> AskedState:
    everyone = counted_states()
    found = MemberState.objects.filter(code=code).first() if code in everyone else None
    if found is None:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": code[:20]})
    known = held()
    choice, session, subject = one_of(request, "choice", Choice), asked_session(request), asked_subject(request)
    topic = asked_topic(request)
    on_topic = votes_on(known, topic)
    chosen = on_topic & among(known, {session} if session else set(), subject)
    return AskedState(found, everyone, known, topic, on_topic, choice, session, subject, chosen)


def _listed_votes(topic: AskedTopic, subject: Subject | None) -> QuerySet[Vote]:
    """The votes on the topic and the subject, of all sessions."""
    votes = topic.of(Vote.objects.leading())
    return votes.on_subject(subject) if subject else votes


def _row(code: str, ballot: Any) -> list[Any]:
    """The row of a ballot of ``told`` in the CSV."""
    vote = ballot.vote
    return vote_row(vote, ballot.doubted, seat(code, vote.date), ballot.printed, ballot.choice)


def _listed_ballots(asked: AskedState) -> QuerySet[Ballot]:
    """The State's ballots that the page lists. The newest vote is first."""
    ballots = Ballot.objects.filter(state=asked.state, vote__in=_listed_votes(asked.topic, asked.subject))
    if asked.session:
        ballots = ballots.filter(vote__session=asked.session)
    if asked.choice:
        ballots = ballots.filter(choice=asked.choice)
    return ballots.order_by(
        "-vote__session_order",
        F("vote__date").desc(nulls_last=True),
        "-vote__number",
        "vote__part",
        "vote__paths",
        "pk",
    )


def _shown(page: Page[Any]) -> list[Shown]:
    return shown_in_list((ballot.vote, ballot.doubted, ballot.titles_given) for ballot in page)


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
        "ballots": [
            (ballot, shown, name_then(state.code, shown.vote.date))
            for ballot, shown in zip(page, _shown(page), strict=True)
        ],
        "names": list(dict.fromkeys(state.names.values_list("name", flat=True))),
        "memberships": state.memberships.select_related("group"),
        "kin": {name: [everyone[code] for code in codes] for name, codes in _kin(state).items()},
        "listed_alone": _LISTED_ALONE,
        "measures": _measures(asked, asked.code),
        "former": (holder := former_holders().get(state.code)),
        "former_state": everyone[holder.key] if holder else None,
        "former_measures": _measures(asked, holder.key) if holder else None,
        "with_each": _listed(asked, with_each),
        "changed": _changed(asked) if page.number == 1 else [],
        "narrowed": asked.session or asked.subject,
        "subject": asked.subject,
        "few": FEW, "many": MANY, "enough": ENOUGH,
    }  # fmt: skip


def _state_json(asked: AskedState, page: Page[Ballot], with_each: list[Agreement]) -> dict[str, Any]:
    votes = [
        listed_data(vote)
        | {"choice": ballot.choice, "state": seat(asked.code, ballot.vote.date), "name": ballot.printed}
        for ballot, vote in zip(page, _shown(page), strict=True)
    ]
    return (
        asked.topic.data
        | asked.coverage.data
        | state_data(asked.state)
        | {
            **_kin(asked.state),
            "names": list(asked.state.names.values_list("name", flat=True)),
            "groups": list(asked.state.memberships.order_by("group").values("group", "since", "until")),
            "measures": _measures_data(asked, with_each),
            "votes": data.page(page, votes),
        }
    )


def name_then(code: str, day: date | None) -> str:
    """The name of a State on a day, in the page's language. "" if it had its present name."""
    names = former_name(code, day)
    return names[0 if reads_chinese() else 1] if names else ""


def _kin(found: MemberState) -> dict[str, list[str]]:
    """The codes of the States that this State followed as a member, and of the States that followed it."""
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
    """A bit set of the votes of these sessions on this subject.

    If ``sessions`` is empty, all sessions count. If ``subject`` is None, all subjects count.
    """
    if not sessions and not subject:
        return known.rolls.every
    chosen = {pk for pk, vote in known.votes.items() if not sessions or vote.session in sessions}
    on_subject = known.subjects.get(subject.pk, 0) if subject else known.rolls.every
    return known.rolls.among(chosen) & on_subject


def votes_on(known: HeldRolls, topic: AskedTopic) -> int:
    """A bit set of the votes on a topic."""
    return known.rolls.every if topic.is_all else known.disarmament


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
    return {
        "choices": choices_of(request, "choice", named),
        "sessions": choices_of(request, "session", [(s, session_name(s), n) for s, n in sessions.items() if s]),
        "subjects": choices_of(request, "subject", frequent_subjects(asked.known, asked.on_topic)),
    }


def frequent_subjects(known: HeldRolls, votes: int) -> list[tuple[str, str, int]]:
    """The most frequent subjects of these votes, as choices of a filter: (id, name, number of votes)."""
    found = [(str(pk), *known.names[pk], n) for pk, n in known.frequent_subjects(votes)]
    if not reads_chinese():
        return [(pk, en, n) for pk, _zh, en, n in found]
    return [(pk, zh or marked(en), n) for pk, zh, en, n in found]


def _listed(asked: AskedState, with_each: list[Agreement]) -> SafeString:
    """The agreement with each State as items of an HTML list. A template takes too long for two hundred items."""
    item = '<li><a href="{}?state={}&amp;state={}{}">{}</a> {}% <span class="count">{}</span></li>'
    address, code, more = reverse("compare"), asked.code, asked.topic.query
    return joined(
        fill(item, address, code, e.state.code, more, e.state.name, e.share.percent, str(e.share.votes))
        for e in with_each
    )


def _with_each(asked: AskedState) -> list[Agreement]:
    """The agreement with each other State, the highest first. A State with too few common votes is left out."""
    shares = (
        (other, asked.known.rolls.agreement(asked.code, other, asked.chosen))
        for other in asked.known.rolls.states
        if other != asked.code
    )
    found = [Agreement(asked.everyone[other], share) for other, share in shares if share.value is not None]
    return sorted(found, key=lambda each: (-(each.share.value or 0), by_pinyin(each.state.name)))


def _measures(asked: AskedState, code: str) -> dict[str, Any]:
    """The measures of the State, or of the former holder of its seat, by its code."""
    rolls, chosen = asked.known.rolls, asked.chosen
    counts = rolls.counts(code, chosen)
    alone = rolls.nearly_alone(code, chosen)
    return {
        "counts": [(choice, choice_words(choice), counts[choice]) for choice in CAST],
        "votes": sum(counts.values()),
        "majority": rolls.with_majority(code, chosen),
        "nuclear": [
            Agreement(asked.everyone[other], rolls.agreement(code, other, chosen)) for other in NUCLEAR if other != code
        ],
        "alone": len(alone),
        "alone_listed": [
            (asked.known.votes[vote], choice, choice_words(choice))
            for vote in alone[:_LISTED_ALONE]
            if (choice := rolls.choice(code, vote))
        ],
    }


def _changed(asked: AskedState) -> list[ChangedMind]:
    """The series in which a State changed its choice. The series with the newest vote is first."""
    found = []
    for years in asked.known.series:
        on_topic = asked.known.rolls.among(vote for _session, _symbol, vote in years) & asked.on_topic
        made = [(s, symbol, asked.known.rolls.choice(asked.code, vote)) for s, symbol, vote in years if on_topic]
        did = [(session, symbol, choice) for session, symbol, choice in made if choice]
        if len({choice for _session, _symbol, choice in did}) > 1:
            found.append(ChangedMind(did[-1][1], [(s, symbol, c, choice_words(c)) for s, symbol, c in did]))
    return sorted(found, key=lambda each: -each.years[-1][0])


def share_data(share: Share) -> dict[str, Any]:
    return {"same": share.same, "votes": share.votes, "share": share.value}


def _former_data(asked: AskedState) -> dict[str, Any] | None:
    holder = former_holders().get(asked.code)
    if holder is None:
        return None
    rolls, chosen = asked.known.rolls, asked.chosen
    return {
        "code": holder.key,
        "zh": holder.name_zh,
        "en": holder.name_en,
        "until": holder.until,
        "votes": rolls.part(holder.key, chosen).bit_count(),
        "choices": rolls.counts(holder.key, chosen),
        "with_majority": share_data(rolls.with_majority(holder.key, chosen)),
    }


def _measures_data(asked: AskedState, with_each: list[Agreement]) -> dict[str, Any]:
    rolls, code, chosen = asked.known.rolls, asked.code, asked.chosen
    return {
        "former_holder": _former_data(asked),
        "votes": rolls.part(code, chosen).bit_count(),
        "choices": rolls.counts(code, chosen),
        "with_majority": share_data(rolls.with_majority(code, chosen)),
        "nearly_alone": [asked.known.votes[vote].symbol for vote in rolls.nearly_alone(code, chosen)],
        "agreement": {each.state.code: share_data(each.share) for each in with_each},
        "changed": [
            {"symbol": each.symbol, "years": [{"session": s, "symbol": k, "choice": c} for s, k, c, _w in each.years]}
            for each in _changed(asked)
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
