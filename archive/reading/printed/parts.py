"""Divides a source with several resolutions."""

from __future__ import annotations

import re
from itertools import pairwise

from archive.reading.printed.head import is_formula, number_in, symbol_in
from archive.reading.printed.lines import TextLine

_NUMBER_REACH = 40  # lines before 大会， in which the number of a resolution is looked for
# Lines before 大会，. A number alone on a line, or a part's letter, must be this near to belong to a resolution.
_NEAR = 5


def resolutions_in(lines: list[TextLine]) -> list[list[TextLine]]:
    """The lines of each resolution.

    Each resolution after the first begins with a new number, or with a part's letter, before a 大会，. If the number is
    not new, it belongs to a running header, and this 大会， is the end of a sentence.
    """
    formulas = [index for index, line in enumerate(lines) if is_formula(line)]
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
    """Whether a line begins another resolution. ``distance``: lines from it to 大会，; ``seen``: symbols before."""
    found, symbol = number_in(line), symbol_in(line)
    if found and symbol and symbol not in seen and (found[1] < len(line.text) or distance < _NEAR):
        return True
    return re.fullmatch(r"[A-Z]\.?", line.plain) is not None and distance <= _NEAR
