"""Finds the words that carry a footnote mark."""

from __future__ import annotations

import re

# In an English text, the words that carry a mark begin after one of these: “… contained in the 1999 guidelines¹”.
_ENGLISH_START = re.compile(r"[,;:.] |\b(?:the|its|their|of|by|in) (?=.)")


def carrying_words(text: str, at: int, marks_before: list[int]) -> tuple[int, int]:
    """The start and end of the words that carry the mark after ``text[:at]``.

    If a 《…》 or “…” ends at the mark, it carries the mark. Otherwise the words begin after the nearest 的, punctuation
    or earlier mark.

    >>> text = "按照1999年裁军审议委员会的指导方针，建立"
    >>> text[slice(*carrying_words(text, 19, []))]
    '指导方针'
    """
    end = at
    while end and text[end - 1] in "，；。、：,;. ":
        end -= 1
    floor = max((mark for mark in marks_before if mark < end), default=0)
    if end == 0:
        return at, at
    run = end
    for opening, closing in ("《》", "“”", "()", "（）"):
        if text[end - 1] != closing or (start := _opening(text, end, opening, closing)) < 0:
            continue
        if opening in "《“":
            return start, end
        if text[start - 1 : start] == "》" and (title := _opening(text, start, "《", "》")) >= 0:
            return title, end
        run = start
        break
    start = run
    while start > floor and text[start - 1] not in "的，；。、：《》“”\n":
        start -= 1
    if text[start:end].isascii():
        start += max((word.end() for word in _ENGLISH_START.finditer(text[start:end])), default=0)
    if joined := re.match(r"(?:以及|[和及与])(?=[A-Z第《\d]|大会|安全理事会|人权理事会)", text[start:end]):
        start += joined.end()
    return (start, end) if start < end else (end - 1, end)


def _opening(text: str, end: int, opening: str, closing: str) -> int:
    depth = 0
    for position in range(end - 1, -1, -1):
        depth += (text[position] == closing) - (text[position] == opening)
        if depth == 0:
            return position
    return -1
