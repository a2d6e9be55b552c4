"""Other machines that use the same database. Each machine notes every minute that it runs (``models.Machine``)."""

from __future__ import annotations

import hashlib
import logging
import platform
import threading
import time

from django.conf import settings
from django.db import Error, connection
from django.utils.crypto import salted_hmac

from archive.exporting.published import folder_id
from archive.messages import Message
from archive.models import Machine
from archive.models.machine import MachineQuerySet

_EVERY = 60  # seconds
_SHARED = ("postgresql", "opensearch")  # the search engines whose index all machines share

log = logging.getLogger(__name__)


def see() -> None:
    """Notes that this machine runs."""
    Machine.objects.see(
        _key(), host=_place(), index=str(settings.SEARCH_ENGINE), fingerprint=_fingerprint(), data=folder_id()
    )


def leave() -> None:
    """Notes that this machine stops. Otherwise it counts as running for some minutes more."""
    Machine.objects.leave(_key())


def with_another_key() -> Message | None:
    """What is wrong if another running machine has another secret key."""
    other = _others().exclude(fingerprint=_fingerprint()).first()
    return Message("machine.other_key", {"host": other.host}) if other else None


def keep_seen() -> None:
    """Notes it every minute, from a thread of its own, as long as the process runs."""
    threading.Thread(target=_keep_seen, name="heartbeat of this machine", daemon=True).start()


def conflicts() -> list[Message]:
    """What is wrong with other running machines, and what to set. Empty if this is the only machine."""
    found = []
    for other in _others():
        if other.index not in _SHARED:
            found.append(Message("machine.other_index", {"host": other.host}))
        if other.fingerprint != _fingerprint():
            found.append(Message("machine.other_key", {"host": other.host}))
        if other.data and other.data != folder_id():
            found.append(Message("machine.other_data", {"host": other.host}))
    return found


def _others() -> MachineQuerySet:
    return Machine.objects.running().exclude(key=_key()).order_by("host")


def _keep_seen() -> None:
    while True:
        try:
            see()
        except (Error, OSError) as error:  # OSError: the archive's own server cannot be started
            log.warning("This machine could not note that it runs: %s", error)
        finally:
            connection.close()
        time.sleep(_EVERY)


def _place() -> str:
    """The host and the folder. Two installations can be on one host."""
    return f"{platform.node()} ({settings.VAR_DIR.resolve()})"[:255]


def _key() -> str:
    return hashlib.sha256(f"{platform.node()}\n{settings.VAR_DIR.resolve()}".encode()).hexdigest()


def _fingerprint() -> str:
    return salted_hmac("archive.monitoring.machines", "fingerprint", algorithm="sha256").hexdigest()
