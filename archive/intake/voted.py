"""Documents made from votes, for resolutions whose texts the archive does not have; and English titles from votes.

So readers who look up 73/62, or follow a citation of 73/62, find its title, its date and its vote with the roll call,
although the archive does not have its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive import symbols
from archive.intake import facts
from archive.models import Document, Revision, Vote
from archive.reading.typography import has_han
from archive.voting.record import OF_TEXTS, Origin, Scope

_OF_UNITED_NATIONS = (Origin.EXTRACT, Origin.LIBRARY)
_AT_ONCE = 1000


def make_known(votes: Iterable[Vote]) -> None:
    """Makes or completes the documents of the resolutions that these votes adopted. ``votes`` are leading records.

    Documents whose text the archive has do not change, because the intake of the text fills them. Other documents get
    the facts that they lack, unless the symbol in the record is uncertain. Only a record that the United Nations
    publishes replaces an outcome and its totals. The record of a librarian replaces them in every document.
    """
    by_symbol = {
        str(vote.document_id): vote
        for vote in votes
        if vote.document_id and vote.scope == Scope.WHOLE and not vote.in_committee and vote.origin not in OF_TEXTS
    }
    wanted = sorted(by_symbol)
    for start in range(0, len(wanted), _AT_ONCE):
        known = Document.objects.select_related("resolution").in_bulk(
            wanted[start : start + _AT_ONCE], field_name="key"
        )
        for symbol in wanted[start : start + _AT_ONCE]:
            document = known.get(symbol) or Document(key=symbol, kind=symbols.kind_of(symbol))
            vote = by_symbol[symbol]
            if hasattr(document, "resolution"):
                changed = vote.origin == Origin.LIBRARIAN and _give(document, _adoption(vote))
            else:
                changed = _fill(document, vote)
            if changed:
                document.save()


def _fill(document: Document, vote: Vote) -> bool:
    """Writes the vote's facts into the document. Returns whether the document is new or has changed."""
    if not vote.symbol_certain:
        return document.pk is None
    given: dict[str, Any] = {
        "title_en": "" if document.title_en or not vote.title_certain else vote.title,
        "date": None if document.date or not vote.date_certain else vote.date,
    }
    if not document.outcome or vote.origin in (*_OF_UNITED_NATIONS, Origin.LIBRARIAN):
        given |= _adoption(vote)
    return _give(document, given) or document.pk is None


def _adoption(vote: Vote) -> dict[str, Any]:
    return {"outcome": vote.outcome, "yes": vote.yes, "no": vote.no, "abstain": vote.abstain}


def _give(document: Document, given: dict[str, Any]) -> bool:
    """Writes the facts that are not empty into the document. Returns whether it has changed."""
    new = {field: value for field, value in given.items() if value not in (None, "", getattr(document, field))}
    for field, value in new.items():
        setattr(document, field, value)
    return bool(new)


def facts_from_sources(symbol: str) -> None:
    """Gives a document again the outcome and the totals of its sources, after a librarian's record was taken back.

    They come from the text that readers see, else from the leading record.
    """
    document = Document.objects.select_related("resolution").filter(key=symbol).first()
    if document is None:
        return
    vote = Vote.objects.adopting().filter(document_id=symbol).first()
    text = Revision.objects.filter(text__resolution__document=document, current=True, text__leading=True).first()
    told = facts.of_revision(text) if text else None
    adoption: dict[str, Any] = {"outcome": "", "yes": None, "no": None, "abstain": None}
    if told:
        adoption = {name: value for name, value in facts.of_document(told).items() if name in adoption}
    elif vote:
        adoption = _adoption(vote)
    for field, value in adoption.items():
        setattr(document, field, value)
    document.save()


def give_english_titles(records: Iterable[Vote]) -> None:
    """Gives documents without an English title the one that a record of a vote has. So a resolution with a Chinese text
    has its English title too. ``records`` are all records, the leading record of each vote first."""
    titles: dict[str, str] = {}
    for vote in records:
        if vote.document_id and _tells_english_title(vote):
            titles.setdefault(vote.document_id, vote.title)
    wanted = sorted(titles)
    for start in range(0, len(wanted), _AT_ONCE):
        for document in Document.objects.filter(key__in=wanted[start : start + _AT_ONCE], title_en=""):
            document.title_en = titles[document.key]
            document.save(update_fields=["title_en"])


def _tells_english_title(vote: Vote) -> bool:
    of_whole = vote.scope == Scope.WHOLE and not vote.in_committee and vote.origin not in OF_TEXTS
    return of_whole and vote.title_certain and bool(vote.title) and not has_han(vote.title)
