"""Does the queue's jobs. If a worker was killed, its jobs are queued again."""

from __future__ import annotations

import logging
import time

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from archive.desk import fetching, history, incoming, queue
from archive.desk.cited import basis_of
from archive.desk.confined.reader import ReadingOutcome, draw_limited, read_limited
from archive.desk.draft_json import from_json
from archive.desk.jobs.recognising import recognise
from archive.desk.proofs import place_drafts
from archive.desk.votes import proposals
from archive.intake import catalogue
from archive.messages import Message, Unreadable
from archive.models import PagePicture, Source, Submission
from archive.models.history import Action
from archive.models.submission import SubmissionState
from archive.reading.ocr import TO_RECOGNISE
from archive.reading.source_formats import by_key

# A job is tried again after seconds, and only the joining of the series "in case" is put off by ten minutes. If a job
# waits for longer, the clock was ahead when it was put off, and is right again.
BRING_FORWARD = (
    "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE queue_name = %s AND status = 'todo' AND scheduled_at > "
    "now() + CASE task_name WHEN %s THEN interval '11 minutes' ELSE interval '1 minute' END"
)
OF_THE_DESK = (queue.QUEUE, queue.JOIN)  # its parameters

log = logging.getLogger(__name__)


def read(submission_id: int) -> None:
    """Reads the source of a waiting submission. Of a zip archive, takes in the members. Previews a file of votes.

    Does nothing if the submission has been read already.
    """
    submission = Submission.objects.select_related("source").filter(pk=submission_id).first()
    if submission is None or submission.source is None:
        return
    taken = Submission.objects.filter(
        pk=submission_id, state__in=(SubmissionState.WAITING, SubmissionState.READING)
    ).update(state=SubmissionState.READING)
    if not taken or incoming.unpack(submission) or _propose_votes(submission):
        return
    stamp = catalogue.stamp()
    outcome = _outcome(submission, bytes(submission.source.content), catalogue.packed_at(stamp))
    if outcome is None:
        return
    try:
        with transaction.atomic():
            _lay_down(submission_id, outcome, stamp)
    except (OperationalError, InterfaceError):
        raise  # the connection is lost; the queue tries the job again
    except Exception:
        log.exception("What was read from submission %s cannot be laid on the desk", submission_id)
        refused = Message("desk.no_proof_made")
        with transaction.atomic():
            _lay_down(submission_id, ReadingOutcome(refused=refused), stamp)


def _outcome(submission: Submission, content: bytes, packed: bytes) -> ReadingOutcome | None:
    """Reads a source. Recognises the pages of a scan first. None if the submission was cancelled meanwhile."""
    outcome = read_limited(content, submission.name, catalogue=packed, told=submission.told)
    if outcome.refused is None or outcome.refused.code != TO_RECOGNISE:
        return outcome
    pages = recognise(submission, int(outcome.refused.values["pages"]))
    if pages is None or isinstance(pages, ReadingOutcome):
        return pages
    return read_limited(b"", submission.name, catalogue=packed, told=submission.told, pages=pages)


def _propose_votes(submission: Submission) -> bool:
    """Makes the preview of a file of votes. Returns False if the source is no file of votes."""
    started = time.monotonic()
    try:
        with transaction.atomic():
            if not proposals.propose(submission):
                return False
            _lay_down(submission.pk, ReadingOutcome(seconds=time.monotonic() - started), "")
    except (OperationalError, InterfaceError):
        raise  # the connection is lost; the queue tries the job again
    except Exception as error:
        if not isinstance(error, Unreadable):
            log.exception("The votes of submission %s cannot be previewed", submission.pk)
        refused = error.message if isinstance(error, Unreadable) else Message("desk.no_preview_made")
        with transaction.atomic():
            _lay_down(submission.pk, ReadingOutcome(refused=refused), "")
    return True


def _lay_down(submission_id: int, outcome: ReadingOutcome, stamp: str) -> None:
    """Stores the result of reading, or the reason why nothing was read.

    Does nothing if another worker has stored a result meanwhile. ``stamp`` identifies the catalogue with which the
    Drafts were cited.
    """
    submission = Submission.objects.select_for_update().get(pk=submission_id)
    if submission.state not in (SubmissionState.WAITING, SubmissionState.READING):
        return
    submission.readings += 1
    submission.read_at = timezone.now()
    submission.seconds = outcome.seconds
    if outcome.refused:
        submission.reason_code, submission.reason_values = outcome.refused.code, outcome.refused.values
        submission.state = SubmissionState.FAILED
        history.record(Action.REFUSED, submission.name, detail=outcome.refused, submission=submission)
        submission.save()
        return
    submission.state, submission.reason_code, submission.reason_values = SubmissionState.READ, "", {}
    submission.lines = []  # each Draft has its own lines
    submission.save()
    drafts = [from_json(draft) for draft in outcome.drafts]
    if drafts:
        Source.objects.filter(submissions=submission, format="").update(format=drafts[0].format)
    kept = [
        {"basis": basis_of(draft, stamp), "citations": citations}
        for draft, citations in zip(drafts, outcome.citations, strict=True)
    ]
    place_drafts(submission, list(zip(drafts, kept, strict=True)))
    if drafts and _has_pages(drafts[0].format):
        queue.defer_pictures(submission)


def _has_pages(format: str) -> bool:
    known = by_key(format)
    return known is not None and known.has_pages


def draw(source_id: int) -> None:
    """Draws the pages of a source once, if its format has pages."""
    if PagePicture.objects.filter(source=source_id).exists():
        return
    source = Source.objects.filter(pk=source_id).first()
    if source is None or not _has_pages(source.format):
        return
    pictures = draw_limited(bytes(source.content))
    with transaction.atomic():
        PagePicture.objects.bulk_create(
            [PagePicture(source=source, number=number, png=png) for number, png in enumerate(pictures, start=1)],
            ignore_conflicts=True,
        )


def take_up() -> int:
    """Queues the unfinished jobs of a killed worker again, and returns their number.

    procrastinate still marks these jobs as running. Only the worker that holds the lock may call this, because then no
    other worker runs a job. Each submission and each fetch that waits without a job gets a job too.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # If several jobs have the same queueing lock, only one is kept; the others are marked as failed.
        cursor.execute(
            "UPDATE procrastinate_jobs AS job SET status = 'failed' WHERE queue_name = %s AND status = 'doing' "
            "AND EXISTS (SELECT 1 FROM procrastinate_jobs AS other WHERE other.queueing_lock = job.queueing_lock "
            "AND (other.status = 'todo' OR other.status = 'doing' AND other.id < job.id))",
            [queue.QUEUE],
        )
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs "
            "WHERE queue_name = %s AND status = 'doing'",
            [queue.QUEUE],
        )
        found = cursor.rowcount
        cursor.execute(BRING_FORWARD, OF_THE_DESK)
        Submission.objects.filter(state=SubmissionState.READING).update(state=SubmissionState.WAITING)
        for submission in Submission.objects.filter(state=SubmissionState.WAITING).order_by("pk"):
            queue.defer_reading(submission)
        fetching.take_up()
    return found
