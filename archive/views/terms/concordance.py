"""``/concordance/``: words in their clauses, line by line, each with its counterpart in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from archive.languages import CHINESE
from archive.models import Clause, Term
from archive.searching import search as searching
from archive.searching.asked import CLAUSES, Search
from archive.searching.found import FoundClause
from archive.searching.question import clean
from archive.searching.search import FOUND_CLAUSES_A_PAGE, Answer
from archive.terms.making import IN_BOTH
from archive.views.answer import answer
from archive.views.index_away import says_if_away
from archive.views.keys import terms
from archive.views.labels import day, html_language, place_of
from archive.views.listing import page_of
from archive.views.terms.shown import ShownTerm, clause_url, marked, pattern_of

_HAN, _LATIN = 28, 70  # characters before and after the words


@dataclass(frozen=True, slots=True)
class Counterpart:
    lang: str
    html: SafeString
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A clause with the words that were found in the middle. ``counterpart`` is None where the archive has none."""

    symbol: str
    day: str
    place: str
    lang: str
    url: str
    before: str
    words: str
    after: str
    counterpart: Counterpart | None


@require_safe
@says_if_away
def concordance(request: HttpRequest) -> HttpResponseBase:
    """The clauses that the search finds for ``?q=``, each in a line with the words in the middle, and the clause of the
    other language at the same place."""
    typed = clean(request.GET.get("q", "")).strip()
    number = Search.of(dict(request.GET.lists())).page
    found = searching.run(Search(typed, by=CLAUSES, page=number))
    page = page_of(request, range(found.clause_count), FOUND_CLAUSES_A_PAGE)
    beside = Clause.objects.counterparts([each.clause for each in found.clauses], *IN_BOTH)
    return answer(
        request,
        "terms/concordance.html",
        lambda: {
            "typed": typed,
            "page": page,
            "found": found,
            "lines": list(_lines(found, beside)),
        },
        lambda: terms.Concordance(
            q=typed,
            count=page.paginator.count,
            page=page.number,
            pages=page.paginator.num_pages,
            results=[_data(each.clause, beside.get(each.clause.pk)) for each in found.clauses],
        ),
    )


def _lines(found: Answer, beside: dict[int, Clause]) -> Iterator[Line]:
    marks = _marks(found.search.q)
    for each in found.clauses:
        document = each.document
        language = each.clause.revision.text.language
        other = beside.get(each.clause.pk)
        yield Line(
            document.key,
            day(document.date),
            place_of(each.clause),
            html_language(language),
            clause_url(each.clause, document.key),
            *_around(each, _HAN if language == CHINESE.code else _LATIN),
            _counterpart(other, document.key, marks) if other else None,
        )


def _around(found: FoundClause, length: int) -> tuple[str, str, str]:
    """The words before the first mark, the marked words, and the words after. A clause that was found without marks
    has its beginning in the place of the last."""
    pieces = found.pieces
    at = next((number for number, piece in enumerate(pieces) if piece.marked), None)
    if at is None:
        return "", "", _begun("".join(piece.text for piece in pieces), length * 2)
    before, after = ("".join(piece.text for piece in part) for part in (pieces[:at], pieces[at + 1 :]))
    return _begun(before[::-1], length)[::-1], pieces[at].text, _begun(after, length)


def _begun(text: str, length: int) -> str:
    """The beginning of a text; an ellipsis replaces the rest."""
    return text if len(text) <= length else text[:length] + "…"


def _counterpart(clause: Clause, key: str, marks: tuple[re.Pattern[str], re.Pattern[str]] | None) -> Counterpart:
    language = clause.revision.text.language
    pattern = marks[language != CHINESE.code] if marks else None
    return Counterpart(html_language(language), marked(clause.text, pattern), clause_url(clause, key))


def _marks(typed: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """The Chinese and the English words of the terms that were asked for, as patterns. None if there is none."""
    found = [ShownTerm(term) for term in Term.objects.named(typed.strip('"“”《》'))] if typed else []
    if not found:
        return None
    chinese = re.compile("|".join(each.chinese_marks.pattern for each in found))
    return chinese, pattern_of(form for each in found for rendering in each.renderings for form in rendering.forms)


def _data(clause: Clause, other: Clause | None) -> terms.ConcordanceLine:
    key = clause.revision.text.resolution.document.key
    return {"resolution": key, "found": _side(clause, key), "beside": _side(other, key) if other else None}


def _side(clause: Clause, key: str) -> terms.ClauseInLanguage:
    return {
        "language": clause.revision.text.language,
        "path": clause.path,
        "text": clause.text,
        "url": clause_url(clause, key),
    }
