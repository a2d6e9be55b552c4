"""Disagreements of two languages that a librarian settles: both texts are printed so, or the words say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from archive.desk import history
from archive.desk.proofs import RefusedError
from archive.messages import Message
from archive.models import Disagreement, SettledDisagreement
from archive.models.history import Action


def settle(chosen: Sequence[int], *, by: Any, reason: str) -> int:
    """Settles those of the disagreements with these primary keys that are open. Returns their number.

    Raises RefusedError without a reason, or if none is open.
    """
    _check(reason, "desk.reason_for_settling_a_disagreement")
    with transaction.atomic():
        found = list(Disagreement.objects.open().for_lists().filter(pk__in=chosen).order_by("pk"))
        if not found:
            raise RefusedError("desk.problem_is_settled")
        for each in found:
            SettledDisagreement.objects.create(**_values(each), reason=reason.strip(), by=by)
            _tell(each, Message("history.disagreement_settled", _told(each)), by=by, reason=reason)
    return len(found)


def open_again(chosen: Sequence[int], *, by: Any, reason: str) -> int:
    """Opens those of the disagreements that are settled. Returns their number.

    Raises RefusedError without a reason, or if none is settled.
    """
    _check(reason, "desk.reason_for_settling_a_disagreement")
    with transaction.atomic():
        found = list(Disagreement.objects.settled().for_lists().filter(pk__in=chosen).order_by("pk"))
        if not found:
            raise RefusedError("desk.problem_is_open")
        for each in found:
            SettledDisagreement.objects.filter(**_values(each)).delete()
            _tell(each, Message("history.disagreement_open_again", _told(each)), by=by, reason=reason)
    return len(found)


def _check(reason: str, code: str) -> None:
    if not reason.strip():
        raise RefusedError(code)


def _values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("key", "path", "what", "chinese", "english")}


def _told(row: Any) -> dict[str, str]:
    return {"path": row.path, "chinese": ", ".join(row.chinese) or "—", "english": ", ".join(row.english) or "—"}


def _tell(row: Any, detail: Message, *, by: Any, reason: str) -> None:
    history.record(Action.DEALT_WITH, row.key, by=by, reason=reason, detail=detail)
