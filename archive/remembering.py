"""Caches the results of functions that are often called with the same short text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Answer = TypeVar("Answer")

_LONGEST = 200  # characters; a longer text needs too much memory, and seldom comes twice
_MOST = 8192  # results of each function; a long resolution has about 2,000 lines


def remembered(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Adds a cache for short texts to a function.

    The result must depend only on the text. The caller must not change the result.
    """
    kept = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def answer(text: str) -> Answer:
        return kept(text) if len(text) <= _LONGEST else function(text)

    return answer
