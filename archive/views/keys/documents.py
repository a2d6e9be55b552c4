"""The typed dictionaries of documents, lists of resolutions, and what the archive has."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, NotRequired, TypedDict, TypeVar

from django.utils.translation import gettext_lazy as _

from archive.views.keys import words as w

Item = TypeVar("Item")


class PageOf(TypedDict, Generic[Item]):
    """One page of a list."""

    count: w.CountOnAllPages
    page: w.Page
    pages: w.Pages
    results: Annotated[list[Item], _("the items of this page")]


class OnTopic(TypedDict):
    topic: w.TopicCode


class Message(TypedDict):
    code: Annotated[str, _("the code of the message; it does not change when the words do")]
    values: Annotated[dict[str, Any], _("the values in the message, as codes")]
    text: Annotated[str, _("the message in words, in the language of the page")]


class PlacedMessage(Message):
    place: Annotated[str, _("where in the text: the path of a clause, or the marker of a footnote")]


class GivenDate(TypedDict):
    date: Annotated[date | None, _("the day of adoption that all citing resolutions print; null where they differ")]
    resolution: Annotated[str | None, _("the newest of these resolutions; null where they differ")]
    path: Annotated[str | None, _("the path of its clause; null for a footnote")]
    resolutions: Annotated[int, _("the number of resolutions that cite the document with a day")]


class OtherTitle(TypedDict):
    title: Annotated[str, _("other words for the same document")]
    resolutions: w.Resolutions


class GivenTitle(TypedDict):
    title: Annotated[str, _("the words that most citing resolutions use")]
    language: w.Language
    certain: Annotated[bool, _("whether the words are a title; otherwise they only describe the document")]
    resolution: Annotated[str, _("the newest of these resolutions")]
    path: Annotated[str | None, _("the path of its clause; null for a footnote")]
    resolutions: w.Resolutions
    others: Annotated[list[OtherTitle], _("how other resolutions write it")]


class GivenTitled(TypedDict):
    given_title: Annotated[
        GivenTitle | None, _("the title in citing texts; null where the document has a title of its own")
    ]


class GivenDated(TypedDict):
    given_date: Annotated[GivenDate | None, _("the day in citing texts; null where the document has a date")]


class ListedDocument(GivenTitled, GivenDated):
    key: w.Key
    symbol: w.SymbolOrNone
    title: w.Title
    date: w.AdoptedOn
    url: w.Url
    official_url: w.OfficialUrl


class CitedDocument(ListedDocument):
    cited_by: Annotated[int, _("the number of resolutions that cite it")]


class DescribedDocument(ListedDocument):
    inferred_from: Annotated[
        str | None, _("the resolution of the series that the subject is inferred from; null where a source gives it")
    ]


class Tally(TypedDict):
    yes: w.InFavour
    no: w.Against
    abstain: w.Abstaining


class Document(TypedDict):
    key: w.Key
    symbol: w.SymbolOrNone
    kind: w.KindOfDocument
    title_zh: w.TitleZh
    title_en: w.TitleEn
    date: w.AdoptedOn
    outcome: w.OutcomeCode
    votes: Annotated[Tally | None, _("the published counts; null where there are none")]
    url: w.Url
    text: Annotated[str | None, _("the address of its text; null where the archive does not have the text")]
    official_url: w.OfficialUrl


class Citation(TypedDict):
    target: Annotated[str | None, _("the key of the cited document; null where several could be meant")]
    exact: Annotated[str, _("the words that cite, exactly as they are printed")]
    start: Annotated[int, _("where these words begin: so many characters of the text are before them")]
    end: Annotated[int, _("where these words end, in characters of the text")]
    pinpoint: Annotated[str, _("the printed words that name a place in the cited document")]
    via_footnote: Annotated[str | None, _("the marker of the footnote that names the document")]
    status: w.CitationStatus
    origin: Annotated[str, _("who found the citation: the words, the UN's editors, or a librarian")]
    candidates: NotRequired[Annotated[list[str], _("the keys of the documents that could be meant")]]
    places: NotRequired[
        Annotated[list[str], _("the paths of the clauses that the pinpoint names, where the archive has the text")]
    ]


class CitingClause(TypedDict):
    path: w.Path
    text: w.Words
    citations: Annotated[list[Citation], _("the citations of the document in this clause")]


class CitingResolution(TypedDict):
    resolution: w.Symbol
    title: w.Title
    clauses: Annotated[list[CitingClause], _("the clauses that cite it")]


class Citing(GivenTitled, GivenDated):
    aliases: Annotated[list[str], _("other names of the document")]
    date_doubts: Annotated[list[Message], _("where clauses print another day than the record of the vote")]
    cited_in_clauses: Annotated[int, _("the number of clauses that cite it")]
    cited_by: Annotated[PageOf[CitingResolution], _("the resolutions that cite it, the newest first")]


class DocumentPage(Document, Citing):
    """A document that the archive knows by itself."""


class OnlyCitedPage(ListedDocument, Citing):
    """A document of which the archive has only citations."""


class Subject(TypedDict):
    zh: w.NameZh
    en: w.NameEn
    dictionary: Annotated[str, _("the address of the term in the dictionary of subjects; empty where it has none")]


class ListedSubject(Subject):
    resolutions: w.Resolutions
    inferred: Annotated[int, _("so many of the resolutions have the subject only from their series")]
    url: w.Url


class ListedSession(TypedDict):
    session: w.Session
    resolutions: w.Resolutions
    recorded_votes: Annotated[int, _("the number of recorded votes")]
    url: w.Url


class ListedYear(TypedDict):
    year: Annotated[int, _("the year of adoption")]
    resolutions: w.Resolutions
    url: w.Url


class YearOfBody(TypedDict):
    year: Annotated[int | None, _("the year of adoption; null for texts without a date")]
    texts: Annotated[int, _("the number of texts")]
    recorded_votes: Annotated[int, _("the number of recorded votes")]


class ListedBody(TypedDict):
    kind: w.KindOfDocument
    texts: Annotated[int, _("the number of texts")]
    years: Annotated[list[YearOfBody], _("the numbers of each year, the newest first")]
    url: w.Url


class Home(OnTopic):
    resolutions: w.Resolutions
    documents_cited: Annotated[int, _("the number of documents that resolutions cite")]
    other_texts: Annotated[int, _("the number of decisions and of texts of other bodies; no other number has them")]
    sessions: Annotated[list[ListedSession], _("the sessions, the newest first")]
    subjects: Annotated[list[ListedSubject], _("the most frequent subjects")]
    newest: Annotated[list[ListedDocument], _("the newest resolutions")]
    most_cited: Annotated[list[CitedDocument], _("the documents that most resolutions cite")]


class SessionCoverage(TypedDict):
    session: w.Session
    opened: Annotated[int | None, _("the year in which the session opened; null for special sessions")]
    texts: Annotated[int, _("the number of resolutions with a text")]
    languages: Annotated[dict[str, int], _("the number of texts in each language")]
    votes_only: Annotated[int, _("the number of resolutions with a vote and without a text")]
    recorded: Annotated[int, _("the number of recorded votes on whole resolutions")]
    separate: Annotated[int, _("the number of separate votes on paragraphs, words and parts")]
    described: Annotated[int, _("the number of texts with subjects from a source")]
    inferred: Annotated[int, _("the number of resolutions with subjects from their series only")]
    decisions: Annotated[int, _("the number of decisions with a text")]


class VoteSource(TypedDict):
    source: Annotated[str, _("the code of the source of votes")]
    votes: w.VoteCount
    first_day: Annotated[date | None, _("the day of its first vote")]
    last_day: Annotated[date | None, _("the day of its last vote")]


class Coverage(OnTopic):
    sessions: Annotated[list[SessionCoverage], _("what the archive has of each session, the earliest first")]
    other_texts: Annotated[int, _("the number of decisions and of texts of other bodies")]
    vote_sources: Annotated[list[VoteSource], _("the sources of votes")]
    last_filled: Annotated[datetime | None, _("when the archive last took in texts")]
    operator: Annotated[str, _("who runs this archive")]


class TreatySession(TypedDict):
    session: w.Session
    resolutions: w.Resolutions
    clauses: w.Clauses


class CitedTreaty(TypedDict):
    key: w.Key
    kind: w.KindOfDocument
    title_zh: w.TitleZh
    title_en: w.TitleEn
    date: w.AdoptedOn
    resolutions: w.Resolutions
    clauses: w.Clauses
    sessions: Annotated[list[TreatySession], _("the sessions whose resolutions cite it")]
    url: w.Url


class Submitted(TypedDict):
    resolutions: w.Resolutions
    submitted: Annotated[int, _("the number of resolutions whose draft the State submitted")]
    joined: Annotated[int, _("the number of resolutions that the State joined later")]


class SponsorSession(Submitted):
    session: w.Session


class Sponsor(Submitted):
    state: w.StateCode
    zh: w.NameZh
    en: w.NameEn
    sessions: Annotated[list[SponsorSession], _("the numbers of each session, the newest first")]
    url: w.Url


class Sponsors(OnTopic):
    known: Annotated[dict[str, int], _("the number of resolutions with known sponsors, by session")]
    others: Annotated[dict[str, int], _("the number of resolutions of each printed name that no Member State has")]
    results: Annotated[list[Sponsor], _("the sponsors")]


class SessionList(OnTopic):
    results: Annotated[list[ListedSession], _("the sessions, the newest first")]


class YearList(OnTopic):
    results: Annotated[list[ListedYear], _("the years, the newest first")]


class BodyList(OnTopic):
    results: Annotated[list[ListedBody], _("the kinds of texts beside the resolutions of the General Assembly")]


class ResolutionList(OnTopic, PageOf[ListedDocument]):
    """A page of a list of resolutions."""


class DescribedList(OnTopic, PageOf[DescribedDocument]):
    """A page of the resolutions on a subject."""


class SubjectList(OnTopic, PageOf[ListedSubject]):
    """A page of the list of subjects."""


class TreatyList(OnTopic, PageOf[CitedTreaty]):
    """A page of the treaties and instruments that resolutions cite."""


class DocumentList(PageOf[CitedDocument]):
    """A page of the list of documents."""
