"""The two indexes: clauses of the current texts in every language, and documents, with or without a text.

A clause is found by its words and its footnotes. A document is found by its titles, its symbol and its other names.
Fields that both have (session, subject …) have the same names in both, so one condition serves clauses and documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from haystack import indexes
from haystack.constants import DJANGO_CT, DJANGO_ID, ID

from archive import symbols
from archive.models import Clause, Document, Resolution, Revision, Text
from archive.models.clause import ClauseKind
from archive.searching import search_fields
from archive.searching.analysis import exact
from archive.searching.clause_parts import ClauseParts, parts_of
from archive.searching.index_fields import KeywordField, KeywordsField, NumberField, TokensField, WordsField
from archive.searching.same_words import wording
from archive.searching.search_fields import SearchField
from archive.searching.segmentation import compounds, ranking
from archive.searching.stamps import stamps
from archive.voting.outcome import Outcome
from archive.voting.sponsors import sponsor_codes

# Values of the facet of subjects that are no subjects: subjects inferred from the series, and no subject at all.
INFERRED, WITHOUT = "inferred", "without"
CLAUSE, DOCUMENT = "archive.clause", "archive.document"

# The weight of an entry in the ranking, in hundredths. The first paragraphs of the preamble and of the operative part
# often say what a resolution is about. Tables seldom say it.
_OPENS, _ORDINARY, _HEADING, _TABLE = 130, 100, 90, 70
_OPENING_CLAUSES = 3

_ADOPTED = {Outcome.RECORDED: "vote", Outcome.NOT_RECORDED: "vote", Outcome.WITHOUT_VOTE: "without_vote"}


class ArchiveIndex(indexes.SearchIndex):
    """The fields that every entry has, and the index fields of some searchable fields."""

    fields: dict[str, indexes.SearchField]  # Haystack collects the declared fields here
    text = TokensField(document=True)  # a barrier separates the parts, so that no phrase is found across two parts
    words = WordsField()
    compounds = WordsField()
    weight = NumberField()
    newest = NumberField()
    oldest = NumberField()
    owner = KeywordField()  # the document's primary key
    stamp = KeywordField()  # archive.searching.stamps

    def __init__(self) -> None:
        self.fields = self.fields | _index_fields(self.searchable())
        super().__init__()

    def searchable(self) -> Iterable[SearchField]:
        return search_fields.SEARCH_FIELDS


def _index_fields(searchable: Iterable[SearchField]) -> dict[str, indexes.SearchField]:
    made = {name: kind() for field in searchable for name, kind in field.index.items()}
    for name, index_field in made.items():
        index_field.set_instance_name(name)
    return made


class ClauseIndex(ArchiveIndex, indexes.Indexable):
    """The text of an entry is the clause and its footnotes."""

    wording = NumberField()  # archive.searching.same_words
    opens = KeywordsField()  # the languages of the pages that show this text first

    def get_model(self) -> type[Clause]:
        return Clause

    def index_queryset(self, using: str | None = None) -> QuerySet[Clause]:
        clauses = Clause.objects.in_every_language().select_related("revision__text__resolution__document")
        return clauses.prefetch_related(
            "revision__text__resolution__subjects",
            "revision__text__resolution__texts",
            "revision__text__resolution__document__inferred_subjects__subject",
        )

    def prepare(self, obj: Clause) -> dict[str, Any]:
        owner = obj.revision.text.resolution_id
        of_text = _TextFacts(obj.revision.text, stamps([owner])[owner].text)
        return super().prepare(obj) | _clause_fields(obj, of_text, parts_of([obj.pk])[obj.pk])


class DocumentIndex(ArchiveIndex, indexes.Indexable):
    """The text of an entry is every name of the document."""

    kind = KeywordField()  # the kind of the document; in a question, ``kind`` means the kind of a clause

    def searchable(self) -> Iterable[SearchField]:
        return (field for field in search_fields.SEARCH_FIELDS if field.in_documents)

    def get_model(self) -> type[Document]:
        return Document

    def index_queryset(self, using: str | None = None) -> QuerySet[Document]:
        return Document.objects.select_related("resolution").prefetch_related(
            "aliases", "resolution__subjects", "inferred_subjects__subject"
        )

    def prepare(self, obj: Document) -> dict[str, Any]:
        return super().prepare(obj) | _document_fields(obj, stamps([obj.pk])[obj.pk].text)


def prepared(document_ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    """The entries of some documents, in the form that engines take. Each document has one entry. Each clause of a
    resolution's current texts has one entry too."""
    ids = list(document_ids)
    known = stamps(ids)
    for document in DocumentIndex().index_queryset().filter(pk__in=ids).order_by("pk"):
        if document.pk in known:  # without a stamp, the document was stored after the stamps were read
            yield _identity(DOCUMENT, document.pk) | _document_fields(document, known[document.pk].text)
    resolution = "text__resolution"
    revisions = Revision.objects.current().filter(**{f"{resolution}__in": ids, f"{resolution}__texts__leading": True})
    revisions = revisions.select_related(f"{resolution}__document").prefetch_related(
        f"{resolution}__subjects", f"{resolution}__texts", f"{resolution}__document__inferred_subjects__subject"
    )
    texts = {
        revision.pk: _TextFacts(revision.text, known[revision.text.resolution_id].text)
        for revision in revisions.order_by("pk")
        if revision.text.resolution_id in known
    }
    clauses = list(Clause.objects.filter(revision__in=texts))
    parts = parts_of([clause.pk for clause in clauses])
    for clause in clauses:
        yield _identity(CLAUSE, clause.pk) | _clause_fields(clause, texts[clause.revision_id], parts[clause.pk])


