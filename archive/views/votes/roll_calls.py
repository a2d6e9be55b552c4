"""Roll calls on pages: the choice of each State, small minorities, and the States that changed between two votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from archive.models import Ballot, Resolution, SeriesEntry, Vote, VoteProblem
from archive.models.prepared import any_of, prepared, prepared_rows
from archive.models.vote import ProblemKind
from archive.name_order import by_pinyin
from archive.page_language import joined, reads_chinese
from archive.views import data
from archive.views.given_dates import GivenDate, given_titles_and_dates
from archive.views.given_titles import GivenTitle, beside, is_given
from archive.views.keys import texts, votes
from archive.views.labels import day
from archive.views.votes.vote_data import vote_data
from archive.views.votes.vote_labels import (
    FEW_NAMES,
    Bar,
    choice_words,
    subject_words,
    title_words,
    totals_words,
)
from archive.views.votes.vote_messages import unplaced_words
from archive.views.votes.years_of_series import years_of
from archive.voting.choice import CAST, Choice
from archive.voting.former_holders import former_states
from archive.voting.record import Scope


class Voter(NamedTuple):
    """A State in a roll call, with its name on the day of the vote. ``code`` is "" if no State has the printed name.

    ``seat`` is the code, or the key of a former holder of the seat (``archive.voting.former_holders``).
    """

    code: str
    name: str
    printed: str
    corrected: str = ""
    seat: str = ""

    @property
    def url(self) -> str:
        return state_address(self.code) if self.code else ""

    @property
    def order(self) -> str:
        """The key to sort voters by name. It has the name in the page's language."""
        return by_pinyin(self.name)


@cache
def state_address(code: str) -> str:
    """Cached, because a page with a roll call needs two hundred addresses."""
    return reverse("state", args=[code])


@dataclass(slots=True)
class RollCall:
    """The choice of every State in one vote: choice → voters, in the order of the
    States' English names."""

    by_choice: dict[str, list[Voter]] = field(default_factory=lambda: defaultdict(list))

    def add(self, choice: str, voter: Voter) -> None:
        self.by_choice[choice].append(voter)

    @property
    def choices(self) -> dict[str, str]:
        """The choice of each State, by the State's code. A former holder of a seat has its own key."""
        return {voter.seat: choice for choice, voters in self.by_choice.items() for voter in voters if voter.code}

    def voters(self, choice: str) -> list[Voter]:
        """The voters with this choice, in the order of their names."""
        return sorted(self.by_choice[choice], key=lambda voter: (voter.order, voter.printed))

    @property
    def listed(self) -> list[tuple[str, str, list[Voter]]]:
        """(choice, words of the choice, voters) of each choice that a State made. The States that did not vote are
        last."""
        return [(c, choice_words(c), self.voters(c)) for c in Choice if self.by_choice.get(c)]

    @property
    def by_name(self) -> list[tuple[Voter, str, str]]:
        """(voter, choice, words of the choice) of each voter, in the order of names."""
        rows = [(voter, name, words) for name, words, voters in self.listed for voter in voters]
        return sorted(rows, key=lambda row: (row[0].order, row[0].printed))

    @property
    def minorities(self) -> list[tuple[str, str, str]]:
        """(choice, words of the choice, names) of each choice that few States made: 反对：朝鲜."""
        most = max((len(self.by_choice.get(c, ())) for c in CAST), default=0)
        return [
            (c, choice_words(c), joined(voter.name for voter in self.voters(c)))
            for c in CAST
            if 0 < len(self.by_choice.get(c, ())) <= FEW_NAMES and len(self.by_choice[c]) < most
        ]


@dataclass(frozen=True, slots=True)
class Move:
    """A State that made one choice in one vote and another choice in the next vote."""

    name: str
    code: str
    before: str
    after: str

    @property
    def words(self) -> tuple[str, str]:
        return choice_words(self.before), choice_words(self.after)

    @property
    def data(self) -> votes.Move:
        """For JSON."""
        return {"state": self.code, "before": self.before, "after": self.after}


