"""The sponsors of resolutions: the list of States that submitted or joined drafts, and the resolutions of one State."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import MemberState, Resolution
from archive.models.snapshot import snapshot
from archive.name_order import by_pinyin, by_strokes
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import cells, csv_answer
from archive.views.keys import documents
from archive.views.labels import session_name
from archive.views.listing import choices_of, one_of, order_of
from archive.views.markup import fill, joined
from archive.views.public.browse import resolutions_page
from archive.views.session_columns import SessionColumns
from archive.views.topic import AskedTopic, Table, asked_topic
from archive.views.votes.asked_votes import asked_session
from archive.views.votes.counted_states import members
from archive.views.votes.vote_coverage import spans
from archive.voting.sponsors import sponsor_code, sponsor_codes


class Role(StrEnum):
    """How a State sponsored a resolution. Its value is in addresses and in data."""

    SUBMITTED = "submitted"
    JOINED = "joined"


def role_label(role: Role) -> str:
    return {Role.SUBMITTED: _("Submitted the draft"), Role.JOINED: _("Joined later")}[role]


@dataclass
class Sponsored:
    """The resolutions that a State sponsored: primary key → (session, role). They are counted when all are known."""

    resolutions: dict[int, tuple[str, Role]] = field(default_factory=dict)

    @cached_property
    def by_session(self) -> Counter[str]:
        return Counter(session for session, _role in self.resolutions.values())

    @cached_property
    def by_role(self) -> Counter[Role]:
        return Counter(role for _session, role in self.resolutions.values())

    def roles_in(self, session: str) -> Counter[Role]:
        return Counter(role for held_in, role in self.resolutions.values() if held_in == session)


@dataclass(frozen=True, slots=True)
class Sponsors:
    """The sponsors of all resolutions on a topic.

    ``by_state`` has the States by their codes. ``others`` counts the resolutions of each printed name that no Member
    State has. ``known`` counts by session the resolutions whose sponsors the archive knows.
    """

    by_state: dict[str, Sponsored]
    others: Counter[str]
    known: Counter[str]

    @classmethod
    def of(cls, resolutions: QuerySet[Resolution]) -> Sponsors:
        """The sponsors of these resolutions, in one query. A State that submitted a draft did not join it later."""
        states: dict[str, Sponsored] = defaultdict(Sponsored)
        others: Counter[str] = Counter()
        known: Counter[str] = Counter()
        for pk, session, submitted, added in resolutions.order_by().values_list(*_COLUMNS):
            for role, printed in ((Role.JOINED, added), (Role.SUBMITTED, submitted)):
                for code in sponsor_codes(printed):
                    states[code].resolutions[pk] = (session, role)
            others.update({name for name in (*submitted, *added) if not sponsor_code(name)})
            known[session] += bool(submitted or added)
        return cls(states, others, +known)

    @property
    def sessions(self) -> str:
        return spans(int(session) for session in self.known if session.isdecimal())


@lru_cache(maxsize=4)
def _sponsors(seen: Hashable, topic: AskedTopic) -> Sponsors:
    """Remembered, because it reads every resolution. ``seen`` is ``snapshot()``."""
    return Sponsors.of(topic.of(Resolution.of_assembly.all()))


_COLUMNS = ("pk", "session", "sponsors", "additional_sponsors")


@require_safe
def sponsor_list(request: HttpRequest) -> HttpResponseBase:
    """The list of sponsors. ``?sort=`` is ``name``, ``strokes`` (of the Chinese name), ``resolutions`` or
    ``submitted``. The CSV has a row for each session of a State."""
    topic = asked_topic(request)
    resolutions = topic.of(Resolution.of_assembly.all())
    sponsors = _sponsors(snapshot(), topic)
    states = {state.code: state for state in members() if state.code in sponsors.by_state}
    by: dict[str, Callable[[str], Any]] = {
        "name": lambda code: by_pinyin(states[code].name),
        "strokes": lambda code: by_strokes(states[code].short_zh),
        "resolutions": lambda code: len(sponsors.by_state[code].resolutions),
        "submitted": lambda code: sponsors.by_state[code].by_role[Role.SUBMITTED],
    }
    order = order_of(request, by, "name")
    codes = sorted(sorted(states, key=by["name"]), key=by[order.column], reverse=order.descending)
    listed = [(states[code], sponsors.by_state[code]) for code in codes]
    columns = SessionColumns.of(sponsors.known)
    return answer(
        request,
        "sponsors/list.html",
        lambda: {
            "topic": topic,
            "order": order,
            "columns": columns,
            "listed": len(listed),
            "rows": _rows(listed, columns, topic),
            "sponsors": sponsors,
            "known": sponsors.known.total(),
            "total": resolutions.count(),
            "others": sponsors.others.most_common(),
        },
        lambda: documents.Sponsors(
            **topic.data, known=sponsors.known, others=sponsors.others, results=[_data(*each) for each in listed]
        ),
        csv=lambda: csv_answer(topic.file_name("sponsors"), *topic.table(_table(listed))),
    )


def _rows(listed: Iterable[tuple[MemberState, Sponsored]], columns: SessionColumns, topic: AskedTopic) -> SafeString:
    """The rows of the table: name, resolutions, those submitted, and the resolutions of each session. A template takes
    too long for two hundred rows."""
    heading, number = '<th scope="row"><a href="{}{}">{}</a></th>', '<td class="number">{}</td>'
    return joined(
        fill(
            "<tr>{}\n{}\n{}\n{}</tr>",
            fill(heading, address, topic.alone, state.name),
            fill(number, str(len(found.resolutions))),
            fill(number, _submitted(found, address, topic)),
            columns.cells(found.by_session, address, topic.query),
        )
        for state, found in listed
        for address in [reverse("sponsor", args=[state.code])]
    )


def _submitted(found: Sponsored, address: str, topic: AskedTopic) -> SafeString:
    number = found.by_role[Role.SUBMITTED]
    link = '<a href="{}?role={}{}">{}</a>'
    return fill(link, address, Role.SUBMITTED.value, topic.query, str(number)) if number else SafeString("")


def _data(state: MemberState, found: Sponsored) -> documents.Sponsor:
    sessions = sorted(found.by_session, key=symbols.session_order, reverse=True)
    return {
        "state": state.code,
        "zh": state.short_zh,
        "en": state.short_en,
        **_counted(found.by_role),
        "sessions": [{"session": session, **_counted(found.roles_in(session))} for session in sessions],
        "url": reverse("sponsor", args=[state.code]),
    }


def _counted(roles: Counter[Role]) -> documents.Submitted:
    return {"resolutions": roles.total(), "submitted": roles[Role.SUBMITTED], "joined": roles[Role.JOINED]}


def _table(listed: Iterable[tuple[MemberState, Sponsored]]) -> Table:
    columns = ("state", "zh", "en", "session", "resolutions", *(role.value for role in Role))
    rows = (
        [*cells(found, columns[:3]), *cells(counted, columns[3:])]
        for found in (_data(*each) for each in listed)
        for counted in found["sessions"]
    )
    return columns, rows


@require_safe
def sponsor(request: HttpRequest, code: str) -> HttpResponseBase:
    """The resolutions that a State sponsored. ``?session=`` and ``?role=`` (``submitted`` or ``joined``) narrow them.

    Raises NotHere if no State has this code.
    """
    if code != code.upper():
        return redirect("sponsor", code.upper(), permanent=True)
    state = MemberState.objects.filter(code=code).first()
    if state is None:
        raise NotHere(_("No State has the code %(code)s here.") % {"code": code[:20]})
    topic = asked_topic(request)
    sponsors = _sponsors(snapshot(), topic)
    found = sponsors.by_state.get(code, Sponsored())
    session, role = asked_session(request), one_of(request, "role", Role)
    chosen = [pk for pk, row in found.resolutions.items() if session in ("", row[0]) and role in ("", row[1])]
    resolutions = Resolution.objects.filter(pk__in=chosen)
    context = {
        "state": state,
        "sponsors": sponsors,
        "sponsored": bool(found.resolutions),
        **_filters(request, found, session, role),
    }
    roles = {"role": lambda pk, _symbol: found.resolutions[pk][1].value}
    name = f"sponsor-{code}"
    template = "sponsors/sponsor.html"
    return resolutions_page(request, topic, resolutions, name, template, context, state.name, more=roles)


def _filters(request: HttpRequest, found: Sponsored, session: str, role: str) -> dict[str, Any]:
    """The filters of a sponsor. Each counts the resolutions that the other filter leaves."""
    rows = found.resolutions.values()
    sessions = Counter(held_in for held_in, had in rows if role in ("", had))
    roles = Counter(had for held_in, had in rows if session in ("", held_in))
    ordered = sorted(sessions, key=symbols.session_order, reverse=True)
    return {
        "sessions": choices_of(request, "session", [(s, session_name(s), sessions[s]) for s in ordered]),
        "roles": choices_of(request, "role", [(r.value, role_label(r), roles[r]) for r in Role if roles[r]]),
    }
