"""Reads found clauses from the database, and marks in them what the question asked for.

The index only proposes clauses. The database decides which of them readers see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from archive.models import Citation, Clause, ClauseStep, Document, FootnoteMark
from archive.models.prepared import any_of, prepared, prepared_rows
from archive.page_language import reads_chinese
from archive.searching.asked import OLDEST, Search
from archive.searching.engines.backend import Found
from archive.searching.index_access import pk, pks
from archive.searching.marking import WORD_FIELDS, MarkedPiece, excerpt
from archive.searching.matching import TokenSequence, sequences
from archive.searching.meaning import Meaning

Changes = Mapping[int, "Sequence[Change]"]  # primary key of a clause → its changes
Spans = Mapping[int, list[tuple[int, int]]]  # primary key of a clause or footnote → (start, end) in its text


class Place(NamedTuple):
    """What the words for a clause's place are made from."""

    kind: str
    label: str
    path: str


class Member(NamedTuple):
    """A clause of a group with the same words. Only what a link to it needs is read from the database.

    ``places`` are those of its parents and of itself, the outermost first.
    """

    pk: int
    age: tuple[int, int]
    key: str
    date: date | None
    session: str
    path: str
    language: str
    leading: bool
    places: tuple[Place, ...]


class Counterpart(NamedTuple):
    """The clause with the same path in the text in another language."""

    language: str
    leading: bool
    text: str


class Change(NamedTuple):
    """A change of a clause between two texts of a series, ``before`` and ``after``, both symbols.

    ``codes`` are those of ``ClauseStep``. With "dropped", the clause is one of the text ``before``.
    """

    codes: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FoundClause:
    """A clause that was found.

    ``footnotes`` has the (marker, text) of each footnote in which something was found. ``same`` are the other clauses
    that were found and have the same words, in the order of their age. ``changes`` has the changes of the clause and of
    these, by the primary key of a clause. ``counterpart`` is None if the archive has none.
    """

    clause: Clause
    pieces: list[MarkedPiece]
    footnotes: list[tuple[str, list[MarkedPiece]]]
    score: float = 0.0
    same: Sequence[Member] = ()
    changes: Changes = field(default_factory=dict)
    counterpart: Counterpart | None = None

    @property
    def document(self) -> Document:
        return self.clause.revision.text.resolution.document


def shown(found: Found, meaning: Meaning, search: Search) -> tuple[list[FoundClause], bool]:
    """The clauses of one page, in its order, with marks. The second value tells whether the database lacks some.

    Of clauses with the same words, the newest one is shown. If the search has the oldest first, it is the oldest one.
    """
    members, missing = _members(found, oldest=search.order == OLDEST)
    leads = [group[0].pk for group in members.values()] if found.members else pks(found.rows)
    full = {clause.pk: clause for clause in in_order(leads)}
    cited = _cited_words(full, (*meaning.cited, *search.chosen.get("cites", ())))
    asked = [sequence for sequence in sequences(meaning.query.condition) if sequence.field in WORD_FIELDS]
    notes: dict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
    for clause, marker, footnote, text in _marked_footnotes(list(full)):
        notes[clause][marker] = (footnote, text)
    scores = {pk(row): score for row, score in found.rows}
    beside = _counterparts(full)
    changes = _changes([*leads, *(member.pk for group in members.values() for member in group)])
    return [
        replace(
            _marked(full[lead], notes[lead], asked, cited),
            score=scores.get(lead, 0.0),
            same=members[lead][1:] if lead in members else (),
            changes=changes,
            counterpart=beside.get(lead),
        )
        for lead in leads
        if lead in full
    ], missing or len(full) < len(leads)


def _changes(clauses: Iterable[int]) -> Changes:
    """How each clause differs from the text before, and whether the next text dropped it. One query."""
    found: dict[int, list[Change]] = defaultdict(list)
    for step in _steps_about(list(clauses)):
        change = Change(tuple(step.codes), step.before, step.after)  # type: ignore[attr-defined]
        listed = found[step.later_id or step.earlier_id or 0]
        if change not in listed:  # a merger has a row for each part
            listed.append(change)
    return found


@prepared
def _steps_about(clauses: list[int]) -> QuerySet[ClauseStep]:
    symbol = "text__resolution__document__key"
    steps = ClauseStep.objects.of_readers().about(clauses).order_by("pk").defer("changes")
    return steps.annotate(before=F(f"step__earlier__{symbol}"), after=F(f"step__later__{symbol}"))


def _counterparts(clauses: Mapping[int, Clause]) -> dict[int, Counterpart]:
    """Primary key of a clause → its counterpart: in English for a Chinese clause, in the page's language for a clause
    in a third language, and otherwise in Chinese. One query."""
    found: dict[int, dict[str, Counterpart]] = defaultdict(dict)
    for clause, language, leading, text in _rows_of_counterparts(list(clauses)):
        found[clause][language] = Counterpart(language, leading, text)
    wanted = ("zh", "en") if reads_chinese() else ("en", "zh")
    beside = {}
    for key, clause in clauses.items():
        own = clause.revision.text.language
        each = next((found[key][code] for code in wanted if code != own and code in found[key]), None)
        if each:
            beside[key] = each
    return beside


