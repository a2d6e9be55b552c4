"""The intake of one source: stores its Drafts in the database, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, models, transaction

from archive import languages, symbols
from archive.citing.citation import AMBIGUOUS, RESOLVED, UNKNOWN, Citations
from archive.citing.citation import Citation as Found
from archive.intake import canonical, facts
from archive.intake.alike import known_titles, name_alike, with_known_titles
from archive.intake.canonical import SUBJECT_DICTIONARIES
from archive.intake.confirmed_symbols import confirm_symbols
from archive.intake.dates_given import give_dates
from archive.intake.doubtful_dates import note_doubtful_dates
from archive.intake.result import Result
from archive.intake.stored_draft import form_of
from archive.intake.titles_given import give_titles
from archive.intake.votes import VoteIntake, record_of
from archive.models import (
    Citation,
    Clause,
    Document,
    Footnote,
    FootnoteMark,
    Resolution,
    Revision,
    Source,
    Subject,
    Text,
)
from archive.models.document import DocumentAlias, Kind
from archive.reading.draft import Draft, DraftClause, ReadingWarning
from archive.reading.source_formats import SCAN
from archive.reading.sources import Source as Bytes
from archive.reading.typography import has_han

# Field of Document → code of the warning if the source contradicts the stored value.
_CONTRADICTED = {
    "date": "intake.date_differs",
    "outcome": "intake.outcome_differs",
    "yes": "intake.yes_differs",
    "no": "intake.no_differs",
    "abstain": "intake.abstain_differs",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """The result of storing one Draft.

    ``warnings`` are those of the reading, the citing and the storing. ``revision`` is the primary key of the revision
    that readers now see; None if the Draft is held.
    """

    symbol: str
    language: str
    result: Result
    warnings: tuple[ReadingWarning, ...] = ()
    revision: int | None = None


def compare(draft: Draft, citations: Citations) -> tuple[Result, Revision | None]:
    """The result that storing this Draft would have, and the current revision or None. Stores nothing."""
    current = _current(draft)
    return _result(current, canonical.form(draft, with_known_titles(citations, known_titles(citations)))), current


def _current(draft: Draft) -> Revision | None:
    of_text = {"text__language": draft.language, "text__resolution__document__key": draft.symbol}
    return Revision.objects.select_related("text").filter(current=True, **of_text).first()


def _result(current: Revision | None, read: canonical.Form) -> Result:
    """The result of storing a Draft with the form ``read``.

    If the digest of the current revision has another version, the rows of the revision are compared instead.
    """
    if current is None:
        return Result.NEW
    if canonical.is_of_this_version(current.digest):
        same = current.digest == canonical.digest(read)
    else:
        same = all(read[part] == stored for part, stored in form_of(current).items())
    return Result.UNCHANGED if same else Result.CHANGED


class Intake:
    """Stores Drafts and their votes. Between calls it keeps the ids of subjects and the names of States."""

    def __init__(self, user: Any | None = None) -> None:
        self.user = user
        self._subjects: dict[tuple[str, str], int] = {}
        self._votes = VoteIntake()

    def store(self, source: Bytes, drafts: Sequence[tuple[Draft, Citations]]) -> list[Stored]:
        """Stores all Drafts of one source. If one fails, stores none. Returns one Stored for each Draft.

        A Draft becomes a new resolution or a new revision. If the archive has the same text, nothing changes.
        """
        with transaction.atomic():
            stored_source: Source | None = None
            results = []
            for draft, found in drafts:
                known = known_titles(found)
                name_alike(known)
                citations = with_known_titles(found, known)
                _name_joint_documents(citations)
                text, read = self._text(draft), canonical.form(draft, citations)
                is_new = text._state.adding
                current = None if is_new else text.revisions.filter(current=True).first()
                result, digest = _result(current, read), canonical.digest(read)
                if current and result == Result.UNCHANGED:
                    _bring_up_to_date(current, draft, digest)
                    found_in_text = (*draft.warnings, *citations.warnings)
                    results.append(Stored(draft.symbol, draft.language, result, found_in_text, current.pk))
                    continue
                stored_source = stored_source or Source.objects.keep(source, by=self.user, format=draft.format)
                warnings = (*draft.warnings, *citations.warnings, *self._describe(text, draft))
                number = 1 if is_new else _last_number(text) + 1
                revision = _revise(text, number, current, stored_source, draft, digest, list(map(asdict, warnings)))
                _write_words(revision, draft, citations)
                if text.resolution.withdrawn_at is None and (vote := record_of(draft)):
                    self._votes.store([vote])
                results.append(Stored(draft.symbol, draft.language, result, warnings, revision.pk))
                cited = {one.target for held in citations.clauses.values() for one in held if one.target}
                note_doubtful_dates({*cited, draft.symbol})
                confirm_symbols({*cited, draft.symbol})
            return results

    def _text(self, draft: Draft) -> Text:
        """The text of a Draft, with its resolution and its document. What is new of them is not stored yet."""
        document = Document.objects.select_for_update().filter(key=draft.symbol).first()
        if document is None:
            document = Document(key=draft.symbol, kind=symbols.kind_of(draft.symbol))
        resolution = Resolution.everything.filter(pk=document.pk).first() if document.pk else None
        if resolution is None:
            return Text(resolution=Resolution(document=document), language=draft.language, leading=True)
        resolution.document = document
        text = resolution.texts.filter(language=draft.language).first()
        if text is not None:
            return text
        # A withdrawn resolution has no leading text until it is restored.
        leads = resolution.withdrawn_at is None and (
            draft.language == languages.LEADING.code or not resolution.texts.exists()
        )
        return Text(resolution=resolution, language=draft.language, leading=leads)

    def _describe(self, text: Text, draft: Draft) -> list[ReadingWarning]:
        """Writes the facts of the Draft into its document and its resolution, and stores what is new. Returns warnings
        about contradictions.

        An empty value changes nothing. A leading text overwrites stored facts. Another text only fills empty fields.
        """
        resolution, document = text.resolution, text.resolution.document
        overwrite = text.leading
        title_field = Document.TITLE_FIELDS.get(draft.language)
        warnings = []
        for field, value in facts.of_document(draft).items():
            stored = getattr(document, field)
            if value in (None, "") or stored == value:
                continue
            if stored in (None, ""):
                setattr(document, field, value)
            else:
                names = ("stored_outcome", "said_outcome") if field == "outcome" else ("stored", "said")
                values = dict(zip(names, (str(stored), str(value)), strict=True))
                warnings.append(ReadingWarning("metadata", _CONTRADICTED[field], values))
                if overwrite:
                    setattr(document, field, value)
        if title_field and draft.title:
            setattr(document, title_field, draft.title)
        if not document.title_zh and not document.title_en:
            document.title_en = draft.title
        document.save()

        for field, value in facts.of_resolution(draft).items():
            if value and (overwrite or not getattr(resolution, field)):
                setattr(resolution, field, value)
        is_new = resolution._state.adding
        resolution.save(force_insert=is_new)  # its key is known, so Django would first try an update
        if text._state.adding:
            if text.leading and not is_new:
                resolution.texts.update(leading=False)
            text.save()
        if wanted := self._subject_ids(draft):
            wrong = set() if is_new else set(resolution.wrong_subjects.values_list("pk", flat=True))
            resolution.subjects.add(*(pk for pk in wanted if pk not in wrong))
        return warnings

    def _subject_ids(self, draft: Draft) -> list[int]:
        wanted = dict.fromkeys(
            (SUBJECT_DICTIONARIES[dictionary], name)
            for dictionary, name in draft.subjects
            if dictionary in SUBJECT_DICTIONARIES
        )
        if not self._subjects:
            rows = Subject.objects.values_list("dictionary", "name_en", "pk")
            self._subjects = {(dictionary, name): pk for dictionary, name, pk in rows}
        created = {}
        for dictionary, name in wanted:
            if (dictionary, name) not in self._subjects:
                subject, _ = Subject.objects.get_or_create(dictionary=dictionary, name_en=name)
                created[dictionary, name] = subject.pk
        # The new ids are kept only after the transaction has ended, because a rollback removes the new rows.
        transaction.on_commit(lambda: self._subjects.update(created))
        return [created.get(term) or self._subjects[term] for term in wanted]


def _bring_up_to_date(revision: Revision, draft: Draft, digest: str) -> None:
    """Adds the facts and a digest of the present version to a revision of an earlier release, if it lacks them."""
    if revision.facts is None or revision.digest != digest:
        kept = facts.keep(draft) if revision.facts is None else revision.facts
        Revision.objects.filter(pk=revision.pk).update(facts=kept, digest=digest)


def _last_number(text: Text) -> int:
    return text.revisions.aggregate(last=models.Max("number"))["last"] or 0


def _revise(
    text: Text,
    number: int,
    current: Revision | None,
    source: Source,
    draft: Draft,
    digest: str,
    warnings: list[dict[str, Any]],
) -> Revision:
    if current:
        Revision.objects.filter(pk=current.pk).update(current=False)
    return Revision.objects.create(
        text=text,
        number=number,
        source=source,
        source_part=draft.part,
        title=draft.title,
        title_marks=[asdict(mark) for mark in draft.title_marks],
        formula=draft.formula,
        end=draft.end,
        warnings=warnings,
        digest=digest,
        facts=facts.keep(draft),
        recognised=draft.format == SCAN.key,
    )


def _write_words(revision: Revision, draft: Draft, citations: Citations) -> None:
    """Writes clauses, footnotes, marks and citations of a new revision.

    All that the words tell of the citations is found before they are written, because a row that is written twice costs
    more than all else.
    """
    ids = dict(zip((c.path for c in draft.clauses), _reserve_ids(Clause, len(draft.clauses)), strict=True))
    rows = [_clause(revision, at, clause, ids) for at, clause in enumerate(draft.clauses)]
    clauses = {row.path: row for row in rows}
    footnotes = {
        marker: Footnote(pk=pk, revision=revision, position=position, marker=marker, text=footnote.text)
        for position, (pk, (marker, footnote)) in enumerate(
            zip(_reserve_ids(Footnote, len(draft.footnotes)), draft.footnotes.items(), strict=True)
        )
    }
    marks = [
        FootnoteMark(clause=clauses[clause.path], footnote=footnotes.get(mark.marker), marker=mark.marker, at=mark.at)
        for clause in draft.clauses
        for mark in sorted(clause.marks, key=lambda mark: mark.at)
    ]
    cited = _citations(revision, citations, clauses, footnotes)
    give_titles(cited, marks, draft.language)
    give_dates(cited)
    Clause.objects.bulk_create(rows)
    Footnote.objects.bulk_create(footnotes.values())
    FootnoteMark.objects.bulk_create(marks)
    Citation.objects.bulk_create(cited)


def _clause(revision: Revision, position: int, clause: DraftClause, ids: Mapping[str, int]) -> Clause:
    return Clause(
        pk=ids[clause.path],
        revision=revision,
        parent_id=ids[clause.parent] if clause.parent else None,
        position=position,
        kind=clause.kind,
        path=clause.path,
        label=clause.label,
        opening=clause.opening,
        text=clause.text,
    )


def _citations(
    revision: Revision, citations: Citations, clauses: Mapping[str, Clause], footnotes: Mapping[str, Footnote]
) -> list[Citation]:
    """The rows of all citations, in order. They are not stored yet."""
    held: list[tuple[dict[str, Any], Found]] = [
        ({"clause": clauses[path]}, one) for path, found in citations.clauses.items() for one in found
    ]
    held += [({"footnote": footnotes[marker]}, one) for marker, found in citations.footnotes.items() for one in found]
    targets = _targets(found for _, found in held)
    return [
        _citation(revision, position, holder, found, targets, footnotes)
        for position, (holder, found) in enumerate(held)
    ]


def _citation(
    revision: Revision,
    position: int,
    holder: dict[str, Any],
    found: Found,
    targets: Mapping[str, int],
    footnotes: Mapping[str, Footnote],
) -> Citation:
    target_id = targets.get(found.target or "")
    status = found.status if found.status == AMBIGUOUS else RESOLVED if target_id else UNKNOWN
    return Citation(
        revision=revision,
        position=position,
        exact=found.exact,
        start=found.start,
        end=found.end,
        key=found.target or "",
        target_id=target_id if status == RESOLVED else None,
        pinpoint=found.pinpoint,
        status=status,
        origin=found.origin,
        candidates=list(found.candidates),
        via=footnotes.get(found.via_footnote) if found.via_footnote else None,
        **holder,
    )


def _name_joint_documents(citations: Citations) -> None:
    """Stores the second symbol of each cited joint document as an alias.

    Then citations, addresses and questions find the document by either symbol.
    """
    direct = [one for held in (*citations.clauses.values(), *citations.footnotes.values()) for one in held]
    joint = {one.target: names for one in direct if one.target in (names := symbols.joint_in(one.exact))}
    if not joint:
        return
    documents = Document.objects.filter(key__in={name for names in joint.values() for name in names})
    known = set(documents.values_list("key", flat=True))
    known |= set(DocumentAlias.objects.filter(document__in=documents).values_list("name", flat=True))
    for key, names in joint.items():
        document, _ = Document.objects.get_or_create(key=key, defaults={"kind": symbols.kind_of(str(key))})
        for name in set(names) - known:
            if name != key:
                DocumentAlias.objects.create(document=document, name=name)


def _targets(found: Iterable[Found]) -> dict[str, int]:
    """Key of a citation → id of the cited document, if the archive has the document.

    Makes a document for an instrument that is known only by its title.
    """
    keys = {citation.target for citation in found if citation.target}
    targets = dict(DocumentAlias.objects.filter(name__in=keys).values_list("name", "document_id"))
    targets |= dict(Document.objects.filter(key__in=keys).values_list("key", "pk"))
    for key in sorted(keys - targets.keys()):
        if key.startswith("title:"):
            title = key.removeprefix("title:")
            title_field = Document.TITLE_FIELDS["zh" if has_han(title) else "en"]
            instrument, _ = Document.objects.get_or_create(
                key=key, defaults={"kind": Kind.INSTRUMENT, title_field: title}
            )
            targets[key] = instrument.pk
    return targets


def _reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Takes primary keys for ``count`` rows, so that rows can refer to each other before they are stored."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
        )
        return [row[0] for row in cursor.fetchall()]
