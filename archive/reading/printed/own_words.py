"""Leaves out the archive's own words in files that the archive itself has made (``archive.writing``).

They come after a line with the archive's name, behind the words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import dropwhile

from archive.reading.printed.lines import FURNITURE, TextLine

RULE = "═══ {archive} ═══"
_RULE = re.compile(r"═══\s*\S.*═══")


def begins_own_words(words: str) -> bool:
    """Whether a line is the line with the archive's name."""
    return _RULE.fullmatch(words.strip()) is not None


def set_own_words(lines: Iterable[TextLine]) -> None:
    """Gives the line with the archive's name, and all lines after it, the role FURNITURE."""
    for line in dropwhile(lambda line: not begins_own_words(line.text), lines):
        line.role = FURNITURE
