"""Stored texts in the form that ``archive.comparing`` takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models.functions import Coalesce

from archive.comparing import ComparedText
from archive.models.citation import Citation
from archive.models.clause import Clause
from archive.models.text import Revision
from archive.reading.draft import DraftClause

_COLUMNS = ("revision", "kind", "path", "label", "opening", "text", "parent__path")


def compared_texts(revisions: Iterable[int]) -> dict[int, ComparedText]:
    """The texts of these revisions, by the primary keys of the revisions. Three queries read all of them.

    A document that has several names counts as one cited document.
    """
    found = {
        pk: ComparedText(symbol, language, [], {})
        for pk, symbol, language in Revision.objects.filter(pk__in=list(revisions)).values_list(
            "pk", "text__resolution__document__key", "text__language"
        )
    }
    clauses: dict[int, list[DraftClause]] = defaultdict(list)
    rows = Clause.objects.filter(revision__in=found).order_by("revision", "position").values_list(*_COLUMNS)
    for revision, kind, path, label, opening, text, parent in rows:
        clauses[revision].append(DraftClause(kind, path, label, opening, text, parent=parent))
    cited = _cited(found)
    return {pk: ComparedText(text.name, text.language, clauses[pk], cited.get(pk, {})) for pk, text in found.items()}


def _cited(revisions: Iterable[int]) -> dict[int, dict[str, frozenset[str]]]:
    """Revision → path of a clause → keys of the documents that the clause cites."""
    keys: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    citations = Citation.objects.filter(revision__in=list(revisions), clause__isnull=False, key__gt="")
    named = citations.order_by().values_list("revision", "clause__path", Coalesce("target__key", "key"))
    for revision, path, key in named:
        keys[revision][path].add(key)
    return {pk: {path: frozenset(each) for path, each in paths.items()} for pk, paths in keys.items()}
