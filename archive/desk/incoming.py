"""Receives sources. Each source is stored at once, under the SHA-256 of its bytes, and queued for reading.

files, a zip archive, a mail, pasted text, fetched documents → Batch of Submissions that wait to be read
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Q, QuerySet

from archive.citing.citation import Citations
from archive.desk import history, queue
from archive.desk.cited import Cited, basis_of
from archive.desk.confined.reader import open_mail_limited
from archive.desk.proofs import RefusedError, place_drafts, read_again, set_aside
from archive.intake.catalogue import stamp
from archive.intake.result import Result
from archive.intake.store import Stored
from archive.messages import Message
from archive.models import Batch, Proof, Revision, Source, Submission, VoteProposal
from archive.models.fetch import FetchState
from archive.models.history import Action
from archive.models.proof import ProofState
from archive.models.submission import SubmissionState
from archive.models.vote_proposal import ProposalState
from archive.reading import Draft, mail
from archive.reading.sources import MAX_FILE, MEGABYTE, Refused, find, is_archive
from archive.reading.sources import Source as Bytes

# A zip archive at the desk. ``import_resolutions`` takes larger ones.
MAX_ZIP_FILE = 64 * MEGABYTE
MOST_MEMBERS = 2000


@dataclass(frozen=True, slots=True)
class PastedText:
    """A pasted text, for example from a mail, and the name under which it is stored."""

    text: str
    name: str = "pasted.txt"


def receive(uploads: Sequence[File[bytes]], pasted: PastedText | None = None, *, by: Any | None = None) -> Batch:
    """Stores the sources and queues them for reading. A zip archive is queued whole; ``unpack`` takes in its members.

    A file is refused if it is too large, or if its name leads out of the zip archive. A refused file is not stored, but
    it becomes a submission with the reason. Two files with the same bytes have one source. Returns the batch.
    """
    names = [_plain(upload.name or "") for upload in uploads]
    if pasted:
        names.append(_plain(pasted.name))
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        batch = Batch.objects.create(name=batch_name(names), created_by=by)
        budget = settings.MAX_UPLOAD
        for number, upload in enumerate(uploads):
            # Each file gets its own folder. No part of the path comes from the file's name, which could be malicious.
            place = Path(folder) / str(number)
            place.mkdir()
            path = place / "source"
            with path.open("wb") as file:
                _copy(upload, file)
            for found in [_zip(path)] if is_archive(path) else find([path]):
                budget -= _size(found)
                _submit(batch, found if budget >= 0 else _too_much(names[number]), names[number], by)
            path.unlink()
        if pasted:
            _submit(batch, _pasted(pasted), names[-1], by)
        return batch


def take_in(batch: Batch, found: Bytes, *, by: Any | None, detail: Message) -> Submission:
    """Takes one more file into a batch, for example a fetched one. ``detail`` says in the history where it is from."""
    with transaction.atomic():
        return _submit(batch, found, _plain(found.name), by, detail)


def _zip(path: Path) -> Bytes | Refused:
    """A zip archive as one source. It waits in the database until its members are taken in."""
    if path.stat().st_size > MAX_ZIP_FILE:
        return Refused(str(path), Message("desk.zip_too_large", {"most": str(MAX_ZIP_FILE // MEGABYTE)}))
    return Bytes(str(path), path.read_bytes())


def _size(found: Bytes | Refused) -> int:
    return len(found.content) if isinstance(found, Bytes) else 0


def _too_much(name: str) -> Refused:
    return Refused(name, Message("desk.too_much_at_once", {"most": str(settings.MAX_UPLOAD // MEGABYTE)}))


def unpack(submission: Submission) -> bool:
    """Takes in the members of a zip archive or a mail. Each becomes a submission, in the place of the archive's own.

    Returns False, and changes nothing, if the source is neither, and if the mail cannot be opened: reading it then
    gives the reason. The archive itself is not kept, because it can hold files that were refused.
    """
    source = submission.source
    assert source is not None
    content = bytes(source.content)
    if mail.recognise(content):
        members = open_mail_limited(content, submission.name)
        if any(isinstance(found, Refused) for found in members):
            return False
        _take_in(submission, members)
        return True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        path.write_bytes(content)
        if not is_archive(path):
            return False
        named = (
            replace(one, name=one.name.replace(str(path), submission.name, 1)) for one in find([path], MOST_MEMBERS)
        )
        _take_in(submission, named)
    return True


def _take_in(submission: Submission, members: Iterable[Bytes | Refused]) -> None:
    """Submits the members in the place of their archive. Does nothing if the batch was cancelled meanwhile."""
    source, by = submission.source, submission.batch.created_by
    with transaction.atomic():
        waits = Submission.objects.select_for_update().filter(pk=submission.pk, state=SubmissionState.READING)
        if not waits:
            return
        budget = settings.MAX_UPLOAD
        for found in members:
            shown = _visible(found.name)
            budget -= _size(found)
            _submit(submission.batch, found if budget >= 0 else _too_much(shown), shown, by)
        submission.delete()
        assert source is not None
        Source.objects.filter(pk=source.pk, submissions=None, revisions=None).delete()


_CANCELLED = (SubmissionState.WAITING, SubmissionState.READING, SubmissionState.FAILED)


def can_cancel(batch: Batch) -> bool:
    """Whether a batch has something that ``cancel`` would cancel."""
    dropped = batch.submissions.filter(state__in=_CANCELLED)
    rows = (dropped, batch.fetches.at_work(), _unpublished(batch), _open_votes(batch))
    return any(found.exists() for found in rows)


def _unpublished(batch: Batch) -> QuerySet[Proof]:
    return Proof.objects.filter(submission__batch=batch, state__in=(ProofState.OPEN, ProofState.APPROVAL))


def _open_votes(batch: Batch) -> QuerySet[VoteProposal]:
    return VoteProposal.objects.filter(submission__batch=batch, state=ProposalState.OPEN)


def cancel(batch: Batch, *, by: Any, reason: str) -> None:
    """Cancels what a batch has not published: nothing more is fetched or read, and its proofs are set aside.

    What was published stays. Raises RefusedError if ``reason`` is empty, or if nothing is left to cancel.
    """
    if not reason.strip():
        raise RefusedError("desk.reason_for_cancelling")
    with transaction.atomic():
        dropped = batch.submissions.filter(state__in=_CANCELLED).update(state=SubmissionState.DROPPED)
        dropped += batch.fetches.at_work().update(state=FetchState.CANCELLED)
        versions = dict(_unpublished(batch).values_list("pk", "version"))
        aside = _open_votes(batch).update(state=ProposalState.ASIDE)
        if not dropped and not versions and not aside:
            raise RefusedError("desk.nothing_to_cancel")
        for proof_id, version in versions.items():
            set_aside(proof_id, version, by=by, reason=reason)
        history.record(Action.CANCELLED, batch.name, by=by, reason=reason)


def _copy(upload: File[bytes], file: BinaryIO) -> None:
    for chunk in upload.chunks():
        file.write(chunk)


def _pasted(pasted: PastedText) -> Bytes | Refused:
    content = pasted.text.encode("utf-8", "replace")
    if len(content) > MAX_FILE:
        return Refused(pasted.name, Message("desk.text_too_long", {"most": str(MAX_FILE // MEGABYTE)}))
    return Bytes(pasted.name, content)


def _submit(
    batch: Batch, found: Bytes | Refused, name: str, by: Any | None, detail: Message | None = None
) -> Submission:
    """Makes a submission of one file. If the file is not refused and its bytes are new, queues it for reading."""
    name = name[-500:]
    if isinstance(found, Refused):
        why = found.reason
        submission = Submission.objects.create(
            batch=batch, name=name, state=SubmissionState.FAILED, reason_code=why.code, reason_values=why.values
        )
        history.record(Action.REFUSED, name, by=by, detail=why, submission=submission)
        return submission
    source = Source.objects.keep(found, by=by, name=name)
    known = _is_known(source)
    state = SubmissionState.KNOWN if known else SubmissionState.WAITING
    submission = Submission.objects.create(batch=batch, name=name, source=source, state=state)
    detail = detail or Message("history.bytes", {"sha256": source.sha256})
    history.record(Action.RECEIVED, name, by=by, detail=detail, submission=submission)
    if not known:
        queue.defer_reading(submission)
    return submission


def _is_known(source: Source) -> bool:
    """Whether these bytes have been read or wait to be read, on the desk or in an import."""
    at_work = (SubmissionState.WAITING, SubmissionState.READING, SubmissionState.READ)
    return source.submissions.filter(state__in=at_work).exists() or source.revisions.exists()


def proof_of(revision: Revision) -> Proof | None:
    """The proof in which a revision can be mended; None if there is none.

    This is the proof from which the revision was published, or another proof of the same part of the same source.
    """
    same = Proof.objects.filter(submission__source=revision.source_id, draft__part=revision.source_part)
    return revision.proofs.for_lists().last() or same.for_lists().order_by("pk").last()


def take_up(source: Source, *, by: Any) -> Submission:
    """Queues a published source for reading, so that it gets a proof and can be mended.

    Such a source was imported without the desk.
    """
    with transaction.atomic():
        submission = source.submissions.order_by("pk").last()
        if submission is None:
            batch = Batch.objects.create(name=source.name, created_by=by)
            submission = Submission.objects.create(
                batch=batch, name=source.name, source=source, state=SubmissionState.KNOWN
            )
        history.record(Action.TAKEN_UP, submission.name, by=by, submission=submission)
        read_again(submission, by=by)
        return submission


def deal_with(submission: Submission, *, by: Any, reason: str = "") -> None:
    """Closes a submission that could not be read. A librarian calls this after dealing with the file.

    Other failed submissions of the same bytes are closed too. Raises RefusedError if there is no failed submission.
    """
    with transaction.atomic():
        same = Q(source=submission.source_id) if submission.source_id else Q(pk=submission.pk)
        failed = Submission.objects.select_for_update().filter(same, state=SubmissionState.FAILED)
        if not failed:
            raise RefusedError("desk.does_not_wait")
        for one in failed:
            one.state = SubmissionState.CLOSED
            one.save(update_fields=["state"])
            history.record(Action.DEALT_WITH, one.name, by=by, reason=reason, submission=one)


def _plain(name: str) -> str:
    """A file's name for pages, without folders."""
    return _visible(re.split(r"[/\\]", name)[-1]).strip()[-200:] or "unnamed"


