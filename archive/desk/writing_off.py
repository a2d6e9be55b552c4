"""Writes off symbols under which no document exists, so that nobody looks for it again; and takes this back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from archive import symbols
from archive.desk import history
from archive.desk.proofs import RefusedError
from archive.fetching.un_documents import can_fetch
from archive.models import Resolution, WriteOff
from archive.models.history import Action


def write_off(symbol: str, *, by: Any, reason: str) -> None:
    """Raises RefusedError without a reason, for a symbol that is none, and for a resolution whose text is here."""
    symbol = symbols.normalise(symbol)
    if not reason.strip():
        raise RefusedError("desk.reason_for_writing_off")
    if symbols.kind_of(symbol) != symbols.GA_RESOLUTION or not can_fetch(symbol):
        raise RefusedError("desk.no_resolution_symbol", symbol=symbol)
    if Resolution.everything.filter(document__key=symbol).exists():
        raise RefusedError("desk.text_is_here", symbol=symbol)
    with transaction.atomic():
        _row, is_new = WriteOff.objects.get_or_create(symbol=symbol, defaults={"reason": reason.strip(), "by": by})
        if not is_new:
            raise RefusedError("desk.written_off_already", symbol=symbol)
        history.record(Action.WRITTEN_OFF, symbol, by=by, reason=reason)


def reinstate(symbol: str, *, by: Any) -> None:
    """Takes a write-off back. Raises RefusedError if the symbol is not written off."""
    with transaction.atomic():
        deleted, _rows = WriteOff.objects.filter(symbol=symbol).delete()
        if not deleted:
            raise RefusedError("desk.not_written_off", symbol=symbol)
        history.record(Action.REINSTATED, symbol, by=by)
