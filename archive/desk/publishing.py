"""Publishes proofs, through the same intake as every other source.

    Proof → ``proofs.prepare`` → ``archive.intake.store.Intake`` → models, search index, waiting citations

Several proofs are published in one transaction: either all of them or none.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from archive.citing.citation import Citations
from archive.desk import history, queue
from archive.desk.draft_json import from_json
from archive.desk.foreseeing import clash, clashes
from archive.desk.proofs import (
    ChangedMeanwhileError,
    Prepared,
    RefusedError,
    active_mends,
    change,
    prepare,
    recount_rivals,
    refresh,
    require_workable,
)
from archive.desk.recognised import not_proofed
from archive.intake.result import Result
from archive.intake.store import Intake, Stored
from archive.messages import Message
from archive.models import Proof, Revision
from archive.models.history import Action
from archive.models.proof import ProofState
from archive.reading import Draft
from archive.reading.sources import Source as Bytes

_BECAME = {
    Result.NEW: "desk.published_new",
    Result.CHANGED: "desk.published_changed",
    Result.UNCHANGED: "desk.published_unchanged",
}
_BECAME_DESPITE = {
    Result.NEW: "desk.published_new_with_findings",
    Result.CHANGED: "desk.published_changed_with_findings",
    Result.UNCHANGED: "desk.published_unchanged_with_findings",
}
AT_ONCE = 10  # if there are more proofs, the queue's worker publishes them, so that the user does not wait

log = logging.getLogger(__name__)


def publish(versions: Mapping[int, int], *, by: Any, despite: Mapping[int, int] | None = None) -> list[Proof]:
    """Publishes these proofs, either all of them or none. Returns the proofs.

    ``versions`` maps the primary key of each proof to the version that the librarian saw. ``despite`` maps the primary
    key to the number of findings that the proof may have. A proof that is not in ``despite`` may have no findings. If
    ``despite`` is None, all proofs may have any number. If a second librarian has to approve, a proof that is not
    ready yet is only marked as ready.

    Raises ChangedMeanwhileError, Proof.DoesNotExist, or RefusedError. The reasons of RefusedError: a proof is set
    aside, is incomplete or has more findings; two proofs are of the same text; the user may not approve a proof.
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
            reason = clash(one, other)
            raise RefusedError(reason.code, **reason.values)
        # All proofs are prepared before the first one is stored, because storing a document changes the catalogue.
        for proof, prepared in [(proof, prepare(proof)) for proof in proofs]:
            _publish_one(proof, prepared, intake, by, None if despite is None else despite.get(proof.pk, 0))
        if any(proof.state == ProofState.PUBLISHED for proof in proofs):
            queue.defer_series()
        return proofs


def send_back(proof_id: int, version: int, *, by: Any, reason: str) -> Proof:
    """Reopens a proof instead of approving it. The page of the proof shows the reason.

    Raises RefusedError if ``reason`` is empty, or if the proof does not wait for approval.
    """
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
    """Publishes at most ``AT_ONCE`` proofs now, and returns them. If there are more, queues a job and returns None.

    The arguments and the errors are those of ``publish``.
    """
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
    """Publishes proofs from the queue. If they cannot be published, an entry of the history has the reason."""
    # If a worker is killed after its transaction, the job runs again. Then all proofs are published already.
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
        raise  # the connection is lost; the queue tries the job again
    except Exception:
        log.exception("The proofs %s cannot be published", list(versions))
        why = Message("desk.not_published")
    else:
        return
    subject = ", ".join(str(proof.symbol or proof.pk) for proof in left.only("symbol"))
    history.record(Action.SENT_BACK, subject, by=by, detail=why)


def _publish_one(proof: Proof, prepared: Prepared, intake: Intake, by: Any, despite: int | None) -> None:
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
    if proof.revision.recognised and proof.revision.proofed_by is None:
        proof.revision.proofed_by = _proofreader(proof)
        proof.revision.save(update_fields=["proofed_by"])
    proof.save()
    recount_rivals(proof)
    values = {"number": str(proof.revision.number), "language": proof.language, **_left(proof)}
    detail = Message((_BECAME_DESPITE if proof.findings else _BECAME)[stored.result], values)
    history.record(Action.PUBLISHED, proof.symbol, by=by, detail=detail, proof=proof)


def _approve(proof: Proof, by: Any) -> bool:
    """Whether the proof may be published now.

    The first librarian only marks the proof as ready. A second librarian with the permission to approve publishes it.
    Raises RefusedError if the second user is the first librarian, or lacks this permission.
    """
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


def _proofreader(proof: Proof) -> Any | None:
    """The user who has last said that the words are as in their scan; None if nobody has."""
    wanted = not_proofed(from_json(proof.draft))
    said = [
        mend.made_by
        for mend in active_mends(proof)
        if (mend.arguments.get("code"), mend.arguments.get("values")) == (wanted.code, wanted.values)
    ]
    return said[-1] if said else None


def _left(proof: Proof) -> dict[str, str]:
    """The number of open findings as a value of a message; empty if there are none."""
    return {"findings": str(proof.findings)} if proof.findings else {}


def _store(intake: Intake, proof: Proof, draft: Draft, citations: Citations) -> Stored:
    source = proof.submission.source
    assert source is not None, "what was read has a source"
    [stored] = intake.store(Bytes(source.name, bytes(source.content)), [(draft, citations)])
    return stored
