"""The typed dictionaries of the texts of resolutions, and of what a search finds in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, NotRequired, TypedDict

from django.utils.translation import gettext_lazy as _

from archive.views.keys import words as w
from archive.views.keys.documents import (
    Citation,
    Document,
    ListedDocument,
    Message,
    PageOf,
    PlacedMessage,
)
from archive.views.keys.votes import Ballot, Vote, YearOfSeries


class Mark(TypedDict):
    marker: Annotated[str, _("the marker of a footnote")]
    at: Annotated[int, _("so many characters of the text are before the mark")]


class CitingPlace(TypedDict):
    resolution: w.Symbol
    path: w.Path
    pinpoint: Annotated[str, _("the printed words of the pinpoint")]


class Clause(TypedDict):
    path: w.Path
    kind: w.PartOfText
    label: w.Label
    opening: w.Opening
    text: w.Words
    parent: Annotated[str | None, _("the path of the clause that this point belongs to")]
    footnotes: Annotated[list[Mark], _("the footnote marks in the text")]
    citations: Annotated[list[Citation], _("what the clause cites, in the order of its words")]
    cited_by: Annotated[list[CitingPlace], _("the clauses whose pinpoint names this clause")]


class Footnote(TypedDict):
    text: w.Words
    citations: Annotated[list[Citation], _("what the footnote cites")]


class SubjectOfText(TypedDict):
    zh: w.NameZh
    en: w.NameEn
    dictionary: Annotated[str, _("the address of the term in the dictionary of subjects; empty where it has none")]
    inferred_from: Annotated[
        str | None, _("the resolution of the series that the subject is inferred from; null where a source gives it")
    ]


class RevisionOfText(TypedDict):
    language: w.Language
    revision: Annotated[int, _("the number of the revision, from 1")]
    current: Annotated[bool, _("whether readers see this revision")]
    read_at: Annotated[datetime, _("when the archive read it")]
    withheld: Annotated[bool, _("whether it is no longer public")]


class Source(TypedDict):
    name: Annotated[str, _("the name of the file")]
    part: Annotated[str, _("the part of the file that has the text")]
    format: Annotated[str, _("the format of the file")]
    sha256: Annotated[str, _("the checksum of the file")]
    recognised: Annotated[bool, _("whether a machine read the words from a scan")]
    proofed_by: Annotated[str, _("who has compared the words with the scan; empty if nobody has")]
    received_at: Annotated[datetime, _("when the archive received the file")]


class FirstPlace(TypedDict):
    symbol: w.Symbol
    path: w.Path


class ChangeOfWords(TypedDict):
    kind: Annotated[str, _("same, numbers (only numbers and dates), reworded, split, merged or new")]
    moved: w.Moved
    verb: w.VerbBeforeAfter
    strength: w.Strength
    changes: w.Changes
    doubtful: w.Doubtful


_From = TypedDict("_From", {"from": Annotated[list[str], _("the paths of the clauses that this clause was")]})


class ChangedClause(ChangeOfWords, _From):
    path: w.Path
    first: Annotated[FirstPlace, _("where the history of the clause begins, as far as the archive has the texts")]
    began: Annotated[bool, _("whether the text before that does not have the clause")]


class ChangesOfText(TypedDict):
    compared_with: Annotated[str, _("the text before it in its series")]
    clauses: Annotated[list[ChangedClause], _("the clauses, and what became of them")]
    dropped: Annotated[list[str], _("the paths of the clauses that are gone")]


class VoteOnText(Vote):
    roll_call: Annotated[list[Ballot], _("the choice of each State")]


class FactsOfResolution(TypedDict):
    session: w.Session
    adopted_on: w.AdoptedOn
    meeting: Annotated[int | None, _("the number of the plenary meeting; null where it is not known")]
    meeting_record: Annotated[str, _("the symbol of the record of the meeting")]
    committee: Annotated[str, _("the Main Committee; empty where the text came from none")]
    proposal: Annotated[str, _("the kind of the proposal")]
    agenda_items: Annotated[list[str], _("the numbers of the agenda items")]
    agenda_titles: Annotated[list[str], _("the titles of the agenda items")]
    draft_symbol: Annotated[str, _("the symbol of the draft")]
    committee_report: Annotated[str, _("the symbol of the committee's report")]
    committee_report_paragraph: Annotated[str, _("the paragraph of that report")]
    sponsors: Annotated[list[str], _("the States that submitted the draft, as they are printed")]
    additional_sponsors: Annotated[list[str], _("the States that joined later, as they are printed")]
    voters: Annotated[dict[str, list[str]], _("the roll call in the words of the text, by choice")]
    published_on: Annotated[date | None, _("the day of publication; null where it is not known")]


class WordsOfText(TypedDict):
    title_footnotes: Annotated[list[Mark], _("the footnote marks of the title")]
    formula: Annotated[str, _("the words that open the text: “The General Assembly,”")]
    clauses: Annotated[list[Clause], _("the clauses, in the order of the text")]
    footnotes: Annotated[dict[str, Footnote], _("the footnotes, by marker")]
    end: Annotated[str, _("the words after the last clause")]
    disagreements: Annotated[
        list[PlacedMessage], _("where a link of the UN's editors leads to another document than the words")
    ]


class Resolution(Document, FactsOfResolution, WordsOfText):
    title: Annotated[str, _("the title as the text prints it")]
    subjects: Annotated[list[SubjectOfText], _("the subjects")]
    cited_by: Annotated[int, _("the number of resolutions that cite it")]
    corrects: Annotated[str | None, _("the resolution that this corrigendum corrects")]
    corrigenda: Annotated[list[str], _("the symbols of its corrigenda")]
    language: w.Language
    revision: Annotated[int, _("the number of the revision, from 1")]
    current: Annotated[bool, _("whether readers see this revision")]
    revisions: Annotated[list[RevisionOfText], _("all revisions of all texts of the resolution")]
    source: Annotated[Source, _("the file that the text was read from")]


class VotesOnText(TypedDict):
    recorded_votes: Annotated[list[VoteOnText], _("the recorded votes on the whole and on paragraphs")]
    other_records: Annotated[list[Vote], _("the records of the same votes in other sources")]
    series: Annotated[list[YearOfSeries], _("the other resolutions of its series")]


class ParallelRow(TypedDict):
    path: Annotated[str | None, _("the path of the clause; null where only the other text has a clause")]
    other_path: Annotated[str | None, _("the path of its counterpart in the other text; null where it has none")]
    joined: Annotated[str, _("how the two are joined: path, order, or alone where there is only one")]


class ParallelText(WordsOfText):
    """The text in a second language, and which of its clauses belongs to which clause of the first."""

    title: Annotated[str, _("the title as the text prints it")]
    language: w.Language
    revision: Annotated[int, _("the number of the revision, from 1")]
    rows: Annotated[list[ParallelRow], _("the clauses of both texts, in their order")]


class ResolutionPage(Resolution, VotesOnText):
    """A resolution with its whole text, its votes and what its text changed."""

    parallel: Annotated[ParallelText | None, _("the text in the language of the parameter “with”; null without it")]
    wording: Annotated[ChangesOfText | None, _("how it differs from the text before it in its series")]


class Excerpt(TypedDict):
    symbol: w.Symbol
    title: w.Title
    language: w.Language
    in_brief: Annotated[bool, _("whether these are only the first preambular and the first operative paragraphs")]
    clauses: Annotated[list[Clause], _("the clauses, in the order of the text")]
    text: Annotated[str, _("the address of the whole text")]


class PartOfQuestion(TypedDict):
    """A part of a question, as the search understood it."""

    kind: Annotated[str, _("word, phrase, field, all, either or not")]
    text: NotRequired[Annotated[str, _("the words")]]
    name: NotRequired[Annotated[str, _("the name of the field")]]
    parts: NotRequired[Annotated[list[str], _("the words that the text was divided into")]]
    also: NotRequired[Annotated[list[str], _("what is searched as well")]]
    children: NotRequired[Annotated[list[PartOfQuestion], _("its parts")]]


class Note(TypedDict):
    code: Annotated[str, _("the code of the note")]
    text: Annotated[str, _("the note in words, in the language of the page")]


class AlsoSearched(TypedDict):
    name: Annotated[str, _("the name or the word that was asked")]
    other_names: Annotated[list[str], _("the names that are searched as well")]
    source: Annotated[str | None, _("a resolution that uses these terms for an everyday word")]


class OfferedDocument(ListedDocument):
    status: Annotated[str, _("whether the archive has its text")]
    role: Annotated[str | None, _("what the document was for these resolutions: a draft, a report")]
    resolutions: Annotated[list[str], _("the resolutions that came from the document")]


class NamedState(TypedDict):
    state: w.StateCode
    name: Annotated[str, _("the name of the State")]
    url: w.Url


class NamedDocuments(TypedDict):
    count: Annotated[int, _("the number of documents")]
    results: Annotated[list[ListedDocument], _("the first of them")]


class FacetValue(TypedDict):
    value: Annotated[str, _("the value, as the parameter of this name takes it")]
    count: w.Clauses


class Advice(TypedDict):
    kind: Annotated[str, _("the code of the advice")]
    text: Annotated[str, _("what to ask instead")]
    count: w.Clauses
    url: Annotated[str, _("the parameters of that search")]


class SearchFacts(TypedDict):
    question: Annotated[str, _("the question")]
    understood: Annotated[PartOfQuestion | None, _("how the question was understood; null where nothing is asked")]
    notes: Annotated[list[Note], _("what of the question was not understood")]
    notices: Annotated[list[Message], _("what one must know to judge the counts")]
    also_searched: Annotated[list[AlsoSearched], _("the other names that were searched")]
    documents: Annotated[list[OfferedDocument], _("the documents that the question names")]
    state: Annotated[NamedState | None, _("the State that the whole question names")]
    documents_by_name: Annotated[NamedDocuments, _("the documents whose titles have the words")]
    gathered_by: Annotated[str, _("what the results are: words, clauses or resolutions")]
    clauses_found: Annotated[int, _("the number of clauses found")]
    facets: Annotated[dict[str, list[FacetValue]], _("the values that narrow the search, by parameter")]
    advice: Annotated[list[Advice], _("help where nothing was found or a character is wrong")]


class Piece(TypedDict):
    words: w.Words
    marked: Annotated[bool, _("whether the question asked for these words")]


class ChangeInSeries(TypedDict):
    codes: Annotated[list[str], _("the codes of the field prior: that say how the clause differs")]
    before: Annotated[str, _("the earlier text")]
    after: Annotated[str, _("the later text")]


class SameWords(TypedDict):
    resolution: w.Symbol
    session: w.Session
    path: w.Path
    url: w.Url
    prior: Annotated[list[ChangeInSeries], _("how the clause differs from that of the text before it")]


class Counterpart(TypedDict):
    language: w.Language
    text: w.Words
    url: w.Url


class FoundClause(TypedDict):
    resolution: w.Symbol
    title: w.Title
    date: w.AdoptedOn
    path: w.Path
    kind: w.PartOfText
    opening: w.Opening
    text: w.Words
    excerpt: Annotated[list[Piece], _("the text in pieces, with the words of the question marked")]
    footnotes: Annotated[dict[str, list[Piece]], _("the footnotes with words of the question, by marker")]
    language: w.Language
    url: w.Url
    counterpart: Annotated[Counterpart | None, _("the clause with the same path in another language")]
    prior: Annotated[list[ChangeInSeries], _("how the clause differs from that of the text before it")]
    same_words: Annotated[list[SameWords], _("the other clauses found with the same words")]


class FoundResolution(ListedDocument):
    clauses_found: w.Clauses
    clauses: Annotated[list[FoundClause], _("the first clauses found in it")]


class FoundClauses(SearchFacts, PageOf[FoundClause]):
    """A page of the clauses that a search finds."""


class FoundResolutions(SearchFacts, PageOf[FoundResolution]):
    """A page of the resolutions that a search finds (``by=resolutions``)."""


class ReadClause(TypedDict):
    path: w.Path
    kind: w.PartOfText
    label: w.Label
    opening: w.Opening
    text: w.Words
    footnotes: Annotated[list[str], _("the markers of its footnotes")]
    citations: Annotated[list[Citation], _("what the clause cites, in the order of its words")]


class ReadText(TypedDict):
    """A line that ``manage.py read --json`` prints."""

    source: Annotated[str, _("the name of the file")]
    format: Annotated[str, _("the format of the file")]
    language: w.Language
    symbol: w.Symbol
    title: Annotated[str, _("the title as the text prints it")]
    session: w.Session
    adopted_on: w.AdoptedOn
    meeting: Annotated[int | None, _("the number of the plenary meeting; null where it is not known")]
    clauses: Annotated[list[ReadClause], _("the clauses, in the order of the text")]
    footnotes: Annotated[dict[str, Footnote], _("the footnotes, by marker")]
    warnings: Annotated[list[PlacedMessage], _("what the reader did not understand, in English")]


class Suggestion(TypedDict):
    symbol: Annotated[str, _("the symbol of a document; empty where only words are suggested")]
    title: Annotated[str, _("the title, or the words")]
    url: Annotated[str, _("the address of the document, or of the search for the words")]


class Suggestions(TypedDict):
    results: Annotated[list[Suggestion], _("what the typed text can become")]
