"""Who moved when the words moved: the changed clauses of each year, beside the States whose vote changed.

Both happened between the same two resolutions. This does not say that one is the cause of the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from archive.comparing.verbs import without_again
from archive.models import ClauseStep, Vote
from archive.models.wording import StepKind
from archive.page_language import joined as joined_words
from archive.views.change_labels import ChangeLabel, codes_of_steps, labels
from archive.views.markup import fill, joined
from archive.views.votes.roll_calls import Move, RollCall, Shown, absences, beside_whole, moves, roll_calls
from archive.views.votes.series_years import Year, sessions_between
from archive.views.votes.vote_coverage import spans
from archive.views.wording import summary
from archive.views.wording.picture import Addresses
from archive.views.wording.places import Places
from archive.views.wording.series_texts import SeriesTexts
from archive.views.wording.threads import SeriesClause
from archive.voting.record import Scope

_UNTOLD = {"same", "numbers"}  # a year counts the clauses with these labels, but does not list them
_SHOWN_CHANGES = 5  # changed words of one clause
_SHOWN_WORDS = 60  # characters of each
_UNFOLDED = 12  # changed clauses of one year
_LONG = 12  # States with the same move


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """The States that made the same move, in the order of their names. ``words`` are both choices in words."""

    words: tuple[str, str]
    moves: list[Move]

    @property
    def is_long(self) -> bool:
        return len(self.moves) > _LONG


def grouped(found: Iterable[Move]) -> list[MoveGroup]:
    """Moves that are sorted by both choices, in groups."""
    groups = (list(group) for _, group in groupby(found, lambda move: (move.before, move.after)))
    return [MoveGroup(group[0].words, group) for group in groups]


@dataclass(frozen=True, slots=True)
class SeparateVote:
    """A separate vote on a clause.

    ``before`` is the separate vote on the same clause in the text before, if there was one. ``moved`` are the States
    that made another choice than in that vote.
    """

    shown: Shown
    before: Shown | None
    moved: list[MoveGroup]

    @property
    def otherwise(self) -> list[MoveGroup]:
        """The States that made another choice than in the vote on the whole."""
        return grouped(self.shown.moved)


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that changed. ``steps`` are its steps: several for a clause that was split or merged.

    ``before`` and ``after`` are its places in both texts; one is empty for a new or a dropped clause. ``html`` has the
    changed words, and ``url`` is its row on the page that compares both texts.
    """

    steps: list[ClauseStep]
    labels: list[ChangeLabel]
    before: list[str]
    after: list[str]
    html: SafeString
    url: str
    votes: list[SeparateVote]

    @property
    def verbs(self) -> str:
        """The opening phrases before and after, if they changed."""
        step = self.steps[0]
        return f"{step.verb_before} → {step.verb_after}" if step.verb_after else ""

    @property
    def is_only_again(self) -> bool:
        """Whether the opening phrase only gained or lost a word such as 又 or also."""
        step = self.steps[0]
        return bool(step.verb_after) and without_again(step.verb_before) == without_again(step.verb_after)

    @property
    def places(self) -> str:
        """The places in both texts: “para. 3”, “para. 3 → para. 4”."""
        sides = [joined_words(side) for side in (self.before, self.after) if side]
        return " → ".join(dict.fromkeys(sides))


@dataclass(frozen=True, slots=True)
class VoteOfYear:
    """A vote on the whole, beside the vote on the whole before it (``year.before``).

    ``moved`` took part in both votes. ``absent`` took part in only one of them.
    """

    year: Year
    moved: list[MoveGroup]
    absent: list[MoveGroup]

    @property
    def absent_count(self) -> int:
        return sum(len(group.moves) for group in self.absent)


