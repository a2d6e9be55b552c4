"""Patterns for the letters of parts and for the session in the number of a resolution: 3093 A和B (XXVIII)."""

from __future__ import annotations

import re
from collections.abc import Iterator

LETTERS = (
    r"(?:[A-Z]{1,2}(?![A-Za-z/.\d])"
    r"(?:[ ]?(?:至|-)[ ]?[A-Z](?![A-Za-z/\d])|(?:号?[、和及][ ]?[A-Z](?![A-Za-z/\d.-]))*))"
)
# A Roman numeral in letters or in single characters (ⅩⅥ).
ROMAN = "[IVXLCⅠ-ⅿ]+"
# The session of an early resolution: (XVI), (ES-V), (十六).
SESSION = rf"(?:\((?:(?:E?S-)?{ROMAN}|[一二三四五六七八九十]+)\))"

_SEVERAL = re.compile(
    rf"(?P<number>.*?\d[ ]?|[一二三四五六七八九〇零○]+[ ]?)(?P<before>{SESSION}[ ]?)?"
    rf"(?P<letters>[A-Z]{{1,2}}(?:号?[、和及][ ]?[A-Z])+)(?P<after>[ ]?{SESSION})?"
)


def lettered(number: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yields (number, start, end) for each resolution in a number or symbol that begins at ``start``.

    ``36/87 A和B`` names two resolutions. ``51/211 A至E`` names one document, which is published as A-E.

    >>> list(lettered("3093 A和B (XXVIII)", 0))
    [('3093 A (XXVIII)', 0, 6), ('3093 B (XXVIII)', 7, 17)]
    """
    several = None if number.replace("/", "").isdecimal() else _SEVERAL.fullmatch(number)
    if not several:
        name = re.sub(r"(?<=[A-Z])[ ]?至[ ]?(?=[A-Z])", "-", number) if "至" in number else number
        yield name, start, start + len(number)
        return
    letters = list(re.finditer("[A-Z]{1,2}", several["letters"]))
    session = several["before"] or several["after"] or ""
    for letter in letters:
        first = start + several.start("letters") + letter.start()
        end = start + len(number) if letter is letters[-1] else first + len(letter[0])
        yield several["number"] + letter[0] + session, start if letter is letters[0] else first, end
