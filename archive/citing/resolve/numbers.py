"""Resolves the numbers of resolutions and decisions: 第64/47号决议."""

from __future__ import annotations

import re
from dataclasses import replace

from archive import symbols
from archive.citing import find
from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.numbers import number_symbol
from archive.citing.resolve.memory import Memory, Place, ambiguous


def number(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of a numbered resolution.

    If the text names neither a body nor a date, the number means the resolution with the same number earlier in the
    Draft. If there is none, and the text names the Human Rights Council, the resolution can be the Assembly's or
    the Council's. The citation is then ambiguous.
    """
    printed = re.sub(r"\s+", "", reference.name)
    symbol = number_symbol(reference)
    if reference.body is None and not reference.year and "/" in printed:
        if printed in memory.numbers:
            symbol = memory.numbers[printed]
        elif "人权理事会" in place.text and _council_had(printed, memory):
            both = [symbol, number_symbol(replace(reference, body=find.RIGHTS))]
            return [ambiguous(reference, place.text, [one for one in both if one])]
    elif symbol:
        memory.numbers.setdefault(printed, symbol)
    elif reference.body is None and (undated := number_symbol(replace(reference, year=0))):
        # No body is named, and the date is outside the Assembly's session. The date may be wrong, or another body
        # may have adopted the resolution.
        return [ambiguous(reference, place.text, [undated])]
    return [memory.cited(reference, place.text, memory.key(symbol))] if symbol else []


def _council_had(printed: str, memory: Memory) -> bool:
    """Whether the Human Rights Council had held the session in ``printed`` when the Assembly adopted the Draft.

    The Council has held three sessions a year since 2006.
    """
    session = re.match(r"(S-)?(\d+)/", printed)
    own = re.search(r"\d+$", memory.draft.session or symbols.session_of(memory.draft.symbol))
    year = symbols.session_year(int(own[0])) + 1 if own and int(own[0]) > 30 else 2030
    return session is not None and int(session[2]) <= 3 * (year - 2006) + 3
