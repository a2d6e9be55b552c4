"""Completes what a reader has typed so far in a search box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from archive.citing.catalogue import name_key
from archive.models import Document
from archive.models.document import Kind
from archive.searching import search_fields
from archive.searching.analysis import fold, is_run, token_texts
from archive.searching.document_lookup import keys_meant
from archive.searching.field_conditions import Lookups
from archive.searching.index_access import IndexAccess, pks
from archive.searching.matching import Condition, TokenSequence
from archive.searching.meaning import understand
from archive.searching.segmentation import concepts

_MOST = 8
_FIELD = re.compile(r"(?<!\S)[-－−]?(?P<name>[^\W\d_]{1,12})[:：](?P<value>[^\s:：]*)$")
_NAMES = 3  # most names of the word list
_INSTRUMENTS = (Kind.TREATY, Kind.INSTRUMENT)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document, or words to search for. One of the two is set."""

    document: Document | None = None
    words: str = ""


def suggestions(typed: str, limit: int = _MOST) -> list[Suggestion]:
    """Suggestions for a typed text, the likeliest first.

    If the text ends with a field, they are the values of the field. Otherwise first come the documents that the text
    names, and treaties and instruments with a name that begins with the text. Names of the word list that begin with
    the text follow, and then documents with the text inside a name.
    """
    if values := list(_values(typed)):
        return [Suggestion(words=words) for words in values]
    documents = {document.pk: document for document in _named(typed)}
    documents |= {document.pk: document for document in _beginning(typed, limit)}
    titles = {fold(document.title_zh) for document in documents.values()}
    names = [name for name in _names(typed) if fold(name) not in titles][:_NAMES]
    found = [Suggestion(document) for document in documents.values()] + [Suggestion(words=name) for name in names]
    if len(found) < limit:
        found += [Suggestion(document) for document in _containing(typed, limit) if document.pk not in documents]
    return found[:limit]


def _values(typed: str) -> Iterator[str]:
    """The text with its last field completed: 核武器 上年:弱 gives 核武器 上年:弱化. An English field gives English."""
    last = _FIELD.search(typed)
    field = search_fields.named(last["name"], "") if last else None
    if last and field:
        for value in (names[last["name"].isascii()] for names in field.values):
            if value.startswith(last["value"].lower()) and value != last["value"]:
                yield typed[: last.start("value")] + value


def _named(typed: str) -> list[Document]:
    return list(Document.objects.of_readers().select_related("resolution").filter(key__in=keys_meant(typed))[:_MOST])


def _beginning(typed: str, limit: int) -> list[Document]:
    """The treaties and instruments that have a name with this beginning. A shorter title comes first."""
    beginning = typed.strip(" 《〈“\"'")
    if not beginning or "\0" in beginning:
        return []
    begins = Q(title_zh__startswith=fold(beginning)) | Q(title_en__istartswith=beginning)
    begins |= Q(key__istartswith=f"treaty:{beginning}") | Q(aliases__name_key__startswith=name_key(fold(beginning)))
    found = Document.objects.of_readers().select_related("resolution").filter(begins, kind__in=_INSTRUMENTS).distinct()
    return sorted(found, key=_length)[:limit]


def _names(typed: str) -> Iterator[str]:
    """The full names of the concepts of the word list that have a name with this beginning."""
    beginning = fold(typed).strip(" 《〈\"'")
    if len(beginning) > 1:
        for names in concepts():
            if any(fold(name).strip("《》").startswith(beginning) for name in names):
                yield names[0].strip("《》")


def _containing(typed: str, limit: int) -> list[Document]:
    """The documents with the text inside a name. A shorter title is nearer to the typed text, so it comes first."""
    tokens = token_texts(typed)
    if not tokens:
        return []
    condition: Condition = TokenSequence("text", tokens, open_end=is_run(tokens[-1]))
    words = understand(typed, lookups=Lookups(documents=lambda text: [])).query.words
    keys = pks(IndexAccess().find(Document, condition, words, 0, limit * 4).rows)
    return sorted(Document.objects.of_readers().select_related("resolution").filter(pk__in=keys), key=_length)


def _length(document: Document) -> int:
    return len(document.title_zh or document.title_en)
