"""The typed dictionaries of wording: histories, comparisons, opening phrases, what came in."""

from __future__ import annotations

from typing import Annotated, TypedDict

from django.utils.translation import gettext_lazy as _

from archive.views.keys import words as w
from archive.views.keys.documents import ListedDocument, OnTopic
from archive.views.keys.texts import ChangeOfWords, FirstPlace
from archive.views.keys.votes import Move, Vote

_FromPaths = TypedDict(
    "_FromPaths",
    {
        "from": Annotated[list[str], _("the paths in the earlier text")],
        "to": Annotated[list[str], _("the paths in the later text")],
    },
)
FromPath = TypedDict(
    "FromPath",
    {
        "from": Annotated[str | None, _("the path in the earlier text")],
        "to": Annotated[str | None, _("the path in the later text")],
    },
)
_FromText = TypedDict(
    "_FromText", {"from": Annotated[str, _("the earlier text")], "to": Annotated[str, _("the later text")]}
)


class ChangeFromPath(ChangeOfWords):
    path: Annotated[str | None, _("the path of the earlier clause; null where the clause is new")]


_FromChanges = TypedDict(
    "_FromChanges", {"from": Annotated[list[ChangeFromPath], _("the clauses that this clause was, and what changed")]}
)


class ClauseAtStage(_FromChanges):
    path: w.Path
    label: w.Label
    opening: w.Opening
    text: w.Words
    pieces: Annotated[list[str], _("the paths of the other pieces of a split clause")]
    cites: Annotated[list[str], _("the keys of the documents that the clause cites")]
    separate_votes: Annotated[list[Vote], _("the separate votes on the clause")]
    url: w.Url


class Between(TypedDict):
    session: Annotated[str | int, _("the session")]
    symbol: Annotated[str | None, _("the resolution; null where none of this session is known")]


class Stage(TypedDict):
    symbol: w.Symbol
    session: w.Session
    date: w.AdoptedOn
    compared_with: Annotated[str | None, _("the text that it is compared with; null for the first")]
    between: Annotated[list[Between], _("what lies between the two texts, of which the archive has no text")]
    clauses: Annotated[list[ClauseAtStage], _("the clause in this text: several after a split")]


_DroppedFrom = TypedDict("_DroppedFrom", {"from": Annotated[FirstPlace, _("the last clause before it was dropped")]})


class DroppedAt(_DroppedFrom):
    symbol: w.Symbol


class History(TypedDict):
    symbol: w.Symbol
    path: w.Path
    language: w.Language
    stages: Annotated[list[Stage], _("the clause in each text of its series, the oldest first")]
    dropped: Annotated[list[DroppedAt], _("the texts that no longer have it")]
    without_text: Annotated[list[str], _("the resolutions of the series without a text in this language")]


class AskedResolution(TypedDict):
    typed: Annotated[str, _("what was typed")]
    symbol: Annotated[str | None, _("the resolution; null if the archive has no text to compare")]
    problem: Annotated[str | None, _("why there is no text to compare")]
    choices: Annotated[list[str], _("the resolutions that the words can mean")]


class OfferedComparison(_FromText):
    url: w.Url


_FromAsked = TypedDict(
    "_FromAsked",
    {
        "from": Annotated[AskedResolution, _("the earlier resolution")],
        "to": Annotated[AskedResolution, _("the later resolution")],
    },
)


class ComparisonChoice(_FromAsked):
    offered: Annotated[list[OfferedComparison], _("the neighbours in the series of the resolution that is named")]


class PairOfClauses(FromPath):
    kind: Annotated[str, _("same, numbers (only numbers and dates) or reworded")]
    moved: w.Moved
    verb: w.VerbBeforeAfter
    strength: w.Strength
    changes: w.Changes
    doubtful: w.Doubtful


_Splits = TypedDict(
    "_Splits",
    {
        "from": Annotated[str, _("the path in the earlier text")],
        "to": Annotated[list[str], _("the paths of the pieces")],
    },
)
_Merges = TypedDict(
    "_Merges",
    {"from": Annotated[list[str], _("the paths of the parts")], "to": Annotated[str, _("the path in the later text")]},
)


class Split(_Splits):
    """A clause that became several."""


class Merger(_Merges):
    """Several clauses that became one."""


class Comparison(_FromText):
    pairs: Annotated[list[PairOfClauses], _("the clauses of both texts that belong together")]
    new: Annotated[list[str], _("the paths of the new clauses")]
    dropped: Annotated[list[str], _("the paths of the dropped clauses")]
    splits: Annotated[list[Split], _("the clauses that became several")]
    merges: Annotated[list[Merger], _("the clauses that became one")]


class Titles(_FromText):
    """The titles of both texts."""


class CitationsOfPair(_FromPaths):
    dropped: Annotated[list[str], _("the keys of documents that are no longer cited")]
    new: Annotated[list[str], _("the keys of documents that are newly cited")]


