"""The typed dictionaries of the terms: lists, one term, the concordance."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict

from django.utils.translation import gettext_lazy as _

from archive.models.term import TermKind
from archive.views.keys import words as w

_Kind = Annotated[str, _("what kind of term it is"), TermKind]


class PrintedForm(TypedDict):
    words: w.Words
    clauses: w.Clauses


class Rendering(TypedDict):
    words: Annotated[str, _("the English words as they are mostly printed")]
    forms: Annotated[list[PrintedForm], _("all forms in which the English words are printed, the commonest first")]
    wordings: Annotated[int, _("the number of different wordings that have both the Chinese and the English")]
    english: Annotated[int, _("the number of different wordings that have the English")]
    dice: Annotated[float, _("the Dice coefficient: 1 where both always stand together, 0 where they never do")]
    likelihood: Annotated[float, _("the likelihood ratio G²; from 10.83 on it is evidence (p < 0.001)")]


class Term(TypedDict):
    kind: _Kind
    words: Annotated[str, _("the Chinese words")]
    other_names: Annotated[list[str], _("other names of the same thing")]
    wordings: Annotated[int, _("the number of different wordings that have the Chinese")]
    renderings: Annotated[list[Rendering], _("the English renderings, the usual one first")]
    url: w.Url


class MadeOf(TypedDict):
    made_at: Annotated[datetime | None, _("when the terms were computed; null if they have not been yet")]
    pairs: Annotated[int, _("the number of clauses in both languages of which they were computed")]


class TermList(MadeOf):
    count: w.CountOnAllPages
    page: w.Page
    pages: w.Pages
    results: Annotated[list[Term], _("the terms")]


class BesideClause(TypedDict):
    path: w.Path
    text: w.Words
    url: w.Url


class TermPlace(TypedDict):
    resolution: w.Symbol
    session: w.Session
    rendering: Annotated[int | None, _("the number of the rendering that stands there, from 1; null for none of them")]
    zh: Annotated[BesideClause, _("the Chinese clause")]
    en: Annotated[BesideClause, _("the English clause")]


class SessionOfTerm(TypedDict):
    session: w.Session
    clauses: Annotated[list[int], _("the number of clauses with each rendering; the last with none of them")]


class TermPage(Term, MadeOf):
    sessions: Annotated[list[SessionOfTerm], _("how often each rendering stands in each session, the newest first")]
    count: w.CountOnAllPages
    page: w.Page
    pages: w.Pages
    results: Annotated[list[TermPlace], _("the clauses with the term")]


class ClauseInLanguage(BesideClause):
    language: w.Language


class ConcordanceLine(TypedDict):
    resolution: w.Symbol
    found: Annotated[ClauseInLanguage, _("the clause that was found")]
    beside: Annotated[ClauseInLanguage | None, _("the same clause in the other language; null where it is not here")]


class Concordance(TypedDict):
    q: Annotated[str, _("the words that were asked for")]
    count: w.CountOnAllPages
    page: w.Page
    pages: w.Pages
    results: Annotated[list[ConcordanceLine], _("the clauses that were found")]
