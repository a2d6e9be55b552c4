"""The catalogue that citing asks, filled from the database."""

from __future__ import annotations

from collections import defaultdict

from archive.citing.catalogue import Catalogue, KnownDocument, names_of
from archive.models import Document, DocumentAlias


def from_database() -> Catalogue:
    """Every document that the archive knows, with the names under which a text may cite it."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for document_id, name in DocumentAlias.objects.values_list("document_id", "name"):
        aliases[document_id].append(name)
    catalogue = Catalogue()
    rows = Document.objects.values_list("pk", "key", "title_zh", "title_en", "unts")
    for pk, key, title_zh, title_en, unts in rows.iterator():
        names = names_of(key, (title_zh, title_en), aliases.get(pk, ()))
        catalogue.add(KnownDocument(key, names, tuple((int(volume), int(number)) for volume, number in unts)))
    return catalogue
