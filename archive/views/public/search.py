"""The search page: one address a state, answered as a page, JSON, CSV or an Atom feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive.models import Clause, Document, Resolution
from archive.searching import search as searching
from archive.searching import search_fields
from archive.searching.marking import MarkedPiece
from archive.searching.meaning import Explained
from archive.searching.question import Note, clean
from archive.searching.search import Answer, FoundClause, FoundResolution, Search
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.labels import Named, html_language, named, place
from archive.views.listing import FilterLink
from archive.views.markup import fill, joined
from archive.views.public.search_facets import facets_of

CSV_LIMIT = 10_000
FEED_LENGTH = 50


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """``?q=`` is the question (``archive.searching.question``); ``session``, ``kind``, ``opening``, ``subject``,
    ``adopted`` and ``cites`` narrow it; ``order``, ``by`` and ``page`` say what is shown, and ``names=0`` that acronyms
    and short names stand for themselves. ``format`` is ``json``, ``csv`` or ``atom``."""
    asked = Search.of(dict(request.GET.lists()))
    if request.GET.get("format") == "csv":
        return csv_answer("search", _CSV_COLUMNS, _csv_rows(asked))
    if request.GET.get("format") == "atom":
        return _as_feed(request, asked)
    found = searching.run(asked)
    if list(request.GET) == ["q"] and (symbol := _resolution_named(found)):
        return redirect("resolution", symbol)
    page = _page(found)
    offers = _offers(found.offers)
    documents = [named(d.key, d) for d in found.documents if d.key not in found.offers]
    shown = _Shown(found, page, offers, documents)
    return answer(request, "search/search.html", shown.as_page, shown.as_data)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Documents that a reader may be about to type: ``[{"symbol", "title", "url"}]``."""
    typed = clean(request.GET.get("q", "")).strip()[:100]
    found = searching.suggestions(typed) if typed else []
    named_ones = [named(document.key, document) for document in found]
    rows = [{"symbol": d.symbol, "title": d.title, "url": d.url} for d in named_ones]
    return JsonResponse({"results": rows}, json_dumps_params={"ensure_ascii": False})


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """The grammar, by examples that are links."""
    words = [
        ("核武器 条约", _("both words")),
        ("消除核武器条约", _("typed in one breath: cut into words, all of which must occur")),
        ('"彻底消除核武器"', _("exactly these characters; “ ” 「 」 and 《 》 do the same")),
        ("核", _("a single character is a word like any other")),
        ("地雷 或 集束弹药", _("either; OR does the same")),
        ("核裁军 -条约", _("the first, without the second")),
        ("(外层空间 或 网络空间) 军备竞赛", _("brackets group")),
        ("NPT", _("an acronym stands for the other names of the treaty too")),
        ("65/72", _("a symbol leads to the document itself")),
    ]
    fields = [field.help for field in search_fields.SEARCH_FIELDS]
    return render(request, "search/help.html", {"csv_limit": CSV_LIMIT, "words": words, "fields": fields})


# --- What a page shows -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found: where it stands, and its words with what was asked for marked."""

    document: Named
    path: str
    place: str
    url: str
    lang: str
    html: SafeString
    footnotes: list[tuple[str, SafeString]]


@dataclass(frozen=True, slots=True)
class Group:
    document: Named
    count: int
    hits: list[Hit]
    more: str  # the address of all of them


