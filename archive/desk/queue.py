"""Queues jobs: fetching, reading, drawing pages, publishing many proofs, accepting many votes, rebuilding the series,
making the data of /data/ and the terms.

The queue is procrastinate's, in the same PostgreSQL database. A submission and its job are stored in one transaction,
so that both are stored or neither. This module queues the jobs, and ``archive.desk.jobs.tasks`` does them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.types import TimeDeltaParams

from archive.models import Submission
from archive.models.submission import SubmissionState

QUEUE = "desk"
READ, DRAW, JOIN, PUBLISH = "read_submission", "draw_pages", "join_series", "publish_proofs"
FETCH, ACCEPT, DATA, TERMS = "fetch_document", "accept_votes", "make_data", "make_terms"
# Priorities. Pages are drawn when no source waits to be read. Fetching mostly waits for the server, so reading comes
# first.
_SOON, _MEANWHILE, _LATER = 10, 5, 0
_IN_CASE: TimeDeltaParams = {"minutes": 10}
# The lock of the jobs that take minutes. One of them runs at a time, for which the worker has a place of its own. So
# they never keep a source waiting, and the data is made of series that are joined.
_LONG = "long"

# Stores a job in the open transaction of Django. In a worker, the app itself would store it through another connection,
# at once: the job could be done before the rows that it needs are there.
_jobs = JobManager(DjangoConnector())

log = logging.getLogger(__name__)


def defer_reading(submission: Submission) -> None:
    _defer(READ, f"read-{submission.pk}", _SOON, submission_id=submission.pk)


def defer_pictures(submission: Submission) -> None:
    if submission.source_id:
        _defer(DRAW, f"draw-{submission.source_id}", _LATER, source_id=submission.source_id)


def defer_fetching(fetch_id: int, in_seconds: int = 0) -> None:
    """Queues a job that fetches a document. Only one of these jobs runs at a time, because each waits for its turn."""
    when: TimeDeltaParams | None = {"seconds": in_seconds} if in_seconds else None
    _defer(FETCH, f"fetch-{fetch_id}", _MEANWHILE, schedule_in=when, alone=FETCH, fetch_id=fetch_id)


def defer_series() -> None:
    """Queues a job that rebuilds the series. The job reads all resolutions, so jobs that users wait for come first."""
    _defer(JOIN, "series", _LATER, alone=_LONG)


def defer_series_in_case() -> None:
    """Queues a job that rebuilds the series in some minutes, in case an import is killed before it does this itself.

    An import asks for it with each file. To look for a job is much quicker than to be refused another.
    """
    only_once = "series in case"
    if not ProcrastinateJob.objects.filter(queueing_lock=only_once, status="todo").exists():
        _defer(JOIN, only_once, _LATER, schedule_in=_IN_CASE, alone=_LONG)


def defer_data() -> None:
    """Queues a job that makes a new version of the data at /data/. It takes minutes, so everything else comes first."""
    _defer(DATA, "data", _LATER, alone=_LONG)


def defer_terms() -> None:
    """Queues a job that finds the terms of the archive. It takes a minute, so everything else comes first."""
    _defer(TERMS, "terms", _LATER, alone=_LONG)


def defer_publishing(versions: Mapping[int, int], by: Any, despite: Mapping[int, int] | None) -> None:
    """Queues a job that publishes these proofs. The arguments are the same as those of ``publishing.publish``."""
    # The arguments are lists of pairs. As keys of a JSON object, the numbers would become strings.
    left = None if despite is None else list(despite.items())
    _defer(PUBLISH, None, _SOON, proofs=list(versions.items()), user_id=by.pk, despite=left)


def defer_acceptance(proposal_id: int, by: Any) -> None:
    """Queues a job that accepts a file of votes."""
    _defer(ACCEPT, f"accept-{proposal_id}", _SOON, proposal_id=proposal_id, user_id=by.pk)


def _defer(
    task: str,
    only_once: str | None,
    priority: int,
    schedule_in: TimeDeltaParams | None = None,
    alone: str | None = None,
    **arguments: Any,
) -> None:
    """Queues a job, unless a job with the same ``only_once`` is waiting already.

    Of the jobs with the same ``alone``, one runs at a time.
    """
    try:
        with transaction.atomic():
            job = app.configure_task(
                task, queue=QUEUE, lock=alone, queueing_lock=only_once, priority=priority, schedule_in=schedule_in
            )
            job.job_manager = _jobs
            job.defer(**arguments)
    except AlreadyEnqueued:
        log.debug("%s waits already", only_once)


def waiting() -> int:
    """The number of submissions that wait to be read or are being read."""
    return Submission.objects.filter(state__in=(SubmissionState.WAITING, SubmissionState.READING)).count()
