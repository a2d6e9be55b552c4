"""Publishing: proofs into the archive, by the same intake as every other source.

    Proof → ``proofs.prepare`` → ``archive.intake.Intake.store`` → models, search index, waiting citations

One transaction, however many proofs: all of them, or none.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from archive.citing.citation import Citations
from archive.desk import history
from archive.desk.foreseeing import clash, clashes
from archive.desk.jobs import queue
from archive.desk.proofs import (
    ChangedMeanwhileError,
    RefusedError,
    change,
    prepare,
    prepare_draft,
    recount_rivals,
    refresh,
    require_workable,
)
from archive.intake.store import CHANGED, NEW, UNCHANGED, Intake, Stored
from archive.messages import Message
from archive.models import Proof, ProofMend, Revision
from archive.models.history import Action
from archive.models.proof import ProofState
from archive.reading import Draft
from archive.reading.sources import Source as Bytes

_BECAME = {
    NEW: "desk.published_new",
    CHANGED: "desk.published_changed",
    UNCHANGED: "desk.published_unchanged",
}
_BECAME_DESPITE = {
    NEW: "desk.published_new_with_findings",
    CHANGED: "desk.published_changed_with_findings",
    UNCHANGED: "desk.published_unchanged_with_findings",
}
AT_ONCE = 10  # more proofs than this are published by the queue's worker, and the page does not wait for them

log = logging.getLogger(__name__)


def publish(versions: Mapping[int, int], *, by: Any, despite: Mapping[int, int] | None = None) -> list[Proof]:
    """Publish these proofs (number → the version that was looked at), or none of them.

    ``despite``: how many findings of each may be left open, none where it does not say; without it nobody is asked.
    Where a second librarian has to approve, those that nobody has called ready are only called so. Raises
    ChangedMeanwhileError, Proof.DoesNotExist, and RefusedError where one has no symbol, more is left to look at, two
    of them are the same text, or one waits for somebody else's approval.
    """
    intake = Intake(by)
    with transaction.atomic():
        proofs = list(
            Proof.objects.select_for_update(of=("self",))
            .filter(pk__in=list(versions))
            .select_related("submission__source")
            .order_by("pk")
        )
        if len(proofs) < len(versions):
            raise Proof.DoesNotExist
        for proof in proofs:
            if proof.version != versions[proof.pk]:
                raise ChangedMeanwhileError(proof)
            require_workable(proof)
        for one, other in clashes(proofs):
            said = clash(one, other)
            raise RefusedError(said.code, **said.values)
        for proof in proofs:
            _publish_one(proof, intake, by, None if despite is None else despite.get(proof.pk, 0))
        if any(proof.state == ProofState.PUBLISHED for proof in proofs):
            queue.defer_series()
        return proofs


def send_back(proof_id: int, version: int, *, by: Any, reason: str) -> Proof:
    """Not approved: the proof is to be looked at again, and its page says why. Needs a reason."""
    if not reason.strip():
        raise RefusedError("desk.reason_for_sending_back")

    def alter(proof: Proof) -> None:
        if proof.state != ProofState.APPROVAL:
            raise RefusedError("desk.does_not_wait_for_approval")
        proof.state, proof.ready_by = ProofState.OPEN, None
        history.record(Action.SENT_BACK, proof.symbol, by=by, reason=reason, proof=proof)

    return change(proof_id, version, alter)


def publish_or_defer(
    versions: Mapping[int, int], *, by: Any, despite: Mapping[int, int] | None = None
) -> list[Proof] | None:
    """Publish a few at once; hand many to the queue, and None is the answer."""
    if len(versions) <= AT_ONCE:
        return publish(versions, by=by, despite=despite)
    with transaction.atomic():
        current = dict(Proof.objects.filter(pk__in=list(versions)).values_list("pk", "version"))
        for pk, version in versions.items():
            if current.get(pk) != version:
                raise ChangedMeanwhileError(Proof.objects.get(pk=pk))
        queue.defer_publishing(versions, by, despite)
    return None


def publish_deferred(versions: Mapping[int, int], by: Any, despite: Mapping[int, int] | None = None) -> None:
    """What the worker does: what it cannot publish it says in the history."""
    # A worker that was killed behind its transaction finds everything published when the job comes again.
    left = Proof.objects.filter(pk__in=list(versions)).exclude(state=ProofState.PUBLISHED)
    if not left.exists():
        return
    try:
        if not by.has_perm("archive.publish_proof"):
            raise RefusedError("desk.may_not_publish", by=by)
        publish(versions, by=by, despite=despite)
    except (ChangedMeanwhileError, RefusedError) as error:
        why = error.message
    except (OperationalError, InterfaceError):
        raise  # the database went away; the job is tried again
    except Exception:
        log.exception("The proofs %s cannot be published", list(versions))
        why = Message("desk.not_published")
    else:
        return
    subject = ", ".join(str(proof.symbol or proof.pk) for proof in left.only("symbol"))
    history.record(Action.SENT_BACK, subject, by=by, detail=why)


class MendedIntake(Intake):
    """Stores what is read from a source as its librarians have mended it: where the source was published from the
    desk, a new reading keeps the mends that were. Raises RefusedError where one does not fit it: nothing is stored."""

    def store(self, source: Bytes, drafts: Sequence[tuple[Draft, Citations]]) -> list[Stored]:
        mended = self._mends(source.sha256)
        return super().store(source, [self._mend(pair, mended.get(pair[0].part, [])) for pair in drafts])

    def _mends(self, sha256: str) -> dict[str, list[ProofMend]]:
        """The mends that were published, by the part of the source."""
        published = Proof.objects.filter(submission__source__sha256=sha256, revision__isnull=False)
        return {proof.draft["part"]: _published_mends(proof) for proof in published.order_by("pk")}

    def _mend(self, pair: tuple[Draft, Citations], mends: list[ProofMend]) -> tuple[Draft, Citations]:
        if not mends:
            return pair
        prepared = prepare_draft(pair[0], mends)
        if prepared.unplaced:
            raise RefusedError(
                "desk.mend_does_not_fit",
                symbol=prepared.draft.symbol,
            )
        return prepared.draft, prepared.citations


def _published_mends(proof: Proof) -> list[ProofMend]:
    """The mends that counted when the proof was published last; what is at work since is nobody's business yet."""
    at = history.of_proof(proof).filter(action=Action.PUBLISHED).values_list("at", flat=True).first()
    if at is None:
        return []
    rows = proof.mends.select_related("made_by").filter(made_at__lt=at).exclude(taken_back_at__lt=at)
    return list(rows.order_by("pk"))


