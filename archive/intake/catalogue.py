"""The catalogue for citing, filled from the database. It is cached until a document or a name changes."""

from __future__ import annotations

import pickle
from collections import defaultdict
from functools import lru_cache

from django.db import connection

from archive.citing.catalogue import Catalogue, KnownDocument, names_of, places
from archive.models import Document, DocumentAlias


def from_database() -> Catalogue:
    """A catalogue of all documents in the archive, with the names by which a text can cite them."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for document_id, name in DocumentAlias.objects.values_list("document_id", "name"):
        aliases[document_id].append(name)
    catalogue = Catalogue()
    rows = Document.objects.values_list("pk", "key", "title_zh", "title_en", "title_is_name", "unts", "lnts")
    for pk, key, title_zh, title_en, title_is_name, unts, lnts in rows.iterator():
        names = names_of(key, (title_zh, title_en), aliases.get(pk, ()), title_is_name=title_is_name)
        catalogue.add(KnownDocument(key, names, places(unts), places(lnts)))
    return catalogue


def stamp() -> str:
    """A short digest of the documents and their names. It changes if and only if a document or a name changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) || '-' || coalesce(sum(hashtextextended("
            "concat_ws('|', key, title_zh, title_en, title_is_name, unts, lnts), id)), 0) "
            "FROM archive_document) || '/' || "
            "(SELECT count(*) || '-' || coalesce(sum(hashtextextended(name, document_id)), 0) "
            "FROM archive_documentalias)"
        )
        return str(cursor.fetchone()[0])


def catalogue_at(stamp: str) -> Catalogue:
    """The catalogue of the database. It is cached, because filling it is slow.

    ``stamp`` must be the present value of ``stamp()``.
    """
    return _kept(stamp, str(connection.settings_dict["NAME"]))


def packed_at(stamp: str) -> bytes:
    """The catalogue of the database, pickled for another process.

    ``stamp`` must be the present value of ``stamp()``.
    """
    return _packed(stamp, str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=2)
def _kept(stamp: str, database: str) -> Catalogue:
    return from_database()


@lru_cache(maxsize=1)
def _packed(stamp: str, database: str) -> bytes:
    return pickle.dumps(_kept(stamp, database))