@dataclass(frozen=True, slots=True)
class _Shown:
    """One page of an answer, and what its two forms have."""

    answer: Answer
    page: Page[int]
    offers: list[Named]
    documents: list[Named]

    def as_page(self) -> dict[str, Any]:
        found, search = self.answer, self.answer.search
        asked = bool(found.meaning.explained or search.chosen)
        return {
            "search": search,
            "asked": asked,
            "found": found,
            "page": self.page,
            "hits": [_hit(clause) for clause in found.clauses],
            "groups": [_group(search, group) for group in found.resolutions],
            "facets": facets_of(search, found.facets) if asked else [],
            "offers": self.offers,
            "documents": self.documents,
            "understood": found.meaning.explained,
            "notes": [note_in_words(note) for note in found.meaning.question.notes],
            "also": found.meaning.also,
            "without_names": search.address(names=False),
            "with_names": search.address(names=True),
            "orders": _choices(search, "order", _order_names()),
            "gatherings": _choices(search, "by", _gathering_names()),
            "advice": _advice(found) if asked and not found.count else [],
            "csv_url": search.address() + "&format=csv",
            "feed_url": search.address(order=searching.NEWEST) + "&format=atom",
            "csv_limit": CSV_LIMIT,
        }

    def as_data(self) -> dict[str, Any]:
        found = self.answer
        results: list[dict[str, Any]]
        if found.search.by == searching.RESOLUTIONS:
            results = [
                {**data.row(named(group.document.key, group.document, here=True)), "clauses_found": group.count}
                | {"clauses": [_clause_data(clause) for clause in group.clauses]}
                for group in found.resolutions
            ]
        else:
            results = [_clause_data(clause) for clause in found.clauses]
        return {
            "question": found.search.q,
            "understood": explained_data(found.meaning.explained),
            "notes": [{"code": note.code, "text": note.text} for note in found.meaning.question.notes],
            "also_searched": [{"name": name, "other_names": list(others)} for name, others in found.meaning.also],
            "documents": [data.row(document) for document in self.offers],
            "documents_by_name": {
                "count": found.document_count,
                "results": [data.row(named(document.key, document)) for document in found.documents],
            },
            "clauses_found": found.clause_count,
            "facets": {
                name: [{"value": value, "count": count} for value, count in values]
                for name, values in found.facets.items()
            },
            "advice": [
                {"kind": advice.kind, "text": advice.text, "count": advice.count, "url": advice.search.address()}
                for advice in (searching.advice(found) if not found.count else ())
            ],
            **data.page(self.page, results),
        }


def _resolution_named(found: Answer) -> str:
    """The symbol of the resolution that the whole question names, where its text is here (or was, until it was
    withdrawn) and nothing else is meant."""
    if len(found.offers) != 1 or not found.offers[0].startswith("A/RES/"):
        return ""
    return found.offers[0] if Resolution.everything.filter(document__key=found.offers[0]).exists() else ""


def _offers(keys: list[str]) -> list[Named]:
    known = {d.key: d for d in Document.objects.filter(key__in=keys).select_related("resolution")}
    return [named(key, known.get(key)) for key in keys[:5]]


def _page(found: Answer) -> Page[int]:
    paginator: Paginator[int] = Paginator(range(found.count), found.page_size)
    if found.search.page > paginator.num_pages:
        raise NotHere(
            ngettext("This list has one page.", "This list has %(pages)s pages.", paginator.num_pages)
            % {"pages": paginator.num_pages}
        )
    return paginator.page(found.search.page)


def marked_html(pieces: Iterable[MarkedPiece]) -> SafeString:
    """Words as HTML, escaped, with ``<mark>`` around what was asked for."""
    return joined(fill("<mark>{}</mark>" if piece.marked else "{}", piece.text) for piece in pieces)


def _hit(found: FoundClause) -> Hit:
    document = named(found.document.key, found.document, here=True)
    footnotes = [(marker, marked_html(pieces)) for marker, pieces in found.footnotes]
    url = f"{document.url}#{found.clause.path}"
    lang = html_language(found.clause.revision.text.language)
    return Hit(document, found.clause.path, _place(found.clause), url, lang, marked_html(found.pieces), footnotes)


def _place(clause: Clause) -> str:
    where = ""
    for ancestor in (clause.parent and clause.parent.parent, clause.parent, clause):
        if ancestor:
            where = place(ancestor, where)
    return where


def _group(search: Search, found: FoundResolution) -> Group:
    document = named(found.document.key, found.document, here=True)
    question = f"{search.q} symbol:{found.document.key}" if search.q else f"symbol:{found.document.key}"
    return Group(
        document, found.count, [_hit(c) for c in found.clauses], search.address(q=question, by=searching.CLAUSES)
    )


def _clause_data(found: FoundClause) -> dict[str, Any]:
    return {
        "resolution": found.document.key,
        "title": found.document.title,
        "date": found.document.date,
        "path": found.clause.path,
        "kind": found.clause.kind,
        "opening": found.clause.opening,
        "text": found.clause.text,
        "excerpt": [{"words": piece.text, "marked": piece.marked} for piece in found.pieces],
        "footnotes": {
            marker: [{"words": piece.text, "marked": piece.marked} for piece in pieces]
            for marker, pieces in found.footnotes
        },
        "url": f"{reverse('resolution', args=[found.document.key])}#{found.clause.path}",
    }


