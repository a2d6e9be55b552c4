"""Writing the desk's history. Whoever changes something writes it down in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from archive.models import HistoryEntry, Proof, Submission


def record(
    action: str,
    subject: str,
    *,
    by: Any | None = None,
    reason: str = "",
    detail: str = "",
    proof: Proof | None = None,
    submission: Submission | None = None,
) -> None:
    """One entry; ``by`` is None for what the archive did by itself."""
    HistoryEntry.objects.create(
        action=action,
        subject=subject[:500],
        by=by,
        reason=reason.strip(),
        detail=detail,
        proof_number=proof.pk if proof else None,
        submission_number=submission.pk if submission else proof.submission_id if proof else None,
    )


def of_proof(proof: Proof) -> QuerySet[HistoryEntry]:
    """What happened to a proof, the newest first."""
    return HistoryEntry.objects.filter(proof_number=proof.pk).select_related("by")


def of_resolution(symbol: str) -> QuerySet[HistoryEntry]:
    """What happened to a resolution, the newest first."""
    return HistoryEntry.objects.filter(subject=symbol).select_related("by")