def _identity(model: str, pk: int) -> dict[str, Any]:
    return {ID: f"{model}.{pk}", DJANGO_CT: model, DJANGO_ID: str(pk)}


@dataclass(frozen=True)
class _ResolutionFacts:
    """The values of index fields that all clauses of a resolution share."""

    resolution: Resolution

    @cached_property
    def fields(self) -> dict[str, Any]:
        document = self.resolution.document
        return {
            **_title(document),
            "symbol": document.key,
            "symbol_tokens": exact(document.key),
            "session": self.resolution.session,
            "year": _day(self.resolution).year,
            "adopted": _ADOPTED.get(Outcome(document.outcome), ""),
            **self._subjects(),
            "draft_tokens": exact(self.resolution.draft_symbol),
            "report_tokens": exact(self.resolution.committee_report),
            "meeting_tokens": exact(self.resolution.meeting_record),
            "sponsor": sponsor_codes(self.sponsors),
            "sponsor_names": exact(*self.sponsors),
            "owner": str(document.pk),
        }

    def _subjects(self) -> dict[str, Any]:
        stated = list(self.resolution.subjects.all())
        inferred = [] if stated else [each.subject for each in self.resolution.document.inferred_subjects.all()]
        subjects = stated or inferred
        marks = [INFERRED] if inferred else [] if stated else [WITHOUT]
        return {
            "subject": [*(subject.name_en for subject in subjects), *marks],
            "subject_names": exact(*(name for s in subjects for name in (s.name_zh, s.name_en))),
        }

    @property
    def sponsors(self) -> list[str]:
        """The sponsors as printed, with those that joined later."""
        return [*self.resolution.sponsors, *self.resolution.additional_sponsors]

    def order(self, position: int) -> dict[str, int]:
        """The numbers by which "newest" and "oldest" sort a clause: first by day, then by resolution, then by place in
        the text.

        In both orders, the clauses of one resolution are in the order of its text.
        """
        day, number = _day(self.resolution).toordinal(), self.resolution.number % 10_000
        part = ord(self.resolution.part[0]) % 32 if self.resolution.part else 0
        here = ((day * 10_000 + number) * 32 + part) * 10_000
        return {"newest": here + 9_999 - min(position, 9_999), "oldest": here + min(position, 9_999)}


