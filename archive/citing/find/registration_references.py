"""Finds the places in the United Nations Treaty Series: 联合国，《条约汇编》，第729卷，第10485号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.find.reference import REGISTRATION, Reference

_REGISTRATION = re.compile(
    r"""
    (?:(?:联合国[，,]?[ ]?)?《条约汇编》[，,]?[ ]?|同上[，,]?[ ]?|(?<=[；、和])[ ]?(?:以及)?)
    第[ ]?(?P<volume>\d+)(?:[、和及至-][ ]?第?\d+)*[ ]?卷[，,]?[ ]?
    (?:第[ ]?(?P<number>[A-Z]?-?\d+)(?:[ ]?(?:[、和及至-])[ ]?第?[ ]?\d+)*[ ]?号)
    """,
    re.X,
)


def registration_references(folded: str) -> Iterator[Reference]:
    if "条约汇编" not in folded and "同上" not in folded:
        return
    for m in _REGISTRATION.finditer(folded):
        yield Reference(REGISTRATION, m.start(), m.end(), f"{m['volume']}/{m['number']}")
