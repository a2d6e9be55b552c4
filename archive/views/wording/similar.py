"""The page with the clauses that are similar to a clause: who used these words first, and who took them over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Clause
from archive.page_language import joined as joined_names
from archive.searching.found import Member
from archive.views.answer import answer
from archive.views.clause_links import member_link, member_url, with_text
from archive.views.csv_answer import csv_answer
from archive.views.index_away import says_if_away
from archive.views.keys import wording
from archive.views.labels import Named, day, html_language, named, place_in, place_of, session_name
from archive.views.listing import one_of
from archive.views.markup import joined
from archive.views.references.of_models import site_of
from archive.views.wording.asked_clause import AskedClause, asked_clause
from archive.views.wording.change_html import both, earlier, later
from archive.views.wording.similar_clauses import LIKENESS, OLDEST, OTHER, OWN, SimilarClauses, Wording, similar_to

# The words of both clauses are shown as one text if they are at least so much alike.
_SHOWN_AS_ONE = 0.75

_CSV_COLUMNS = ("likeness", "series", "resolution", "session", "date", "language", "path", "text", "url")


@dataclass(frozen=True, slots=True)
class ShownWording:
    """A similar wording on the page. ``percent`` is its likeness. ``others`` are links to more clauses with these
    words, and ``summary`` says how many they are."""

    percent: int
    document: Named
    place: str
    url: str
    session: str
    html: SafeString
    summary: str
    others: SafeString


@says_if_away
@require_safe
def similar_clauses(request: HttpRequest, symbol: str, path: str) -> HttpResponseBase:
    """The clauses that are similar to a clause. ``?text=en`` is the language of the texts.

    ``?series=own`` or ``other`` narrows them to the series of the clause or to others. ``?order=oldest`` sorts them by
    age. Raises NotHere if the archive does not have the text or the clause.
    """
    asked = asked_clause(request, "similar_clauses", symbol, path)
    if not isinstance(asked, AskedClause):
        return asked
    which, order = one_of(request, "series", (OWN, OTHER)), one_of(request, "order", (LIKENESS, OLDEST))
    found = similar_to(asked.clause, order or LIKENESS)
    texts = [(each.text.language, each.text.get_language_display()) for each in asked.revisions]
    languages = [(code, html_language(code), name) for code, name in texts]
    return answer(
        request,
        "wording/similar.html",
        lambda: {**_page(found, which), "languages": languages, "which": which, "order": order or LIKENESS},
        lambda: _data(found, which),
        csv=lambda: csv_answer(f"similar-{asked.symbol}-{path}", _CSV_COLUMNS, _table(found, which, site_of(request))),
    )


def _page(found: SimilarClauses, which: str) -> dict[str, Any]:
    clause, first = found.clause, found.same[0]
    about = clause.revision.text.resolution
    return {
        "document": named(about.document.key, about.document, here=True),
        "symbol": about.document.key,
        "path": clause.path,
        "place": place_of(clause),
        "url": with_text(clause.get_absolute_url(), clause.revision.text.language),
        "history": _history(clause),
        "lang": html_language(clause.revision.text.language),
        "language": clause.revision.text.language,
        "clause": clause,
        "session": session_name(about.session),
        "first": {
            "is_itself": first.pk == clause.pk,
            "symbol": first.key,
            "place": place_in(first.places),
            "url": with_text(member_url(first), first.language),
            "day": day(first.date),
            "series": found.series[first.pk],
        },
        "same": joined(member_link(each) for each in found.same if each.pk != clause.pk),
        "same_count": len(found.same) - 1,
        "lists": [
            (each, [_shown(found, one) for one in found.of(each)]) for each in (OTHER, OWN) if which in ("", each)
        ],
        "formula_series": found.formula_series,
    }


def _history(clause: Clause) -> str:
    """The address of the history of a clause, in the language of its text."""
    text = clause.revision.text
    other = "" if text.leading else f"?text={text.language}"
    return reverse("clause_history", args=[text.resolution.document.key, clause.path]) + other


def _shown(found: SimilarClauses, one: Wording) -> ShownWording:
    about = one.clause.revision.text.resolution
    return ShownWording(
        int(one.likeness * 100),
        named(about.document.key, about.document, here=True),
        place_of(one.clause),
        with_text(one.clause.get_absolute_url(), one.clause.revision.text.language),
        session_name(about.session),
        _marked(found.clause, one),
        _summary(one.others),
        joined(map(member_link, one.others)),
    )


def _marked(asked: Clause, one: Wording) -> SafeString:
    """The words of a similar clause, with those marked that differ from the words of the clause asked for."""
    older, newer = (one.clause, asked) if one.is_earlier else (asked, one.clause)
    if one.likeness >= _SHOWN_AS_ONE:
        return both(older.text, newer.text, one.changes, (older.opening, newer.opening))
    if one.is_earlier:
        return earlier(older.text, newer.text, one.changes, older.opening)
    return later(older.text, newer.text, one.changes, newer.opening)


def _summary(others: Sequence[Member]) -> str:
    return _("The same words also in: %(symbols)s") % {"symbols": _symbols(others)} if others else ""


def _symbols(members: Sequence[Member]) -> str:
    return joined_names(dict.fromkeys(each.key.removeprefix("A/RES/") for each in members))


def _data(found: SimilarClauses, which: str) -> wording.SimilarClauses:
    clause = found.clause
    return {
        "resolution": clause.revision.text.resolution.document.key,
        "path": clause.path,
        "language": clause.revision.text.language,
        "text": clause.text,
        "formula_series": found.formula_series,
        "same_words": [_member(found, each) for each in found.same],
        "results": [
            {
                "likeness": round(one.likeness, 3),
                "series": one.series,
                "text": one.clause.text,
                "changes": [list(change) for change in one.changes],
                "clauses": [_member(found, each) for each in (one.first, *one.others)],
            }
            for one in _asked(found, which)
        ],
    }


def _asked(found: SimilarClauses, which: str) -> list[Wording]:
    return found.of(which) if which else list(found.wordings)


def _member(found: SimilarClauses, member: Member) -> wording.SimilarMember:
    return {
        "resolution": member.key,
        "session": member.session,
        "date": member.date,
        "path": member.path,
        "series": found.series[member.pk],
        "url": member_url(member),
    }


def _table(found: SimilarClauses, which: str, site: str) -> Iterator[list[Any]]:
    """One row for each clause, also for those with the same words. ``site`` is the beginning of their addresses."""
    groups = [(1.0, found.clause.text, found.same)]
    groups += [(one.likeness, one.clause.text, [one.first, *one.others]) for one in _asked(found, which)]
    for likeness, text, members in groups:
        for each in members:
            yield [
                round(likeness, 3), found.series[each.pk], each.key, each.session, each.date, each.language, each.path,
                text, site + member_url(each),
            ]  # fmt: skip
