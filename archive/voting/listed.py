"""Finds lists of resolutions in a clause: 回顾其1996年12月10日第51/45 K号、1997年12月9日第52/38 P号决议.

This module does not use Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What may come between two resolutions of a list: conjunctions, and the days of adoption. Other words end the list.
_CHINESE = r"号?(?:决议)?[、，,;；]?(?:以及|和|及|与)?(?:其|大会)?(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:大会)?第?"
_ENGLISH = r"(?: of \d{1,2} [A-Z][a-z]+ \d{4})?(?:,|;)?(?: and)?(?: (?:its )?resolutions?)? ?"
_BETWEEN = re.compile(rf"{_CHINESE}|{_ENGLISH}")


def lists_in(text: str, cited: Iterable[tuple[int, int, str]]) -> list[tuple[str, ...]]:
    """The lists of two or more resolutions in the text of a clause.

    ``cited`` has (start, end, symbol) of each resolution that the text cites, in the order of the text.

    >>> lists_in("回顾其第60/1号、第61/2号决议", [(3, 9, "A/RES/60/1"), (10, 16, "A/RES/61/2")])
    [('A/RES/60/1', 'A/RES/61/2')]
    """
    lists: list[list[str]] = []
    last = None
    for start, end, symbol in cited:
        if last is None or not _BETWEEN.fullmatch(text[last:start]):
            lists.append([])
        lists[-1].append(symbol)
        last = end
    return [tuple(symbols) for symbols in lists if len(symbols) > 1]
