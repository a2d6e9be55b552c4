"""Resolves places in the United Nations Treaty Series: 联合国，《条约汇编》，第729卷，第10485号."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.resolve.memory import Memory, Place, ambiguous


def registration(reference: Reference, place: Place, memory: Memory, carried: Citation | None = None) -> list[Citation]:
    """The citation of a place in the Treaty Series.

    The place is the pinpoint of a treaty. The treaty is the target of ``carried``: its name carries the footnote
    mark or is before the place. Without such a target, the treaty that is registered at the place is cited.
    """
    text, (volume, _, number) = place.text, reference.name.partition("/")
    digits = re.sub(r"\D", "", number)
    registered = memory.catalogue.registered(int(volume), int(digits)) if digits else frozenset()
    printed = replace(reference, pinpoint=text[reference.start : reference.end])
    target = carried.target if carried else None
    if target and len(registered) == 1 and target.startswith("title:"):
        target = next(iter(registered))
    if not target and len(registered) == 1:
        target = next(iter(registered))
    if target:
        return [memory.cited(printed, text, target)]
    return [ambiguous(printed, text, registered)] if registered else []
