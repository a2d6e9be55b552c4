"""Recognises the pages of a scan, one after the other. Each page is stored at once, so the desk shows the progress.

If the worker is killed, the next one goes on with the first page that is missing.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from archive.desk.confined.reader import ReadingOutcome, recognise_limited
from archive.messages import Message
from archive.models import PagePicture, ScannedPage, Submission
from archive.models.submission import SubmissionState
from archive.reading.ocr import recogniser


def recognise(submission: Submission, pages: int) -> list[dict[str, Any]] | ReadingOutcome | None:
    """The recognised lines of all pages, or the outcome of a refusal; None if it was cancelled meanwhile."""
    source, by = submission.source, recogniser()
    assert source is not None, "what is recognised has a source"
    Submission.objects.filter(pk=submission.pk).update(scanned_pages=pages)
    ScannedPage.objects.filter(source=source).exclude(recogniser=by).delete()
    known = set(ScannedPage.objects.filter(source=source).values_list("number", flat=True))
    for number in range(1, pages + 1):
        if not Submission.objects.filter(pk=submission.pk, state=SubmissionState.READING).exists():
            return None
        if number in known:
            continue
        found = recognise_limited(bytes(source.content), number)
        if isinstance(found, Message):
            return ReadingOutcome(refused=found)
        _keep(ScannedPage(source=source, number=number, recogniser=by, lines=found[0]), found[1])
    return list(ScannedPage.objects.filter(source=source).order_by("number").values_list("lines", flat=True))


def _keep(page: ScannedPage, png: bytes) -> None:
    """Stores a page and its picture. The picture is upright, as the boxes of the lines are."""
    with transaction.atomic():
        ScannedPage.objects.bulk_create([page], ignore_conflicts=True)
        PagePicture.objects.update_or_create(source=page.source, number=page.number, defaults={"png": png})