def roll_calls(votes: Iterable[int]) -> dict[int, RollCall]:
    """The roll calls of these votes, in one query."""
    found: dict[int, RollCall] = defaultdict(RollCall)
    in_chinese = reads_chinese()
    for vote, day_of_vote, choice, code, zh, en, printed, corrected in _ballots(list(votes)):
        former = former_states(day_of_vote).get(code)
        if former:
            zh, en = former.names or (zh, en)
        name = (zh if in_chinese else en) or printed
        found[vote].add(choice, Voter(code or "", name, printed, corrected, former.seat if former else code or ""))
    return found


@prepared_rows
def _ballots(votes: list[int]) -> QuerySet[Ballot, tuple[Any, ...]]:
    """The order is the same for every language. Data has it; pages sort the names that they show."""
    columns = ("vote", "vote__date", "choice", "state", "state__short_zh", "state__short_en", "printed", "corrected")
    return Ballot.objects.filter(any_of("vote", votes)).order_by("state__short_en", "printed").values_list(*columns)


def moves(before: RollCall, after: RollCall) -> list[Move]:
    """The States that took part in both votes and made different choices. They are sorted by the earlier choice, then
    by the later choice."""
    return [move for move in _differing(before, after) if Choice.ABSENT not in (move.before, move.after)]


def absences(before: RollCall, after: RollCall) -> list[Move]:
    """The States that took part in one of both votes, and were absent or did not vote in the other. They are sorted as
    those of ``moves``."""
    return [move for move in _differing(before, after) if Choice.ABSENT in (move.before, move.after)]


def _differing(before: RollCall, after: RollCall) -> list[Move]:
    """The States that both roll calls have with different choices."""
    earlier = before.choices
    names = {voter.seat: voter for voters in after.by_choice.values() for voter in voters}
    by_code = {voter.code: voter for voter in names.values()}
    found = [
        Move(names[code].name, names[code].code, earlier[code], choice)
        for code, choice in after.choices.items()
        if code in earlier and earlier[code] != choice
    ]
    order = list(Choice)
    return sorted(
        found, key=lambda m: (order.index(Choice(m.before)), order.index(Choice(m.after)), by_code[m.code].order)
    )


@dataclass(slots=True)
class Shown:
    """A vote as a page shows it.

    ``difference`` has the figures of this vote minus the figures of the vote on the whole (+3, 0, −10). ``moved`` are
    the States that made another choice than in the vote on the whole. ``disputed`` is True if another record of the
    vote disagrees. ``date_doubted`` is True if other resolutions print another day of the vote. ``given`` is the title
    of the resolution in citing texts, and ``given_date`` is the day that they all give to it.
    """

    vote: Vote
    roll: RollCall
    disputed: bool = False
    date_doubted: bool = False
    difference: tuple[str, str, str] | None = None
    moved: list[Move] = field(default_factory=list)
    given: GivenTitle | None = None
    given_date: GivenDate | None = None

    @property
    def has_details(self) -> bool:
        """Whether there is more to show than the figures of the vote."""
        return bool(self.roll.minorities or self.difference or self.moved)

    @property
    def bar(self) -> Bar:
        return Bar.of(self.vote.totals)

    @property
    def totals(self) -> str:
        return totals_words(self.vote.totals)

    @property
    def counted(self) -> str:
        return totals_words(self.vote.counted)

    @property
    def states_named(self) -> int:
        """The number of States whose choice the record names."""
        return sum(self.vote.counted)

    @property
    def subject(self) -> str:
        return subject_words(self.vote)

    @property
    def title(self) -> str:
        """The title of the resolution; "" if only a description of its collectors is known."""
        return title_words(self.vote.document, self.vote.title if self.vote.title_certain else "", self.given)

    @property
    def title_is_given(self) -> bool:
        """Whether the title is from a citing text."""
        return is_given(self.title, self.given)

    @property
    def description(self) -> str:
        """The collectors' own words about the resolution, if no title is known."""
        return "" if self.title else self.vote.title or self.vote.description

    @property
    def unplaced(self) -> str:
        return unplaced_words(self.vote.unplaced)

    @property
    def date_certain(self) -> bool:
        """Whether the day in the record is certain. Citing texts that give the same day make it certain."""
        confirmed = self.given_date is not None and self.given_date.date == self.vote.date
        return confirmed or (self.vote.date_certain and not self.date_doubted)

    @property
    def date_is_given(self) -> bool:
        """Whether the day that is shown is from citing texts, because that in the record is not certain."""
        return self.given_date is not None and not self.date_certain

    @property
    def day(self) -> date | None:
        """The day to show. None if no day is certain."""
        if self.date_certain:
            return self.vote.date
        return self.given_date.date if self.given_date else None

    @property
    def date(self) -> str:
        return day(self.day)

    @property
    def doubtful_date(self) -> str:
        """The day in the record, if it is not certain."""
        return "" if self.date_certain else day(self.vote.date)


