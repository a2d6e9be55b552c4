"""The catalogue that citing asks, filled from the database."""

from __future__ import annotations

from collections import defaultdict

from archive.citing.catalogue import Catalogue, Known
from archive.models import Document, DocumentAlias


def from_database() -> Catalogue:
    """Every document that the archive knows, with its names. Resolutions are known by their symbols alone: the title
    of a resolution in quotes is the name of an agenda item at least as often."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for document_id, name in DocumentAlias.objects.values_list("document_id", "name"):
        aliases[document_id].append(name)
    catalogue = Catalogue()
    rows = Document.objects.values_list("pk", "key", "title_zh", "title_en", "unts", "resolution")
    for pk, key, title_zh, title_en, unts, resolution in rows.iterator():
        titles = [] if resolution else [title_zh, title_en]
        names = tuple(name for name in [*titles, *aliases.get(pk, ())] if name)
        catalogue.add(Known(key, names, tuple((int(volume), int(number)) for volume, number in unts)))
    return catalogue
