"""The fixtures: treaties, documents that the seed resolutions cite, subjects, States, the seed and its votes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from archive import symbols
from archive.citing.catalogue import FIXTURES, name_key
from archive.intake import series
from archive.intake.batch import Report, import_paths
from archive.intake.result import Result
from archive.intake.states import load_states
from archive.intake.titles_given import search_for_titles
from archive.intake.verb_steps import load_verb_steps
from archive.intake.vote_files import import_file
from archive.models import Citation, Document, DocumentAlias, IndexChange, Series, Subject, Vote
from archive.models.document import Kind

_FIELDS = ("kind", "title_zh", "title_en", "short_zh", "place_zh", "place_en", "unts", "lnts", "url")
_DATES = ("date", "in_force")
_VOTE = ("outcome", "yes", "no", "abstain")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of ``load``: how many documents, subjects and resolutions are new, and what was refused."""

    documents: int
    subjects: int
    resolutions: int
    refused: tuple[Report, ...]


def load() -> Loaded:
    """Loads the fixtures that the archive lacks. Existing values do not change, so librarians' corrections are kept."""
    with transaction.atomic():
        subjects = _load_subjects()
        documents = _load_documents() + _load_titles()
        load_states()
        load_verb_steps()
    reports = list(import_paths([FIXTURES / "resolutions"]))
    new = sum(stored.result == Result.NEW for report in reports for stored in report.stored)
    refused = [report for report in reports if report.refused]
    for path in sorted((FIXTURES / "votes").glob("*.csv")):
        if reason := import_file(path).refused:
            refused.append(Report(str(path), refused=reason))
    if new or not Series.objects.exists():  # none: an earlier start may have been killed before this
        series.rebuild()
    search_for_titles()
    return Loaded(documents, subjects, new, tuple(refused))


def _rows() -> Iterator[dict[str, Any]]:
    for path in sorted((FIXTURES / "documents").glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))


def _load_documents() -> int:
    rows = {row["key"]: row for row in _rows()}
    present = Document.objects.prefetch_related("aliases").in_bulk(list(rows), field_name="key")
    merged = set(DocumentAlias.objects.filter(name__in=rows.keys() - present.keys()).values_list("name", flat=True))
    new: list[Document] = []
    aliases: list[DocumentAlias] = []
    for key, row in rows.items():
        if key in merged:  # a librarian has merged this document into another
            continue
        facts = {field: row[field] for field in _FIELDS if row.get(field)}
        facts |= {field: date.fromisoformat(row[field]) for field in _DATES if row.get(field)}
        facts |= {field: value for field, value in (row.get("adoption") or {}).items() if field in _VOTE}
        document = present.get(key)
        if document is None:
            document = Document(key=key, **facts)
            new.append(document)
        elif missing := {f: v for f, v in facts.items() if getattr(document, f) in (None, "", [])}:
            for field, value in missing.items():
                setattr(document, field, value)
            document.save()
        known = {alias.name for alias in document.aliases.all()} if key in present else set()
        names = [name for name in dict.fromkeys(row.get("aliases", ())) if name not in known]
        aliases += [DocumentAlias(document=document, name=name, name_key=name_key(name)) for name in names]
    _store(new, aliases)
    return len(new)


def _load_titles() -> int:
    """Loads the titles of documents that are often cited and that come without a text (``titles.csv``). Returns the
    number of new documents."""
    with (FIXTURES / "documents" / "titles.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["key"]: row for row in csv.DictReader(stream)}
    present = Document.objects.select_related("resolution").in_bulk(list(rows), field_name="key")
    merged = set(DocumentAlias.objects.filter(name__in=rows.keys() - present.keys()).values_list("name", flat=True))
    voted = set(Vote.objects.filter(document_id__in=rows).values_list("document_id", "title"))
    for key, document in present.items():
        if facts := _facts_missing(document, rows[key], is_of_vote=(key, document.title_en) in voted):
            for field, value in facts.items():
                setattr(document, field, value)
            document.save()
    new = [
        Document(
            key=key,
            kind=row["kind"] or symbols.kind_of(key),
            title_zh=row["title_zh"],
            title_en=row["title_en"],
            title_is_name=False,
            date=_day(row["date"]),
        )
        for key, row in rows.items()
        if key not in present and key not in merged
    ]
    _store(new)
    return len(new)


def _store(documents: list[Document], aliases: Iterable[DocumentAlias] = ()) -> None:
    """Stores new documents and new names together, and resolves the citations that waited for them, as saving one
    does."""
    Document.objects.bulk_create(documents)
    names = {document: {document.key, *symbols.symbols_in(document.key)} for document in documents}
    for alias in DocumentAlias.objects.bulk_create(aliases):
        names.setdefault(alias.document, set()).update((alias.name, symbols.normalise(alias.name)))
    IndexChange.objects.note({document.pk for document in names})
    waiting = set(Citation.objects.waiting_for(set().union(*names.values())).values_list("key", flat=True))
    for document, each in names.items():
        if not each.isdisjoint(waiting):
            Citation.objects.waiting_for(each).resolve_to(document)


def _facts_missing(document: Document, row: dict[str, str], *, is_of_vote: bool) -> dict[str, Any]:
    """The facts of a row that the document lacks. An English title that a record of a vote gave counts as missing,
    because collectors of votes misspell some, but not beside a text."""
    facts = {"title_zh": row["title_zh"], "title_en": row["title_en"], "date": _day(row["date"])}
    missing = {field: value for field, value in facts.items() if value and not getattr(document, field)}
    if is_of_vote and not document.has_text and document.title_en != row["title_en"]:
        missing["title_en"] = row["title_en"]
    if row["kind"] and document.kind == Kind.DOCUMENT:
        missing["kind"] = row["kind"]
    return missing


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _load_subjects() -> int:
    """Loads the subjects of the UNBIS Thesaurus. Returns the number of new subjects.

    The English name identifies a subject. A subject that a source has made before gets its Chinese name and its number.
    """
    present = {s.name_en: s for s in Subject.objects.filter(dictionary="UNBIS")}
    new, named = [], []
    with (FIXTURES / "subjects.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            subject = present.get(row["name_en"])
            if subject is None:
                subject = Subject(dictionary="UNBIS", code=row["id"], name_en=row["name_en"], name_zh=row["name_zh"])
                present[row["name_en"]] = subject
                new.append(subject)
            elif subject.pk and not subject.name_zh:
                subject.code, subject.name_zh = row["id"], row["name_zh"]
                named.append(subject)
    Subject.objects.bulk_create(new, batch_size=1000)
    Subject.objects.bulk_update(named, ["code", "name_zh"], batch_size=1000)
    return len(new)
