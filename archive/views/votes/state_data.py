"""States, groups and shares as JSON."""

from __future__ import annotations

from archive.models import MemberState, StateGroup
from archive.views.keys import votes
from archive.voting.measures import Share


def state_data(found: MemberState) -> votes.State:
    """A State as JSON."""
    return {
        "code": found.code,
        "iso2": found.iso2,
        "m49": found.m49,
        "zh": {"short": found.short_zh, "name": found.name_zh, "formal": found.formal_zh, "note": found.note_zh},
        "en": {"short": found.short_en, "name": found.name_en, "formal": found.formal_en, "note": found.note_en},
        "admitted": found.admitted,
        "ended": found.ended,
        "url": found.get_absolute_url(),
    }


def group_data(group: StateGroup) -> votes.Group:
    """A group of States as JSON."""
    return {
        "key": group.key,
        "kind": group.kind,
        "zh": {"name": group.name_zh, "note": group.note_zh},
        "en": {"name": group.name_en, "note": group.note_en},
        "known_since": group.known_since,
        "source": group.source,
        "source_url": group.source_url,
    }


def share_data(share: Share) -> votes.Share:
    return {"same": share.same, "votes": share.votes, "share": share.value}
