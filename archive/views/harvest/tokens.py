"""Resumption tokens: a list goes on behind the item with which its last page ended.

A token has the arguments of the first request, so it needs no memory of the server, and is valid after a restart. Its
signature keeps anybody from making one. Items are in the order of their last change. What changes between two pages
moves behind them, so a harvester meets it again with its new state; nothing is left out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from archive.views.harvest.arguments import ProtocolError

LIFETIME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Token:
    """Where a list begins, or goes on.

    ``since`` and ``until`` are seconds of Unix time, None without a limit. ``time`` and ``symbol`` are the place of the
    last item that was given, None and "" before the first page. ``cursor`` is the number of items that were given, and
    ``size`` the number of items when the list began.
    """

    prefix: str
    set_name: str
    since: float | None
    until: float | None
    time: float | None = None
    symbol: str = ""
    cursor: int = 0
    size: int = 0

    def written(self, verb: str) -> str:
        return signing.dumps(list(asdict(self).values()), salt=_salt(verb))


def read(token: str, verb: str) -> Token:
    """Raises ProtocolError if the token is no token for this verb, or if it has expired."""
    try:
        return Token(*signing.loads(token, salt=_salt(verb), max_age=LIFETIME))
    except signing.SignatureExpired:
        sentence = f"The resumptionToken has expired; tokens live {LIFETIME.days * 24} hours. Begin the list again."
    except (signing.BadSignature, ValueError, TypeError):
        sentence = f"This is no resumptionToken that {verb} has given."
    raise ProtocolError("badResumptionToken", sentence)


def moment(time: float | None) -> datetime | None:
    return None if time is None else datetime.fromtimestamp(time, UTC)


def _salt(verb: str) -> str:
    return f"archive.views.harvest.{verb}"