def _visible(name: str) -> str:
    """The name without dangerous characters: control and direction marks, line ends and halves of surrogate pairs.

    These characters can break a page or a header, or make the name look like another name.
    """
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]", "", name)


def batch_name(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{names[0]} … ({len(names)})" if names else "—"


class HeldSources:
    """Makes proofs of the Drafts that ``import_resolutions --hold`` reads, instead of publishing them.

    Make the object before the import starts, because it stores the stamp of the catalogue that the import uses.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._batch: Batch | None = None
        self._stamp = stamp()

    def store(self, source: Bytes, drafts: Sequence[tuple[Draft, Citations]]) -> list[Stored]:
        """Makes proofs of the Drafts of a source. The import calls this instead of ``Intake.store``.

        If the desk already has proofs of the same bytes, these proofs stay unchanged.
        """
        with transaction.atomic():
            stored = Source.objects.keep(source, by=None, format=drafts[0][0].format if drafts else "")
            if Proof.objects.filter(submission__source=stored).exists():
                return [_stored(draft, found, Result.UNCHANGED) for draft, found in drafts]
            self._batch = self._batch or Batch.objects.create(name=self._name[-500:])
            submission = Submission.objects.create(batch=self._batch, name=source.name[-500:], source=stored)
            history.record(
                Action.RECEIVED,
                submission.name,
                detail=Message("history.bytes", {"sha256": stored.sha256}),
                submission=submission,
            )
            place_drafts(submission, [(draft, self._kept(draft, found)) for draft, found in drafts])
            queue.defer_pictures(submission)
            return [_stored(draft, found, Result.HELD) for draft, found in drafts]

    def _kept(self, draft: Draft, found: Citations) -> dict[str, Any]:
        return Cited(basis_of(draft, self._stamp), found).to_json()


def _stored(draft: Draft, found: Citations, result: Result) -> Stored:
    return Stored(draft.symbol, draft.language, result, (*draft.warnings, *found.warnings))
