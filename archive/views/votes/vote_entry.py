"""Votes as entries of Atom feeds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from archive.models import Vote
from archive.views.labels import counts_in_words, day
from archive.views.metadata.feeds import Entry, facts_separator
from archive.views.votes.vote_labels import subject_words


def vote_entry(vote: Vote, title: str, url: str, choice: str = "") -> Entry:
    """A vote: what was voted on, the choice of a State if the feed is about one, and the figures or the way of
    adoption."""
    facts = facts_separator().join(filter(None, vote_facts(vote)))
    text = _("%(choice)s. %(facts)s") % {"choice": choice, "facts": facts} if choice else facts
    return Entry(f"{vote.document_id or vote.key} {title}".strip(), url, text, vote.updated_at)


def vote_facts(vote: Vote) -> tuple[str, str, str]:
    """What was voted on, the day if it is certain, and the figures or the way of adoption."""
    figures = facts_separator().join(counts_in_words(vote.totals)) if any(vote.totals) else ""
    known_day = day(vote.date) if vote.date_certain else ""
    return subject_words(vote), known_day, figures or str(vote.get_outcome_display())
