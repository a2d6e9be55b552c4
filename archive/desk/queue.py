"""The work that waits: reading what came in, drawing pages, publishing many at once, joining series.

The queue is procrastinate's, in the same PostgreSQL. A job is put into it in the transaction that makes its submission,
so that neither is ever there without the other; and what a job does, it does in one transaction that asks first whether
it has been done. A worker that is killed leaves a job that the next worker takes up again, and nothing else.
"""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from archive.models import PagePicture, Submission
from archive.models.submission import SubmissionState

QUEUE = "desk"
_SOON, _LATER = 10, 0  # a page is drawn when nothing is left to be read

log = logging.getLogger(__name__)


def defer_reading(submission: Submission) -> None:
    _defer(read_submission, f"read-{submission.pk}", _SOON, submission_id=submission.pk)


def defer_pictures(submission: Submission) -> None:
    if submission.source_id:
        _defer(draw_pages, f"draw-{submission.source_id}", _LATER, source_id=submission.source_id)


def defer_series() -> None:
    """Join the series of resolutions anew: it takes in all of them, and can be a little late."""
    _defer(join_series, "series", _LATER)


def defer_publishing(versions: dict[int, int], by: Any) -> None:
    """Publish these proofs (number → the version that was looked at), all or none."""
    pairs = [[pk, version] for pk, version in versions.items()]
    _defer(publish_proofs, None, _SOON, proofs=pairs, user_id=by.pk)


def _defer(task: Any, only_once: str | None, priority: int, **arguments: Any) -> None:
    """Queue a job, unless the same is waiting already."""
    try:
        with transaction.atomic():
            task.configure(queueing_lock=only_once, priority=priority).defer(**arguments)
    except AlreadyEnqueued:
        log.debug("%s waits already", only_once)


# A job fails only where the database does: soon it will be there again.
_AGAIN = RetryStrategy(max_attempts=10, wait=2)


@app.task(name="read_submission", queue=QUEUE, retry=_AGAIN)
def read_submission(submission_id: int) -> None:
    """Read a source in a limited process and lay the drafts on the desk."""
    from archive.desk.working import read

    read(submission_id)


@app.task(name="draw_pages", queue=QUEUE, retry=_AGAIN)
def draw_pages(source_id: int) -> None:
    from archive.desk.working import draw

    if not PagePicture.objects.filter(source=source_id).exists():
        draw(source_id)


@app.task(name="join_series", queue=QUEUE, retry=_AGAIN)
def join_series() -> None:
    from archive.intake import series

    series.rebuild()


@app.task(name="publish_proofs", queue=QUEUE, retry=_AGAIN)
def publish_proofs(proofs: list[tuple[int, int]], user_id: int) -> None:
    from archive.desk import publishing

    user = get_user_model().objects.get(pk=user_id)
    publishing.publish_deferred(dict(proofs), user)


def waiting() -> int:
    """How many sources wait or are being read."""
    return Submission.objects.filter(state__in=(SubmissionState.WAITING, SubmissionState.READING)).count()
