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
from django.db.models import Count, QuerySet
from django.db.models.functions import Collate
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from archive import symbols
from archive.citing.pinpoints import Pin
from archive.models import (
    Citation,
    Clause,
    Document,
    DocumentAlias,
    Resolution,
    SeriesEntry,
    Vote,
    VoteProblem,
)
from archive.models.document import Kind
from archive.models.prepared import any_of, prepared, prepared_rows
from archive.models.snapshot import snapshot
from archive.models.vote import ProblemKind
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.given_dates import given_titles_and_dates
from archive.views.keys import documents
from archive.views.labels import Named, lacks_title_or_date, named, named_documents, place_of
from archive.views.listing import Order, choices_of, one_of, order_of, page_of
from archive.views.metadata.described import of_document
from archive.views.metadata.feeds import FEED_LENGTH, atom_answer, resolution_entry
from archive.views.pinned import pins_of
from archive.views.public.citing import CitingResolution, citing_html, citing_resolutions, revisions_in_order
from archive.views.public.citing_filters import Filtered, filtered
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
    citing = filtered(request, key, known)
    page = page_of(request, list(citing.by_revision), CITING_A_PAGE)
    if not (withdrawn or page.paginator.count or Document.objects.of_readers().filter(key=key).exists()):
        raise NotHere(_("No document is known here by this name: %(key)s") % {"key": key[:80]})
    items = partial(_citing_items, citing.rows)
    title = _("Clauses that cite %(document)s") % {"document": found.title if found and found.title else key}
    if bibliography := list_references(request, title, items, f"citing-{key}"):
        return bibliography
    titles, days = given_titles_and_dates([key] if lacks_title_or_date(found) else [])
    about = named(key, found, given=titles.get(key), given_date=days.get(key))
    reference = reference_of_document(key, found, site_of(request), given=titles.get(key), given_date=days.get(key))
    of_citing = request.GET.get("of") == "citing"  # the records of the citing clauses, not that of the document
    groups = citing_resolutions(list(page), citing, known)
    aliases = [name for [name] in _aliases(found.pk)] if found else []
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
            "groups": citing_html(groups),
            "clause_count": citing.clause_count,
            "filters": citing.filters,
        },
        lambda: _document_data(found, about, _citing_data(about, aliases, citing.clause_count, page, groups)),
        csv=lambda: csv_answer(f"citing-{key}", *citing_table(request, citing.rows)),
        atom=lambda: _feed(request, key, found, citing),
        **(list_files(request, items, f"citing-{key}") if of_citing else record_files(key, lambda: [reference])),
    )


def _feed(request: HttpRequest, key: str, found: Document | None, citing: Filtered) -> HttpResponse:
    """The newest resolutions with these citations, as an Atom feed. An entry has the words of the clauses."""
    revisions = revisions_in_order(list(citing.by_revision)[:FEED_LENGTH])
    clauses = Clause.objects.filter(pk__in=citing.rows.filter(revision__in=revisions).order_by().values("clause"))
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


@prepared
def _with_key(keys: list[str]) -> QuerySet[Document]:
    return Document.objects.filter(any_of("key", keys)).select_related("resolution")


def _found(key: str) -> tuple[str, Document | None]:
    """The key under which a document has its page, and the document. The document is None if the archive does not
    have it. Raises Http404 for a key that no document can have."""
    canonical = symbols.normalise(key)
    if not canonical or len(canonical) > 400:
        raise Http404
    either = symbols.symbols_in(canonical)  # a joint document has two symbols
    found = next(iter(_with_key([canonical, *either])), None)
    if found is None and (bearer := next(filter(None, map(_bearer, (canonical, *either))), "")):
        return bearer, None
    return (found.key if found else either[0]), found


@prepared_rows
def _aliases(document: int) -> QuerySet[DocumentAlias, tuple[str]]:
    return DocumentAlias.objects.filter(document=document).values_list("name")


def _votes_on(key: str) -> dict[str, Any]:
    return {
        "vote": next(iter(_adopting(key)), None),
        "date_doubt": "".join(map(message_words, _date_doubts(key))),
        "in_series": bool(_series(key)),
    }


@prepared
def _adopting(key: str) -> QuerySet[Vote]:
    return Vote.objects.adopting().filter(document_id=key)


@prepared_rows
def _series(key: str) -> QuerySet[SeriesEntry, tuple[int]]:
    return SeriesEntry.objects.of_readers().filter(document_id=key).values_list("pk")


@prepared
def _doubts(key: str) -> QuerySet[VoteProblem]:
    return VoteProblem.objects.filter(vote__document_id=key, vote__leading=True, kind=ProblemKind.DATE)


def _date_doubts(key: str) -> list[dict[str, Any]]:
    """The stored messages about doubtful days of the votes on a document. Only leading records are searched.

    A day is doubtful if most clauses that cite the document print another day.
    """
    return [message for problem in _doubts(key) for message in problem.messages]


def _bearer(name: str) -> str:
    """The key of the only document with this alias; "" if no document or several documents have the alias."""
    named = DocumentAlias.objects.filter(name=name, document__resolution__withdrawn_at=None)
    keys = list(named.values_list("document__key", flat=True)[:2])
    return keys[0] if len(keys) == 1 else ""


def _document_data(
    found: Document | None, about: Named, citing: documents.Citing
) -> documents.DocumentPage | documents.OnlyCitedPage:
    if found:
        return documents.DocumentPage(**data.document(found), **citing)
    return {**data.row(about), **citing}


def _citing_data(
    about: Named, aliases: list[str], clauses: int, page: Page[int], groups: list[CitingResolution]
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
