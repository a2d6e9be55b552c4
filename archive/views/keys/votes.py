"""The typed dictionaries of votes, States and series."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, NotRequired, TypedDict

from django.utils.translation import gettext_lazy as _

from archive.views.keys import words as w
from archive.views.keys.documents import GivenDated, GivenTitled, Message, OnTopic, PageOf, Tally


class Totals(Tally):
    absent: Annotated[int | None, _("the number of States that did not vote; null where it is not known")]
    members: Annotated[int | None, _("the number of members; null where it is not known")]


class Vote(TypedDict):
    vote: w.VoteKey
    source: Annotated[str, _("the code of the source")]
    leading: Annotated[bool, _("whether pages and counts use this record of the vote, and not that of another source")]
    reason: Annotated[str | None, _("why a librarian entered or corrected the vote by hand")]
    symbol: w.SymbolOrNone
    symbol_certain: Annotated[bool, _("false where the number in the source may be that of another resolution")]
    session: w.Session
    scope: w.ScopeCode
    paths: w.Paths
    words: Annotated[str, _("the words that were voted on, as the source gives them")]
    unplaced: Annotated[Message | None, _("why the vote is on no clause of the text")]
    in_committee: Annotated[bool, _("whether a committee voted, and not the Assembly")]
    date: Annotated[date | None, _("the day of the vote; null where it is not known")]
    date_certain: Annotated[bool, _("false where the day in the source may be wrong")]
    meeting: Annotated[str, _("the symbol of the record of the meeting")]
    outcome: w.OutcomeCode
    totals: Annotated[Totals, _("the published counts")]
    counted: Annotated[Tally | None, _("the counts of the roll call; null without a roll call")]
    url: w.Url


class ListedVote(Vote, GivenDated):
    """A vote in a list."""


class Covered(TypedDict):
    sessions: w.Sessions
    last_vote: Annotated[date | None, _("the day of the last recorded vote; null without one")]


class OnCovered(OnTopic):
    coverage: Annotated[Covered, _("the sessions with recorded votes on the topic, and the day of the last one")]


class VoteList(OnCovered, PageOf[ListedVote]):
    """A page of the list of votes."""


class Ballot(TypedDict):
    state: w.StateCodeOrNone
    name: Annotated[str, _("the name of the State as the source prints it")]
    choice: w.ChoiceCode
    corrected: NotRequired[Annotated[str, _("the choice that the State meant, as it said later")]]


class Corrected(TypedDict):
    field: Annotated[str, _("what was corrected")]
    source: Annotated[Any, _("what the source has")]
    here: Annotated[Any, _("what the archive has")]
    state: NotRequired[w.StateCode]


class Correction(TypedDict):
    of: Annotated[str, _("the record of a source that a librarian corrected")]
    changes: Annotated[list[Corrected], _("what was changed")]


class ProblemOfVote(TypedDict):
    kind: Annotated[str, _("the code of the kind of problem")]
    messages: Annotated[list[Message], _("what does not fit")]
    settled: Annotated[str | None, _("the reason of the librarian who settled it; null or empty while it is open")]


class VotePage(ListedVote, GivenTitled):
    """One vote with its roll call."""

    title: Annotated[str, _("the title that the source gives")]
    title_certain: Annotated[bool, _("false where the source may give a description of its own")]
    roll_call: Annotated[list[Ballot], _("the choice of each State")]
    correction: Annotated[Correction | None, _("what a librarian changed; null where nothing was changed")]
    problems: Annotated[list[ProblemOfVote], _("what does not fit in the record")]
    other_records: Annotated[list[Vote], _("the records of the same vote in other sources")]


class Move(TypedDict):
    state: w.StateCode
    before: Annotated[str, _("the choice in the earlier vote")]
    after: Annotated[str, _("the choice in the later vote")]


class StateName(TypedDict):
    short: Annotated[str, _("the name for lists")]
    name: Annotated[str, _("the name that the UN uses")]
    formal: Annotated[str, _("the formal name")]
    note: Annotated[str, _("what else is to say of the name")]


class State(TypedDict):
    code: w.StateCode
    iso2: Annotated[str, _("the code of ISO 3166-1 with two letters; empty where there is none")]
    m49: Annotated[str, _("the code of the UN's standard M49; empty where there is none")]
    zh: Annotated[StateName, _("the names in Chinese")]
    en: Annotated[StateName, _("the names in English")]
    admitted: Annotated[date | None, _("the day of admission to the UN")]
    ended: Annotated[date | None, _("the last day in the UN; null for a present member")]
    url: w.Url


class Belonged(TypedDict):
    since: w.Since
    until: w.Until


class ListedState(State):
    votes: w.VoteCount
    belonged: NotRequired[Annotated[list[Belonged], _("when the State belonged to the group")]]


class ListedGroup(TypedDict):
    key: Annotated[str, _("the code of the group")]
    zh: w.NameZh
    en: w.NameEn
    members: Annotated[int, _("the number of members, former ones too")]


class NoteOfGroup(TypedDict):
    name: Annotated[str, _("the name of the group")]
    note: Annotated[str, _("what the archive counts as this group")]


class Group(TypedDict):
    key: Annotated[str, _("the code of the group")]
    kind: Annotated[str, _("the kind of the group")]
    zh: Annotated[NoteOfGroup, _("the name and the note in Chinese")]
    en: Annotated[NoteOfGroup, _("the name and the note in English")]
    known_since: Annotated[date | None, _("the members before this day are not known")]
    source: Annotated[str, _("where the list of members is from")]
    source_url: Annotated[str, _("the address of that source")]


class StateList(OnTopic):
    groups: Annotated[list[ListedGroup], _("the groups of States")]
    group: Annotated[Group | None, _("the group that was asked for")]
    results: Annotated[list[ListedState], _("the States")]


class Share(TypedDict):
    same: Annotated[int, _("the number of votes with the same choice")]
    votes: w.VoteCount
    share: Annotated[float | None, _("the share of the same choices; null under ten votes")]


class ShareOverSessions(Share):
    sessions: w.Sessions


class YearOfChoice(TypedDict):
    session: Annotated[int, _("the regular session")]
    symbol: w.Symbol
    choice: w.ChoiceCode


class ChangedSeries(TypedDict):
    symbol: w.Symbol
    years: Annotated[list[YearOfChoice], _("how the State voted in each year")]


class FormerHolder(TypedDict):
    code: w.StateCode
    zh: w.NameZh
    en: w.NameEn
    until: Annotated[date | None, _("the last day on which it held the seat")]
    votes: w.VoteCount
    choices: w.CountsByChoice
    with_majority: Annotated[Share, _("how often it voted with the majority")]


class Measures(TypedDict):
    votes: w.VoteCount
    choices: w.CountsByChoice
    with_majority: Annotated[Share, _("how often the State voted with the majority")]
    nearly_alone: Annotated[list[str], _("the resolutions on which the State was nearly alone")]
    agreement: Annotated[dict[str, ShareOverSessions], _("the agreement with each State, by its code")]
    changed: Annotated[list[ChangedSeries], _("the series in which the State changed its choice")]
    former_holder: Annotated[
        FormerHolder | None, _("the former holder of the seat; the other measures do not count its votes")
    ]


class Membership(TypedDict):
    group: Annotated[str, _("the code of the group")]
    since: w.Since
    until: w.Until


class VoteOfState(ListedVote):
    choice: w.ChoiceCode
    state: w.StateCode
    name: Annotated[str, _("the name of the State as the source prints it")]


class StatePage(OnCovered, State):
    predecessors: Annotated[list[str], _("the States before it, also former holders of its seat")]
    successors: Annotated[list[str], _("the States after it")]
    names: Annotated[list[str], _("the names in the sources")]
    groups: Annotated[list[Membership], _("the groups that it belongs or belonged to")]
    measures: Annotated[Measures, _("what is measured over the chosen votes")]
    votes: Annotated[PageOf[VoteOfState], _("the votes of the State")]


class Apart(TypedDict):
    state: w.StateCode
    former_holder: Annotated[str, _("the former holder of the seat, whose votes are not counted")]
    until: Annotated[date | None, _("the last day on which it held the seat")]


class Kin(TypedDict):
    state: w.StateCode
    until: Annotated[date | None, _("the last day of the State in the UN")]
    predecessors: w.StateCodes
    successors: w.StateCodes


class AgreementOfTwo(Share):
    states: w.StateCodes


class AgreementOverSessions(AgreementOfTwo):
    sessions: w.Sessions


class DifferingVote(Vote):
    choices: Annotated[dict[str, str], _("the choice of each State, by its code")]


class SideBySide(OnCovered):
    states: w.StateCodes
    apart: Annotated[list[Apart], _("former holders of seats, counted apart")]
    kin: Annotated[list[Kin], _("States whose predecessors or successors are counted apart")]
    agreement: Annotated[list[AgreementOverSessions], _("the agreement of each two States")]
    differing: Annotated[PageOf[DifferingVote], _("the votes in which the States differ")]


class Matrix(OnCovered):
    states: w.StateCodes
    apart: Annotated[list[Apart], _("former holders of seats, counted apart")]
    votes: w.VoteCount
    agreement: Annotated[list[AgreementOfTwo], _("the agreement of each two States")]


class Position(TypedDict):
    position: Annotated[str, _("the choice, or absent, no_member (no member on that day) or no_roll (no roll call)")]
    seat: Annotated[str | None, _("the State, or the former holder of its seat")]
    moved: Annotated[bool | None, _("whether it is another position than in the last vote of the seat")]


class YearOfPositions(TypedDict):
    symbol: w.Symbol
    session: w.Session
    vote: Annotated[str | None, _("the record of the vote; null without one")]
    outcome: w.OutcomeCode
    date: Annotated[date | None, _("the day of the vote; null where it is not known")]
    date_certain: Annotated[bool, _("false where the day in the source may be wrong")]
    positions: Annotated[dict[str, Position], _("the position of each State, by its code")]


class SeriesPositions(TypedDict):
    symbol: w.Symbol
    title: w.Title
    description: w.Description
    url: w.Url
    years: Annotated[list[YearOfPositions], _("the years of the series, the oldest first")]


class Positions(OnCovered, PageOf[SeriesPositions]):
    states: w.StateCodes


class ListedSeries(GivenTitled):
    symbol: w.Symbol
    title: w.Title
    description: w.Description
    resolutions: w.Resolutions
    first_session: Annotated[int | None, _("the first session")]
    last_session: Annotated[int | None, _("the last session")]
    sessions: w.Sessions
    url: w.Url


class SeriesList(OnTopic, PageOf[ListedSeries]):
    """A page of the list of series."""


class YearOfSeries(GivenTitled):
    symbol: w.Symbol
    session: Annotated[int, _("the session, as a number where it is a regular one")]
    title: w.Title
    outcome: w.OutcomeCode
    votes: Annotated[Tally | None, _("the published counts; null where there are none")]
    url: w.Url


class JoinedBy(TypedDict):
    earlier: w.Symbol
    basis: Annotated[str, _("why the two resolutions are of one series")]
    evidence: Annotated[str, _("the evidence for it")]


class ChangedYear(YearOfSeries):
    description: w.Description
    title_changed: Annotated[bool | None, _("whether the title is another one; null where no language has both titles")]
    compared_with: Annotated[str | None, _("the resolution whose vote this vote is compared with")]
    skipped_sessions: Annotated[list[int], _("the sessions between the two")]
    moved: Annotated[list[Move], _("the States that changed their choice")]
    joined_by: Annotated[JoinedBy | None, _("what joins the resolution to an earlier one")]


class LinkedResolution(TypedDict):
    symbol: w.Symbol
    zh: w.TitleZh
    en: w.TitleEn
    description: w.Description
    agenda_titles: Annotated[list[str], _("the titles of the agenda items")]
    recalls: Annotated[list[str], _("earlier resolutions that the preamble cites")]
    heading: Annotated[str, _("the heading in the voting records")]


class ProposedLink(TypedDict):
    basis: Annotated[str, _("why the two may be of one series")]
    earlier: Annotated[LinkedResolution, _("the earlier resolution")]
    later: Annotated[LinkedResolution, _("the later resolution")]


class SeriesPage(TypedDict):
    series: Annotated[list[ChangedYear], _("the resolutions of the series, the oldest first")]
    proposed_links: Annotated[list[ProposedLink], _("links that no librarian has decided on yet")]
