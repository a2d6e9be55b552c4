"""Finds points where no English sentence has one: inside a sentence, where a speck or a comma is read so.

to.provide    States in. the    and .to
"""

from __future__ import annotations

import re

_BETWEEN_SMALL_LETTERS = re.compile(r"(?<=[a-z]{2})(\s?)\.\s?(?=[a-z]{2})")
# Shortened words that small letters can follow.
_SHORTENED = re.compile(r"\b(?:al|arts?|cf|chaps?|cit|eds?|etc|op|paras?|pp|sects?|seq|vols?|www|\w*\.\w+)$", re.I)


def impossible_points(text: str) -> set[int]:
    """The offsets of points between two words in small letters.

    >>> sorted(impossible_points("in. the sea, vol. ii, of .it and www.un.org"))
    [2, 25]
    """
    return {
        found.end(1) for found in _BETWEEN_SMALL_LETTERS.finditer(text) if not _SHORTENED.search(text[: found.start()])
    }
