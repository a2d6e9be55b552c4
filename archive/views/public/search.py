"""The addresses of the search: its results (as page, JSON, CSV or Atom feed), and its suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive.formats import wants_page
from archive.page_language import say
from archive.searching import search as searching
from archive.searching.asked import CLAUSES, GATHERINGS, NEWEST, ORDERS, Search
from archive.searching.document_lookup import Status
from archive.searching.index_access import IndexAccess
from archive.searching.question import clean
from archive.searching.search import Answer
from archive.searching.suggesting import Suggestion, suggestions
from archive.views.answer import NotHere, answer, json_answer
from archive.views.api.reading import NOTICES_HEADER
from archive.views.csv_answer import csv_answer
from archive.views.index_away import says_if_away
from archive.views.keys import texts
from archive.views.labels import named
from archive.views.listing import one_of
from archive.views.metadata.feeds import FEED_LENGTH, atom_answer, clause_entry
from archive.views.public.coverage import sessions_with_texts
from archive.views.public.search_csv import COLUMNS, every_hit
from archive.views.public.search_data import search_data
from archive.views.public.search_offers import shown
from archive.views.public.search_page import notices, search_page
from archive.views.references.bibliography import LIMIT, items_of_clauses, list_files, list_references
from archive.views.references.items import Item

SUGGESTION_LENGTH = 100  # most characters of a typed text that are used


@require_safe
@says_if_away
def search(request: HttpRequest) -> HttpResponseBase:
    """The results of ``?q=``, a question in the grammar of ``archive.searching.question``.

    Each facet of ``archive.searching.search_fields`` is a parameter that narrows the results. ``since`` and ``until``
    are years. ``order`` sorts the results, and ``by`` gathers them. ``names=0`` turns off the search for other names.
    ``format`` is ``json``, ``csv`` or ``atom``. CSV and Atom have every clause, however ``by`` gathers them.

    A header names the notices that the page shows, such as ``search.behind``.
    """
    asked = Search.of(dict(request.GET.lists()))
    if not wants_page(request):
        _check(request)
    index = IndexAccess()
    response = _answered(request, asked, index)
    if said := notices(behind=bool(index.behind)):  # a CSV file has no other place for it
        response.headers[NOTICES_HEADER] = ", ".join(notice.code for notice in said)
    return response


def _answered(request: HttpRequest, asked: Search, index: IndexAccess) -> HttpResponseBase:
    items = partial(_cited_items, asked, index)
    if bibliography := list_references(request, _search_title(asked), items, "search"):
        return bibliography
    found = cache(lambda: searching.run(asked, index))  # only the page and its JSON need it
    if list(request.GET) == ["q"] and (symbol := _resolution_named(found())):
        return redirect("resolution", symbol)
    return answer(
        request,
        "search/search.html",
        lambda: _page(found()),
        lambda: search_data(found(), _hits(found()), shown(found().offers)),
        csv=lambda: csv_answer("search", COLUMNS, every_hit(request, asked, index)),
        atom=lambda: _feed(request, asked, index),
        **list_files(request, items, "search"),
    )


def _check(request: HttpRequest) -> None:
    """Raises NotHere for a value that makes no sense. Readers get the results without it, programs are told."""
    for name, allowed in (("order", ORDERS), ("by", GATHERINGS), ("names", ("0", "1"))):
        one_of(request, name, allowed)
    for name in ("since", "until", "page"):
        value = request.GET.get(name, "")
        if value and not (value.isascii() and value.isdigit() and 0 < int(value[:8]) < 10_000_000):
            raise NotHere(_("There is nothing to choose by this name here: %(value)s") % {"value": value[:80]})


@require_safe
@says_if_away
def suggest(request: HttpRequest) -> HttpResponse:
    """Completes the text that a reader has typed so far: ``{"results": [{"symbol", "title", "url"}]}``.

    ``url`` is the address of a document. Without a document, ``title`` are words, and ``url`` searches for them.
    ``?format=opensearch`` is the form of OpenSearch for the search box of a browser: ``[typed, [words], [titles],
    [addresses]]``."""
    typed = clean(request.GET.get("q", "")).strip()[:SUGGESTION_LENGTH]
    rows = [_suggestion(suggestion) for suggestion in suggestions(typed)] if typed else []
    if request.GET.get("format") == "opensearch":
        words = [row["symbol"] or row["title"] for row in rows]
        titles, addresses = [row["title"] for row in rows], [request.build_absolute_uri(row["url"]) for row in rows]
        return JsonResponse([typed, words, titles, addresses], safe=False, json_dumps_params={"ensure_ascii": False})
    return json_answer(texts.Suggestions(results=rows))


def _suggestion(found: Suggestion) -> texts.Suggestion:
    if found.document is None:
        return {"symbol": "", "title": found.words, "url": reverse("search") + Search(found.words).address()}
    about = named(found.document.key, found.document)
    return {"symbol": about.symbol, "title": about.title, "url": about.url}


def _resolution_named(found: Answer) -> str:
    """The symbol of the resolution that the whole question names. "" if the question names no resolution or can mean
    something else.

    The resolution has a text here, or had a text that was withdrawn.
    """
    if len(found.offers) != 1 or found.offers[0].status not in (Status.HERE, Status.WITHDRAWN):
        return ""
    return found.offers[0].key


def _page(found: Answer) -> dict[str, Any]:
    return {
        **search_page(found, _hits(found), shown(found.offers)),
        "text_sessions": sessions_with_texts(),
    }


def _hits(found: Answer) -> Page[int]:
    """The page of the list of hits that the address asks for. Its items are the numbers of the hits, from 0.

    Raises NotHere if there is no such page. Its message has the number of pages.
    """
    paginator: Paginator[int] = Paginator(range(found.count), found.page_size)
    if found.search.page > paginator.num_pages:
        raise NotHere(
            ngettext("This list has one page.", "This list has %(pages)s pages.", paginator.num_pages)
            % {"pages": paginator.num_pages}
        )
    return paginator.page(found.search.page)


def _search_title(search: Search) -> str:
    return _("Clauses found: %(question)s") % {"question": search.q} if search.q else _("Clauses found")


def _cited_items(search: Search, index: IndexAccess) -> Sequence[Item]:
    """The clauses found, each once: the texts of a resolution in several languages have the same paths."""
    key = "revision__text__resolution__document__key"
    batches = searching.every_batch(search, (key, "path"), LIMIT + 1, index=index)
    return items_of_clauses((row[key], row["path"]) for batch in batches for row in batch)


def _feed(request: HttpRequest, search: Search, index: IndexAccess) -> HttpResponse:
    """The newest clauses found, as an Atom feed."""
    subtitle = [_("Every clause that is found, also those with the same words")]
    subtitle += map(say, notices(behind=bool(index.behind)))
    newest = replace(search, order=NEWEST, by=CLAUSES, page=1)
    return atom_answer(
        request,
        search.q,
        reverse("search") + newest.address(),
        map(clause_entry, searching.every_clause(newest, FEED_LENGTH, index=index)),
        "\n".join(subtitle),
    )
