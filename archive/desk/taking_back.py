"""The ways to take back what was published.

A resolution is withdrawn or restored, a text returns to an earlier revision, or a revision is withheld or released.

The page of a withdrawn resolution says that it was withdrawn, when and why. Such a resolution has no leading
text, so lists, counts and search leave it out. Its document stays, because other documents cite it. Readers see only
the symbol of the document: its title and its facts come from the withdrawn text.

The argument ``seen`` is the result of ``state_of`` at the time when the librarian saw the resolution. If the resolution
has changed since, RefusedError is raised.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.desk import history, queue
from archive.desk.bringing_back import bring_back, forget, leads, tell_votes
from archive.desk.proofs import RefusedError
from archive.messages import Message
from archive.models import Document, Resolution, Revision
from archive.models.history import Action
from archive.searching.freshness import changed


def state_of(resolution: Resolution) -> str:
    """A string that changes with each act on a resolution.

    It contains the keys of the current revisions and of the last history entry. It also tells whether the resolution is
    withdrawn.
    """
    current = Revision.objects.filter(text__resolution=resolution, current=True).order_by("pk")
    last = history.of_resolution(resolution.document.key).values_list("pk", flat=True).first()
    return "-".join(map(str, [*current.values_list("pk", flat=True), last, bool(resolution.withdrawn_at)]))


def withdraw(resolution_id: int, *, by: Any, reason: str, seen: str | None = None) -> Resolution:
    """Withdraws a resolution. Raises RefusedError if ``reason`` is empty, or if it is withdrawn already."""
    if not reason.strip():
        raise RefusedError("desk.reason_for_withdrawing")
    with transaction.atomic():
        resolution = _locked(resolution_id, seen)
        if resolution.withdrawn_at:
            raise RefusedError("desk.withdrawn_already", symbol=resolution.document.key)
        resolution.withdrawn_at, resolution.withdrawn_by = timezone.now(), by
        resolution.withdrawn_reason = reason.strip()
        resolution.save()
        resolution.texts.update(leading=False)
        tell_votes(resolution)
        changed([resolution.pk])
        queue.defer_series()
        history.record(Action.WITHDRAWN, resolution.document.key, by=by, reason=reason)
        return resolution


def restore(resolution_id: int, *, by: Any, reason: str = "", seen: str | None = None) -> Resolution:
    """Restores a withdrawn resolution as it was. Raises RefusedError if it is not withdrawn."""
    with transaction.atomic():
        resolution = _locked(resolution_id, seen)
        if not resolution.withdrawn_at:
            raise RefusedError("desk.not_withdrawn", symbol=resolution.document.key)
        resolution.withdrawn_at = resolution.withdrawn_by = None
        resolution.withdrawn_reason = ""
        resolution.save()
        if leading := leads(resolution):
            leading.leading = True
            leading.save(update_fields=["leading"])
        tell_votes(resolution)
        changed([resolution.pk])
        queue.defer_series()
        history.record(Action.RESTORED, resolution.document.key, by=by, reason=reason)
        return resolution


def return_to(revision_id: int, *, by: Any, reason: str, seen: str | None = None) -> Revision:
    """Makes an earlier revision the current one. Later revisions stay readable.

    Raises RefusedError if ``reason`` is empty, or if the revision is current or withheld.
    """
    if not reason.strip():
        raise RefusedError("desk.reason_for_returning")
    with transaction.atomic():
        revision, resolution = _earlier(revision_id, seen)
        if revision.withheld_at:
            raise RefusedError("desk.revision_is_withheld", number=revision.number)
        left = revision.text.revisions.filter(current=True).first()
        revision.text.revisions.filter(current=True).update(current=False)
        revision.current = True
        revision.save(update_fields=["current"])
        changes = bring_back(resolution, revision, left)
        tell_votes(resolution)
        changed([resolution.pk])
        queue.defer_series()
        for change in changes:
            history.record(Action.RETURNED, resolution.document.key, by=by, reason=reason, detail=change)
        _record_revision(revision, resolution, Action.RETURNED, by, reason)
        return revision


def withhold(revision_id: int, *, by: Any, reason: str, seen: str | None = None) -> Revision:
    """Hides an earlier revision from all readers, for example because it contains private words.

    The facts that only this revision has, such as a sponsor, are removed from the resolution.

    Raises RefusedError if ``reason`` is empty, or if the revision is current or withheld already.
    """
    if not reason.strip():
        raise RefusedError("desk.reason_for_withholding")
    with transaction.atomic():
        revision, resolution = _earlier(revision_id, seen)
        if revision.withheld_at:
            raise RefusedError("desk.withheld_already", number=revision.number)
        revision.withheld_at, revision.withheld_reason = timezone.now(), reason.strip()
        revision.save(update_fields=["withheld_at", "withheld_reason"])
        changes = forget(resolution, revision)
        tell_votes(resolution)
        changed([resolution.pk])
        queue.defer_series()
        for change in changes:
            history.record(Action.WITHHELD, resolution.document.key, by=by, reason=reason, detail=change)
        _record_revision(revision, resolution, Action.WITHHELD, by, reason)
        return revision


def release(revision_id: int, *, by: Any, reason: str = "", seen: str | None = None) -> Revision:
    """Shows a withheld revision again. Raises RefusedError if it is not withheld."""
    with transaction.atomic():
        revision, resolution = _earlier(revision_id, seen)
        if not revision.withheld_at:
            raise RefusedError("desk.not_withheld", number=revision.number)
        revision.withheld_at, revision.withheld_reason = None, ""
        revision.save(update_fields=["withheld_at", "withheld_reason"])
        _record_revision(revision, resolution, Action.RELEASED, by, reason)
        return revision


def _record_revision(revision: Revision, resolution: Resolution, action: str, by: Any, reason: str) -> None:
    values = {"number": str(revision.number), "language": revision.text.language}
    detail = Message("desk.revision", values)
    history.record(action, resolution.document.key, by=by, reason=reason, detail=detail)


def _earlier(revision_id: int, seen: str | None) -> tuple[Revision, Resolution]:
    """A revision and its resolution. The row of the resolution is locked.

    Raises RefusedError if the revision is current.
    """
    revision = Revision.objects.select_related("text").get(pk=revision_id)
    resolution = _locked(revision.text.resolution_id, seen)
    revision.refresh_from_db(fields=["current", "withheld_at", "withheld_reason"])
    if revision.current:
        raise RefusedError("desk.revision_is_current", number=revision.number)
    return revision, resolution


def _locked(resolution_id: int, seen: str | None) -> Resolution:
    # The document is locked, because storing a text locks it too. So no new revision can appear meanwhile.
    document = Document.objects.select_for_update().get(pk=resolution_id)
    resolution = Resolution.everything.select_for_update(of=("self",)).get(pk=resolution_id)
    resolution.document = document
    if seen is not None and seen != state_of(resolution):
        raise RefusedError("desk.resolution_changed_meanwhile", symbol=document)
    return resolution
