"""Merges two rows of the same document: one document remains, and the other one, the merged document, is deleted.

The citations, aliases and facts of the merged document go to the remaining document. The key and the titles of the
merged document become aliases. So its address leads to the remaining document, and citations of later texts do too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q

from archive.citing.catalogue import likeness, names_of
from archive.desk import history
from archive.desk.proofs import RefusedError
from archive.messages import Message
from archive.models import Citation, Document, DocumentAlias, Resolution, Revision, SeriesEntry, Vote
from archive.models.citation import Status
from archive.models.history import Action
from archive.searching.freshness import changed

# The facts that the remaining document takes over if it lacks them.
_FACTS = ("title_zh", "title_en", "short_zh", "date", "in_force", "place_zh", "place_en", "url")

_SERIES = ("unts", "lnts")  # the places in the Treaty Series


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes that a merger makes: how many citations move, how many resolutions have them, and the new aliases."""

    citations: int
    resolutions: int
    aliases: tuple[str, ...]


def plan(merged: Document, into: Document) -> Plan:
    """Returns the changes that merging ``merged`` into ``into`` would make. Changes nothing.

    Raises RefusedError if the two cannot be merged.
    """
    _refuse(merged, into)
    found = _citations(merged)
    resolutions = found.values("revision__text__resolution").distinct().count()
    return Plan(found.count(), resolutions, tuple(_new_aliases(merged, into)))


def merge(merged_id: int, into_id: int, *, by: Any, reason: str) -> Document:
    """Merges the first document into the second one, and returns the second one. Deletes the first one.

    Raises RefusedError if ``reason`` is empty, if a document no longer exists, if both are the same row, or if the
    first document has a text, votes or a place in a series.
    """
    if not reason.strip():
        raise RefusedError("desk.reason_for_merging")
    with transaction.atomic():
        rows = Document.objects.select_for_update().order_by("pk").in_bulk([merged_id, into_id])
        if merged_id not in rows or into_id not in rows:
            raise RefusedError("desk.merged_already")
        merged, into = rows[merged_id], rows[into_id]
        planned = plan(merged, into)
        _move_citations(merged, into)
        _take_over_facts(merged, into)
        merged.aliases.all().delete()
        merged.delete()
        for name in planned.aliases:
            DocumentAlias.objects.create(document=into, name=name)
        values = {"merged": merged.key, "into": into.key, "citations": str(planned.citations)}
        for key in (merged.key, into.key):
            history.record(Action.CORRECTED, key, by=by, reason=reason, detail=Message("history.merged", values))
    return into


def duplicates(document: Document) -> list[Document]:
    """The documents that may be the same as this one, ordered by key.

    Such a document has the same title, apart from the wording of its parties and particles
    (``archive.citing.catalogue.likeness``), or the same place in a Treaty Series.
    """
    owners = _owners()
    alike = {pk for same in owners.values() if document.pk in same for pk in same}
    registered = [Q(**{f"{series}__contains": [place]}) for series in _SERIES for place in getattr(document, series)]
    same = reduce(or_, registered, Q(pk__in=alike))
    return list(Document.objects.filter(same).exclude(pk=document.pk).order_by("key"))


def all_duplicates() -> set[int]:
    """The primary keys of all documents with a title that is like the title of another document."""
    return {pk for same in _owners().values() if len(same) > 1 for pk in same}


def _owners() -> dict[str, set[int]]:
    """``likeness`` of a title or alias → the primary keys of the documents with this title or alias.

    Titles of resolutions are left out, because resolutions of different years have the same title.
    """
    aliases: dict[int, list[str]] = defaultdict(list)
    for pk, name in DocumentAlias.objects.values_list("document", "name").iterator():
        aliases[pk].append(name)
    owners: dict[str, set[int]] = defaultdict(set)
    titles = Document.objects.values_list("pk", "key", "title_zh", "title_is_name")
    for pk, key, title, title_is_name in titles.iterator():
        for like in map(likeness, names_of(key, (title,), aliases.get(pk, ()), title_is_name=title_is_name)):
            owners[like].add(pk)
    owners.pop("", None)
    return owners


def _refuse(merged: Document, into: Document) -> None:
    if merged == into:
        raise RefusedError("desk.merged_with_itself", document=merged.key)
    has_text = Resolution.everything.filter(pk=merged.pk).exists()
    has_votes = Vote.objects.filter(document_id=merged.key).exists()
    if has_text or has_votes or SeriesEntry.objects.filter(document_id=merged.key).exists():
        raise RefusedError("desk.merged_has_text", document=merged.key)


def _citations(merged: Document) -> Any:
    return Citation.objects.filter(Q(target=merged) | Q(key=merged.key) | Q(candidates__contains=[merged.key]))


def _new_aliases(merged: Document, into: Document) -> Iterator[str]:
    """Yields the names of the merged document that become aliases of the remaining document.

    Names that the remaining document already has are left out. If the remaining document has no title in a language, it
    takes the title of the merged document, and this title is left out too.
    """
    present = {into.key, into.title_zh, into.title_en, *into.aliases.values_list("name", flat=True)}
    titles = [getattr(merged, field) for field in Document.TITLE_FIELDS.values() if getattr(into, field)]
    names = [merged.key, *titles, *merged.aliases.values_list("name", flat=True)]
    longest = DocumentAlias._meta.get_field("name").max_length or 0
    yield from (name for name in dict.fromkeys(names) if 0 < len(name) <= longest and name not in present)


def _move_citations(merged: Document, into: Document) -> None:
    """Moves the citations of the merged document, and also the ambiguous citations that have it as a candidate.

    Clears the digests of the revisions with these citations. A digest depends on the citations. If it were kept, the
    next reading of the source would make a new revision with the same words.
    """
    found = _citations(merged)
    revisions = set(found.values_list("revision", flat=True))
    changed(set(found.values_list("revision__text__resolution", flat=True)) | {merged.pk, into.pk})
    for citation in found.filter(candidates__contains=[merged.key]):
        _replace_candidate(citation, merged, into)
    Citation.objects.filter(target=merged).update(target=into, key=into.key)
    Citation.objects.filter(key=merged.key).update(target=into, key=into.key, status=Status.RESOLVED)
    Revision.objects.filter(pk__in=revisions).update(digest="")


def _replace_candidate(citation: Citation, merged: Document, into: Document) -> None:
    """Replaces the merged document among the candidates. If one candidate is left, the citation is resolved."""
    keys = sorted({into.key if key == merged.key else key for key in citation.candidates})
    citation.candidates = keys
    if keys == [into.key] and citation.status == Status.AMBIGUOUS:
        citation.candidates, citation.key, citation.target, citation.status = [], into.key, into, Status.RESOLVED
    citation.save()


def _take_over_facts(merged: Document, into: Document) -> None:
    for field in _FACTS:
        if not getattr(into, field) and (value := getattr(merged, field)):
            setattr(into, field, value)
    for series in _SERIES:
        places = getattr(into, series)
        setattr(into, series, [*places, *(place for place in getattr(merged, series) if place not in places)])
    into.save()
