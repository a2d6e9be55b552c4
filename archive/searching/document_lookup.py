"""Finds documents by what a reader types: a symbol, the number of a resolution, a name, a State's vote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from archive import symbols
from archive.citing.catalogue import name_key
from archive.models import Citation, Document, DocumentAlias, Resolution, SeriesEntry, Vote
from archive.models.prepared import any_of, prepared_rows
from archive.searching.analysis import fold
from archive.searching.document_names import DocumentName, document_name


class Status(StrEnum):
    """What the archive has of a document that a reader names."""

    HERE = "here"  # its text
    WITHDRAWN = "withdrawn"  # its text, which readers cannot see
    KNOWN = "known"  # facts, such as title and date
    CITED = "cited"  # only citations of it
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a document was in the making of a resolution."""

    DRAFT = "draft"
    REPORT = "report"
    MEETING = "meeting"


# The kinds of documents that can have a role. A report has no kind of its own: A/76/445.
_BEFORE_ADOPTION = (symbols.DRAFT_RESOLUTION, symbols.MEETING_RECORD, symbols.DOCUMENT)
_ROLES = {Role.DRAFT: "draft_symbol", Role.REPORT: "committee_report", Role.MEETING: "meeting_record"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that a whole question names.

    ``document`` is None if the archive has no facts about it, or if its text is withdrawn. ``resolutions`` are the keys
    of the resolutions whose draft, committee report or meeting record it is. If there are none, ``role`` is None.
    """

    key: str
    status: Status
    document: Document | None = None
    role: Role | None = None
    resolutions: tuple[str, ...] = ()


def offers(text: str) -> list[Offer]:
    """The documents that a text names. Documents of the archive are before others, and a treaty is before the
    resolutions that have its title.

    A symbol that the archive does not know is offered as unknown. If it names a part (2603 A), the whole follows,
    because records of votes often lack the letter. A title that the archive does not know is no offer.
    """
    name = document_name(text)
    known = _known(text, name)
    found = [Offer(one.key, _status(one), None if one.is_withdrawn else one) for one in known]
    found += [Offer(key, Status.CITED) for key in _only_cited(name, known)]
    if not found:
        found = [Offer(key, Status.UNKNOWN) for key in name.symbols[:1] or map(str, name.unfinished)]
        found += [Offer(one.key, _status(one), None if one.is_withdrawn else one) for one in _wholes(name)]
    return [_with_role(offer) if symbols.kind_of(offer.key) in _BEFORE_ADOPTION else offer for offer in found]


def keys_meant(text: str) -> list[str]:
    """The keys of the documents that a symbol or a name can mean. Documents of the archive are first. Documents that
    are only cited follow."""
    name = document_name(text)
    known = _known(text, name)
    return [*(document.key for document in known), *_only_cited(name, known)]


def _known(text: str, name: DocumentName) -> list[Document]:
    conditions = _under(name)
    # The symbol of a withdrawn resolution is found too: its address says that it was withdrawn.
    if titled := _titled(text.strip(" 《》“”\"'　")):
        conditions.append(Q(pk__in=[key for (key,) in _readable(titled)]))
    if not conditions:
        return []
    found = Document.objects.filter(reduce(or_, conditions)).with_whether_here()
    return sorted(found.order_by("key"), key=lambda one: one.kind != symbols.TREATY)


def _titled(title: str) -> list[int]:
    """The primary keys of the documents with this title, name or key. Few questions are such a name, so this query is
    a small one: it does not ask what readers may see."""
    if not title or len(title) > 400 or "\0" in title:
        return []
    names = {title, fold(title)}
    named = DocumentAlias.objects.filter(name_key__in={name_key(n) for n in names}).values("document")
    titled = Q(pk__in=named) | Q(title_zh__in=names) | Q(title_en__iexact=title)
    return list(
        Document.objects.filter(titled | Q(key__iexact=f"treaty:{title}") | Q(key=title)).values_list("pk", flat=True)
    )


@prepared_rows
def _readable(keys: list[int]) -> QuerySet[Document, tuple[int]]:
    """Those of these documents whose title and facts readers may see."""
    return Document.objects.of_readers().filter(any_of("pk", keys)).values_list("pk")


def _wholes(name: DocumentName) -> list[Document]:
    """The known documents of which the name means a part."""
    wholes = {symbols.without_part(symbol) for symbol in name.symbols} - set(name.symbols)
    return _known("", DocumentName(tuple(wholes)))


def _only_cited(name: DocumentName, known: Iterable[Document]) -> Iterable[str]:
    """The cited keys that the name can mean, without those of known documents: no citation waits for these."""
    keys = {document.key for document in known}
    name = replace(name, symbols=tuple(symbol for symbol in name.symbols if symbol not in keys))
    if not name:
        return []
    found = Citation.objects.of_readers().filter(reduce(or_, _under(name)), target=None).exclude(key__in=keys)
    return found.order_by("key").values_list("key", flat=True).distinct()


def _under(name: DocumentName) -> list[Q]:
    """The conditions that a key is one of those that the name means."""
    conditions = [Q(key__in=name.symbols)] if name.symbols else []
    return conditions + [Q(key__regex=each.pattern) for each in name.unfinished]


def _status(document: Document) -> Status:
    if document.has_text:
        return Status.HERE
    return Status.WITHDRAWN if document.is_withdrawn else Status.KNOWN


def _with_role(offer: Offer) -> Offer:
    """The offer with the resolutions that the document led to.

    A symbol without its last part also means the documents that have one: the draft L.21 was adopted as L.21/Rev.1, and
    the record PV.55 was continued as PV.55 (Resumption 1).
    """
    for role, field in _ROLES.items():
        same = Q(**{field: offer.key}) | Q(**{f"{field}__regex": rf"^{re.escape(offer.key)}[/ (]"})
        if keys := Resolution.objects.listed().filter(same).values_list("document__key", flat=True):
            return replace(offer, role=role, resolutions=tuple(keys))
    return offer


def keys_voted(code: str, choice: str = "") -> list[str]:
    """The keys of the documents on which a State made a choice, in a vote on the whole document or on a part of it.
    Without a choice: the keys of the documents on which the State took part in a vote."""
    votes = Vote.objects.leading().in_which(code, choice).exclude(document=None)
    return list(votes.order_by("document__key").values_list("document__key", flat=True).distinct())


def keys_of_series(symbol: str) -> list[str]:
    """The keys of the resolutions in the series of a resolution. [] if it is in no series."""
    return [str(key) for key in SeriesEntry.objects.of_readers().symbols_beside(symbol)]
