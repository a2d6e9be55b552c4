"""Finds characters that are probably another one that looks alike, however sure the recogniser is of them.

    执行太会第77/12号决议     hardly any word has 太会, and many have 大会
    第46/361号决议            perhaps 46/36 I: a resolution's part has a letter, and few sessions reach 360
    第一(一)号决议            perhaps 第一㈠号, which is one sign
    题为允许在非              a quotation follows 题为, so its mark is lost
    考虑因素；.               a speck

They are only marked as doubtful: the words alone do not tell what is printed. The words are those of jieba's
dictionary.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

# Each group has characters that differ in one short stroke.
_GROUPS = (
    "大太犬", "己已巳", "人入八", "日曰", "未末", "土士", "千干于", "力刀", "天夫无", "自目白", "今令", "各名",
    "问间", "见贝", "木本术", "处外", "午牛", "治冶", "设没", "情请清", "代伐", "折拆析", "限恨", "全金", "国围固",
    "申甲由田", "因困", "历厉", "第弟", "待侍", "拨拔", "住往", "候侯", "即既", "特持", "宜宣", "究穷", "贷货",
    "使便", "成戍", "主王玉", "民氏", "体休", "免兔", "技枝", "遣遗", "予子", "刺剌", "若苦", "师帅", "推堆",
    "暑署", "密蜜", "徽微", "惯贯", "概慨", "竟竞", "栽裁载", "准淮", "郎朗", "具其", "亨享", "乌鸟", "区匹",
    "斤斥",
)  # fmt: skip
_LIKE = {one: group.replace(one, "") for group in _GROUPS for one in group}
_TIMES = 500  # how many times more often the words with the other character are
# The last digit of a number with three digits, also at the beginning of the next line, can be the letter I or O of a
# part. A point after another mark of punctuation is mostly a speck.
_SUSPECTS = re.compile(
    r"(?<![\d/])\d{1,2}/\d\d(?:\d? )?[01](?!\d)|^[01](?=号)|[，。；：、,;:.][.·]|题为(?=[^\s“”\"‘'《])"
    r"|(?<=[第\d一二三四五六七八九十])[（(][一二三四五六七八九十]{1,3}[）)](?=[号款项])"
)


def doubtful_places(text: str) -> set[int]:
    """The offsets of the characters of a line that are probably others.

    >>> sorted(doubtful_places("执行太会第46/361号决议，太空")), doubtful_places("执行大会第77/12号决议")
    ([2, 10], set())
    """
    places = {found.end() - 1 for found in _SUSPECTS.finditer(text)}
    return places | {
        place
        for place, character in enumerate(text)
        if character in _LIKE
        and any(
            _frequency(text, place, other) > _TIMES * _frequency(text, place, character) for other in _LIKE[character]
        )
    }


def _frequency(text: str, place: int, character: str) -> int:
    """How often words have ``character`` beside the character before or after this place; 1 if none has."""
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    return max(1, _pairs().get(before + character, 0), _pairs().get(character + after, 0))


@lru_cache(maxsize=1)
def _pairs() -> dict[str, int]:
    """Each two characters that words of jieba's dictionary have together, with the frequency of these words."""
    package = find_spec("jieba")
    origin = package.origin if package else None
    assert origin, "jieba is among the requirements"
    pairs: dict[str, int] = defaultdict(int)
    with Path(origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, _ = line.split(" ")
            if not _LIKE.keys().isdisjoint(word):
                for one, other in pairwise(word):
                    pairs[one + other] += int(frequency)
    return pairs
