"""Finds short forms without 《》: 加入公约, 公约缔约国, 执行公约规定的义务, 第五议定书缔约国.

The same words also occur in general statements (条约、公约和协定; 这些条约的缔约国). So only short forms beside certain
verbs and nouns count, and only in clauses that do not speak of several instruments of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.find.title_references import in_item
from archive.citing.places import pinpoint_after
from archive.citing.reference import SHORT, Reference

_KIND = re.compile("公约|条约|议定书")
_NUMBER = re.compile("(?<![(《])第[一二三四五六七八九十]+号?$")
# Words directly before the short form. The beginning of a part of the sentence counts too.
_BEFORE = re.compile(
    "(?:^|[，；]|加入|成为|执行|遵守|履行|批准|接受|违反|参加|退出|实施|推动|促进|支持|加强|依照|按照|根据|依据|遵循|约束的|"
    "欢迎|敦促|促请|吁请|呼吁|邀请|鼓励|要求|注意到|强调|非|[与同对向])$"
)
# Words after the short form that make it a part of the name of a conference: 公约缔约国第六次会议,
# 公约缔约国、第五议定书和经修正的第二议定书会议.
_CONFERENCE = "第|[^，；。]{0,16}(?:会议|大会|年会)|[、和及][^，；。]{0,30}(?:会议|大会|年会)|[^，；。在]{0,24}专家组"
_AFTER = re.compile(
    f"(?:非?(?:无?核武器)?缔约[国方](?!{_CONFERENCE})|非缔约|规定|义务|制度|相关|有关|所(?:定|载|规定)|各项(?:规定|义务)|"
    "的?(?:宗旨|目标)|\\(包括第|的(?:规定|义务|条款|执行|普遍|缔约|人道|生效|原则|所有|各项)|及其?议定书(?=规定|义务|的)|"
    "和(?!条约|公约|协定|议定书|经修正|第|其他|国际|有关|相关)|[以并而]|[，；。]|$)"
)
_SEVERAL = re.compile("(?:这些|各项|任何|所有|一切|其他|有关|相关|[多双]边)(公约|条约|议定书)")
# The short form that a bracket gives to the title before it: 《…议定书》(经修正的第二号议定书).
_IN_BRACKET = re.compile(r"(?<=》\()(?:经修正的)?第[一二三四五六七八九十]+号?议定书(?=\))")
_REACH = 4  # characters; the words before the short form that are looked at
_LONGEST_NUMBER = 8  # characters of the number before a protocol, with one character before it


def plain_short_forms(folded: str) -> Iterator[Reference]:
    """Yields the short forms that a text has without 《》. The text must be in half-width forms."""
    for name in _IN_BRACKET.finditer(folded) if "》(" in folded else ():
        yield Reference(SHORT, *name.span(), name[0])
    found = [kind for kind in _KIND.finditer(folded) if _AFTER.match(folded, kind.end())]
    several = {m[1] for m in _SEVERAL.finditer(folded)} if found else set()
    for kind in found:
        start, end = _start(folded, kind), kind.end()
        before = folded[max(0, start - _REACH) : start]
        if start == kind.start() and (kind[0] in several or not _BEFORE.search(before)):
            continue
        if not in_item(folded, start, end):
            yield Reference(SHORT, start, end, folded[start:end], pinpoint=pinpoint_after(folded, end))


def _start(folded: str, kind: re.Match[str]) -> int:
    """The offset at which a short form begins. The number of a protocol belongs to it: 第五议定书."""
    if kind[0] != "议定书":
        return kind.start()
    floor = max(0, kind.start() - _LONGEST_NUMBER)
    number = _NUMBER.search(folded[floor : kind.start()])
    return floor + number.start() if number else kind.start()
