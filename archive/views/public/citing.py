"""The clauses that cite a document, under their resolutions, as the page of the document shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.safestring import SafeString

from archive.citing.segments import segments
from archive.models import Citation, Clause, Document, Revision
from archive.models.prepared import any_of, prepared
from archive.page_language import reads_chinese
from archive.views.labels import Named, address, day, html_language, named, place_of
from archive.views.markup import fill, joined
from archive.views.public.citing_filters import Filtered
from archive.views.public.clause_html import LinkedSpan, as_html
from archive.views.title_html import title_html


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


def revisions_in_order(keys: Sequence[int]) -> list[Revision]:
    """The revisions with these primary keys."""
    known = {revision.pk: revision for revision in _revisions(list(keys))}
    return [known[key] for key in keys if key in known]


@prepared
def _revisions(keys: list[int]) -> QuerySet[Revision]:
    return Revision.objects.leading().filter(any_of("pk", keys)).select_related("text__resolution__document")


@prepared
def _citations(keys: list[int]) -> QuerySet[Citation]:
    found = Citation.objects.of_readers().filter(any_of("pk", keys)).select_related("clause__parent__parent", "via")
    return found.order_by("clause__position", "start", "position")


def citing_resolutions(keys: Sequence[int], citing: Filtered, known: Document | None) -> list[CitingResolution]:
    """The resolutions of one page with the clauses that cite ``known``. ``keys`` are the primary keys of their
    revisions. The number of queries does not depend on the number of resolutions."""
    revisions = revisions_in_order(keys)
    by_revision: dict[int, dict[int, list[Citation]]] = defaultdict(lambda: defaultdict(list))
    for citation in _citations([pk for key in keys for pk in citing.by_revision[key]]):
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
    url = address(resolution.document.key, True)
    html = as_html(segments(clause.text, clause.opening, spans), url)
    return CitingClause(clause.path, place_of(clause), html_language(language), html, citations)


def citing_html(resolutions: Iterable[CitingResolution]) -> SafeString:
    """The clauses under the names of their resolutions. A template takes three times as long for a hundred clauses."""
    head = '<h3><span class="symbol">{}</span> <a href="{}">{}</a> <span class="date">{}</span></h3>'
    return joined(
        fill(
            '<section class="group">{}{}</section>',
            fill(head, about.symbol, about.url, title_html(about), day(about.date)),
            joined(_clause_html(about.url, clause) for clause in each.clauses),
        )
        for each in resolutions
        for about in [each.document]
    )


def _clause_html(url: str, clause: CitingClause) -> SafeString:
    place = fill('<p class="place"><a href="{}#{}">{}</a></p>', url, clause.path, clause.place)
    return fill('<div class="quoted">{}<p class="words" lang="{}">{}</p></div>', place, clause.lang, clause.html)
