"""What a source says of a resolution beside its words: date, vote, meeting, sponsors …

    Draft → ``keep`` → Revision.facts → ``kept`` → a Draft without words

The archive shows one of each, the document's and the resolution's; what each revision's source said stays with it, so
that it comes back with the revision.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from archive.reading.draft import Draft, RecordedVote

if TYPE_CHECKING:
    from archive.models import Revision

# Called the same in a Draft and in a Resolution.
_OF_RESOLUTION = (
    "meeting",
    "meeting_record",
    "committee",
    "proposal",
    "agenda_items",
    "agenda_titles",
    "draft_symbol",
    "committee_report",
    "committee_report_paragraph",
    "sponsors",
    "additional_sponsors",
    "published_on",
)
_KEPT = ("format", "language", "symbol", "session", "title", "adopted_on", *_OF_RESOLUTION)
_DATES = ("adopted_on", "published_on")


def of_document(draft: Draft) -> dict[str, Any]:
    """What it says of the Document, by the Document's fields. What is empty it does not say."""
    vote = draft.vote
    return {
        "date": draft.adopted_on,
        "outcome": vote.outcome,
        "yes": vote.yes,
        "no": vote.no,
        "abstain": vote.abstain,
    }


def of_resolution(draft: Draft) -> dict[str, Any]:
    """The same of the Resolution."""
    return {name: getattr(draft, name) for name in _OF_RESOLUTION} | {"voters": draft.vote.voters}


def keep(draft: Draft) -> dict[str, Any]:
    """The facts as JSON.

    >>> kept(keep(Draft("a.txt", "text", "zh", adopted_on=date(2010, 12, 8), meeting=60))).adopted_on
    datetime.date(2010, 12, 8)
    """
    facts = {name: getattr(draft, name) for name in _KEPT} | {"vote": asdict(draft.vote)}
    return facts | {name: facts[name].isoformat() for name in _DATES if facts[name]}


def kept(facts: dict[str, Any]) -> Draft:
    """A Draft that has the facts, and no words."""
    dates = {name: date.fromisoformat(facts[name]) for name in _DATES if facts[name]}
    return Draft("", **{**facts, **dates, "vote": RecordedVote.from_json(facts["vote"])})


def of_revision(revision: Revision) -> Draft | None:
    """What the source of a revision says, with its mends; None where that was not kept."""
    return kept(revision.facts) if revision.facts else None
