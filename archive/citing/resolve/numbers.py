"""Resolves the numbers of resolutions and decisions: 第64/47号决议."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from archive import symbols
from archive.citing import find
from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.numbers import number_symbol
from archive.citing.resolve.memory import Memory, Place, ambiguous

# The Human Rights Council numbers its resolutions from 1 and its decisions from 101 in each session.
_FIRST_DECISION = 101
_BODIES = (("A/HRC/", find.RIGHTS), ("UNEP/", find.ENVIRONMENT), ("E/", find.ECOSOC), ("A/", find.ASSEMBLY))


# Kind of the citing text → the body that adopted it. Its own resolutions can be cited as 其第49/3号决议.
_OWN = {
    symbols.SC_RESOLUTION: find.COUNCIL,
    symbols.ECOSOC_RESOLUTION: find.ECOSOC,
    symbols.HRC_RESOLUTION: find.RIGHTS,
}


def decided(reference: Reference, memory: Memory) -> Reference:
    """Completes a number reference whose own words name no body. Returns it with the body that the Draft shows.

    其 means the body that adopted the Draft. A number without a body can be one of that body too, if the Assembly
    cannot have it: 第5/1号决议 in a text of the Human Rights Council. If the Draft has named the same number before
    with a body or a date, the body is the same. If the Human Rights Council cannot have adopted the number, the body is
    the Assembly. Other references are returned unchanged.
    """
    if reference.form == find.NUMBER and reference.body == find.OWN:
        return replace(reference, body=_OWN.get(symbols.kind_of(memory.draft.symbol), find.ASSEMBLY))
    if reference.form != find.NUMBER or reference.body is not None or reference.year or "/" not in reference.name:
        return reference
    printed = "".join(reference.name.split())
    if symbol := memory.numbers.get(printed):
        return replace(reference, body=next(body for start, body in _BODIES if symbol.startswith(start)))
    own = _OWN.get(symbols.kind_of(memory.draft.symbol))
    if own and not number_symbol(reference) and number_symbol(replace(reference, body=own)):
        return replace(reference, body=own)
    if number_symbol(reference) and not _council_has(reference, printed, memory):
        return replace(reference, body=find.ASSEMBLY)
    return reference


def number(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of a numbered resolution or decision.

    If nothing shows the body, and the text names the Human Rights Council, the Assembly or the Council can have adopted
    the resolution. The citation is then ambiguous.
    """
    printed = "".join(reference.name.split())
    symbol = number_symbol(reference)
    if printed.isdecimal():
        return _of_the_security_council(reference, symbol, place, memory)
    if reference.body is None and not reference.year and "/" in printed:
        if _names_the_council(place.text):
            both = [symbol, number_symbol(replace(reference, body=find.RIGHTS))]
            return [ambiguous(reference, place.text, [one for one in both if one])]
    elif symbol:
        memory.remember_number(printed, symbol)
    elif reference.body is None and (undated := number_symbol(replace(reference, year=0))):
        # No body is named, and the date is outside the Assembly's session. The date may be wrong, or another body
        # may have adopted the resolution.
        return [ambiguous(reference, place.text, [undated])]
    return [memory.cited(reference, place.text, memory.key(symbol))] if symbol else []


@lru_cache(maxsize=8)
def _names_the_council(text: str) -> bool:
    """Whether a text names the Human Rights Council. The result is cached, because a text can have many numbers."""
    return "人权理事会" in text


def _of_the_security_council(reference: Reference, symbol: str | None, place: Place, memory: Memory) -> list[Citation]:
    """The citation of a resolution of the Security Council by its number.

    ``symbol`` has the year of the printed date; it is None if no date is printed. The symbols with this number that the
    Draft or the catalogue has are also possible. If several symbols are possible, the citation is ambiguous.
    """
    keys = memory.of_the_security_council(reference.name) | ({symbol} if symbol else set())
    if not keys:
        return []
    if len(keys) > 1:
        return [ambiguous(reference, place.text, keys)]
    return [memory.cited(reference, place.text, keys.pop())]


def _council_has(reference: Reference, printed: str, memory: Memory) -> bool:
    """Whether the Human Rights Council can have adopted the number ``printed`` before the Draft was adopted.

    The Council has held three sessions a year since 2006.
    """
    session = re.fullmatch(r"(?:S-)?(\d+)/(\d+)\D*", printed)
    if session is None or (reference.noun == "决议" and int(session[2]) >= _FIRST_DECISION):
        return False
    return int(session[1]) <= 3 * (_latest_year(memory) - 2006) + 3


def _latest_year(memory: Memory) -> int:
    """The year in which the Draft was adopted. If its date is unknown, the year in which its session ended."""
    if memory.draft.adopted_on:
        return memory.draft.adopted_on.year
    own = re.search(r"\d+$", memory.draft.session or symbols.session_of(memory.draft.symbol))
    return symbols.session_year(int(own[0])) + 1 if own and int(own[0]) > 30 else 2030
