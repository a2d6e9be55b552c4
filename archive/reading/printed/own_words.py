"""Leaves out the archive's own words in files that the archive itself has made (``archive.writing``).

They come after a line with the archive's name, behind the words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.reading.printed.lines import FURNITURE, TextLine

RULE = "═══ {archive} ═══"
_RULE = re.compile(r"═══ \S.* ═══")


def set_own_words(lines: Iterable[TextLine]) -> None:
    """Gives the line with the archive's name, and all lines after it, the role FURNITURE.

    Word files have their footnotes behind all other lines. These lines are known as notes, so they stay."""
    own = False
    for line in lines:
        own = own or _RULE.fullmatch(line.text.strip()) is not None
        if own and not line.note:
            line.role = FURNITURE
