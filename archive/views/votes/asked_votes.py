"""The votes that an address asks for: by topic, session and subject."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive import symbols
from archive.models import Subject
from archive.models.subject import marked
from archive.page_language import reads_chinese
from archive.views.answer import NotHere
from archive.views.topic import AskedTopic
from archive.views.votes.held_rolls import HeldRolls


def asked_subject(request: HttpRequest) -> Subject | None:
    asked = request.GET.get("subject", "")
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    found = Subject.objects.filter(pk=number).first()
    if found is None:
        raise NotHere(_("There is nothing to choose by this name here: %(value)s") % {"value": asked[:80]})
    return found


def asked_session(request: HttpRequest) -> str:
    asked = request.GET.get("session", "").upper()
    if asked and symbols.session_order(asked) < 0:
        raise NotHere(_("There is nothing to choose by this name here: %(value)s") % {"value": asked[:80]})
    return asked


def among(known: HeldRolls, sessions: set[str], subject: Subject | None) -> int:
    """A bit set of the votes of these sessions on this subject.

    If ``sessions`` is empty, all sessions count. If ``subject`` is None, all subjects count.
    """
    if not sessions and not subject:
        return known.rolls.every
    chosen = {pk for pk, vote in known.votes.items() if not sessions or vote.session in sessions}
    on_subject = known.subjects.get(subject.pk, 0) if subject else known.rolls.every
    return known.rolls.among(chosen) & on_subject


def votes_on(known: HeldRolls, topic: AskedTopic) -> int:
    """A bit set of the votes on a topic."""
    return known.rolls.every if topic.is_all else known.disarmament


def frequent_subjects(known: HeldRolls, votes: int) -> list[tuple[str, str, int]]:
    """The most frequent subjects of these votes, as choices of a filter: (id, name, number of votes)."""
    found = [(str(pk), *known.names[pk], n) for pk, n in known.frequent_subjects(votes)]
    if not reads_chinese():
        return [(pk, en, n) for pk, _zh, en, n in found]
    return [(pk, zh or marked(en), n) for pk, zh, en, n in found]
