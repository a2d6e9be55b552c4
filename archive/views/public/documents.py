"""The list of all documents, and the page of one document.

The list includes documents that are only cited. The page shows the clauses that cite the document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Collate
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from archive import symbols
from archive.citing.pinpoints import Pin
from archive.citing.segments import segments
from archive.models import (
    Citation,
    Clause,
    Document,
    DocumentAlias,
    Resolution,
    Revision,
    SeriesEntry,
    Vote,
    VoteProblem,
)
from archive.models.document import Kind
from archive.models.prepared import any_of
from archive.models.snapshot import snapshot
from archive.models.vote import ProblemKind
from archive.page_language import reads_chinese
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.given_dates import given_titles_and_dates
from archive.views.keys import documents
from archive.views.labels import Named, html_language, lacks_title_or_date, named, named_documents, place_of
from archive.views.listing import Order, choices_of, one_of, order_of, page_of
from archive.views.metadata.described import of_document
from archive.views.metadata.feeds import FEED_LENGTH, atom_answer, resolution_entry
from archive.views.pinned import pins_of
from archive.views.public.citing_filters import filtered
from archive.views.public.clause_html import LinkedSpan, as_html
from archive.views.public.coverage import sessions_with_texts
from archive.views.public.list_tables import citing_table, document_table
from archive.views.public.row_html import document_rows
from archive.views.references.bibliography import items_of_clauses, list_files, list_references
from archive.views.references.box import box_of
from archive.views.references.files import record_files
from archive.views.references.items import Item
from archive.views.references.of_models import reference_of_document, site_of
from archive.views.votes.vote_messages import message_data, message_words

CITING_A_PAGE = 20
DOCUMENTS_A_PAGE = 100


def times_cited(resolutions: QuerySet[Resolution] | None = None) -> Counter[str]:
    """Key of a document → number of resolutions that cite the document. Documents that are only cited are included.

    If ``resolutions`` is given, only these resolutions count.
    """
    cited = Citation.objects.of_readers().order_by()
    if resolutions is not None:
        cited = cited.filter(revision__text__resolution__in=resolutions)
    number = Count("revision", distinct=True)
    # Known documents are counted by primary key. Sorting a hundred thousand keys takes twice as long.
    known = cited.filter(target__isnull=False).values_list("target").annotate(n=number)
    unknown = cited.filter(target=None).exclude(key="").values_list(Collate("key", "C")).annotate(n=number)
    keys = dict(Document.objects.values_list("pk", "key"))
    return Counter({keys[pk]: times for pk, times in known} | dict(unknown))


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in a list, and how many texts cite it."""

    document: Named
    cited_by: int

    @property
    def data(self) -> documents.CitedDocument:
        """For JSON."""
        return {**data.row(self.document), "cited_by": self.cited_by}


def rows(keys: Iterable[str], cited: Counter[str]) -> list[ListedDocument]:
    """The documents with these keys, in the order of the keys."""
    about = named_documents(keys := list(keys))
    return [ListedDocument(about[key], cited[key]) for key in keys]


@dataclass(frozen=True, slots=True)
class _Documents:
    """All documents that are known or cited. ``kinds`` has the kind of each, in the order of the symbols; ``cited`` has
    how many texts cite it, and ``dates`` its date, where it has one."""

    kinds: dict[str, str]
    cited: Counter[str]
    dates: dict[str, date]


@lru_cache(maxsize=1)
def _every_document(seen: Hashable) -> _Documents:
    """Remembered, because it grows with the archive. ``seen`` is ``snapshot()``."""
    cited = times_cited()
    rows = Document.objects.of_readers().values_list("key", "kind", "date")
    known = {key: (kind, date) for key, kind, date in rows}
    ordered = sorted(known.keys() | cited.keys(), key=symbols.in_order)
    kinds = {key: known[key][0] if key in known else symbols.kind_of(key) for key in ordered}
    return _Documents(kinds, cited, {key: date for key, (_kind, date) in known.items() if date})


