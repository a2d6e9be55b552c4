"""The desk's history: writing and querying it. A change and its entry are in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from archive.desk.mends.operations import Mend
from archive.messages import Message
from archive.models import Ballot, HistoryEntry, MemberState, Proof, StateGroup, Submission, VerbStep
from archive.models.history import Action

ADDED = "history.added"
DELETED = "history.deleted"
CHANGED = "history.changed"


def told(code: str, row: Model, **values: object) -> Message:
    """The message for a change of a row. ``code`` is ADDED, DELETED or CHANGED.

    The message has the Python names of the model and the field. The page of the history shows their labels instead.
    """
    named = {name: shown(value) for name, value in values.items()}
    return Message(code, {"model": str(row._meta.model_name), "what": name_of(row)[:200], **named})


def name_of(row: Model) -> str:
    """The name that the history stores for a row. It has codes where ``str`` has words in the page's language."""
    match row:
        case VerbStep() | MemberState():
            return row.code
        case StateGroup():
            return row.key
        case Ballot():
            return f"{row.printed}: {row.choice}"
    return str(row)


def shown(value: Any) -> str:
    """A value as text for the history. The entries of a list are joined. An empty value becomes a dash."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown(of)}" for name, of in value.items()) or "—"
    if isinstance(value, QuerySet | list | tuple):
        return "、".join(map(shown, value)) or "—"
    if isinstance(value, Model):
        return name_of(value)
    return "—" if value in (None, "") else str(value)


def record(
    action: str,
    subject: str,
    *,
    by: Any | None = None,
    reason: str = "",
    detail: Message | Mend | None = None,
    proof: Proof | None = None,
    submission: Submission | None = None,
) -> None:
    """Writes one entry. ``by`` is the user; None if the archive itself has acted."""
    code, values = "", {}
    if isinstance(detail, Message):
        code, values = detail.code, detail.values
    elif isinstance(detail, Mend):
        code, values = detail.operation, detail.arguments
    HistoryEntry.objects.create(
        action=action,
        subject=subject[:500],
        by=by,
        reason=reason.strip(),
        detail=code,
        values=values,
        proof_number=proof.pk if proof else None,
        submission_number=submission.pk if submission else proof.submission_id if proof else None,
    )


def of_proof(proof: Proof) -> QuerySet[HistoryEntry]:
    """The entries of a proof, newest first."""
    return HistoryEntry.objects.filter(proof_number=proof.pk).select_related("by")


def sent_back(proof: Proof) -> HistoryEntry | None:
    """The entry with the reason why a proof was not approved.

    Returns None if there is no such entry, or if the proof was marked as ready or published after it.
    """
    last = of_proof(proof).filter(action__in=(Action.SENT_BACK, Action.READY, Action.PUBLISHED)).first()
    return last if last and last.action == Action.SENT_BACK else None


def of_submission(number: int) -> QuerySet[HistoryEntry]:
    """The entries of a submission, newest first."""
    return HistoryEntry.objects.filter(submission_number=number).select_related("by")


def of_resolution(symbol: str) -> QuerySet[HistoryEntry]:
    """The entries of a resolution, newest first."""
    return HistoryEntry.objects.filter(subject=symbol).select_related("by")
