"""Predecessors and successors of States, whose votes measures count apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.safestring import SafeString

from archive.models import MemberState
from archive.page_language import joined
from archive.views.keys import votes
from archive.views.markup import fill
from archive.voting.former_holders import former_holders

MOST_BESIDE = 5  # States that are compared side by side


@dataclass(slots=True)
class Kin:
    """A State with the States before and after it, by their codes. ``until`` is the last day of its membership.

    The former holder of a seat is a predecessor of the present holder.
    """

    state: MemberState
    until: date | None = None
    predecessors: list[MemberState] = field(default_factory=list)
    successors: list[MemberState] = field(default_factory=list)

    @property
    def before(self) -> SafeString:
        return _links(self.predecessors)

    @property
    def after(self) -> SafeString:
        return _links(self.successors)

    @property
    def query(self) -> str:
        """The States for the address of a comparison: ``state=CZE&state=CSK``. "" if they are too many."""
        states = [self.state, *self.predecessors, *self.successors]
        return "&".join(f"state={state.code}" for state in states) if len(states) <= MOST_BESIDE else ""

    @property
    def data(self) -> votes.Kin:
        """For JSON."""
        return {
            "state": self.state.code,
            "until": self.until,
            "predecessors": [each.code for each in self.predecessors],
            "successors": [each.code for each in self.successors],
        }


def _links(states: Iterable[MemberState]) -> SafeString:
    links = (fill('<a href="{}">{}</a>', state.get_absolute_url(), state.name) for state in states)
    return SafeString(joined(links))


def kin_of(codes: Collection[str], everyone: dict[str, MemberState]) -> list[Kin]:
    """The States of ``codes`` that have predecessors or successors, in the order of ``codes``. One query.

    ``everyone`` has the States by code, as ``counted_states`` returns them.
    """
    links = MemberState.successors.through.objects.filter(Q(from_memberstate__in=codes) | Q(to_memberstate__in=codes))
    pairs = [(str(before), str(after)) for before, after in links.values_list("from_memberstate", "to_memberstate")]
    pairs += [(holder.key, holder.code) for holder in former_holders().values()]
    before: dict[str, list[MemberState]] = defaultdict(list)
    after: dict[str, list[MemberState]] = defaultdict(list)
    for earlier, later in sorted(pairs):
        before[later].append(everyone[earlier])
        after[earlier].append(everyone[later])
    until = {holder.key: holder.until for holder in former_holders().values()}
    return [
        Kin(everyone[code], until.get(code, everyone[code].ended), before[code], after[code])
        for code in codes
        if before[code] or after[code]
    ]
