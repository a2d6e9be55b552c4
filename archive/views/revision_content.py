"""Reads the whole content of a revision for its page and its JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from archive.citing.pinpoints import Pin
from archive.models import Citation, Clause, Document, Footnote, FootnoteMark, Resolution, Revision
from archive.models.citation import Status
from archive.models.prepared import prepared
from archive.views.given_dates import GivenDate, given_titles_and_dates
from archive.views.given_titles import GivenTitle
from archive.views.labels import Named, lacks_title_or_date, named
from archive.views.pinned import pinning, pins_of


@prepared
def _footnotes(revision: int) -> QuerySet[Footnote]:
    return Footnote.objects.filter(revision=revision).order_by("position")


@prepared
def _clauses(revision: int) -> QuerySet[Clause]:
    """The clauses of a revision, each with its footnote marks. Reading both at once saves a query."""
    marked = FootnoteMark.objects.filter(clause=OuterRef("pk")).order_by("at", "pk")
    found = ArraySubquery(marked.values(mark=JSONObject(footnote="footnote", marker="marker", at="at")))
    return Clause.objects.filter(revision=revision).annotate(found_marks=found).order_by("position")


@prepared
def _citations(revision: int) -> QuerySet[Citation]:
    return Citation.objects.filter(revision=revision).order_by("position")


def _documents(citations: Iterable[Citation]) -> list[Document]:
    """The documents that the citations cite or could mean.

    A separate query reads each document once. A join would read a document again for each of its citations. Withdrawn
    documents are left out.
    """
    targets = {citation.target_id for citation in citations if citation.target_id}
    meant = {key for citation in citations for key in citation.candidates}
    has_text = Exists(Resolution.objects.filter(pk=OuterRef("pk")))
    asked = Q(pk__in=targets) | Q(key__in=meant) if meant else Q(pk__in=targets)
    return list(Document.objects.not_withdrawn().filter(asked).annotate(here=has_text).order_by())


def _given(
    citations: Iterable[Citation], documents: Iterable[Document]
) -> tuple[dict[str, GivenTitle], dict[str, GivenDate]]:
    keys = {key for citation in citations for key in (citation.key, *citation.candidates) if key}
    keys |= {document.key for document in documents}
    return given_titles_and_dates(keys - {each.key for each in documents if not lacks_title_or_date(each)})


@dataclass(frozen=True, slots=True)
class RevisionContent:
    """The content of a revision, read in seven queries.

    The ``target`` of each citation has the attribute ``here``, which says whether the archive has the target's text.
    """

    revision: Revision
    clauses: list[Clause]
    footnotes: list[Footnote]
    marks: Mapping[int, list[FootnoteMark]]  # by clause
    citations: Mapping[int, list[Citation]]  # by clause
    footnote_citations: Mapping[int, list[Citation]]  # by footnote
    documents: Mapping[int, Document]  # by primary key: cited documents and candidates
    given: Mapping[str, GivenTitle]  # by key: titles in citing texts, for documents without their own
    given_dates: Mapping[str, GivenDate]  # by key: days in citing texts, for resolutions without their own
    pins: Mapping[int, list[Pin]]  # by citation: the clauses of the cited text that its pinpoint names
    pinning: Mapping[str, list[Citation]]  # by path: the citations elsewhere whose pinpoint names the clause

    @classmethod
    def of(cls, revision: Revision) -> RevisionContent:
        pk = revision.pk
        footnotes = {footnote.pk: footnote for footnote in _footnotes(pk)}
        clauses = _clauses(pk)
        marks = {
            clause.pk: [
                FootnoteMark(clause=clause, marker=m["marker"], at=m["at"], footnote=footnotes.get(m["footnote"]))
                for m in map(json.loads, clause.found_marks)  # type: ignore[attr-defined]
            ]
            for clause in clauses
        }
        by_clause: defaultdict[int, list[Citation]] = defaultdict(list)
        by_footnote: defaultdict[int, list[Citation]] = defaultdict(list)
        citations = _citations(pk)
        documents = {document.pk: document for document in _documents(citations)}
        for citation in citations:
            citation.target = documents.get(citation.target_id or 0)
            if citation.target is None and citation.status == Status.RESOLVED:
                citation.status = Status.UNKNOWN  # the cited text is withdrawn
            if citation.clause_id:
                by_clause[citation.clause_id].append(citation)
            elif citation.footnote_id:
                by_footnote[citation.footnote_id].append(citation)
        return cls(
            revision,
            clauses,
            [*footnotes.values()],
            marks,
            by_clause,
            by_footnote,
            documents,
            *_given(citations, documents.values()),
            pins_of(citations),
            pinning(revision.text.resolution_id, clauses),
        )

    def disagreements(self) -> list[dict[str, Any]]:
        """The stored warnings about links of the UN's editors.

        Each warning is about a link that leads to one document, while its words name another document.
        """
        return [warning for warning in self.revision.warnings if warning["code"].partition(".")[0] == "citing"]

    def names(self) -> dict[str, Named]:
        """The documents that the text cites or could mean, by key. Without those of which only the key is known."""
        known = {d.key: d for d in self.documents.values()}
        return {
            key: named(
                key,
                document := known.get(key),
                here=getattr(document, "here", False),
                given=self.given.get(key),
                given_date=self.given_dates.get(key),
            )
            for key in known.keys() | self.given.keys() | self.given_dates.keys()
        }
