"""Measures over the votes of a State, for its page and its JSON."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from archive.models import MemberState
from archive.models.snapshot import snapshot
from archive.views.change_labels import label
from archive.views.keys import votes
from archive.views.markup import fill, joined
from archive.views.votes.asked_state import AskedState
from archive.views.votes.held_rolls import HeldRolls
from archive.views.votes.state_data import share_data
from archive.views.votes.vote_coverage import sessions_and_years, spans
from archive.views.votes.vote_labels import choice_words
from archive.views.wording_counts import YearCounts, year_counts
from archive.voting.choice import CAST, Choice
from archive.voting.former_holders import former_holders
from archive.voting.measures import Share

NUCLEAR = ("CHN", "FRA", "RUS", "RUS-1991", "GBR", "USA")
LISTED_ALONE = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement with another State. ``sessions`` are those of the votes in which both took part."""

    state: MemberState
    share: Share
    sessions: tuple[int, ...]

    @property
    def counted(self) -> str:
        return sessions_and_years(self.sessions)

    @property
    def data(self) -> votes.ShareOverSessions:
        return {**share_data(self.share), "sessions": list(self.sessions)}


@dataclass(frozen=True, slots=True)
class ChangedMind:
    """A series in which a State changed its choice. ``years`` lists (session, symbol, choice, words of the choice),
    the oldest first. ``wording`` has the steps between texts during which the State changed its choice."""

    state: str
    symbol: str
    years: list[tuple[int, str, str, str]]
    wording: list[YearCounts]

    @property
    def course(self) -> SafeString:
        """The years as HTML. Writing them with a template would take a third of the page's time."""
        years = (
            fill('<span class="did {}">{} {}</span>', name, str(session), words)
            for session, _symbol, name, words in self.years
        )
        return joined(years, " ")

    @property
    def steps(self) -> SafeString:
        """The steps as links to what changed in the words."""
        return joined(
            fill(
                '<a class="note then" href="{}?state={}#moved">{}{}{}</a> ',
                reverse("series_wording", args=[step.after]),
                self.state,
                _("Words %(before)s → %(after)s") % {"before": step.before, "after": step.after},
                pgettext("before figures", ": "),
                pgettext("between facts", ", ").join(f"{label(code).name} {count}" for code, count in step.told)
                or _("numbers and dates only, or nothing"),
            )
            for step in self.wording
        )


def agreement_list(asked: AskedState, with_each: list[Agreement]) -> SafeString:
    """The agreement with each State as items of an HTML list. A template takes too long for two hundred items."""
    said = cache(spans)  # most States took part in votes of the same sessions
    item = '<li><a href="{}?state={}&amp;state={}{}">{}</a> {}% <span class="count">{}</span>'
    item += ' <span class="note">{}</span></li>'
    address, code, more = reverse("compare"), asked.code, asked.topic.query
    return joined(
        fill(
            item, address, code, e.state.code, more, e.state.name, e.share.percent, str(e.share.votes), said(e.sessions)
        )
        for e in with_each
    )


def agreement_with_each(asked: AskedState) -> list[Agreement]:
    """The agreement with each other State, the highest first. A State with too few common votes is left out."""
    found = [_agreement(asked, asked.code, other) for other in asked.everyone if other != asked.code]
    found = [each for each in found if each.share.value is not None]
    return sorted(found, key=lambda each: -(each.share.value or 0))  # States with equal shares stay in order of names


def _agreement(asked: AskedState, code: str, other: str) -> Agreement:
    rolls, chosen = asked.known.rolls, asked.chosen
    both = rolls.part(code, chosen) & rolls.part(other, chosen)
    sessions = tuple(asked.known.sessions_of(both))
    return Agreement(asked.everyone[other], rolls.agreement(code, other, chosen), sessions)


def measures(asked: AskedState, code: str) -> dict[str, Any]:
    """The measures of the State, or of the former holder of its seat, by its code."""
    rolls, chosen = asked.known.rolls, asked.chosen
    counts = rolls.counts(code, chosen)
    alone = rolls.nearly_alone(code, chosen)
    return {
        "counts": [(choice, choice_words(choice), counts[choice]) for choice in CAST],
        "votes": sum(counts.values()),
        "counted": sessions_and_years(asked.known.sessions_of(rolls.part(code, chosen))),
        "majority": rolls.with_majority(code, chosen),
        "nuclear": [
            agreement
            for other in NUCLEAR
            if other != code and ((agreement := _agreement(asked, code, other)).share.votes or "-" not in other)
        ],
        "alone": len(alone),
        "alone_listed": [
            (asked.known.votes[vote], choice, choice_words(choice))
            for vote in alone[:LISTED_ALONE]
            if (choice := rolls.choice(code, vote))
        ],
    }


def changed_mind(asked: AskedState) -> list[ChangedMind]:
    """The series in which a State changed its choice. The series with the newest vote is first."""
    found = []
    steps = _steps(snapshot(), get_language() or "", asked.known)
    for years in asked.known.series:
        on_topic = asked.known.rolls.among(vote for _session, _symbol, vote in years) & asked.on_topic
        made = [(s, symbol, asked.known.rolls.choice(asked.code, vote)) for s, symbol, vote in years if on_topic]
        did = [(session, symbol, choice) for session, symbol, choice in made if choice]
        if len({choice for _session, _symbol, choice in did}) > 1:
            shown = [(s, symbol, str(c), choice_words(c)) for s, symbol, c in did]
            found.append(ChangedMind(asked.code, did[-1][1], shown, _wording(did, steps)))
    return sorted(found, key=lambda each: -each.years[-1][0])


@lru_cache(maxsize=4)
def _steps(seen: Hashable, language: str, known: HeldRolls) -> Mapping[str, YearCounts]:
    """Symbol of a resolution with a vote → the step to its text. Remembered, because it counts the clauses of every
    series. ``seen`` is ``snapshot()``."""
    return {step.after: step for step in year_counts(vote.symbol for vote in known.votes.values())}


def _wording(did: Sequence[tuple[int, str, Choice]], steps: Mapping[str, YearCounts]) -> list[YearCounts]:
    """The steps between texts of a series during which a State changed its choice. ``did`` has its choices by year,
    the oldest first, and ``steps`` has the steps by the later symbol."""
    moved = {session for (_session, _symbol, before), (session, _later, after) in pairwise(did) if before != after}
    own = (step for _session, symbol, _choice in did if (step := steps.get(symbol)))
    return [step for step in own if any(step.sessions[0] < session <= step.sessions[1] for session in moved)]


def _former_data(asked: AskedState) -> votes.FormerHolder | None:
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


def measures_data(asked: AskedState, with_each: list[Agreement]) -> votes.Measures:
    rolls, code, chosen = asked.known.rolls, asked.code, asked.chosen
    return {
        "former_holder": _former_data(asked),
        "votes": rolls.part(code, chosen).bit_count(),
        "choices": rolls.counts(code, chosen),
        "with_majority": share_data(rolls.with_majority(code, chosen)),
        "nearly_alone": [asked.known.votes[vote].symbol for vote in rolls.nearly_alone(code, chosen)],
        "agreement": {each.state.code: each.data for each in with_each},
        "changed": [
            {"symbol": each.symbol, "years": [{"session": s, "symbol": k, "choice": c} for s, k, c, _w in each.years]}
            for each in changed_mind(asked)
        ],
    }
