"""Finds the places inside a document: articles, paragraphs, points, parts, annexes, actions.

    第四条第2款(a)项    第七条至第十六条    第1(a)㈡段    第Ⅵ条    附件二第3段    行动25    序言部分第三段

The patterns are parts of verbose patterns (``re.X``) on folded text (``fold_width``). Repeated groups are atomic
(``(?>…)``), so the time of a match is proportional to the length of the text. A possessive group (``*+``) would mean
the same, but Python before 3.11.5 matches it wrongly.
"""

from __future__ import annotations

import re
from functools import cache

_HAN = "[一二三四五六七八九十百零〇○]++"
_JOIN = "(?:[ ]?(?:、|[~—-]{1,2}|[和至及与或到]|以及|直至)[ ]?)"
# The sign of a point: (a), (ii), (一), (子), ㈡.
SIGN = rf"(?:[ ]?(?:\((?:[a-z\d]{{1,4}}|[A-Z]|{_HAN}|[甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥])\)|[㈠-㈩①-⑳⒜-⒵]))"
SIGNS = rf"(?:(?>{SIGN}+)(?>(?:{_JOIN}(?>{SIGN}+))*))"
NUMBER = rf"(?:{_HAN}|\d++|[IVX]++|[Ⅰ-ⅿ]|[A-Z](?![A-Za-z]))(?>(?:\.[A-Z\d]+)*)(?:之{_HAN}|[ ]?(?:bis|ter)(?![A-Za-z]))?"
_COUNT = rf"(?:{NUMBER}{SIGNS}?|{SIGNS})"
COUNTS = rf"(?:{_COUNT}(?>(?:{_JOIN}第?[ ]?{_COUNT})*))"
# The character after a unit can show that the unit begins another word: 第一项目标, 第二项任择议定书, 第一条件.
UNIT = r"""(?:
    部分 | 分节 | 分段 | 小节 | 小段 | 卷 | 页 | 编 | 句 | 章(?!程) | 节(?!目) | 段(?!时) | 条(?![件例约]) | 款(?!项)
  | [项号](?:行动|建议|原则|规则|准则) | 项(?![目任议决承措附修优]) | 目(?!标)
)"""
# A number or a letter after 附件. In 附件一并 and 附件2010年, the characters belong to the words after 附件.
_OF_ANNEX = rf"""(?:
    (?:{_HAN}(?![并些个起致直般样])|[ ]?\d{{1,2}}(?![\d年月/])|[ ]?[IVX]+(?![A-Za-z])|[Ⅰ-ⅿ]|[ ]?[A-Z](?![A-Za-z/]))
    (?>{SIGN}*)
)"""
_SUB = "(?:[两各]?(?:[项款目段句]|[分小]段))"
_DIGITS = r"\d{1,3}(?![\d年月日个名%])"
ANNEXES = rf"(?:{_OF_ANNEX}(?>(?:{_JOIN}{_OF_ANNEX})*))"
PLACE = rf"""(?:
    (?:序言(?:部分)?|执行(?:部分|段)|共同)?第[ ]?{COUNTS}[ ]?[两各]?{UNIT}(?:之{_HAN}|[ ]?(?:bis|ter)(?![A-Za-z]))?
    (?:[甲乙丙丁子丑寅卯][款项]|{SIGNS}[ ]?{_SUB}?)?(?>(?:{_JOIN}?{SIGNS}[ ]?{_SUB})*)
  | {SIGNS}段
  | 关于[^，；。：《》“”()第]{{1,20}}的附件(?!{ANNEXES})
  | (?:技术)?附[件录文表]{ANNEXES}?
  | [A-Z](?:节|部分) | 序言(?:部分|段)? | 导言
  | (?:行动计划的?(?=行动))?
    (?:行动|建议|结论|原则|(?:可持续发展|具体)?目标)[ ]?{_DIGITS}(?:\.[a-z\d]+)?(?>(?:{_JOIN}(?:行动)?{_DIGITS}(?!/))*)
  | (?:决议|决定)[ ]?(?:{_DIGITS}(?:[./][A-Z]*\.?\d+)?|[一二三四五六七八九十](?=[，,。；]))
  | 题为“[^”]{{1,80}}”的?(?:一|第[一二三四五六七八九十]+)?[节章部分]+
)"""
_ESPECIALLY = r"(?:特别是|尤其是|包括|即|主要是)(?:其中|其|该决议|该[条公]约)?的?"
# The subject of a place: 关于裁军的第六条. The words name no other document.
_ABOUT = r"中?(?:关于|有关)(?:(?!条约|公约|议定书|宣言|决议|决定|报告)[^，；。：《》“”()第]){1,40}?的"
_NEXT = rf"(?:[，,、][ ]?(?:{_ESPECIALLY})?|[和及、]{_ABOUT}|[ ]?(?:以及|[和及与或](?:其(?=附))?|至|到|-|—|中?的?)[ ]?)"
# A narrower place in brackets: 第60段(引文第一节，第6段), 第二十七条(第一款).
_WITHIN = rf"(?:[ ]?\((?:引文|原文)?{PLACE}(?>(?:[，,、]?[ ]?{PLACE})*)(?:除外)?\))"
PLACES = rf"(?:{PLACE}{_WITHIN}?(?>(?:{_NEXT}?{PLACE}{_WITHIN}?)*))"