def date_doubted(vote: str) -> Exists:
    """An annotation: whether other resolutions print another day of the vote. ``vote`` is the path to the vote."""
    return Exists(VoteProblem.objects.filter(vote=OuterRef(vote), kind=ProblemKind.DATE))


# The texts and lists of a resolution are long. A list of votes shows only whether the resolution is withdrawn.
_NOT_LISTED = [field.name for field in Resolution._meta.fields if field.name not in ("document", "withdrawn_at")]


def as_listed(rows: QuerySet[Any], vote: str = "") -> QuerySet[Any]:
    """Votes with what a list shows of them, for ``shown_in_list``: documents, and ``doubted``.

    ``vote`` is the path from a row to its vote: "" for votes, ``vote__`` for ballots.
    """
    resolution = f"{vote}document__resolution"
    listed = rows.select_related(resolution).defer(*(f"{resolution}__{name}" for name in _NOT_LISTED))
    return listed.annotate(doubted=date_doubted(f"{vote}pk"))


def shown_in_list(rows: Iterable[tuple[Vote, Any]], batch: int = 1000) -> Iterator[Shown]:
    """The votes of a list, without roll calls. Each vote comes with its row of ``as_listed``. Only a batch of them is
    in memory."""
    rows = iter(rows)
    while listed := list(islice(rows, batch)):
        titles, days = given_titles_and_dates(str(vote.document_id) for vote, _row in listed if vote.document_id)
        for vote, row in listed:
            key = str(vote.document_id)
            given, given_date = given_beside(vote, titles.get(key)), date_beside(vote, days.get(key))
            yield Shown(vote, RollCall(), date_doubted=row.doubted, given=given, given_date=given_date)


def date_beside(vote: Vote, given: GivenDate | None) -> GivenDate | None:
    """The day in citing texts. It is the day on which the plenary adopted the resolution as a whole."""
    return given if vote.scope == Scope.WHOLE and not vote.in_committee else None


def given_beside(titled: Vote | SeriesEntry, given: GivenTitle | None) -> GivenTitle | None:
    """The title in citing texts, if the resolution has none of its own in its place that readers may see."""
    document = titled.document
    zh, en = (document.title_zh, document.title_en) if document and not document.is_withdrawn else ("", "")
    return beside(zh, en or (titled.title if titled.title_certain else ""), given)


def listed_data(shown: Shown) -> votes.ListedVote:
    """A vote of a list as JSON."""
    return {**vote_data(shown.vote), "date_certain": shown.date_certain, **data.given_date(shown.given_date)}


@dataclass(slots=True)
class ResolutionVotes:
    """The votes on a resolution, as its page shows them.

    ``whole`` is None if no vote on the whole is known. ``at`` is path of a clause → separate votes on the clause.
    ``unplaced`` are the separate votes that belong to no clause. ``others`` are the records of other sources.
    ``years`` are the resolutions of the series, the oldest first.
    """

    whole: Shown | None = None
    at: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    unplaced: list[Shown] = field(default_factory=list)
    others: list[Vote] = field(default_factory=list)
    years: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text_before(self) -> str:
        """The symbol of the latest earlier resolution of the series with a text; "" if there is none."""
        session = next((year["session"] for year in self.years if year["here"]), 0)
        earlier = (year["symbol"] for year in reversed(self.years) if year["text"] and year["session"] < session)
        return next(earlier, "")

    def data(self) -> texts.VotesOnText:
        """The votes as JSON, with the choice of every State."""
        separate = [shown for found in self.at.values() for shown in found]
        leading = ([self.whole] if self.whole else []) + separate + self.unplaced
        return {
            "recorded_votes": [{**vote_data(shown.vote), "roll_call": roll_data(shown.roll)} for shown in leading],
            "other_records": [vote_data(vote) for vote in self.others],
            "series": [_year_data(year) for year in self.years],
        }