@dataclass(frozen=True, slots=True)
class YearOfChanges:
    """A text of the series, beside the text before it.

    ``url`` is the page that compares both. ``counts`` has the number of clauses with each label. ``votes`` are the
    votes on the whole after the resolution ``before``, up to the one on ``year``. ``others`` are the separate votes on
    clauses that did not change, or on no clause that is known, each with its place. ``without_text`` are the
    resolutions between both texts, and ``unknown`` the sessions between them in which no resolution of the series is
    known.
    """

    year: Year
    before: Year
    url: str
    counts: dict[str, int]
    changes: list[Change]
    votes: list[VoteOfYear]
    others: list[tuple[str, SeparateVote]]
    without_text: list[Year]
    unknown: list[int]

    @property
    def first_changes(self) -> list[Change]:
        return self.changes[:_UNFOLDED]

    @property
    def more_changes(self) -> list[Change]:
        return self.changes[_UNFOLDED:]

    @property
    def summary(self) -> str:
        return summary.words(self.counts, sum(change.is_only_again for change in self.changes))

    @property
    def unknown_words(self) -> str:
        return spans(self.unknown)

    @property
    def separate(self) -> list[SeparateVote]:
        return [*(vote for change in self.changes for vote in change.votes), *(vote for _, vote in self.others)]

    @property
    def moved_codes(self) -> set[str]:
        """The codes of the States that moved, in a vote on the whole or in a separate vote."""
        votes: list[VoteOfYear | SeparateVote] = [*self.votes, *self.separate]
        return {move.code for vote in votes for group in vote.moved for move in group.moves}


def years_of_changes(years: Sequence[Year], found: SeriesTexts) -> list[YearOfChanges]:
    """The texts that were compared, in the order of the sessions. Two queries."""
    writer = _Writer(years, found)
    steps: dict[int, list[ClauseStep]] = defaultdict(list)
    for step in found.steps:
        steps[step.step.later_id].append(step)
    return [writer.year(text.symbol, steps[text.revision]) for text in found.texts.values() if steps[text.revision]]


class _Writer:
    def __init__(self, years: Sequence[Year], found: SeriesTexts) -> None:
        self.years = {year.symbol: year for year in years}
        self.labels = labels()
        self.addresses = Addresses(found)
        self.clauses = self.addresses.clauses
        self.places = Places(self.clauses.values())
        self.symbols = {text.revision: symbol for symbol, text in found.texts.items()}
        self.separate = _separate(self.years[symbol] for symbol in found.texts)

    def year(self, symbol: str, steps: Sequence[ClauseStep]) -> YearOfChanges:
        year, before = self.years[symbol], self.years[self.symbols[steps[0].step.earlier_id]]
        changes = [self._change(group) for group in _together(steps)]
        placed = {vote.shown.vote.pk for change in changes for vote in change.votes}
        between = [one for one in self.years.values() if before.session < one.session < year.session]
        known = {one.session for one in between}
        return YearOfChanges(
            year,
            before,
            self.addresses.comparison(steps[0].step.later_id),
            _counts(changes),
            [change for change in changes if not {each.code for each in change.labels} <= _UNTOLD],
            [self._vote(one) for one in (*between, year)],
            list(self._others(symbol, steps, placed)),
            between,
            [session for session in sessions_between(before.session, year.session) if session not in known],
        )

    def _change(self, steps: list[ClauseStep]) -> Change:
        codes = codes_of_steps(steps)
        before, after = ([self.clauses[pk] for pk in dict.fromkeys(side) if pk] for side in _sides(steps))
        return Change(
            steps,
            [self.labels[code] for code in codes],
            [self.places.of(clause) for clause in before],
            [self.places.of(clause) for clause in after],
            _words(steps[0], before, after),
            self.addresses.compared(steps[0]),
            self._votes(before, after) if not set(codes) <= _UNTOLD else [],
        )

    def _votes(self, before: Sequence[SeriesClause], after: Sequence[SeriesClause]) -> list[SeparateVote]:
        earlier, later = (self._of_clauses(side) for side in (before, after))
        return [_beside(shown, earlier[0] if len(earlier) == len(later) == 1 else None) for shown in later]

    def _of_clauses(self, clauses: Sequence[SeriesClause]) -> list[Shown]:
        votes = (self.separate[self.symbols[clause.revision]] for clause in clauses)
        found = [
            shown
            for clause, of_text in zip(clauses, votes, strict=True)
            for shown in of_text
            if clause.path in shown.vote.paths
        ]
        return list({shown.vote.pk: shown for shown in found}.values())

    def _others(
        self, symbol: str, steps: Sequence[ClauseStep], placed: Collection[int]
    ) -> Iterator[tuple[str, SeparateVote]]:
        """The separate votes on a resolution that no changed clause has, each with its place."""
        earlier = {step.later_id: step.earlier_id for step in steps}
        paths = {self.clauses[pk].path: pk for pk in earlier if pk}
        for shown in self.separate[symbol]:
            if shown.vote.pk not in placed:
                later = [paths[path] for path in shown.vote.paths if path in paths]
                before = [self.clauses[one] for pk in later if (one := earlier[pk])]
                votes = self._of_clauses(before)
                yield shown.subject, _beside(shown, votes[0] if len(votes) == len(later) == 1 else None)

    def _vote(self, year: Year) -> VoteOfYear:
        before = self.years.get(year.before)
        rolls = [one.shown.roll for one in (before, year) if one and one.shown]
        return VoteOfYear(year, grouped(year.moved), grouped(absences(*rolls)) if before and len(rolls) == 2 else [])


