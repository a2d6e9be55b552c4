"""The catalogue for citing, filled from the database. It is cached until a document or a name changes.

The names are those that the fixtures and librarians give. Names that only other texts give are left out, so the
citations of a text do not depend on which texts the archive had before: an import that is killed and goes on makes the
same archive as one that is not. Two texts that print one title still cite one document (``archive.intake.alike``).
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from functools import lru_cache

from django.db import connection

from archive import symbols
from archive.citing.catalogue import Catalogue, KnownDocument, from_fixtures, likeness, names_of, places
from archive.models import Document, DocumentAlias


def from_database() -> Catalogue:
    """A catalogue of all documents in the archive, with the names by which a text can cite them."""
    given = from_fixtures()
    only_named = set(Document.objects.only_named().values_list("key", flat=True))
    aliases: dict[str, list[str]] = defaultdict(list)
    for key, name in DocumentAlias.objects.values_list("document__key", "name"):
        if key in given or not _is_of_texts(key, name):
            aliases[key].append(name)
    catalogue = Catalogue()
    rows = Document.objects.values_list("key", "title_zh", "title_en", "title_is_name", "unts", "lnts")
    for key, title_zh, title_en, title_is_name, unts, lnts in rows.iterator():
        by_title = title_is_name and (key in given or key not in only_named)
        names = names_of(key, (title_zh, title_en), aliases.get(key, ()), title_is_name=by_title)
        catalogue.add(KnownDocument(key, names, places(unts), places(lnts)))
    return catalogue


def _is_of_texts(key: str, name: str) -> bool:
    """Whether an alias is one that intake takes from texts: the second symbol of a joint document
    (A/57/759-S/2003/332), or another wording of the title in the key."""
    if symbols.joint_in(f"{key}-{name}") == (key, name):
        return True
    return key.startswith("title:") and likeness(name) == likeness(key.removeprefix("title:")) != ""


def stamp() -> str:
    """A short digest of the documents and their names. It changes if a document or a name changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) || '-' || coalesce(sum(hashtextextended("
            "concat_ws('|', key, kind, title_zh, title_en, title_is_name, unts, lnts, date, url), id)), 0) "
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
