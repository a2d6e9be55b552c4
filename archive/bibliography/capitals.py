"""English titles in the capitals that Chicago (8.159), OSCOLA and the Bluebook (rule 8) ask for.

The United Nations prints titles like sentences: ``United action towards the total elimination of nuclear weapons``.
These styles write words with capitals, except articles, conjunctions and prepositions of up to four letters. A word
that is printed with a capital stays as it is.
"""

from __future__ import annotations

import re

_SMALL = frozenset((
    "a", "an", "the", "and", "but", "for", "nor", "or", "so", "yet", "as", "at", "by", "down", "from", "in", "into",
    "near", "of", "off", "on", "onto", "out", "over", "past", "per", "than", "to", "up", "upon", "via", "with",
))  # fmt: skip
_PREFIXES = frozenset((
    "anti", "co", "counter", "inter", "multi", "non", "post", "pre", "re", "sub", "thermo",
))  # fmt: skip
_WORD = re.compile(r"(?<!\w)(?<!\w\()[^\W\d_][\w’'-]*")


def headline(title: str) -> str:
    """The title with the capitals of a headline. Its first and last words and those after a colon have one too.

    >>> headline("Transforming our world: the future of nuclear-weapon-free zones and of non-proliferation")
    'Transforming Our World: The Future of Nuclear-Weapon-Free Zones and of Non-proliferation'
    """
    found = list(_WORD.finditer(title))
    pieces, end = [], 0
    for place, word in enumerate(found):
        before = title[end : word.start()]
        outer = place in (0, len(found) - 1) or ":" in before
        pieces += [before, word[0] if word[0] in _SMALL and not outer else _capital(word[0])]
        end = word.end()
    return "".join([*pieces, title[end:]])


def _capital(word: str) -> str:
    """The word, with a capital in each part of it, but not after a prefix. A word with a capital does not change."""
    if word != word.lower():
        return word
    first, *others = word.split("-")
    if first not in _PREFIXES:
        others = [each if each in _SMALL else _raised(each) for each in others]
    return "-".join([_raised(first), *others])


def _raised(word: str) -> str:
    return word[:1].upper() + word[1:]