class SeparateVotes(_FromPaths):
    votes_from: Annotated[list[Vote], _("the votes on the earlier clause")]
    votes_to: Annotated[list[Vote], _("the votes on the later clause")]
    moved: Annotated[list[Move], _("the States that changed their choice")]


_Votes = TypedDict(
    "_Votes",
    {
        "from": Annotated[Vote | None, _("the vote on the earlier text")],
        "to": Annotated[Vote | None, _("the vote on the later text")],
    },
)


class ComparedVotes(_Votes):
    moved: Annotated[list[Move], _("the States that changed their choice")]
    separate: Annotated[list[SeparateVotes], _("the separate votes on clauses")]


class ComparisonPage(Comparison):
    language: w.Language
    languages: w.Languages
    titles: Annotated[Titles, _("the titles of both texts")]
    summary: Annotated[dict[str, int], _("the number of clauses by kind of change")]
    citations: Annotated[list[CitationsOfPair], _("what clauses newly or no longer cite")]
    votes: Annotated[ComparedVotes, _("the votes on both texts")]


class YearOfWording(TypedDict):
    symbol: w.Symbol
    session: w.Session
    text: Annotated[bool, _("whether the archive has its text in this language")]
    other_languages: Annotated[list[str], _("the other languages in which it has the text")]
    url: w.Url


class ClauseOfYear(TypedDict):
    symbol: w.Symbol
    path: Annotated[str | None, _("the path; null where the text no longer has the clause")]
    labels: Annotated[list[str], _("codes: how it differs from the text before")]


class ClauseOverYears(TypedDict):
    part: Annotated[str, _("the part of the text")]
    texts: Annotated[list[ClauseOfYear], _("the clause in each text")]


class ChangedClauses(_FromPaths):
    labels: Annotated[list[str], _("codes: how it differs from the text before")]
    verb: w.VerbBeforeAfter
    changes: w.Changes


class VoteBetween(TypedDict):
    symbol: w.Symbol
    compared_with: Annotated[str | None, _("the resolution whose vote it is compared with")]
    vote: Annotated[Vote | None, _("the vote; null where none is recorded")]
    moved: Annotated[list[Move], _("the States that took part in both votes and changed their choice")]
    absent: Annotated[list[Move], _("the States that took part in only one of the votes")]


class SeparateVote(TypedDict):
    vote: Annotated[Vote, _("the vote")]
    compared_with: Annotated[str | None, _("the vote that it is compared with")]
    moved: Annotated[list[Move], _("the States that changed their choice")]
    otherwise_than_whole: Annotated[list[Move], _("the States that voted otherwise on the whole text")]


class ChangesOfYear(_FromText):
    without_text: Annotated[list[str], _("the resolutions between the two without a text here")]
    unknown_sessions: Annotated[list[int], _("the sessions between the two without a known resolution")]
    counts: Annotated[dict[str, int], _("the number of clauses by kind of change")]
    clauses: Annotated[list[ChangedClauses], _("the changed clauses")]
    votes: Annotated[list[VoteBetween], _("the votes between the two texts")]
    separate_votes: Annotated[list[SeparateVote], _("the separate votes on clauses of the later text")]
    url: w.Url


class SeriesWording(TypedDict):
    symbol: w.Symbol
    language: w.Language
    languages: w.Languages
    years: Annotated[list[YearOfWording], _("the resolutions of the series, the oldest first")]
    clauses: Annotated[list[ClauseOverYears], _("the clauses through the years")]
    changes: Annotated[list[ChangesOfYear], _("the texts beside the text before each")]


class SimilarMember(TypedDict):
    resolution: w.Symbol
    session: w.Session
    date: w.AdoptedOn
    path: w.Path
    series: Annotated[str, _("own or other: whether it is of the series of the clause that was asked for")]
    url: w.Url


class SimilarWording(TypedDict):
    likeness: w.Likeness
    series: Annotated[str, _("own or other: whether it is of the series of the clause that was asked for")]
    text: w.Words
    changes: w.Changes
    clauses: Annotated[list[SimilarMember], _("the clauses with these words")]


class SimilarClauses(TypedDict):
    resolution: w.Symbol
    path: w.Path
    language: w.Language
    text: w.Words
    formula_series: Annotated[int, _("the number of other series that have the formula of the clause")]
    same_words: Annotated[list[SimilarMember], _("the clauses with the same words")]
    results: Annotated[list[SimilarWording], _("the similar wordings")]


class SessionWords(TypedDict):
    session: w.Session
    compared: Annotated[int, _("the number of resolutions that were compared")]
    new: Annotated[int, _("the number of new clauses")]
    nowhere_before: Annotated[int, _("the number of new clauses without a similar one in an earlier session")]
    not_searched: Annotated[int, _("the number of new clauses for which no similar one was looked for yet")]
    stronger: Annotated[int, _("the number of verbs that became stronger")]
    weaker: Annotated[int, _("the number of verbs that became weaker")]
    dropped: Annotated[int, _("the number of dropped clauses")]
    new_resolutions: Annotated[int, _("the number of resolutions without a known earlier one")]


