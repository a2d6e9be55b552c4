"""Keeps the answers of functions that are asked about the same words again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Answer = TypeVar("Answer")

_LONGEST = 200  # characters; a longer text would need too much memory, and is seldom asked about twice
_MOST = 8192  # answers of each function; a long resolution has some 2,000 lines


def remembered(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The function with a memory for short texts. Its answer must depend only on the text, and must not be changed."""
    kept = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def answer(text: str) -> Answer:
        return kept(text) if len(text) <= _LONGEST else function(text)

    return answer