@lru_cache(maxsize=8)
def _listed(seen: Hashable, listed: str, kind: str, order: Order) -> tuple[list[str], list[tuple[str, int]]]:
    """The keys of the documents of a list in its order, and the numbers of documents by kind, the largest first.
    Remembered as ``_every_document``."""
    every = _every_document(seen)
    cited, dates, kinds = every.cited, every.dates, every.kinds
    if not listed:
        kinds = {key: kind for key, kind in kinds.items() if key in cited}
    # Sorting is stable. Documents with equal values therefore stay in the order of their symbols.
    keys = [key for key in kinds if kind in ("", kinds[key])]
    if order.column == "symbol":
        keys = keys[::-1] if order.descending else keys
    elif order.column == "cited":
        keys.sort(key=lambda key: cited[key], reverse=order.descending)
    else:  # documents without a date are last in both directions
        dated = sorted((key for key in keys if key in dates), key=lambda key: dates[key], reverse=order.descending)
        keys = dated + [key for key in keys if key not in dates]
    return keys, sorted(Counter(kinds.values()).items(), key=lambda row: (-row[1], row[0]))


@require_safe
def document_list(request: HttpRequest) -> HttpResponseBase:
    """The list of the documents that resolutions cite. ``?listed=all`` adds those that none cites.

    ``?kind=treaty`` shows only one kind. ``?sort=`` is ``cited``, ``symbol`` or ``date``.
    """
    seen = snapshot()
    every = _every_document(seen)
    listed, kind = one_of(request, "listed", ("", "all")), one_of(request, "kind", Kind.values)
    order = order_of(request, ("cited", "symbol", "date"), "-cited")
    keys, counts = _listed(seen, listed, kind, order)
    page = page_of(request, keys, DOCUMENTS_A_PAGE)
    on_page = rows(page.object_list, every.cited)
    return answer(
        request,
        "document_list.html",
        lambda: {
            "text_sessions": sessions_with_texts(),
            "page": page,
            "rows": document_rows((row.document, row.cited_by) for row in on_page),
            "order": order,
            "total": len(every.kinds),
            "listed": choices_of(request, "listed", [("all", _("All"), len(every.kinds))], first=_("Cited")),
            "kinds": choices_of(request, "kind", [(k, Kind(k).label, n) for k, n in counts]),
        },
        lambda: data.page(page, [row.data for row in on_page]),
        csv=lambda: csv_answer("documents", *document_table(request, keys, every.kinds, every.cited)),
    )


@dataclass(frozen=True, slots=True)
class CitingClause:
    """A clause that cites the document. On an English page, ``place``, ``html`` and ``lang`` are those of the clause in
    the English text, if the archive has it. ``citations`` are those of the leading text."""

    path: str
    place: str
    lang: str
    html: SafeString
    citations: list[Citation]


@dataclass(frozen=True, slots=True)
class CitingResolution:
    """A resolution that cites the document, with the clauses that cite it."""

    document: Named
    clauses: list[CitingClause]


