"""Reads found clauses from the database, and marks in them what the question asked for.

The index only proposes clauses. The database decides which of them readers see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from archive.models import Citation, Clause, Document, FootnoteMark
from archive.models.clause import ClauseQuerySet
from archive.searching.asked import OLDEST, Search
from archive.searching.engines.backend import Found
from archive.searching.index_access import pk
from archive.searching.marking import MarkedPiece, excerpt
from archive.searching.matching import TokenSequence, sequences
from archive.searching.meaning import Meaning

Spans = Mapping[int, list[tuple[int, int]]]  # primary key of a clause or footnote → (start, end) in its text


@dataclass(frozen=True, slots=True)
class FoundClause:
    """A clause that was found.

    ``footnotes`` has the (marker, text) of each footnote in which something was found. ``same`` are the other clauses
    that were found and have the same words, the newest first.
    """

    clause: Clause
    pieces: list[MarkedPiece]
    footnotes: list[tuple[str, list[MarkedPiece]]]
    score: float = 0.0
    same: Sequence[Clause] = ()

    @property
    def document(self) -> Document:
        return self.clause.revision.text.resolution.document


def shown(found: Found, meaning: Meaning, search: Search) -> tuple[list[FoundClause], bool]:
    """The clauses of one page, in its order, with marks. The second value tells whether the database lacks some.

    Of clauses with the same words, the newest one is shown. If the search has the oldest first, it is the oldest one.
    """
    groups, missing = _groups(found, oldest=search.order == OLDEST)
    full = {clause.pk: clause for clause in in_order(clauses[0].pk for clauses, _ in groups)}
    cited = _cited_words(full, (*meaning.cited, *search.chosen.get("cites", ())))
    asked = [sequence for sequence in sequences(meaning.query.condition) if sequence.field in ("text", "words")]
    return [
        _marked(full[lead.pk], asked, cited, score, others) for (lead, *others), score in groups if lead.pk in full
    ], missing


def _groups(found: Found, *, oldest: bool) -> tuple[list[tuple[list[Clause], float]], bool]:
    """The clauses of each hit with the score of the hit, and whether the database lacks a clause."""
    members = [[pk(each) for each in group] for group in found.members] or [[pk(row)] for row, _ in found.rows]
    wanted = [key for group in members for key in group]
    known = _readable().defer("text").in_bulk(wanted)
    groups = []
    for group, (_, score) in zip(members, found.rows, strict=True):
        clauses = sorted((known[key] for key in group if key in known), key=_age, reverse=not oldest)
        if clauses:
            groups.append((clauses, score))
    return groups, len(known) < len(wanted)


def _age(clause: Clause) -> tuple[int, int]:
    resolution = clause.revision.text.resolution
    return resolution.session_order, resolution.number


def _readable() -> ClauseQuerySet:
    related = ("revision__text__resolution__document", "parent__parent")
    return Clause.objects.in_every_language().select_related(*related)


def in_order(keys: Iterable[int]) -> list[Clause]:
    """The clauses with these primary keys that readers may see, with their footnotes."""
    keys = list(keys)
    marks = Prefetch("marks", FootnoteMark.objects.select_related("footnote"))
    known = _readable().prefetch_related(marks).in_bulk(keys)
    return [known[key] for key in keys if key in known]


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
    clause: Clause, asked: Sequence[TokenSequence], cited: tuple[Spans, Spans], score: float, same: Sequence[Clause]
) -> FoundClause:
    in_clauses, in_footnotes = cited
    notes = {mark.marker: mark.footnote for mark in clause.marks.all() if mark.footnote}
    footnotes = [
        (marker, excerpt(note.text, asked, 120, in_footnotes.get(note.pk, ()))) for marker, note in notes.items()
    ]
    footnotes = [(marker, pieces) for marker, pieces in footnotes if any(piece.marked for piece in pieces)]
    pieces = excerpt(clause.text, asked, spans=in_clauses.get(clause.pk, ()))
    return FoundClause(clause, pieces, footnotes, score, same)
