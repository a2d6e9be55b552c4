"""Resolves places in a Treaty Series: 联合国，《条约汇编》，第729卷，第10485号."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.resolve.memory import Memory, Place, ambiguous

_INSTRUMENT_BY_TITLE = "title:"


@dataclass(frozen=True, slots=True)
class Named:
    """The names to which the places of a footnote belong.

    ``title`` is the citation of the name that carries the footnote mark, or that is directly before the place.
    ``beside`` are the targets that the clause cites before the mark. ``registered`` are all treaties that are
    registered at the places of the footnote.
    """

    title: Citation | None = None
    beside: frozenset[str] = frozenset()
    registered: frozenset[str] = frozenset()


def registered(reference: Reference, memory: Memory) -> list[frozenset[str]]:
    """The treaties that are registered at each place of a reference."""
    return [memory.catalogue.registered(*_place(name)) for name in reference.name.split()]


def registration(reference: Reference, place: Place, memory: Memory, named: Named) -> list[Citation]:
    """The citations of a place in a Treaty Series: one for each treaty that is registered there.

    The place is the pinpoint of the treaty. If the catalogue has no treaty there, the place belongs to the treaty whose
    name carries the footnote mark. If the catalogue has there another treaty, which the clause does not name, the
    citation is ambiguous.
    """
    printed = replace(reference, pinpoint=place.text[reference.start : reference.end])
    each = registered(reference, memory)
    target = named.title.target if named.title else None
    if strange := _contradicting(each, target, named, memory):
        return [ambiguous(printed, place.text, strange)]
    found: dict[str, Citation] = {}
    for treaties in each:
        if len(treaties) > 1 and target not in treaties:
            return [ambiguous(printed, place.text, treaties)]
        key = _key(treaties, target, named, memory)
        if key and (treaties or len(each) == 1 or target not in named.registered):
            found.setdefault(key, memory.cited(printed, place.text, key))
    return list(found.values())


def _key(treaties: frozenset[str], target: str | None, named: Named, memory: Memory) -> str | None:
    """The treaty at one place: the registered one, or else the named one."""
    if len(treaties) != 1:
        return target
    [only] = treaties
    protocol = target is not None and target not in named.registered and memory.catalogue.of_one_family(target, only)
    return target if protocol and only not in named.beside else only


def _contradicting(each: list[frozenset[str]], target: str | None, named: Named, memory: Memory) -> frozenset[str]:
    """The treaties in question if the name and the place contradict each other. Empty if they do not.

    A protocol can be registered at the place of its treaty.
    """
    if not target or target.startswith(_INSTRUMENT_BY_TITLE) or target in named.registered:
        return frozenset()
    strange = [
        treaties
        for treaties in each
        if treaties
        and treaties.isdisjoint({target, *named.beside})
        and not any(memory.catalogue.of_one_family(target, other) for other in treaties)
    ]
    return frozenset({target}).union(*strange) if strange else frozenset()


def _place(name: str) -> tuple[int, int, bool]:
    """The volume, the number and whether the series is that of the League of Nations, from ``LN94/2138``."""
    volume, _, number = name.removeprefix("LN").partition("/")
    return int(volume), int(number), name.startswith("LN")