def _title(document: Document) -> dict[str, Any]:
    titles = [document.title_zh, document.title_en]
    return {"title": exact(*titles), "title_words": f"{ranking(titles, 'en')} {compounds(titles, 'en')}".strip()}


def _day(resolution: Resolution) -> date:
    """The day of adoption. If it is unknown, 15 September of the year in which the session began, or of the year in
    the symbol of another body's text."""
    if resolution.document.date:
        return resolution.document.date
    if not resolution.session and (year := symbols.adopted_year(resolution.document.key)):
        return date(year, 9, 15)
    session = symbols.session_order(resolution.session) % 1000
    return date(symbols.session_year(min(max(session, 0), 500)), 9, 15)


@dataclass(frozen=True)
class _TextFacts:
    """The values of index fields that all clauses of a text share. ``stamp`` is that of the document."""

    text: Text
    stamp: str

    @cached_property
    def resolution(self) -> _ResolutionFacts:
        return _ResolutionFacts(self.text.resolution)

    @cached_property
    def fields(self) -> dict[str, Any]:
        return {
            **self.resolution.fields,
            "lang": self.text.language,
            "opens": _opens(self.text),
            "stamp": self.stamp,
        }


def _clause_fields(clause: Clause, of_text: _TextFacts, parts: ClauseParts) -> dict[str, Any]:
    texts = [clause.text, *parts.footnotes.values()]
    language = of_text.text.language
    return {
        **of_text.fields,
        "text": exact(*texts),
        "words": ranking(texts, language),
        "compounds": compounds(texts, language),
        "kind": clause.kind,
        "opening": clause.opening,
        "opening_tokens": exact(clause.opening),
        "cites": sorted(parts.cites),
        "prior": sorted(parts.codes),
        "wording": wording(clause.text),
        "weight": _weight(clause),
        **of_text.resolution.order(clause.position),
    }


def _opens(text: Text) -> list[str]:
    """The languages of the pages that show this text first. A Chinese page shows the leading text; an English page
    shows the English text, or without one the leading text."""
    languages = {each.language for each in text.resolution.texts.all()}
    shown = {"zh": text.leading, "en": text.language == "en" if "en" in languages else text.leading}
    return [language for language, first in shown.items() if first]


def _weight(clause: Clause) -> int:
    if clause.kind == ClauseKind.TABLE:
        return _TABLE
    if clause.kind == ClauseKind.HEADING:
        return _HEADING
    number = clause.path.removeprefix("pp").removeprefix("op")
    return _OPENS if number.isdigit() and int(number) <= _OPENING_CLAUSES else _ORDINARY


def _document_fields(document: Document, stamp: str) -> dict[str, Any]:
    names = [document.title_zh, document.title_en, document.short_zh, document.symbol]
    names += [alias.name for alias in document.aliases.all()]
    if document.is_withdrawn:
        # Readers see only that a withdrawn resolution is cited.
        document = Document(pk=document.pk, key=document.key, kind=document.kind)
        names = [document.symbol]
    names = list(dict.fromkeys(name for name in names if name))
    if document.has_text:
        facts = _ResolutionFacts(document.resolution)
        fields = facts.fields | facts.order(0)
    else:
        day = document.date.toordinal() if document.date else 0
        fields = {
            **_title(document),
            "symbol": document.key,
            "symbol_tokens": exact(document.symbol),
            "year": document.date.year if document.date else 0,
            "newest": day,
            "oldest": day,
            "owner": str(document.pk),
        }
    languages = {"zh": document.title_zh, "en": document.title_en}
    return {
        **fields,
        "lang": [language for language, title in languages.items() if title],
        "text": exact(*names),
        "words": ranking(names, "en"),
        "compounds": compounds(names, "en"),
        "kind": document.kind,
        "weight": _ORDINARY,
        "stamp": stamp,
    }
