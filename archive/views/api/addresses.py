"""The addresses with data: what each answers, its parameters and its formats, once for OpenAPI and for the help.

The tests compare this table with the answers of the archive, and the formats with those that the pages link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.formats import AKN, ATOM, BIB, CSL, CSV, DOCX, JSON, MARKDOWN, PDF, RIS, TBX, TEXT, Format
from archive.views.api import parameters
from archive.views.api.parameters import Parameter
from archive.views.keys import dataset, documents, terms, texts, votes, wording


@dataclass(frozen=True, slots=True)
class Address:
    """``view`` is the name of its view. ``data`` are the typed dictionaries of which its JSON is one. ``example`` is an
    address that finds something in the archive of ``fixtures/``, or, with ``needs_more``, in one with more texts.
    ``has_page``: it answers as a page for readers too."""

    view: str
    example: str
    about: Promise
    data: tuple[Any, ...]
    parameters: tuple[Parameter, ...] = ()
    others: tuple[Format, ...] = ()
    needs_more: bool = False
    has_page: bool = True

    @property
    def formats(self) -> tuple[Format, ...]:
        return (JSON, *self.others)

    @property
    def path(self) -> tuple[Parameter, ...]:
        return tuple(each for each in self.parameters if each.in_path)


# What commands print as JSON.
COMMANDS = {"manage.py read --json": texts.ReadText, "manage.py compare --json": wording.Comparison}

P = parameters
_TABLE = (CSV,)
_FEED = (CSV, ATOM)
_RECORDS = (BIB, RIS, CSL)  # of the references
_FILES = (CSV, PDF, DOCX, AKN, TEXT, MARKDOWN, *_RECORDS)  # an archive without a typesetter has no PDF
_RESOLUTIONS = (P.TOPIC, P.COMMITTEE, P.ADOPTED, P.sort("symbol", "title", "date", "vote"), P.PAGE)
_VERBS = (P.TOPIC, P.COUNTED_LANGUAGE, P.SUBJECT, P.SERIES, P.QUESTION)

ADDRESSES = (
    Address("home", "/", _("what the archive has, in numbers, and what is newest"), (documents.Home,), (), (ATOM,)),
    Address(
        "resolution", "/A/RES/65/72/", _("a resolution with its whole text, its citations and its votes"),
        (texts.ResolutionPage,), (P.SYMBOL, P.TEXT, P.BESIDE, P.REVISION), _FILES,
    ),
    Address(
        "clause_history", "/A/RES/65/72/op8/history/", _("a clause in each text of its series"),
        (wording.History,), (P.SYMBOL, P.CLAUSE, P.TEXT), _TABLE,
    ),
    Address(
        "cited_words", "/cited/A/RES/65/72/?at=op5",
        _("the clauses that a citation means; without “at”, the resolution in brief"),
        (texts.Excerpt,), (P.SYMBOL, P.PLACES, P.TEXT),
    ),
    Address(
        "coverage", "/coverage/", _("what the archive has of each session"), (documents.Coverage,), (P.TOPIC,), _TABLE
    ),
    Address("data", "/data/", _("the versions of the whole archive as data"), (dataset.DataVersions,), (), _RECORDS),
    Address(
        "data_version", "/data/2026-11-29/", _("the same, beside the page of one version"), (dataset.DataVersions,),
        (P.DATA_VERSION,), _RECORDS, needs_more=True,
    ),
    Address(
        "data_codebook", "/data/2026-11-29/codebook/", _("the tables and columns of a version of the data"),
        (dataset.Codebook,), (P.DATA_VERSION,), needs_more=True,
    ),
    Address(
        "document_list", "/documents/", _("the documents that resolutions cite"), (documents.DocumentList,),
        (P.LISTED, P.KIND, P.sort("cited", "symbol", "date"), P.PAGE), _TABLE,
    ),
    Address(
        "document", "/documents/treaty:NPT/", _("a document, and the clauses that cite it"),
        (documents.DocumentPage, documents.OnlyCitedPage),
        (P.KEY, P.CITING_TOPIC, P.PART, P.CITING_SESSION, P.ARTICLE, P.PAGE), (*_FEED, *_RECORDS),
    ),
    Address(
        "treaty_list", "/treaties/", _("the treaties and instruments that resolutions cite"), (documents.TreatyList,),
        (P.TOPIC, P.TREATY_KIND, P.sort("name", "date", "resolutions", "clauses"), P.PAGE), _TABLE,
    ),
    Address(
        "sponsor_list", "/sponsors/", _("the States that submitted or joined drafts"), (documents.Sponsors,),
        (P.TOPIC, P.sort("name", "strokes", "resolutions", "submitted")), _TABLE,
    ),
    Address(
        "sponsor", "/sponsors/CHN/", _("the resolutions that a State sponsored"), (documents.ResolutionList,),
        (P.STATE_IN_PATH, P.SESSION, P.ROLE, *_RESOLUTIONS), (*_TABLE, *_RECORDS),
    ),
    Address(
        "session_list", "/sessions/", _("the sessions"), (documents.SessionList,),
        (P.TOPIC, P.sort("session", "count", "recorded")), _TABLE,
    ),
    Address(
        "session", "/sessions/65/", _("the resolutions of a session"), (documents.ResolutionList,),
        (P.SESSION_IN_PATH, *_RESOLUTIONS), (*_TABLE, *_RECORDS),
    ),
    Address("year_list", "/years/", _("the years of adoption"), (documents.YearList,), (P.TOPIC,), _TABLE),
    Address(
        "year", "/years/2010/", _("the resolutions of a year"), (documents.ResolutionList,),
        (P.YEAR_IN_PATH, *_RESOLUTIONS), (*_TABLE, *_RECORDS),
    ),
    Address(
        "body_list", "/bodies/", _("the texts beside the resolutions of the General Assembly"), (documents.BodyList,),
        (P.TOPIC,), _TABLE,
    ),
    Address(
        "body", "/bodies/security-council/", _("the texts of one body, or the decisions of the General Assembly"),
        (documents.ResolutionList,), (P.BODY, P.YEAR, *_RESOLUTIONS), (*_TABLE, *_RECORDS),
    ),
    Address(
        "subject_list", "/subjects/", _("the subjects"), (documents.SubjectList,),
        (P.TOPIC, P.sort("name", "count"), P.PAGE), _TABLE,
    ),
    Address(
        "subject", "/subjects/12/", _("the resolutions on a subject"), (documents.DescribedList,),
        (P.SUBJECT_IN_PATH, *_RESOLUTIONS), (*_TABLE, *_RECORDS),
    ),
    Address("verb_list", "/verbs/", _("how often each opening phrase occurs"), (wording.VerbCounts,), _VERBS, _TABLE),
    Address(
        "verb", "/verbs/敦促/", _("one opening phrase, and where it is used"), (wording.VerbPage,),
        (P.PHRASE, *_VERBS), _TABLE,
    ),
    Address(
        "term_list", "/terms/", _("which English words stand for which Chinese ones"), (terms.TermList,),
        (P.TERM_KIND, P.TERM_WORDS, P.PAGE), (*_TABLE, TBX),
    ),
    Address(
        "term", "/terms/body/大会/", _("one term, and the clauses that have it in both languages"), (terms.TermPage,),
        (P.TERM_KIND_IN_PATH, P.TERM, P.RENDERING, P.PAGE), _TABLE, needs_more=True,
    ),
    Address(
        "concordance", "/concordance/?q=核武器", _("words in their clauses, with the clauses of the other language"),
        (terms.Concordance,), (P.CONCORDANCE_WORDS, P.PAGE),
    ),
    Address(
        "search", "/search/?q=核武器", _("the clauses that a question finds"),
        (texts.FoundClauses, texts.FoundResolutions), P.SEARCH, (*_FEED, *_RECORDS),
    ),
    Address(
        "search_suggest", "/search/suggest/?q=核", _("what a typed text can become"), (texts.Suggestions,), (P.TYPED,),
        has_page=False,
    ),
    Address(
        "vote_list", "/votes/", _("the votes"), (votes.VoteList,),
        (
            P.TOPIC, P.SESSION, P.SCOPE, P.ADOPTED, P.SUBJECT, P.STATE, P.CHOICE,
            P.sort("symbol", "date", "yes", "no", "abstain"), P.PAGE,
        ),
        (*_TABLE, *_RECORDS),
    ),
    Address(
        "vote", "/votes/voeten:5079/", _("one vote with its roll call"), (votes.VotePage,), (P.VOTE,),
        (*_TABLE, *_RECORDS),
    ),
    Address(
        "state_list", "/states/", _("the Member States, also former ones"), (votes.StateList,),
        (P.TOPIC, P.GROUP, P.sort("name", "strokes", "admitted", "votes")), _TABLE,
    ),
    Address(
        "state", "/states/CHN/", _("the votes of a State, and what is measured over them"), (votes.StatePage,),
        (P.STATE_IN_PATH, P.TOPIC, P.SESSION, P.SUBJECT, P.CHOICE, P.PAGE), (*_FEED, *_RECORDS),
    ),
    Address(
        "compare", "/states/compare/?state=CHN&state=USA", _("the votes in which two to five States differ"),
        (votes.SideBySide,), (P.STATES, P.TOPIC, P.SESSION, P.SUBJECT, P.PAGE), _TABLE,
    ),
    Address(
        "matrix", "/states/matrix/?group=eu&from=65&to=65", _("the agreement of each two States"), (votes.Matrix,),
        (P.GROUP, P.STATES, P.TOPIC, P.FIRST_SESSION, P.LAST_SESSION, P.SUBJECT), _TABLE,
    ),
    Address(
        "positions", "/states/positions/?q=核武器", _("the positions of States on series, year by year"),
        (votes.Positions,),
        (
            P.GROUP, P.STATES, P.TITLE_WORDS, P.SEVERAL_SERIES, P.SUBJECT, P.TOPIC, P.FIRST_SESSION, P.LAST_SESSION,
            P.PAGE,
        ),
        _TABLE,
    ),
    Address("series_list", "/series/", _("the series of resolutions"), (votes.SeriesList,), (P.TOPIC, P.PAGE), _TABLE),
    Address(
        "series", "/series/A/RES/65/72/", _("the resolutions of a series, and who changed position"),
        (votes.SeriesPage,), (P.SYMBOL,), (*_FEED, *_RECORDS),
    ),
    Address("verb_strength", "/strength/", _("the scales of opening phrases"), (wording.Scales,), (), _TABLE),
    Address(
        "compare_choose", "/compare/?from=65/72", _("the resolutions that two names mean"),
        (wording.ComparisonChoice,), (P.FROM_TEXT, P.TO_TEXT),
    ),
    Address(
        "compare_texts", "/compare/A/RES/78/40/A/RES/79/41/", _("two resolutions clause by clause"),
        (wording.ComparisonPage,), (P.BEFORE, P.AFTER, P.TEXT), _TABLE, needs_more=True,
    ),
    Address(
        "series_wording", "/series/A/RES/65/72/wording/", _("the clauses of a series through the years"),
        (wording.SeriesWording,), (P.SYMBOL, P.TEXT, P.STATE), _TABLE,
    ),
    Address(
        "similar_clauses", "/similar/A/RES/65/72/op5/", _("the clauses whose words are like those of a clause"),
        (wording.SimilarClauses,), (P.SYMBOL, P.CLAUSE, P.TEXT, P.SAME_SERIES, P.BY_AGE), _TABLE,
    ),
    Address(
        "new_words_list", "/new-words/", _("how many clauses each session brought in"), (wording.NewWordsList,),
        (P.TOPIC,), _FEED,
    ),
    Address(
        "new_words", "/new-words/65/", _("what came in with a session"), (wording.NewWords,),
        (P.SESSION_IN_PATH, P.TOPIC), _FEED,
    ),
)  # fmt: skip
