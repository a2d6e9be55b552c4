"""Recognises dates, numbers, symbols and lists of resolutions, which move on each year without any other change.

    before   回顾其2018年12月5日第73/58号决议，             决定列入大会第七十七届会议临时议程。
    after    回顾其2018年12月5日第73/58号和2020年12月7日第75/67号决议，   决定列入大会第七十九届会议临时议程。

``skeleton`` writes a mark for each number, so the skeletons of these clauses are the same. A list of resolutions may
also grow by resolutions of later years.
"""

from __future__ import annotations

import re

from archive.characters import plain, printed

ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_ENGLISH = (
    rf"(?:(?:{_TENS})y(?:[- ](?:{_ORDINALS}|{_UNITS}))?|(?:{_TENS})ieth|(?:{_TEENS}|twelf)(?:th)?|{_ORDINALS}|{_UNITS}"
    r"|(?:one[- ])?hundred(?:th)?)"
)
_HAN_NUMERAL = "[零〇一二三四五六七八九十百千两]"
_COUNTED = "[届次年周个项国段条号期轮份名位款月日章节部卷]"
_HAN = rf"(?:(?<=第){_HAN_NUMERAL}{{1,8}}|{_HAN_NUMERAL}{{1,8}}(?={_COUNTED}))"
_DIGITS = r"\d+(?:[.,  ]\d{3})*(?:[.．]\d+)?"

_HAN_DATE = r"(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日)"
_ENGLISH_DATE = rf"(?:(?:\d{{1,2}} )?(?:{ENGLISH_MONTHS})(?: \d{{4}})?(?![a-z]))"
_RESOLUTION = (
    r"(?:(?<![\dA-Z])(?:S|ES)-\d+/\d+|(?<![\d/])\d{1,4}/\d{1,4}|(?<![\d/])\d{1,4}(?= ?[A-Z]? ?\((?:[XVILC]+|\d{4})\)))"
    r"(?: ?[A-Z]{1,2}(?![A-Za-z]))?(?: ?\([XVILC\d]+\))?"
)
_SYMBOL = r"(?:(?<![A-Za-z0-9/])[A-Z][A-Za-z.]*(?:/[A-Za-z0-9][A-Za-z0-9.()-]*)+)"

# One pattern for each number in print: a date, a symbol, a number of a resolution, a numeral, digits.
NUMBERS = rf"{_HAN_DATE}|{_ENGLISH_DATE}|{_SYMBOL}|{_RESOLUTION}|{_HAN}|\b(?i:{_ENGLISH})\b|{_DIGITS}"

_DATE, _NUMBER, _LIST = "\x01", "\x02", "\x03"
_RANGE = re.compile(rf"(?:{_DATE}|{_NUMBER})(?: ?(?:至|-|–|—|to) ?{_DATE})")
_DATES = re.compile(rf"{_HAN_DATE}|{_ENGLISH_DATE}")
_OTHERS = re.compile(rf"{_SYMBOL}|{_HAN}|\b(?i:{_ENGLISH})\b|{_DIGITS}")
_ITEM = rf"(?:(?:{_HAN_DATE})?第?(?:(?:resolution|decision)s? )?{_RESOLUTION}号?(?:决议|决定| of {_ENGLISH_DATE})?)"
# What divides the items of a list. In print, a comma is sometimes missing.
_AND = r"(?:[、，]|，?以及|，?及|，?和|,? and |,? )(?:其|its )?"
_RESOLUTIONS = re.compile(rf"{_ITEM}(?:{_AND}{_ITEM})*")
_ONE_RESOLUTION = re.compile(_RESOLUTION)


def only_numbers_moved(before: str, after: str) -> bool:
    """Whether two texts differ only in dates, numbers and symbols, or in a list of resolutions that has grown.

    The same is true for a list that has become shorter, because the sides of a comparison can be swapped.

    >>> only_numbers_moved("第七十七届会议", "第七十九届会议"), only_numbers_moved("又回顾", "还回顾")
    (True, False)
    """
    (one, lists), (other, other_lists) = skeleton(before), skeleton(after)
    return one == other and all(
        len(left) == len(right) or left < right or left > right for left, right in zip(lists, other_lists, strict=True)
    )


def skeleton(text: str) -> tuple[str, list[frozenset[str]]]:
    """The text with marks instead of numbers, and without white space; and the resolutions of each list.

    >>> skeleton("第65/72号决议")[1]
    [frozenset({'65/72'})]
    """
    lists: list[frozenset[str]] = []

    def of_list(match: re.Match[str]) -> str:
        lists.append(frozenset("".join(each.split()) for each in _ONE_RESOLUTION.findall(match[0])))
        return _LIST

    marked = " ".join(plain(printed(text)[0]).replace("\u2011", "-").split())
    marked = _RESOLUTIONS.sub(of_list, marked)
    marked = _OTHERS.sub(_NUMBER, _DATES.sub(_DATE, marked))
    marked = _RANGE.sub(_DATE, marked)
    return "".join(marked.split()), lists