@prepared_rows
def _rows_of_counterparts(clauses: list[int]) -> QuerySet[Clause, tuple[Any, ...]]:
    text = f"{_RESOLUTION}__texts"
    same_path = {f"{text}__revisions__current": True, f"{text}__revisions__clauses__path": F("path")}
    found = Clause.objects.filter(any_of("pk", clauses), **same_path)
    return found.values_list("pk", f"{text}__language", f"{text}__leading", f"{text}__revisions__clauses__text")


def _members(found: Found, *, oldest: bool) -> tuple[dict[int, list[Member]], bool]:
    """For each group of hits: the primary key of the clause that is shown → the clauses of the group, this one first.
    The second value tells whether the database lacks a clause."""
    groups = [[pk(each) for each in group] for group in found.members]
    wanted = [key for group in groups for key in group]
    known = members_of(wanted)
    members = {}
    for group in groups:
        ordered = sorted((known[key] for key in group if key in known), key=lambda one: one.age, reverse=not oldest)
        if ordered:
            members[ordered[0].pk] = ordered
    return members, len(known) < len(wanted)


def members_of(keys: Sequence[int]) -> dict[int, Member]:
    """The clauses with these primary keys that readers may see."""
    return {row[0]: _member(*row) for row in _rows_of_members(list(keys))} if keys else {}


@prepared_rows
def _rows_of_members(keys: list[int]) -> QuerySet[Clause, tuple[Any, ...]]:
    return Clause.objects.in_every_language().filter(any_of("pk", keys)).values_list(*_MEMBER)


_RESOLUTION = "revision__text__resolution"
_MEMBER = (
    "pk", f"{_RESOLUTION}__session_order", f"{_RESOLUTION}__number", f"{_RESOLUTION}__document__key",
    f"{_RESOLUTION}__document__date", f"{_RESOLUTION}__session", "path", "revision__text__language",
    "revision__text__leading", "parent__parent__kind", "parent__parent__label", "parent__parent__path", "parent__kind",
    "parent__label", "parent__path", "kind", "label", "path",
)  # fmt: skip


def _member(key: int, session_order: int, number: int, *rest: Any) -> Member:
    document, day, session, path, language, leading, *places = rest
    nested = tuple(Place(*places[at : at + 3]) for at in (0, 3, 6) if places[at])
    return Member(key, (session_order, number), document, day, session, path, language, leading, nested)


# What hits show. Reading all of the related rows takes a third of the time of a page.
_SHOWN = (
    "revision", "parent", "kind", "path", "label", "opening", "text", "revision__created_at",
    "revision__text__language", "revision__text__leading", f"{_RESOLUTION}__session",
    *(f"{_RESOLUTION}__document__{field.name}" for field in Document._meta.concrete_fields),
    *(f"{parent}__{name}" for parent in ("parent", "parent__parent") for name in ("parent", "kind", "path", "label")),
)  # fmt: skip


def in_order(keys: Iterable[int]) -> list[Clause]:
    """The clauses with these primary keys that readers may see."""
    keys = list(keys)
    known = {clause.pk: clause for clause in _readable(keys)}
    return [known[key] for key in keys if key in known]


@prepared
def _readable(keys: list[int]) -> QuerySet[Clause]:
    related = (f"{_RESOLUTION}__document", "parent__parent")
    return Clause.objects.in_every_language().filter(any_of("pk", keys)).select_related(*related).only(*_SHOWN)


@prepared_rows
def _marked_footnotes(clauses: list[int]) -> QuerySet[FootnoteMark, tuple[Any, ...]]:
    marks = FootnoteMark.objects.filter(any_of("clause", clauses), footnote__isnull=False)
    return marks.values_list("clause", "marker", "footnote", "footnote__text")


def _cited_words(clauses: Iterable[int], keys: Sequence[str]) -> tuple[Spans, Spans]:
    """The places of the words that cite one of these documents: in the clauses, and in their footnotes."""
    in_clauses: dict[int, list[tuple[int, int]]] = defaultdict(list)
    in_footnotes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if not keys:
        return in_clauses, in_footnotes
    of_keys = Q(key__in=keys) | Q(target__key__in=keys)
    of_clauses = Q(clause__in=list(clauses)) | Q(footnote__marks__clause__in=list(clauses))
    rows = Citation.objects.filter(of_keys, of_clauses).values_list("clause", "footnote", "start", "end").distinct()
    for clause, footnote, start, end in rows:
        (in_clauses[clause] if clause else in_footnotes[footnote]).append((start, end))
    return in_clauses, in_footnotes


def _marked(
    clause: Clause, notes: Mapping[str, tuple[int, str]], asked: Sequence[TokenSequence], cited: tuple[Spans, Spans]
) -> FoundClause:
    """``notes`` are the footnotes of the clause by their markers: primary key and text."""
    in_clauses, in_footnotes = cited
    language = clause.revision.text.language
    footnotes = [
        (marker, excerpt(text, asked, 120, in_footnotes.get(key, ()), language))
        for marker, (key, text) in notes.items()
    ]
    footnotes = [(marker, pieces) for marker, pieces in footnotes if any(piece.marked for piece in pieces)]
    pieces = excerpt(clause.text, asked, spans=in_clauses.get(clause.pk, ()), language=language)
    return FoundClause(clause, pieces, footnotes)
