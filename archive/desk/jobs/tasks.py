"""The functions that do the queue's jobs. ``archive.desk.queue`` defines the names of the jobs.

Each job stores its result in one transaction. A second run of a job has no further effect. So a job can run again after
its worker was killed.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from archive.desk import fetching, publishing, queue
from archive.desk.jobs import making_data, making_terms, running
from archive.desk.votes import proposals
from archive.intake import disagreements, series, wording
from archive.searching import new_clauses
from archive.searching.segmentation import han_words

# A job fails only if the database is unavailable. It is tried again, because the database is soon available again.
_AGAIN = RetryStrategy(max_attempts=10, wait=2)


@app.task(name=queue.READ, queue=queue.QUEUE, retry=_AGAIN)
def read_submission(submission_id: int) -> None:
    """Reads a source in a limited process and makes proofs of its Drafts."""
    running.read(submission_id)


@app.task(name=queue.FETCH, queue=queue.QUEUE, retry=_AGAIN)
def fetch_document(fetch_id: int) -> None:
    """Fetches a document by its symbol onto the desk."""
    fetching.carry_out(fetch_id)


@app.task(name=queue.DRAW, queue=queue.QUEUE, retry=_AGAIN)
def draw_pages(source_id: int) -> None:
    running.draw(source_id)


@app.task(name=queue.JOIN, queue=queue.QUEUE, retry=_AGAIN)
def join_series() -> None:
    """Rebuilds the series, compares the texts that became neighbours and the languages of texts, and finds the words of
    new clauses elsewhere."""
    series.rebuild()
    wording.update(han_words)
    disagreements.update()
    new_clauses.update_or_warn()


@app.task(name=queue.PUBLISH, queue=queue.QUEUE, retry=_AGAIN)
def publish_proofs(proofs: list[tuple[int, int]], user_id: int, despite: list[tuple[int, int]] | None = None) -> None:
    by = get_user_model().objects.get(pk=user_id)
    publishing.publish_deferred(dict(proofs), by, None if despite is None else dict(despite))


@app.task(name=queue.ACCEPT, queue=queue.QUEUE, retry=_AGAIN)
def accept_votes(proposal_id: int, user_id: int) -> None:
    proposals.accept_deferred(proposal_id, get_user_model().objects.get(pk=user_id))


@app.task(name=queue.DATA, queue=queue.QUEUE)
def make_data() -> None:
    """Makes a new version of the data, if anything has changed."""
    making_data.make()


@app.task(name=queue.TERMS, queue=queue.QUEUE)
def make_terms() -> None:
    """Finds the terms of /terms/ again, if a pair of clauses has changed."""
    making_terms.make()
