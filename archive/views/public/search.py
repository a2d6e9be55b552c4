"""The addresses of the search: its results (as page, JSON, CSV or Atom feed), and its suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive.models import Document
from archive.searching import search as searching
from archive.searching.asked import CLAUSES, NEWEST, Search
from archive.searching.document_lookup import Status
from archive.searching.question import clean
from archive.searching.search import Answer
from archive.searching.suggesting import Suggestion, suggestions
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.index_away import says_if_away
from archive.views.labels import named, place_of
from archive.views.public.coverage import sessions_with_texts
from archive.views.public.search_data import search_data
from archive.views.public.search_offers import shown
from archive.views.public.search_page import search_page

CSV_LIMIT = 10_000
FEED_LENGTH = 50
SUGGESTION_LENGTH = 100  # most characters of a typed text that are used

_CSV_COLUMNS = ("resolution", "title", "date", "session", "language", "path", "kind", "opening", "text", "url")


@require_safe
@says_if_away
def search(request: HttpRequest) -> HttpResponseBase:
    """The results of ``?q=``, a question in the grammar of ``archive.searching.question``.

    Each facet of ``archive.searching.search_fields`` is a parameter that narrows the results. ``since`` and ``until``
    are years. ``order`` sorts the results, and ``by`` gathers them. ``names=0`` turns off the search for other names.
    ``format`` is ``json``, ``csv`` or ``atom``. CSV and Atom have every clause, however ``by`` gathers them.
    """
    asked = Search.of(dict(request.GET.lists()))
    if request.GET.get("format") == "csv":
        return csv_answer("search", _CSV_COLUMNS, _csv_rows(asked))
    if request.GET.get("format") == "atom":
        return _feed(request, asked)
    found = searching.run(asked)
    if list(request.GET) == ["q"] and (symbol := _resolution_named(found)):
        return redirect("resolution", symbol)
    page, offers = _page(found), shown(found.offers)
    return answer(
        request,
        "search/search.html",
        lambda: search_page(found, page, offers) | {"csv_limit": CSV_LIMIT, "text_sessions": sessions_with_texts()},
        lambda: search_data(found, page, offers),
    )


@require_safe
@says_if_away
def suggest(request: HttpRequest) -> HttpResponse:
    """Completes the text that a reader has typed so far: ``{"results": [{"symbol", "title", "url"}]}``.

    ``url`` is the address of a document. Without a document, ``title`` are words, and ``url`` searches for them."""
    typed = clean(request.GET.get("q", "")).strip()[:SUGGESTION_LENGTH]
    rows = [_suggestion(suggestion) for suggestion in suggestions(typed)] if typed else []
    return JsonResponse({"results": rows}, json_dumps_params={"ensure_ascii": False})


def _suggestion(found: Suggestion) -> dict[str, str]:
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


def _page(found: Answer) -> Page[int]:
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


_RESOLUTION = "revision__text__resolution"
_DOCUMENT = f"{_RESOLUTION}__document"
# The fields of a row, for ``searching.every_row``.
_ROW = (
    f"{_DOCUMENT}__key", f"{_DOCUMENT}__title_zh", f"{_DOCUMENT}__title_en", f"{_DOCUMENT}__date",
    f"{_RESOLUTION}__session", "revision__text__language", "path", "kind", "opening", "text", "revision__text__leading",
)  # fmt: skip


def _csv_rows(search: Search) -> Iterator[list[Any]]:
    """One row for each clause, up to ``CSV_LIMIT`` rows. Raises IndexAway before the first row is made."""
    named_once = cache(_title_and_url)  # a resolution has many rows
    return (_csv_row(row, named_once) for row in searching.every_row(search, CSV_LIMIT, _ROW))


def _csv_row(row: dict[str, Any], title_and_url: Callable[[str, str, str], tuple[str, str]]) -> list[Any]:
    key, title_zh, title_en, *rest, leading = (row[name] for name in _ROW)
    title, url = title_and_url(key, title_zh, title_en)
    other = "" if leading else f"?text={row['revision__text__language']}"
    return [key, title, *rest, f"{url}{other}#{row['path']}"]


def _title_and_url(key: str, title_zh: str, title_en: str) -> tuple[str, str]:
    return Document(title_zh=title_zh, title_en=title_en).title, reverse("resolution", args=[key])


def _feed(request: HttpRequest, search: Search) -> HttpResponse:
    """The newest clauses found, as an Atom feed. Its summaries are HTML (``type="html"``), so the text is escaped."""
    newest = replace(search, order=NEWEST, by=CLAUSES, page=1)
    feed = feedgenerator.Atom1Feed(
        title=_("Disarmament Resolutions Archive: %(question)s") % {"question": search.q},
        link=request.build_absolute_uri(reverse("search") + newest.address()),
        description="",
        subtitle=_("Every clause that is found, also those with the same words"),
        feed_url=request.build_absolute_uri(),
        language=request.LANGUAGE_CODE,
    )
    for clause in searching.every_clause(newest, FEED_LENGTH):
        document = clause.revision.text.resolution.document
        link = request.build_absolute_uri(clause.get_absolute_url())
        title = f"{document.key} {place_of(clause)}: {document.title}"
        changed = clause.revision.created_at
        feed.add_item(title=title, link=link, description=escape(clause.text), unique_id=link, updateddate=changed)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