@require_safe
def document(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of a document that is known or cited. ``?topic=``, ``?part=``, ``?session=`` and ``?article=`` narrow
    the clauses that cite it. Raises NotHere if no document has this key.

    Of a withdrawn resolution, the page shows only its symbol and the clauses that cite it.
    """
    canonical, known = _found(key)
    if canonical != key:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("document", args=[canonical]) + query, permanent=True)
    withdrawn = known is not None and known.is_withdrawn
    found = None if withdrawn else known
    citing = filtered(request, Citation.objects.of_readers().filter(**({"target": known} if known else {"key": key})))
    page = page_of(request, _citing(citing.citations), CITING_A_PAGE)
    if not (withdrawn or page.paginator.count or Document.objects.of_readers().filter(key=key).exists()):
        raise NotHere(_("No document is known here by this name: %(key)s") % {"key": key[:80]})
    items = partial(_citing_items, citing.citations)
    title = _("Clauses that cite %(document)s") % {"document": found.title if found and found.title else key}
    if bibliography := list_references(request, title, items, f"citing-{key}"):
        return bibliography
    titles, days = given_titles_and_dates([key] if lacks_title_or_date(found) else [])
    about = named(key, found, given=titles.get(key), given_date=days.get(key))
    reference = reference_of_document(key, found, site_of(request), given=titles.get(key), given_date=days.get(key))
    of_citing = request.GET.get("of") == "citing"  # the records of the citing clauses, not that of the document
    groups = _groups(page, citing.citations, known)
    aliases = list(found.aliases.values_list("name", flat=True)) if found else []
    return answer(
        request,
        "document.html",
        lambda: {
            "document": found,
            "about": about,
            "withdrawn": withdrawn,
            "box": box_of(Item(key), reference),
            "described": of_document(reference, about, page.paginator.count),
            "described_at": reverse("document", args=[key]),
            "aliases": aliases,
            **_votes_on(key),
            "page": page,
            "groups": groups,
            "clause_count": citing.clause_count,
            "filters": citing.filters,
        },
        lambda: _document_data(found, about, _citing_data(about, aliases, citing.clause_count, page, groups)),
        csv=lambda: csv_answer(f"citing-{key}", *citing_table(request, citing.citations)),
        atom=lambda: _feed(request, key, found, citing.citations),
        **(list_files(request, items, f"citing-{key}") if of_citing else record_files(key, lambda: [reference])),
    )


def _feed(request: HttpRequest, key: str, found: Document | None, citations: QuerySet[Citation]) -> HttpResponse:
    """The newest resolutions with these citations, as an Atom feed. An entry has the words of the clauses."""
    revisions = list(_citing(citations)[:FEED_LENGTH])
    clauses = Clause.objects.filter(pk__in=citations.filter(revision__in=revisions).order_by().values("clause"))
    words: dict[int, list[str]] = defaultdict(list)
    for clause in clauses.select_related("parent__parent").order_by("position"):
        words[clause.revision_id].append(place_of(clause) + pgettext("before figures", ": ") + clause.text)
    entries = (resolution_entry(revision, "\n".join(words[revision.pk])) for revision in revisions)
    name = " ".join(filter(None, (found.symbol, found.title))) if found else key
    title = _("%(document)s, cited in") % {"document": name}
    return atom_answer(request, title, reverse("document", args=[key]), entries)


def _citing_items(citations: QuerySet[Citation]) -> Sequence[Item]:
    """The citing clauses, those of the newest resolution first."""
    resolution = "revision__text__resolution"
    order = (f"-{resolution}__session_order", f"-{resolution}__number", f"{resolution}__part", "clause__position")
    rows = citations.order_by(*order).values_list(f"{resolution}__document__key", "clause__path")
    return items_of_clauses(rows)


def _found(key: str) -> tuple[str, Document | None]:
    """The key under which a document has its page, and the document. The document is None if the archive does not
    have it. Raises Http404 for a key that no document can have."""
    canonical = symbols.normalise(key)
    if not canonical or len(canonical) > 400:
        raise Http404
    either = symbols.symbols_in(canonical)  # a joint document has two symbols
    found = Document.objects.filter(key__in={canonical, *either}).select_related("resolution").first()
    if found is None and (bearer := next(filter(None, map(_bearer, (canonical, *either))), "")):
        return bearer, None
    return (found.key if found else either[0]), found


def _citing(citations: QuerySet[Citation]) -> QuerySet[Revision]:
    """The revisions that have these citations. The newest resolution is first."""
    return (
        Revision.objects.leading()
        .filter(pk__in=citations.values("revision"))
        .select_related("text__resolution__document")
        .order_by("-text__resolution__session_order", "-text__resolution__number", "text__resolution__part", "pk")
    )


def _votes_on(key: str) -> dict[str, Any]:
    return {
        "vote": Vote.objects.adopting().filter(document_id=key).first(),
        "date_doubt": "".join(map(message_words, _date_doubts(key))),
        "in_series": SeriesEntry.objects.of_readers().filter(document_id=key).exists(),
    }


def _date_doubts(key: str) -> list[dict[str, Any]]:
    """The stored messages about doubtful days of the votes on a document. Only leading records are searched.

    A day is doubtful if most clauses that cite the document print another day.
    """
    problems = VoteProblem.objects.filter(vote__document_id=key, vote__leading=True, kind=ProblemKind.DATE)
    return [message for problem in problems for message in problem.messages]


def _bearer(name: str) -> str:
    """The key of the only document with this alias; "" if no document or several documents have the alias."""
    named = DocumentAlias.objects.filter(name=name, document__resolution__withdrawn_at=None)
    keys = list(named.values_list("document__key", flat=True)[:2])
    return keys[0] if len(keys) == 1 else ""


def _groups(page: Page[Revision], citations: QuerySet[Citation], known: Document | None) -> list[CitingResolution]:
    """The resolutions of one page with the clauses that cite ``known``. The number of queries does not depend on the
    number of resolutions."""
    revisions = list(page.object_list)
    by_revision: dict[int, dict[int, list[Citation]]] = defaultdict(lambda: defaultdict(list))
    on_page = citations.filter(any_of("revision", [revision.pk for revision in revisions]))
    on_page = on_page.select_related("clause__parent__parent", "via")
    for citation in on_page.order_by("clause__position", "start", "position"):
        if known and citation.target_id == known.pk:
            citation.target = known
        by_revision[citation.revision_id][citation.clause_id or 0].append(citation)
    english = {} if reads_chinese() else _english_clauses(by_revision, revisions)
    return [
        CitingResolution(
            named(revision.text.resolution.document.key, revision.text.resolution.document, here=True),
            [_citing_clause(revision, found, english) for found in by_revision[revision.pk].values()],
        )
        for revision in revisions
    ]


EnglishClauses = dict[tuple[int, str], tuple[Clause, list[Citation]]]
"""Primary key of a resolution, path of a clause → the clause in the English text, and its citations of the document."""


def _english_clauses(
    citing: Mapping[int, Mapping[int, list[Citation]]], revisions: Iterable[Revision]
) -> EnglishClauses:
    """The citing clauses of these revisions in the English texts. Two queries read them."""
    cited = [citation for found in citing.values() for citations in found.values() for citation in citations]
    paths = {citation.clause.path for citation in cited if citation.clause}
    resolutions = [revision.text.resolution_id for revision in revisions]
    clauses = Clause.objects.filter(
        revision__text__resolution__in=resolutions,
        revision__text__language="en",
        revision__current=True,
        path__in=paths,
    )
    same = Q(target__in={c.target_id for c in cited if c.target_id}) | Q(key__in={c.key for c in cited if c.key})
    found = Prefetch("citations", Citation.objects.filter(same).order_by("start", "position"))
    return {
        (clause.revision.text.resolution_id, clause.path): (clause, list(clause.citations.all()))
        for clause in clauses.select_related("revision__text", "parent__parent").prefetch_related(found)
    }


def _citing_clause(revision: Revision, citations: list[Citation], english: EnglishClauses) -> CitingClause:
    """A clause. Its citing words link to the clause on the resolution's page."""
    leading = citations[0].clause
    assert leading is not None  # ``of_readers`` selects only citations in clauses
    resolution = revision.text.resolution
    translated = english.get((resolution.pk, leading.path))
    clause, marked = translated or (leading, citations)
    language = "en" if translated else revision.text.language
    spans = [LinkedSpan(citation.start, citation.end, clause.path) for citation in marked]
    url = reverse("resolution", args=[resolution.document.key])
    html = as_html(segments(clause.text, clause.opening, spans), url)
    return CitingClause(clause.path, place_of(clause), html_language(language), html, citations)


def _document_data(
    found: Document | None, about: Named, citing: documents.Citing
) -> documents.DocumentPage | documents.OnlyCitedPage:
    if found:
        return documents.DocumentPage(**data.document(found), **citing)
    return {**data.row(about), **citing}


def _citing_data(
    about: Named, aliases: list[str], clauses: int, page: Page[Revision], groups: list[CitingResolution]
) -> documents.Citing:
    """``clauses`` is the number of clauses that cite the document, and ``groups`` are those of this page."""
    return {
        **data.given_title(about.given),
        **data.given_date(about.given_date),
        "aliases": aliases,
        "date_doubts": [message_data(each) for each in _date_doubts(about.key)],
        "cited_in_clauses": clauses,
        "cited_by": data.page(page, _groups_data(groups)),
    }


def _groups_data(groups: list[CitingResolution]) -> list[documents.CitingResolution]:
    pins = pins_of(citation for group in groups for clause in group.clauses for citation in clause.citations)
    return [_group_data(group, pins) for group in groups]


def _group_data(group: CitingResolution, pins: Mapping[int, list[Pin]]) -> documents.CitingResolution:
    return {
        "resolution": group.document.key,
        "title": group.document.title,
        "clauses": [
            {
                "path": clause.path,
                "text": clause.citations[0].clause.text if clause.citations[0].clause else "",
                "citations": [
                    data.citation(c, {c.via_id or 0: c.via.marker if c.via else ""}, pins.get(c.pk, ()))
                    for c in clause.citations
                ],
            }
            for clause in group.clauses
        ],
    }
