"""Finds the documents that a librarian names: by symbol, short name or title."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from archive import symbols
from archive.desk.mends.anchors import MisfitError
from archive.models import Document

_OFFERED = 12


def document_key(words: str) -> str:
    """The key of the document that has this symbol, short name or title. A symbol may be unknown to the archive.

    Raises MisfitError if no document is named so, or if several are.
    """
    words = words.strip()
    if not words:
        raise _wrong("mend.document_missing")
    found = list(Document.objects.known_as(words)) or list(_called(words)[:_OFFERED])
    if len(found) > 1:
        raise _wrong("mend.several_documents", words=words, keys=", ".join(one.key for one in found))
    if found:
        return found[0].key
    key = symbols.normalise(words)
    if ":" in key or not symbols.is_symbol(key):
        raise _wrong("mend.no_such_document", words=words)
    return key


def offered(words: str) -> Iterable[Document]:
    """The documents that the first words of a symbol, or some words of a title, can mean. At most twelve."""
    words = words.strip()
    if not words:
        return []
    titles = Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(short_zh__icontains=words)
    begins = Q(key__istartswith=symbols.normalise(words)) | Q(key__istartswith=f"A/RES/{words}")
    names = Q(aliases__name__icontains=words)
    return Document.objects.filter(begins | titles | names).distinct().order_by("key")[:_OFFERED]


def _called(words: str) -> Iterable[Document]:
    titles = Q(title_zh=words) | Q(title_en__iexact=words) | Q(short_zh=words)
    return Document.objects.filter(titles).order_by("key")


def _wrong(code: str, **values: str) -> MisfitError:
    error = MisfitError(code, **values)
    error.field = "target"
    return error
