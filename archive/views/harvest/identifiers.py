"""The identifiers of items: ``oai:example.org:A/RES/65/72``.

They have the first name in the setting ``ARCHIVE_HOSTS``, so they are the same over every address of the archive.
(https://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm)
"""

from __future__ import annotations

import re

from django.conf import settings

_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z][A-Za-z0-9-]*)+")


def domain() -> str:
    """The archive's domain name; ``localhost`` if the settings name none."""
    named = (host.lstrip(".").partition(":")[0] for host in settings.PUBLIC_HOSTS)
    return next(filter(_DOMAIN.fullmatch, named), "localhost")


def is_registered() -> bool:
    """Whether the identifiers have the form of the OAI's guideline, which asks for a domain name with a dot."""
    return _DOMAIN.fullmatch(domain()) is not None


def identifier(symbol: str) -> str:
    return f"oai:{domain()}:{symbol}"


def symbol_in(written: str) -> str:
    """The symbol in an identifier; "" if it is no identifier of this archive."""
    start = identifier("")
    return written.removeprefix(start) if written.startswith(start) and "\0" not in written else ""