# The words between a document and a place inside it. They have neither a title nor a number, so they name no other
# document: 第75/57号决议中第5段, 《宪章》的各项规定，包括第二十六条, 《条约》关于核裁军的第六条.
# Words in brackets can follow the document: 《战争遗留爆炸物议定书》(第五号议定书)的技术附件.
_BRACKET = r"[ ]?\((?:联合国出版物[^()]{0,60}|[^()《》]{1,24})\)"
_GENERALLY = r"(?:所载|规定)?的?(?:各项|有关|相关|所有)?(?:规定|条款|义务|要求|原则|目标(?:和具体目标)?|国家)?"
_BETWEEN = rf"""(?:{_BRACKET})?(?:
    [，,]?[ ]?自?
  | 的 | [中内]的? | 所[载附]的? | 在其? | 以?及其 | [和与]其 | 连同其 | [和及](?=附)
  | {_GENERALLY}[，,]?{_ESPECIALLY}
  | {_ABOUT}
)"""


@cache
def _after() -> re.Pattern[str]:
    """Compiled only where texts are cited: it takes a quarter of a second, which every start would wait for."""
    return re.compile(rf"{_BETWEEN}(?P<place>{PLACES})|[ ]?\((?P<inside>{PLACES})\)", re.X)


# A place at the end of the words that carry a footnote mark: 第五次审查会议决定1, 报告第27段. Only numbered places
# count, because 附件 can be the whole document.
_NUMBERED = re.compile(rf"(?:第[ ]?{COUNTS}[ ]?[段条]|(?:决定|建议|结论|行动)[ ]?{_DIGITS})$", re.X)
_LONGEST_AT_END = 80  # characters that are searched; a longer list would take too much time


def pinpoint_after(folded: str, end: int) -> str:
    """The place that is printed after a reference to its document; "" if there is none. The reference ends at ``end``.

    >>> pinpoint_after("《条约》第六条", 4), pinpoint_after("《条约》关于裁军的第六条", 4)
    ('第六条', '第六条')
    """
    match = _after().match(folded, end)
    return (match["place"] or match["inside"]) if match else ""


def pinpoint_at_end(folded: str) -> str:
    """The place at the end of words that describe a document; "" if there is none or only the place is printed.

    >>> pinpoint_at_end("第五次会议决定1"), pinpoint_at_end("小组报告第27段"), pinpoint_at_end("第27段")
    ('决定1', '第27段', '')
    """
    match = _NUMBERED.search(folded[-_LONGEST_AT_END:])
    first = 20 if len(folded) > _LONGEST_AT_END else 1  # a list that begins before it can be incomplete
    return match[0] if match and match.start() >= first else ""