class NewWordsList(OnTopic):
    results: Annotated[list[SessionWords], _("the sessions, the newest first")]


class ComparedSession(TypedDict):
    session: w.Session
    resolutions: w.Resolutions


class NearestClause(TypedDict):
    resolution: w.Symbol
    path: w.Path
    likeness: w.Likeness


class NewClause(TypedDict):
    path: w.Path
    text: w.Words
    searched: Annotated[bool, _("whether earlier sessions were searched for a similar clause")]
    nearest: Annotated[NearestClause | None, _("the most similar clause of an earlier session; null without one")]


class NewVerb(FromPath):
    verb: Annotated[list[str], _("the opening phrases before and after")]
    strength: w.Strength


class RewordedClause(FromPath):
    likeness: w.Likeness
    changes: w.Changes


class DroppedClause(TypedDict):
    path: w.Path
    text: w.Words


class NewInResolution(TypedDict):
    resolution: w.Symbol
    before: Annotated[str, _("the text before it in its series")]
    language: w.Language
    formulas: Annotated[int, _("the number of new clauses that are formulas, which are not listed")]
    new: Annotated[list[NewClause], _("the new clauses")]
    verbs: Annotated[list[NewVerb], _("the verbs that became stronger or weaker")]
    reworded: Annotated[list[RewordedClause], _("the clauses that say something else")]
    dropped: Annotated[list[DroppedClause], _("the dropped clauses")]


class EarlierSource(TypedDict):
    resolution: w.Symbol
    clauses: w.Clauses


class NewResolution(TypedDict):
    resolution: w.Symbol
    clauses: w.Clauses
    similar_to_earlier: Annotated[int, _("the number of clauses that are similar to earlier ones")]
    sources: Annotated[list[EarlierSource], _("the resolutions that have these earlier clauses")]


class NewWords(OnTopic):
    session: w.Session
    compared_with: Annotated[list[ComparedSession], _("the sessions of the texts before")]
    not_compared: Annotated[list[str], _("the resolutions without an earlier text here")]
    not_searched: Annotated[int, _("the number of new clauses for which no similar one was looked for yet")]
    resolutions: Annotated[list[NewInResolution], _("the resolutions that changed")]
    new_resolutions: Annotated[list[NewResolution], _("the resolutions that are the first of their series")]


class Paragraphs(TypedDict):
    preambular: Annotated[int, _("the number of preambular paragraphs")]
    operative: Annotated[int, _("the number of operative paragraphs")]


class SessionOfVerbs(TypedDict):
    session: w.Session
    resolutions: Annotated[int, _("the number of resolutions with a text in some language")]
    texts: Annotated[int, _("the number of resolutions with a text in the counted language")]
    paragraphs: Annotated[Paragraphs, _("the numbers of paragraphs")]


class CountedPhrase(TypedDict):
    phrase: Annotated[str, _("the opening phrase")]
    kind: w.PartOfText
    count: Annotated[int, _("the number of paragraphs that begin with it")]
    forms: Annotated[dict[str, int], _("the number of paragraphs by the form of the phrase")]
    scales: Annotated[dict[str, int], _("the step of the phrase on each scale; a higher step is stronger")]
    sessions: Annotated[dict[str, int], _("the number of paragraphs in each session with texts")]


class VerbChange(TypedDict):
    before: Annotated[str, _("the opening phrase before")]
    after: Annotated[str, _("the opening phrase after")]
    strength: w.Strength
    doubtful: w.Doubtful
    earlier: Annotated[str, _("the text before it in its series")]
    symbol: w.Symbol
    session: w.Session
    path: w.Path
    url: w.Url


class VerbCounts(OnTopic):
    language: w.Language
    subject: Annotated[int | None, _("the number of the subject that was asked for")]
    series: Annotated[str | None, _("the series that was asked for")]
    q: Annotated[str | None, _("the question that chose the paragraphs")]
    sessions: Annotated[list[SessionOfVerbs], _("what is counted in each session")]
    phrases: Annotated[list[CountedPhrase], _("the opening phrases")]
    changes: Annotated[list[VerbChange], _("the paragraphs whose opening phrase became another")]


class UsedPhrase(ListedDocument):
    resolutions: Annotated[int, _("the number of resolutions of the series with the phrase")]
    count: Annotated[int, _("the number of paragraphs that begin with it")]


class VerbPage(VerbCounts):
    phrase: Annotated[str, _("the opening phrase")]
    used_in: Annotated[list[UsedPhrase], _("the series with the phrase, each by its newest resolution")]


class ScaleStep(TypedDict):
    scale: Annotated[str, _("the code of the scale")]
    step: Annotated[int, _("the step; a higher step is stronger")]
    zh: Annotated[list[str], _("the Chinese phrases")]
    en: Annotated[list[str], _("the English phrases")]
    source: Annotated[str, _("who orders these phrases so")]
    corrected: Annotated[bool, _("whether a librarian has corrected the step")]


class Scales(TypedDict):
    scales: Annotated[list[ScaleStep], _("the steps of all scales, from the weakest of each")]
