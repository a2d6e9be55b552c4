"""The facts that a source gives about a resolution: date, vote, meeting, sponsors …

    Draft → ``keep`` → Revision.facts → ``kept`` → a Draft without words

Document and Resolution have one value of each fact. A revision also keeps the values from its own source. If a
librarian makes the revision current again, these values are used again.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from archive.reading.draft import Draft, RecordedVote

if TYPE_CHECKING:
    from archive.models import Revision

# Fields with the same name in Draft and in Resolution.
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
    """Field of Document → fact from the Draft. The value is empty if the source does not state the fact."""
    vote = draft.vote
    return {
        "date": draft.adopted_on,
        "outcome": vote.outcome,
        "yes": vote.yes,
        "no": vote.no,
        "abstain": vote.abstain,
    }


def of_resolution(draft: Draft) -> dict[str, Any]:
    """Field of Resolution → fact from the Draft. The value is empty if the source does not state the fact."""
    return {name: getattr(draft, name) for name in _OF_RESOLUTION} | {"voters": draft.vote.voters}


def keep(draft: Draft) -> dict[str, Any]:
    """The facts of a Draft as JSON values, for ``Revision.facts``.
    >>> kept(keep(Draft("a.txt", "text", "zh", adopted_on=date(2010, 12, 8), meeting=60))).adopted_on
    datetime.date(2010, 12, 8)
    """
    facts = {name: getattr(draft, name) for name in _KEPT} | {"vote": asdict(draft.vote)}
    return facts | {name: facts[name].isoformat() for name in _DATES if facts[name]}


def kept(facts: dict[str, Any]) -> Draft:
    """A Draft with these facts and without words."""
    dates = {name: date.fromisoformat(facts[name]) for name in _DATES if facts[name]}
    return Draft("", **{**facts, **dates, "vote": RecordedVote.from_json(facts["vote"])})


def of_revision(revision: Revision) -> Draft | None:
    """A Draft with the facts of a revision, which include the mends of librarians.

    None if an earlier release stored the revision without facts.
    """
    return kept(revision.facts) if revision.facts else None
