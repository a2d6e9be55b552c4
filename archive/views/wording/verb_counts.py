"""Counts the opening phrases of paragraphs by session.

Forms that differ only by 又, 还, 再次, also, further and the like are one phrase (``verbs.without_again``). Every other
word stays: 深为关切 and 关切 are two phrases, and 邀请并鼓励 is a phrase of its own. Each phrase keeps its forms as
stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count

from archive import symbols
from archive.comparing import verbs
from archive.comparing.verbs import Scales
from archive.models import Text, VerbStep
from archive.models.clause import ClauseKind
from archive.models.snapshot import snapshot
from archive.page_language import joined
from archive.views.labels import session_years
from archive.views.session_columns import MOST_COLUMNS
from archive.views.votes.vote_coverage import spans
from archive.views.wording.asked_verbs import COUNT, HUNDRED, AskedVerbs

# The kinds of clauses that have opening phrases.
PARTS = (ClauseKind.PREAMBULAR.value, ClauseKind.OPERATIVE.value)


@dataclass(slots=True)
class CountedSession:
    """One session. ``resolutions`` have a text in some language, ``texts`` are those in the counted language.

    ``paragraphs`` has the number of counted paragraphs of each part, with and without an opening phrase.
    """

    session: str
    resolutions: int = 0
    texts: int = 0
    paragraphs: Counter[str] = field(default_factory=Counter)


class Share(NamedTuple):
    """A number of paragraphs, and the number of all counted paragraphs of the same part and sessions."""

    number: int
    paragraphs: int

    @property
    def hundred(self) -> float | None:
        """The number for each hundred paragraphs. None if no paragraph is counted.

        >>> Share(3, 40).hundred
        7.5
        """
        return round(100 * self.number / self.paragraphs, 1) if self.paragraphs else None

    def value(self, measure: str) -> float | None:
        """The number in a measure: COUNT or HUNDRED."""
        return self.number if measure == COUNT else self.hundred

    def shown(self, measure: str) -> str:
        """The number as a cell shows it. "–" if there is nothing to divide by."""
        value = self.value(measure)
        return "–" if value is None else f"{value:.1f}" if measure == HUNDRED else f"{value}"


@dataclass
class Phrase:
    """An opening phrase in one part. ``key`` is the phrase in small letters, without 又, also and the like.

    ``numbers``: form as stored → session → number of paragraphs.
    """

    key: str
    part: str
    numbers: dict[str, Counter[str]] = field(default_factory=dict)

    @cached_property
    def forms(self) -> Counter[str]:
        """Form as stored → number of paragraphs."""
        return Counter({form: sessions.total() for form, sessions in self.numbers.items()})

    @cached_property
    def sessions(self) -> Counter[str]:
        """Session → number of paragraphs."""
        return sum(self.numbers.values(), Counter[str]())

    @property
    def total(self) -> int:
        return self.forms.total()

    @property
    def label(self) -> str:
        """The form without 又, also and the like, as it is stored. If no text has it, the key with a capital letter."""
        stored = [form for form, _ in self.forms.most_common() if form.lower() == self.key]
        return stored[0] if stored else self.key[:1].upper() + self.key[1:]

    @property
    def other_forms(self) -> list[tuple[str, int]]:
        return [(form, number) for form, number in self.forms.most_common() if form != self.label]


@dataclass(slots=True)
class Column:
    """A column of a table by session: one session, all earlier sessions, or neighbouring sessions without texts."""

    sessions: list[CountedSession]

    @property
    def has_texts(self) -> bool:
        return any(each.texts for each in self.sessions)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.session for each in self.sessions)

    @property
    def heading(self) -> str:
        return self.names[0] if len(self.names) == 1 else spans(int(name) for name in self.names if name.isdecimal())

    @property
    def years(self) -> str:
        return session_years(self.names[0]) if len(self.names) == 1 else ""

    def paragraphs(self, part: str) -> int:
        return sum(each.paragraphs[part] for each in self.sessions)

    def share(self, part: str, counts: Mapping[str, int]) -> Share:
        """The share of what ``counts`` has by session, in the sessions of this column."""
        return Share(sum(counts.get(name, 0) for name in self.names), self.paragraphs(part))


@dataclass(slots=True)
class Counts:
    """``sessions`` has the oldest first, with the regular sessions between the first and the last. ``phrases`` has the
    most frequent first. ``scales`` are the scales of strength, with the corrections of librarians."""

    sessions: list[CountedSession]
    phrases: list[Phrase]
    scales: Scales

    def of(self, part: str) -> list[Phrase]:
        return [phrase for phrase in self.phrases if phrase.part == part]

    def paragraphs(self, part: str) -> int:
        return sum(session.paragraphs[part] for session in self.sessions)

    def of_step(self, part: str, scale: str, step: int) -> list[Phrase]:
        """The phrases of a part that are on a step of a scale. ``part`` "" is both parts."""
        phrases = self.of(part) if part else self.phrases
        return [phrase for phrase in phrases if self.scales.steps_of(phrase.key).get(scale) == step]

    @property
    def sessions_with_texts(self) -> str:
        """Sessions with texts in spans: “74–75, 77–79”, and special sessions by their names."""
        names = [each.session for each in self.sessions if each.texts]
        regular = spans(int(name) for name in names if name.isdecimal())
        return joined(filter(None, (regular, *(name for name in names if not name.isdecimal()))))

    @property
    def runs(self) -> list[Column]:
        """Each session with texts, and neighbouring sessions without texts together."""
        found = []
        for has_texts, neighbours in groupby(self.sessions, key=lambda each: each.texts > 0):
            together = list(neighbours)
            found += [Column([each]) for each in together] if has_texts else [Column(together)]
        return found

    @property
    def columns(self) -> list[Column]:
        """The runs, but all texts before the newest sessions share a column."""
        runs = self.runs
        places = [place for place, run in enumerate(runs) if run.has_texts]
        if len(places) <= MOST_COLUMNS + 1:
            return runs
        first = places[-MOST_COLUMNS]
        earlier = [session for run in runs[:first] if run.has_texts for session in run.sessions]
        return [Column(earlier), *runs[first:]]


def counts(asked: AskedVerbs) -> Counts:
    """What the address asks to count. It is remembered, unless a question chooses the paragraphs: the index can follow
    the archive later. Raises IndexAway if a question chooses them."""
    return _count(asked) if asked.q else _remembered(snapshot(), asked.counted)


@lru_cache(maxsize=8)
def _remembered(seen: Hashable, asked: AskedVerbs) -> Counts:
    """``seen`` is ``snapshot()``. Nobody may change the result."""
    return _count(asked)


def _count(asked: AskedVerbs) -> Counts:
    """Four queries."""
    rows = asked.clauses.filter(kind__in=PARTS).by_opening()
    sessions = {session.session: session for session in _sessions(asked)}
    phrases: dict[tuple[str, str], Phrase] = {}
    for session, part, opening, number in rows:
        sessions[session].paragraphs[part] += number
        key = verbs.without_again(opening)
        phrase = phrases.setdefault((part, key), Phrase(key, part))
        phrase.numbers.setdefault(opening, Counter())[session] += number
    found = sorted(phrases.values(), key=lambda phrase: (-phrase.total, phrase.key))
    return Counts(list(sessions.values()), found, VerbStep.objects.scales())


def _sessions(asked: AskedVerbs) -> list[CountedSession]:
    """The sessions with a resolution, the oldest first, and the regular sessions between them."""
    resolutions = asked.resolutions.order_by()
    found = {
        session: CountedSession(session, number)
        for session, number in resolutions.values_list("session").annotate(n=Count("pk"))
    }
    for session, language, number in Text.objects.by_session(resolutions):
        if language == asked.language:
            found[session].texts = number
    regular = [int(name) for name in found if name.isdecimal()]
    for number in range(min(regular, default=0), max(regular, default=-1)):
        found.setdefault(str(number), CountedSession(str(number)))
    return sorted(found.values(), key=lambda each: symbols.session_order(each.session))
