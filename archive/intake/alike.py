"""Finds titles of one instrument that differ a little, so that the archive makes only one document.

The catalogue does not have the instruments that only texts name (``archive.intake.catalogue``), so citing makes a new
key for each wording of a title. This module replaces such a key by the key of the stored document.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import NamedTuple

from archive.citing.catalogue import likeness
from archive.citing.citation import Citation, Citations
from archive.models import Document, DocumentAlias

_BY_TITLE = "title:"


class KnownTitles(NamedTuple):
    """What the archive has of the cited keys of the form ``title:…`` that are no documents.

    alike   key of a title → the stored document with a similar title
    merged  key of a title → key of the document with which a librarian has merged it
    """

    alike: dict[str, Document]
    merged: dict[str, str]


def known_titles(citations: Citations) -> KnownTitles:
    titles = _titles(citations)
    merged = dict(DocumentAlias.objects.filter(name__in=titles).values_list("name", "document__key"))
    return KnownTitles(_same(titles - merged.keys()), merged)


def with_known_titles(citations: Citations, known: KnownTitles) -> Citations:
    """The citations, with the key of the stored document in the place of each known title."""
    keys = known.merged | {title: document.key for title, document in known.alike.items()}
    if not keys:
        return citations
    clauses = {path: [_keyed(one, keys) for one in found] for path, found in citations.clauses.items()}
    footnotes = {marker: [_keyed(one, keys) for one in found] for marker, found in citations.footnotes.items()}
    return replace(citations, clauses=clauses, footnotes=footnotes)


def name_alike(known: KnownTitles) -> None:
    """Makes each title an alias of the document with a similar title. Questions and addresses then find the document by
    either title."""
    for title, document in known.alike.items():
        DocumentAlias.objects.get_or_create(document=document, name=title.removeprefix(_BY_TITLE))


def _keyed(citation: Citation, keys: dict[str, str]) -> Citation:
    return replace(citation, target=keys.get(citation.target or "", citation.target))


def _titles(citations: Citations) -> set[str]:
    """The cited keys of the form ``title:…`` that the archive does not have."""
    every = [one for held in (*citations.clauses.values(), *citations.footnotes.values()) for one in held]
    titles = {one.target for one in every if one.target and one.target.startswith(_BY_TITLE)}
    return titles - set(Document.objects.filter(key__in=titles).values_list("key", flat=True))


def _same(titles: set[str]) -> dict[str, Document]:
    """Key of a title → the stored document with a title of the same ``likeness``.

    Titles with no such document or with several are left out.
    """
    if not titles:
        return {}
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in Document.objects.filter(key__startswith=_BY_TITLE).only("key"):
        documents[likeness(document.key.removeprefix(_BY_TITLE))].append(document)
    alike = {title: documents.get(likeness(title.removeprefix(_BY_TITLE)), []) for title in titles}
    return {title: found[0] for title, found in alike.items() if len(found) == 1 and likeness(title[len(_BY_TITLE) :])}