def _separate(years: Iterable[Year]) -> dict[str, list[Shown]]:
    """Symbol → the separate votes in the plenary on parts of the resolution, beside the vote on the whole. Two
    queries."""
    whole = {year.symbol: year.shown for year in years}
    votes = list(
        Vote.objects.leading()
        .filter(document_id__in=whole, scope__in=(Scope.PARAGRAPH, Scope.WORDS, Scope.PART), in_committee=False)
        .order_by("document_id", "paths", "pk")
    )
    rolls = roll_calls([vote.pk for vote in votes])
    found: dict[str, list[Shown]] = defaultdict(list)
    for vote in votes:
        symbol = str(vote.document_id)
        found[symbol].append(beside_whole(Shown(vote, rolls.get(vote.pk, RollCall())), whole[symbol]))
    return found


def _beside(shown: Shown, before: Shown | None) -> SeparateVote:
    return SeparateVote(shown, before, grouped(moves(before.roll, shown.roll)) if before else [])


def _together(steps: Iterable[ClauseStep]) -> list[list[ClauseStep]]:
    """The steps in the order of the later text, and the dropped clauses last. Those of one split or merger are one."""
    ordered = sorted(steps, key=lambda step: (step.later_id is None, step.later_id or 0, step.earlier_id or 0))
    groups: dict[tuple[str, int], list[ClauseStep]] = defaultdict(list)
    for step in ordered:
        shared = {StepKind.SPLIT: step.earlier_id, StepKind.MERGED: step.later_id}.get(StepKind(step.kind), step.pk)
        groups[step.kind, shared or 0].append(step)
    return list(groups.values())


def _sides(steps: Iterable[ClauseStep]) -> tuple[list[int | None], list[int | None]]:
    steps = list(steps)
    return [step.earlier_id for step in steps], [step.later_id for step in steps]


def _counts(changes: Iterable[Change]) -> dict[str, int]:
    """The number of clauses with each label. All labels are keys."""
    found = Counter(each.code for change in changes for each in change.labels)
    return {code: found[code] for code in labels()}


def _words(step: ClauseStep, before: Sequence[SeriesClause], after: Sequence[SeriesClause]) -> SafeString:
    """The changed words of a clause. For a new or a dropped clause: the beginning of its words."""
    if step.kind == StepKind.NEW:
        return fill('<ins class="now">{}</ins>', _shortened(after[0].text))
    if step.kind == StepKind.DROPPED:
        return fill('<del class="was">{}</del>', _shortened(before[0].text))
    pairs = [_pair(*change) for change in step.changes[:_SHOWN_CHANGES]]
    return joined([joined(pairs, " … "), SafeString(" …" if len(step.changes) > _SHOWN_CHANGES else "")])


def _pair(before: str, after: str) -> SafeString:
    was = fill('<del class="was">{}</del>', _shortened(before)) if before.strip() else SafeString("")
    now = fill('<ins class="now">{}</ins>', _shortened(after)) if after.strip() else SafeString("")
    return joined([was, now])


def _shortened(words: str) -> str:
    return words.strip() if len(words) <= _SHOWN_WORDS else f"{words[:_SHOWN_WORDS].strip()}…"
