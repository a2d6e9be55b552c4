"""Divides a source into its resolutions."""

from __future__ import annotations

from itertools import pairwise

from archive.reading.printed.adopting import begins_decision
from archive.reading.printed.head import is_formula, number_in, part_letter, symbol_in
from archive.reading.printed.lines import TextLine

_NUMBER_REACH = 40  # lines; the number of a resolution is at most 40 lines before its 大会，
# Lines. A number alone on a line, or a part's letter, begins a resolution only if 大会， follows within 5 lines.
_NEAR = 5


def resolutions_in(lines: list[TextLine]) -> list[list[TextLine]]:
    """Divide the lines of a source. Returns the lines of each resolution.

    A new number or a part's letter before a 大会， or before the paragraph of a decision begins another text. A number
    that occurred before belongs to a running header. The 大会， after such a number is only a part of a sentence.
    """
    formulas = [index for index, line in enumerate(lines) if is_formula(line) or begins_decision(line)]
    starts = [0]
    seen = {symbol_in(line) for line in lines[: formulas[0]]} if formulas else set()
    for before, formula in pairwise(formulas):
        first = max(before, formula - _NUMBER_REACH) + 1
        start = next((i for i in range(formula - 1, first - 1, -1) if _begins(lines[i], formula - i, seen)), None)
        if start is not None:
            starts.append(start)
            seen.add(symbol_in(lines[start]))
    return [lines[start:end] for start, end in pairwise([*starts, len(lines)])]


def _begins(line: TextLine, distance: int, seen: set[str | None]) -> bool:
    """Whether a line begins another resolution.

    ``distance`` is the number of lines from this line to the next 大会，. ``seen`` has the symbols of the earlier
    resolutions.
    """
    found, symbol = number_in(line), symbol_in(line)
    if found and symbol and symbol not in seen and (found[1] < len(line.text) or distance < _NEAR):
        return True
    return bool(part_letter(line)) and distance <= _NEAR
