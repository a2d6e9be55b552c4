"""Writes what happens to accounts into the log and into the history: who signed in or out, and who failed.

A name that no user has is not written. It can be a password that somebody typed into the wrong field.
"""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from archive.desk import history
from archive.messages import Message
from archive.models.history import Action

log = logging.getLogger("archive.accounts")

UNKNOWN = "—"


def connect() -> None:
    """Listens to Django's signals. The app calls this once."""
    user_logged_in.connect(_signed_in, dispatch_uid="archive.accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="archive.accounts.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="archive.accounts.failed")


def note(
    action: Action, name: str, *, by: Any | None, request: HttpRequest | None, detail: Message | None = None
) -> None:
    """Writes one event of the account ``name``. ``by`` is the user who acted; None for somebody unknown."""
    values = " ".join(f"{key}={value}" for key, value in detail.values.items()) if detail else ""
    log.log(
        logging.WARNING if action == Action.SIGN_IN_FAILED else logging.INFO,
        "%s account=%s by=%s address=%s %s",
        action.value,
        name,
        by or UNKNOWN,
        request.META.get("REMOTE_ADDR", "") if request else "",
        values,
    )
    history.record(action, name, by=by, detail=detail)


def _signed_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.signed_in_name = user.get_username()  # type: ignore[attr-defined]
    note(Action.SIGNED_IN, user.get_username(), by=user, request=request)


def _signed_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        note(Action.SIGNED_OUT, user.get_username(), by=user, request=request)


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Writes a failure. Attempts during a lock are only in the log, so that they do not fill the history."""
    name = str(credentials.get("username") or "")
    known = name if get_user_model().objects.filter(username=name).exists() else UNKNOWN
    if getattr(request, "axes_locked_out", False):
        log.warning("locked_out account=%s address=%s", known, request.META.get("REMOTE_ADDR") if request else "")
        return
    note(Action.SIGN_IN_FAILED, known, by=None, request=request)