def _year_data(year: dict[str, Any]) -> votes.YearOfSeries:
    return {
        "symbol": year["symbol"],
        "session": year["session"],
        "title": year["title"],
        **data.given_title(year["given"]),
        "outcome": year["outcome"],
        "votes": data.tally(*totals) if (totals := year["totals"]) else None,
        "url": year["url"],
    }


def roll_data(roll: RollCall) -> list[votes.Ballot]:
    return [_ballot_data(voter, choice) for choice, voters in roll.by_choice.items() for voter in voters]


def _ballot_data(voter: Voter, choice: str) -> votes.Ballot:
    found: votes.Ballot = {"state": voter.seat or None, "name": voter.printed, "choice": choice}
    if voter.corrected:
        found["corrected"] = voter.corrected
    return found


@prepared
def _records(symbols: list[str]) -> QuerySet[Vote]:
    """Every record of a vote on these resolutions, and whether another source says otherwise."""
    disputes = VoteProblem.objects.filter(vote__event=OuterRef("event"), kind=ProblemKind.SOURCES)
    return Vote.objects.filter(any_of("document_id", symbols)).order_by("pk").annotate(disputed=Exists(disputes))


def votes_of_resolutions(clauses: Mapping[str, Iterable[str]]) -> dict[str, ResolutionVotes]:
    """Symbol → the votes on the resolution. Two queries read all votes, and two the series of each resolution.

    ``clauses`` are the symbols of the resolutions, with the paths of the clauses of their texts. A separate vote is
    unplaced if the text has none of its paths.
    """
    records = _records(list(clauses))
    rolls = roll_calls(vote.pk for vote in records if vote.leading)
    by_symbol: dict[str | None, list[Vote]] = defaultdict(list)
    for vote in records:
        by_symbol[vote.document_id].append(vote)
    return {symbol: _of_resolution(symbol, by_symbol[symbol], rolls, paths) for symbol, paths in clauses.items()}


def _of_resolution(
    symbol: str, records: list[Vote], rolls: Mapping[int, RollCall], clauses: Iterable[str]
) -> ResolutionVotes:
    found = ResolutionVotes(others=[vote for vote in records if not vote.leading], years=years_of(symbol))
    leading = [
        Shown(vote, rolls.get(vote.pk, RollCall()), disputed=vote.disputed)  # type: ignore[attr-defined]
        for vote in records
        if vote.leading
    ]
    found.whole = next((s for s in leading if s.vote.scope == Scope.WHOLE and not s.vote.in_committee), None)
    paths = set(clauses)
    for shown in sorted(leading, key=lambda s: [place_order(path) for path in s.vote.paths]):
        if shown is found.whole:
            continue
        beside_whole(shown, found.whole)
        places = [path for path in shown.vote.paths if path in paths]
        for path in places:
            found.at[path].append(shown)
        if not places:
            found.unplaced.append(shown)
    return found


def place_order(path: str) -> tuple[int, int, str]:
    """A key to sort paths. Preambular paragraphs are first. Paragraphs of one kind are sorted by number."""
    digits = "".join(c for c in path.split("-")[0] if c.isdigit())
    return (0 if path.startswith("pp") else 1, int(digits or 0), path)


def beside_whole(shown: Shown, whole: Shown | None) -> Shown:
    """Sets ``difference`` and ``moved`` of ``shown`` by comparing this vote with the vote on the whole. Returns
    ``shown``.

    Nothing is set if the vote on the whole is not known.
    """
    if whole and (whole.vote.has_roll or whole.vote.yes is not None):
        pairs = zip(shown.vote.totals, whole.vote.totals, strict=True)
        yes, no, abstain = (_signed(a - b) for a, b in pairs)
        shown.difference = (yes, no, abstain)
        shown.moved = moves(whole.roll, shown.roll)
    return shown


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"
