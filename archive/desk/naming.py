"""Finds the documents that a librarian names: by symbol, short name or title."""

from __future__ import annotations

from django.db.models import Case, Q, QuerySet, When

from archive import symbols
from archive.desk.mends.anchors import MisfitError
from archive.models import Document

_OFFERED = 12
_TREATIES_FIRST = Case(When(kind=symbols.TREATY, then=0), default=1)


def document_key(words: str) -> str:
    """The key of the document that has this symbol, short name or title. A symbol may be unknown to the archive.

    Raises MisfitError if no document is named so, or if several are.
    """
    words = words.strip()
    if not words:
        raise _wrong("mend.document_missing")
    short = symbols.resolution_symbol(words)  # 65/72
    found = list(Document.objects.known_as(short or words)) or list(_called(words)[:_OFFERED])
    if len(found) > 1:
        raise _wrong("mend.several_documents", words=words, keys=", ".join(one.key for one in found))
    if found:
        return found[0].key
    key = short or symbols.normalise(words)
    if ":" in key or not symbols.is_symbol(key):
        raise _wrong("mend.no_such_document", words=words)
    return key


def offered(words: str) -> QuerySet[Document]:
    """The documents that the beginning of a symbol, or words of a title, can mean: at most twelve, treaties first."""
    words = words.strip()
    if not words:
        return Document.objects.none()
    titles = Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(short_zh__icontains=words)
    begins = Q(key__istartswith=symbols.normalise(words)) | Q(key__istartswith=f"A/RES/{words}")
    names = Q(aliases__name__icontains=words)
    return Document.objects.filter(begins | titles | names).distinct().order_by(_TREATIES_FIRST, "key")[:_OFFERED]


def _called(words: str) -> QuerySet[Document]:
    titles = Q(title_zh=words) | Q(title_en__iexact=words) | Q(short_zh=words)
    return Document.objects.filter(titles).order_by("key")


def _wrong(code: str, **values: str) -> MisfitError:
    error = MisfitError(code, **values)
    error.field = "target"
    return error
