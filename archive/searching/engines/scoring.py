"""The parts of a relevance score that all engines share."""

from __future__ import annotations

import math

TITLE_WEIGHT = 0.6  # bonus for a query word that is in the title, as a share of the word's rarity


def rarity(entries: int, having: int) -> float:
    """The inverse document frequency of BM25. ``entries`` is the number of all entries; ``having`` is the number of
    entries that have the word."""
    return math.log(1 + max(0.0, entries - having + 0.5) / (having + 0.5))
