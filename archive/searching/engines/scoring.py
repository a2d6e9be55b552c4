"""The parts of a relevance score that all engines share."""

from __future__ import annotations

import math

from archive.searching.analysis import exact, is_han
from archive.searching.matching import TokenSequence

TITLE_WEIGHT = 0.6  # bonus for a query word that is in the title, as a share of the word's rarity


def in_title(word: str) -> TokenSequence | None:
    """The condition that the title has a word for ranking. Words in letters are stems. None for a word without
    tokens."""
    if not is_han(word):
        return TokenSequence("title_words", (word,))
    tokens = exact(word).split()
    return TokenSequence("title", tuple(tokens)) if tokens else None


def ranked_fields(word: str) -> tuple[str, ...]:
    """The fields of words that rank an entry which has the word."""
    return ("words",) if is_han(word) else ("words", "compounds")


def rarity(entries: int, having: int) -> float:
    """The inverse document frequency of BM25. ``entries`` is the number of all entries; ``having`` is the number of
    entries that have the word."""
    return math.log(1 + max(0.0, entries - having + 0.5) / (having + 0.5))
