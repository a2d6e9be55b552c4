"""Taking back what was published: a resolution withdrawn and restored, a text returned to an earlier revision.

A withdrawn resolution's address says that it was withdrawn, when and why; lists and counts leave it out and search
finds none of its words, because none of its texts leads. It is still a document that others cite, by its symbol and
title.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.desk import history, queue
from archive.desk.proofs import RefusedError
from archive.models import Resolution, Revision
from archive.models.history import Action
from archive.reading.draft import Sentence
from archive.searching.freshness import changed


def withdraw(resolution_id: int, *, by: Any, reason: str) -> Resolution:
    """Withdraw a resolution. Raises RefusedError without a reason, and where it is withdrawn already."""
    if not reason.strip():
        raise RefusedError("Say why it is withdrawn; its address will say so too.")
    with transaction.atomic():
        resolution = _locked(resolution_id)
        if resolution.withdrawn_at:
            raise RefusedError("%(symbol)s is withdrawn already.", symbol=resolution.document.key)
        resolution.withdrawn_at, resolution.withdrawn_by = timezone.now(), by
        resolution.withdrawn_reason = reason.strip()
        resolution.save()
        resolution.texts.update(leading=False)
        changed([resolution.pk])
        queue.defer_series()
        history.record(Action.WITHDRAWN, resolution.document.key, by=by, reason=reason)
        return resolution


def restore(resolution_id: int, *, by: Any, reason: str = "") -> Resolution:
    """Show a withdrawn resolution again, as it was."""
    with transaction.atomic():
        resolution = _locked(resolution_id)
        if not resolution.withdrawn_at:
            raise RefusedError("%(symbol)s is not withdrawn.", symbol=resolution.document.key)
        resolution.withdrawn_at = resolution.withdrawn_by = None
        resolution.withdrawn_reason = ""
        resolution.save()
        leading = resolution.texts.filter(language="zh").first() or resolution.texts.order_by("pk").first()
        if leading:
            leading.leading = True
            leading.save(update_fields=["leading"])
        changed([resolution.pk])
        queue.defer_series()
        history.record(Action.RESTORED, resolution.document.key, by=by, reason=reason)
        return resolution


def return_to(revision_id: int, *, by: Any, reason: str) -> Revision:
    """Make an earlier revision the one that readers see; the later ones stay readable. Needs a reason."""
    if not reason.strip():
        raise RefusedError("Say why an earlier revision is shown again.")
    with transaction.atomic():
        revision = Revision.objects.select_related("text__resolution__document").get(pk=revision_id)
        resolution = _locked(revision.text.resolution_id)
        revision.refresh_from_db(fields=["current"])
        if revision.current:
            raise RefusedError("Revision %(number)s is the current one.", number=revision.number)
        revision.text.revisions.filter(current=True).update(current=False)
        revision.current = True
        revision.save(update_fields=["current"])
        field = {"zh": "title_zh", "en": "title_en"}.get(revision.text.language)
        if field:
            setattr(resolution.document, field, revision.title)
            resolution.document.save()
        changed([resolution.pk])
        queue.defer_series()
        values = {"number": str(revision.number), "language": revision.text.language}
        detail = Sentence("Revision %(number)s (%(language)s).", values)
        history.record(Action.RETURNED, resolution.document.key, by=by, reason=reason, detail=detail)
        return revision


def _locked(resolution_id: int) -> Resolution:
    return Resolution.everything.select_for_update(of=("self",)).select_related("document").get(pk=resolution_id)