# --- Order and gathering -----------------------------------------------------------------------------------


def _order_names() -> dict[str, str]:
    return {
        searching.RELEVANCE: _("Best match"),
        searching.NEWEST: _("Newest first"),
        searching.OLDEST: _("Oldest first"),
    }


def _gathering_names() -> dict[str, str]:
    return {searching.CLAUSES: _("Clause by clause"), searching.RESOLUTIONS: _("By resolution")}


def _choices(search: Search, name: str, labels: dict[str, str]) -> list[FilterLink]:
    current = getattr(search, name)
    return [
        FilterLink(label, search.address(**{name: value}), None, value == current) for value, label in labels.items()
    ]


# --- How it was understood ---------------------------------------------------------------------------------


def note_in_words(note: Note) -> str:
    """What was not as the grammar has it, and what was done with it."""
    text = note.text if len(note.text) <= 40 else note.text[:40] + "……"
    sentences = {
        "cut": _("The question is very long; the first %(text)s characters were searched."),
        "unclosed_quotation": _("The quotation %(text)s is not closed; it was read to the end."),
        "stray_bracket": _("The bracket %(text)s has no partner and was passed over."),
        "unknown_field": _("There is no field called %(text)s; it was searched as words."),
        "empty_field": _("After %(text)s nothing is said; it was passed over."),
        "bad_value": _("%(text)s is not something that this field can have; it was searched as words."),
        "stray_operator": _("%(text)s joins nothing here and was passed over."),
        "space_at_end": _("The quotation “%(text)s” begins or ends with a space, and so must what is found."),
    }
    return sentences[note.code] % {"text": text}


def explained_data(explained: Explained | None) -> dict[str, Any] | None:
    """How a question was understood, as JSON; empty entries are left out."""
    if explained is None:
        return None
    found: dict[str, Any] = {"kind": explained.kind}
    for name in ("text", "name"):
        if value := getattr(explained, name):
            found[name] = value
    for name in ("parts", "also"):
        if values := getattr(explained, name):
            found[name] = list(values)
    if explained.children:
        found["children"] = [explained_data(child) for child in explained.children]
    return found


def _advice(found: Answer) -> list[tuple[str, str, int]]:
    """What else to try: (in words, address, number of clauses)."""
    sentences = {
        "filters": _("Without the filters"),
        "without": _("Without “%(text)s”"),
        "either": _("Any of the words: %(text)s"),
        "spelling": _("Did you mean “%(text)s”?"),
    }
    return [(sentences[a.kind] % {"text": a.text}, a.search.address(), a.count) for a in searching.advice(found)]


# --- Other forms -------------------------------------------------------------------------------------------


_CSV_COLUMNS = ("resolution", "title", "date", "session", "path", "kind", "opening", "text", "url")


def _csv_rows(search: Search) -> Iterator[list[Any]]:
    """One row a clause, up to ``CSV_LIMIT``."""
    for clause in searching.every_clause(search, CSV_LIMIT):
        about = clause.revision.text.resolution
        document = about.document
        url = f"{reverse('resolution', args=[document.key])}#{clause.path}"
        from_resolution = [document.key, document.title, document.date, about.session]
        yield [*from_resolution, clause.path, clause.kind, clause.opening, clause.text, url]


def _as_feed(request: HttpRequest, asked: Search) -> HttpResponse:
    """The newest clauses found, as Atom."""
    newest = Search(asked.q, asked.chosen, searching.NEWEST, names=asked.names)
    feed = feedgenerator.Atom1Feed(
        title=_("Disarmament Resolutions Archive: %(question)s") % {"question": asked.q},
        link=request.build_absolute_uri(reverse("search") + newest.address()),
        description="",
        feed_url=request.build_absolute_uri(),
        language=request.LANGUAGE_CODE,
    )
    for clause in searching.every_clause(newest, FEED_LENGTH):
        document = clause.revision.text.resolution.document
        link = request.build_absolute_uri(f"{reverse('resolution', args=[document.key])}#{clause.path}")
        title = f"{document.key} {_place(clause)}: {document.title}"
        changed = clause.revision.created_at
        feed.add_item(title=title, link=link, description=clause.text, unique_id=link, updateddate=changed)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
