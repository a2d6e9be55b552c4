"""A vote as JSON."""

from __future__ import annotations

from archive.models import Vote
from archive.views import data
from archive.views.keys import votes
from archive.views.votes.vote_messages import message_data


def vote_data(vote: Vote) -> votes.Vote:
    """One vote without its roll call."""
    return {
        "vote": vote.key,
        "source": vote.origin,
        "leading": vote.leading,
        "reason": vote.reason or None,
        "symbol": vote.document_id,
        "symbol_certain": vote.symbol_certain,
        "session": vote.session,
        "scope": vote.scope,
        "paths": vote.paths,
        "words": vote.words,
        "unplaced": message_data(vote.unplaced) if vote.unplaced else None,
        "in_committee": vote.in_committee,
        "date": vote.date,
        "date_certain": vote.date_certain,
        "meeting": vote.meeting,
        "outcome": vote.outcome,
        "totals": {**data.tally(vote.yes, vote.no, vote.abstain), "absent": vote.absent, "members": vote.members},
        "counted": data.tally(*vote.counted) if vote.has_roll else None,
        "url": vote.get_absolute_url(),
    }
