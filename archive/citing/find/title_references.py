"""Finds titles in 《》, and joins a title with its symbol."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from archive.citing.places import PLACES, pinpoint_after
from archive.citing.reference import MENTION, TITLE, Reference

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》){1,300})》")
_PART_OF_WORK = re.compile(r"[，,](?P<place>第[一二三四五六七八九十]+(?:卷|部分)[，,]《[^《》]+》)")


@cache
def _volume() -> re.Pattern[str]:
    """The year of a volume and its publication data: 《某年鉴》，第10卷：1985年(联合国出版物，…)，附录七. Compiled only
    where texts are cited, because it takes long."""
    return re.compile(
        rf"[，,][ ]?(?P<volume>第[ ]?\d{{1,3}}卷)[：:][ ]?\d{{4}}年(?:[，,]?[ ]?\(联合国出版物[^()]{{0,60}}\))?"
        rf"[，,][ ]?(?P<place>{PLACES})",
        re.X,
    )


_TITLE_TO_SYMBOL = re.compile(
    r"(?:[，,]?[ ]?第[^，。；()《》]{1,8}卷)?(?:，议程项目[^，；。]{1,20})?"
    r"(?:[和及]?更正|[和及]增编)?[ ]?[(，,][ ]?见?"
)


# A quotation that is the title of an agenda item or of a cited resolution: 题为“《公约》的执行情况”的项目.
_QUOTATION = re.compile(r"“[^“”]{1,400}”")
_ITEM_BEFORE = re.compile(r"(?:项目|分项|议题)(?:\d+(?:\([a-z]+\))*)?[，,(]?(?:题为)?$")
_ITEM_AFTER = re.compile(r"[^，；。：“”]{0,40}?(?:项目|分项|议题|决议|决定|第[A-Z]?\d[^，；。]{0,12}号)")


def title_references(folded: str) -> Iterator[Reference]:
    position = 0
    while m := _TITLE.search(folded, position):
        position = m.end()
        pinpoint = pinpoint_after(folded, position)
        # The second title is a part of the first work: 《…会议的报告》，第一卷，《会议通过的决议》.
        if part := _PART_OF_WORK.match(folded, position):
            pinpoint, position = part["place"], part.end()
        elif volume := _volume().match(folded, position):
            pinpoint = f"{volume['volume']}，{volume['place']}"
        yield Reference(TITLE, m.start(), m.end(), m[1].strip(), pinpoint=pinpoint)


def joined(folded: str, symbols: list[Reference], titled: list[Reference]) -> tuple[list[Reference], list[Reference]]:
    """Joins each title with the symbol after it or inside it, as in 《…，补编第42号》(A/54/42).

    Returns (symbols, titles without a symbol). A joined reference is among the symbols.
    """
    by_start = {symbol.start: symbol for symbol in symbols}
    starts = sorted(by_start)
    alone = []
    for title in titled:
        bridge = _TITLE_TO_SYMBOL.match(folded, title.end)
        symbol = by_start.get(bridge.end()) if bridge else None
        after = bisect_right(starts, title.start)
        inner = by_start[starts[after]] if after < len(starts) and starts[after] < title.end else None
        if symbol:
            end = symbol.end + (folded[symbol.end : symbol.end + 1] == ")" and folded[symbol.start - 1] == "(")
            by_start[symbol.start] = replace(symbol, start=title.start, end=end, title_end=title.end)
        elif inner:
            by_start[inner.start] = replace(inner, pinpoint=inner.pinpoint or title.pinpoint)
        else:
            alone.append(title)
    return list(by_start.values()), alone


def uncited(folded: str, titled: list[Reference]) -> list[Reference]:
    """Returns the titles. Those inside the quoted title of an agenda item or of a resolution become mentions.

    题为“《公约》的执行情况”的项目 does not cite the convention.
    """
    return [replace(title, form=MENTION) if in_item(folded, title.start, title.end) else title for title in titled]


def in_item(folded: str, start: int, end: int) -> bool:
    """Whether ``folded[start:end]`` is inside the quoted title of an agenda item or of a resolution."""
    items = _items(folded)
    before = bisect_left(items, (start, 0))  # the number of quotations that begin before the words
    return before > 0 and end < items[before - 1][1]


@lru_cache(maxsize=4)
def _items(folded: str) -> list[tuple[int, int]]:
    """The quoted titles of agenda items and resolutions in a text. The result is cached: a text can have many names."""
    return [q.span() for q in _QUOTATION.finditer(folded) if is_item(folded, *q.span())] if "“" in folded else []


def is_item(folded: str, start: int, end: int) -> bool:
    """Whether the quotation at ``folded[start:end]`` is the title of an agenda item or of a resolution."""
    return bool(_ITEM_AFTER.match(folded, end) or _ITEM_BEFORE.search(folded[max(0, start - 20) : start]))