def _publish_one(proof: Proof, intake: Intake, by: Any, despite: int | None) -> None:
    prepared = prepare(proof)
    if prepared.blocked:
        raise RefusedError("desk.proof_incomplete", proof=proof)
    proof.version += 1
    refresh(proof, prepared)
    if despite is not None and proof.findings > despite:
        raise RefusedError(
            "desk.proof_has_findings",
            proof=proof,
            findings=proof.findings,
        )
    if settings.APPROVAL and not _approve(proof, by):
        proof.save()
        return
    stored = _store(intake, proof, prepared.draft, prepared.citations)
    proof.state, proof.ready_by = ProofState.PUBLISHED, None
    assert stored.revision is not None, "what is stored has a row, also where nothing changed"
    proof.revision = Revision.objects.get(pk=stored.revision)
    proof.save()
    recount_rivals(proof)
    values = {"number": str(proof.revision.number), "language": proof.language, **_left(proof)}
    detail = Message((_BECAME_DESPITE if proof.findings else _BECAME)[stored.result], values)
    history.record(Action.PUBLISHED, proof.symbol, by=by, detail=detail, proof=proof)


def _approve(proof: Proof, by: Any) -> bool:
    """Whether the proof may be published now. The first who asks calls it ready; another, who may approve, does."""
    if proof.state != ProofState.APPROVAL or proof.ready_by is None:
        proof.state, proof.ready_by = ProofState.APPROVAL, by
        detail = Message("desk.with_findings", _left(proof)) if proof.findings else None
        history.record(Action.READY, proof.symbol, by=by, detail=detail, proof=proof)
        return False
    if proof.ready_by_id == by.pk:
        raise RefusedError("desk.proof_waits_for_approval", proof=proof, by=by)
    if not by.has_perm("archive.approve_proof"):
        raise RefusedError("desk.may_not_approve", by=by)
    return True


def _left(proof: Proof) -> dict[str, str]:
    return {"findings": str(proof.findings)} if proof.findings else {}


def _store(intake: Intake, proof: Proof, draft: Draft, citations: Citations) -> Stored:
    source = proof.submission.source
    assert source is not None, "what was read has a source"
    [stored] = intake.store(Bytes(source.name, bytes(source.content)), [(draft, citations)])
    return stored
