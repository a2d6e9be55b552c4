"""Resolves places in a Treaty Series: 联合国，《条约汇编》，第729卷，第10485号."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.resolve.memory import Memory, Place, ambiguous

_INSTRUMENT_BY_TITLE = "title:"


@dataclass(frozen=True, slots=True)
class Named:
    """The names around the places of a footnote in a Treaty Series.

    ``title`` is the citation of the name that carries the footnote mark, or of the name directly before the place.
    ``beside`` are the citations of the clause before the mark. ``registered`` are the keys of all treaties that are
    registered at the places of the footnote.
    """

    title: Citation | None = None
    beside: Sequence[Citation] = ()
    registered: frozenset[str] = frozenset()


def registered(reference: Reference, memory: Memory) -> list[frozenset[str]]:
    """The keys of the treaties at each place of a reference: one set for each place."""
    return [memory.catalogue.registered(*_place(name)) for name in reference.name.split()]


def registration(reference: Reference, place: Place, memory: Memory, named: Named) -> list[Citation]:
    """The citations of a place in a Treaty Series: one for each treaty that is registered there.

    The pinpoint of the citation is the printed place. If the catalogue has no treaty at the place, the citation is of
    the treaty whose name carries the footnote mark. If the catalogue has another treaty there, and the clause does not
    name that treaty, the citation is ambiguous.
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
    """The key of the treaty that a reference to one place of a Treaty Series cites.

    This is the registered treaty if the place has exactly one. Otherwise it is ``target``, the treaty that the text
    names. A protocol can be registered at the place of its treaty. So if the text names a protocol of the registered
    treaty, the result is the protocol.
    """
    if len(treaties) != 1:
        return target
    [only] = treaties
    protocol = target is not None and target not in named.registered and memory.catalogue.of_one_family(target, only)
    return target if protocol else only


def _contradicting(each: list[frozenset[str]], target: str | None, named: Named, memory: Memory) -> frozenset[str]:
    """The keys of the possible treaties if the name and the place contradict each other; otherwise an empty set.

    A protocol and its treaty are no contradiction, because both can be registered at one place.
    """
    if not target or target.startswith(_INSTRUMENT_BY_TITLE) or target in named.registered:
        return frozenset()
    beside = {target, *(citation.target for citation in named.beside)}
    strange = [
        treaties
        for treaties in each
        if treaties
        and treaties.isdisjoint(beside)
        and not any(memory.catalogue.of_one_family(target, other) for other in treaties)
    ]
    return frozenset({target}).union(*strange) if strange else frozenset()


def _place(name: str) -> tuple[int, int, bool]:
    """Splits ``LN94/2138`` into volume, number, and True. The last is False for the UN's series (``729/10485``)."""
    volume, _, number = name.removeprefix("LN").partition("/")
    return int(volume), int(number), name.startswith("LN")
