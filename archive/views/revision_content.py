"""Reads the whole content of revisions for their pages, their JSON, their files and their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from archive.citing.pinpoints import Pin
from archive.models import Citation, Clause, Document, Footnote, FootnoteMark, Resolution, Revision
from archive.models.citation import Status
from archive.models.prepared import any_of, prepared
from archive.views.given_dates import GivenDate, given_titles_and_dates
from archive.views.given_titles import GivenTitle
from archive.views.labels import Named, lacks_title_or_date, named
from archive.views.pinned import Pinning, pinning, pins_of


@prepared
def _footnotes(revisions: list[int]) -> QuerySet[Footnote]:
    return Footnote.objects.filter(any_of("revision", revisions)).order_by("position")


@prepared
def _clauses(revisions: list[int]) -> QuerySet[Clause]:
    """The clauses of revisions, each with its footnote marks. Reading both at once saves a query."""
    marked = FootnoteMark.objects.filter(clause=OuterRef("pk")).order_by("at", "pk")
    found = ArraySubquery(marked.values(mark=JSONObject(footnote="footnote", marker="marker", at="at")))
    return Clause.objects.filter(any_of("revision", revisions)).annotate(found_marks=found).order_by("position")


@prepared
def _citations(revisions: list[int]) -> QuerySet[Citation]:
    return Citation.objects.filter(any_of("revision", revisions)).order_by("position")


def _documents(citations: Iterable[Citation]) -> list[Document]:
    """The documents that the citations cite or could mean.

    A separate query reads each document once. A join would read a document again for each of its citations. Withdrawn
    documents are left out.
    """
    targets = {citation.target_id for citation in citations if citation.target_id}
    meant = {key for citation in citations for key in citation.candidates}
    return _cited(list(targets), list(meant))


@prepared
def _cited(keys: list[int], symbols: list[str]) -> QuerySet[Document]:
    has_text = Exists(Resolution.objects.filter(pk=OuterRef("pk")))
    asked = Q(any_of("pk", keys)) | Q(any_of("key", symbols))
    return Document.objects.not_withdrawn().filter(asked).annotate(here=has_text).order_by()


def _given(
    citations: Iterable[Citation], documents: Iterable[Document]
) -> tuple[dict[str, GivenTitle], dict[str, GivenDate]]:
    keys = {key for citation in citations for key in (citation.key, *citation.candidates) if key}
    keys |= {document.key for document in documents}
    return given_titles_and_dates(keys - {each.key for each in documents if not lacks_title_or_date(each)})


def _marks(clauses: Iterable[Clause], footnotes: Iterable[Footnote]) -> dict[int, list[FootnoteMark]]:
    by_key = {footnote.pk: footnote for footnote in footnotes}
    return {
        clause.pk: [
            FootnoteMark(clause=clause, marker=m["marker"], at=m["at"], footnote=by_key.get(m["footnote"]))
            for m in clause.found_marks  # type: ignore[attr-defined]
        ]
        for clause in clauses
    }


T = TypeVar("T")


def _grouped(rows: Iterable[T], key: Callable[[Any], int | None]) -> defaultdict[int, list[T]]:
    """The rows by a key, in their order, without those that have none."""
    found: defaultdict[int, list[T]] = defaultdict(list)
    for row in rows:
        if (value := key(row)) is not None:
            found[value].append(row)
    return found


@dataclass(frozen=True)
class RevisionContent:
    """The content of a revision. Any number of revisions are read in five queries. ``pins`` and ``pinning``, which only
    some readers need, take one more each.

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

    @classmethod
    def of(cls, revision: Revision) -> RevisionContent:
        [content] = cls.of_each([revision])
        return content

    @classmethod
    def of_each(cls, revisions: Sequence[Revision]) -> list[RevisionContent]:
        """The content of each revision, in their order. All have the documents that any of them cites."""
        keys = [revision.pk for revision in revisions]
        clauses, footnotes, citations = _clauses(keys), _footnotes(keys), _citations(keys)
        documents = {document.pk: document for document in _documents(citations)}
        given = _given(citations, documents.values())
        for citation in citations:
            citation.target = documents.get(citation.target_id or 0)
            if citation.target is None and citation.status == Status.RESOLVED:
                citation.status = Status.UNKNOWN  # the cited text is withdrawn
        clauses_of = _grouped(clauses, lambda one: one.revision_id)
        footnotes_of = _grouped(footnotes, lambda one: one.revision_id)
        citations_of = _grouped(citations, lambda one: one.revision_id)
        return [
            cls(
                each,
                clauses_of[each.pk],
                footnotes_of[each.pk],
                _marks(clauses_of[each.pk], footnotes_of[each.pk]),
                _grouped(citations_of[each.pk], lambda one: one.clause_id),
                _grouped(citations_of[each.pk], lambda one: None if one.clause_id else one.footnote_id),
                documents,
                *given,
            )
            for each in revisions
        ]

    @cached_property
    def pins(self) -> Mapping[int, list[Pin]]:
        """By citation: the clauses of the cited text that its pinpoint names."""
        return pins_of(self.all_citations())

    @cached_property
    def pinning(self) -> Mapping[str, list[Pinning]]:
        """By path: the citations elsewhere whose pinpoint names the clause."""
        return pinning(self.revision.text.resolution_id, self.clauses)

    def all_citations(self) -> Iterator[Citation]:
        """The citations in the clauses, then those in the footnotes."""
        for clause in self.clauses:
            yield from self.citations.get(clause.pk, ())
        for footnote in self.footnotes:
            yield from self.footnote_citations.get(footnote.pk, ())

    def title_notes(self) -> tuple[list[Citation], list[FootnoteMark]]:
        """The citations in the footnotes of the title, and the footnote marks of the title."""
        by_marker = {footnote.marker: footnote for footnote in self.footnotes}
        marks = [
            FootnoteMark(marker=mark["marker"], at=mark["at"], footnote=by_marker.get(mark["marker"]))
            for mark in self.revision.title_marks
        ]
        return [c for mark in marks for c in self.footnote_citations.get(mark.footnote_id or 0, ())], marks

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
