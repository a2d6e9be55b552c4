"""Makes documents of resolutions that were voted on and whose texts are not here.

A reader who asks for 73/62, or meets it in a clause, then finds its title, its day and its vote with the roll call
before a librarian has its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive import symbols
from archive.models import Document, Vote
from archive.models.vote import Origin, Scope

# The records of a text that is here. The intake of that text fills its document.
_OF_TEXTS = (Origin.RESOLUTION, Origin.WORDS)
_OF_UNITED_NATIONS = (Origin.EXTRACT, Origin.LIBRARY)
_AT_ONCE = 1000


def make_known(votes: Iterable[Vote]) -> None:
    """Makes documents of the resolutions that these votes adopted, where the archive has none, and fills gaps of
    documents without a text here. ``votes`` are the leading records.

    What a text says is not changed. Totals are changed only by what the United Nations publish.
    """
    by_symbol = {
        str(vote.document_id): vote
        for vote in votes
        if vote.document_id and vote.scope == Scope.WHOLE and not vote.in_committee and vote.origin not in _OF_TEXTS
    }
    wanted = sorted(by_symbol)
    for start in range(0, len(wanted), _AT_ONCE):
        known = Document.objects.select_related("resolution").in_bulk(
            wanted[start : start + _AT_ONCE], field_name="key"
        )
        for symbol in wanted[start : start + _AT_ONCE]:
            document = known.get(symbol) or Document(key=symbol, kind=symbols.kind_of(symbol))
            if not hasattr(document, "resolution") and _tell(document, by_symbol[symbol]):
                document.save()


def _tell(document: Document, vote: Vote) -> bool:
    """Writes the vote's facts into the document. Returns whether any of them is new."""
    facts: dict[str, Any] = {
        "title_en": "" if document.title_en or not vote.title_certain else vote.title,
        "date": None if document.date or not vote.date_certain else vote.date,
    }
    if not document.outcome or vote.origin in _OF_UNITED_NATIONS:
        facts |= {"outcome": vote.outcome, "yes": vote.yes, "no": vote.no, "abstain": vote.abstain}
    new = {field: value for field, value in facts.items() if value not in (None, "", getattr(document, field))}
    for field, value in new.items():
        setattr(document, field, value)
    return document.pk is None or bool(new)
