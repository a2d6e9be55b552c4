"""The arguments of a request, checked as the protocol says (sections 2.7, 3.3, 3.6 and 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Code = Literal[
    "badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch"
]
"""The errors of the protocol. The archive has sets and formats for every item, so two more never happen."""


class ProtocolError(Exception):
    """An error of the protocol. The sentence is for the programmer of a harvester, in English."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, slots=True)
class Verb:
    """The arguments of a verb. An ``exclusive`` argument stands alone."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    exclusive: str = ""


_LIST = Verb(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), "resumptionToken")
VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset({"identifier"})),
    "ListSets": Verb(exclusive="resumptionToken"),
    "GetRecord": Verb(required=frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}

# The forms that the protocol's schema gives to values.
_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
_FORMS = {
    "metadataPrefix": re.compile(_WORD),
    "set": re.compile(rf"{_WORD}(?::{_WORD})*"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.A)
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.A)


def verb_of(sent: Mapping[str, list[str]]) -> str:
    """The verb of a request. Raises ProtocolError."""
    verbs = sent.get("verb", [])
    if len(verbs) != 1:
        raise ProtocolError("badVerb", "The argument verb is missing." if not verbs else "The verb is given twice.")
    if verbs[0] not in VERBS:
        raise ProtocolError("badVerb", f"The protocol has no such verb. It has: {', '.join(VERBS)}.")
    return verbs[0]


def arguments_of(verb: str, sent: Mapping[str, list[str]]) -> dict[str, str]:
    """The other arguments of a request. Raises ProtocolError if the verb does not take them, or lacks one."""
    takes = VERBS[verb]
    known = takes.required | takes.optional | {takes.exclusive} - {""}
    given = {name: values for name, values in sent.items() if name != "verb"}
    if unknown := given.keys() - known:
        raise ProtocolError("badArgument", f"{verb} does not take: {_named(unknown)}.")
    if repeated := {name for name, values in given.items() if len(values) != 1}:
        raise ProtocolError("badArgument", f"Given more than once: {_named(repeated)}.")
    found = {name: values[0] for name, values in given.items()}
    if takes.exclusive in found:
        if len(found) > 1:
            raise ProtocolError("badArgument", f"{takes.exclusive} excludes all other arguments but the verb.")
        return found
    if lacking := takes.required - found.keys():
        raise ProtocolError("badArgument", f"{verb} needs: {_named(lacking)}.")
    for name, form in _FORMS.items():
        if name in found and not form.fullmatch(found[name]):
            raise ProtocolError("badArgument", f"The value of {name} has characters that it cannot have, or is empty.")
    return found


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(name if re.fullmatch(r"\w{1,40}", name, re.A) else "(another name)" for name in set(names)))


def period(arguments: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """The first and the last second that ``from`` and ``until`` mean; None without the argument.

    >>> period({"from": "2026-11-29", "until": "2026-11-29"})[1]
    datetime.datetime(2026, 11, 29, 23, 59, 59, tzinfo=datetime.timezone.utc)

    Raises ProtocolError if one of them is no date, if one is a day and the other a second, or if they are in the wrong
    order.
    """
    first, last = arguments.get("from"), arguments.get("until")
    if first is not None and last is not None and len(first) != len(last):
        raise ProtocolError("badArgument", "from and until must both be days, or both be seconds.")
    since = None if first is None else _time("from", first)
    until = None if last is None else _time("until", last)
    if until is not None and last is not None and _DAY.fullmatch(last):
        until += timedelta(days=1) - timedelta(seconds=1) if until < datetime.max.replace(tzinfo=UTC) else timedelta()
    if since and until and since > until:
        raise ProtocolError("badArgument", "from is later than until.")
    return since, until


def _time(name: str, written: str) -> datetime:
    if _DAY.fullmatch(written) or _SECOND.fullmatch(written):
        try:
            return datetime.fromisoformat(written).replace(tzinfo=UTC)
        except ValueError:  # the thirtieth of February
            pass
    raise ProtocolError("badArgument", f"{name} must be a day or a second in UTC: 2026-11-29 or 2026-11-29T08:00:00Z.")
