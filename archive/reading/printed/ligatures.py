"""Spells out the Latin ligatures ﬀ, ﬁ, ﬂ, ﬃ, ﬄ, ﬅ and ﬆ in the lines of a source.

A ligature is a choice of the typesetter, not of the author: the same word has it in one print and not in another. So
clauses have letters, as they are typed, searched and cited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archive.reading.printed.lines import TextLine, narrow

_LIGATURE = re.compile("[\ufb00-\ufb06]")


def spell_out_ligatures(lines: Sequence[TextLine]) -> None:
    """Replaces each ligature of the lines by its letters. Spans in another face keep their words."""
    for line in lines:
        if not line.text.isascii() and _LIGATURE.search(line.text):
            spans = tuple((_moved(line.text, start), _moved(line.text, end)) for start, end in line.set_apart)
            line.text = spelled_out(line.text)
            line.plain, line.set_apart = narrow(line.text), spans
            line.__post_init__()


def spelled_out(text: str) -> str:
    """The text with letters for ligatures.

    >>> spelled_out("Reaﬃrming the oﬃce of ﬁve")
    'Reaffirming the office of five'
    """
    return _LIGATURE.sub(lambda ligature: unicodedata.normalize("NFKC", ligature[0]), text)


def _moved(text: str, offset: int) -> int:
    """The offset in the text that is spelled out for an offset in ``text``."""
    return len(spelled_out(text[:offset]))
