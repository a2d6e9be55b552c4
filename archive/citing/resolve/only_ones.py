"""Resolves words that fit only one document of a Draft by its kind, author or year: 研究报告, 议事规则.

The words need not be those with which the Draft describes the document before a footnote mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.resolve.descriptions import Descriptions
from archive.citing.resolve.memory import Memory
from archive.citing.resolve.reports import YEAR, Named

# 研究报告 in words that speak of a study which the reader knows. 编写研究报告 speaks of a new one.
_STUDY = re.compile(
    "(?:(?<=执行|落实|回顾|欢迎|根据|按照)|(?<=[，；、]))"
    "研究报告(?=所|中的?(?:各项)?(?:建议|结论|意见)|的(?:各项)?(?:建议|结论))"
)
# The rules of procedure of the conference that the Draft is about. The Assembly's rules are another document.
_RULES = re.compile("(?:(?<=裁谈会|委员会)|(?<=裁谈会的|委员会的)|(?<=会议)|(?<=会议的))议事规则(?!草案|第)")
# 秘书长在审查甲事的报告中指出: the words after 在 need not be in the description of the report.
_OF_SECRETARY = re.compile("(?<!请)秘书长在(?!关于|就|其|下|今后)[^，；。：《》“”]{2,30}的报告(?=中|所)")
# 某委员会2035年关于甲事的报告: the author and the year of a report are enough.
_OF_YEAR = re.compile(
    rf"(?P<author>[^，；。：、\d]{{0,8}}(?P<least>[^，；。：、\d]{{2}}(?:委员会|组|论坛){YEAR}))关于[^，；。：《》“”]{{2,40}}?的报告(?=[，；。及的所中])"
)
# 第11/22号决议所设某事专家组的报告: the resolution that set the author up.
_SET_UP = re.compile(
    r"第(?P<number>[A-Z]*\d+/\d+(?: ?[A-Z])?)号决议(?:所设|设立的)"
    r"(?P<words>[^，；。：《》“”]{0,60}?组的?报告)(?!员|书|草案)"
)


def only_ones(folded: str, memory: Memory) -> Iterator[Named]:
    """Yields words with the keys of the documents that they fit."""
    described = memory.described
    for noun, form in (("研究报告", _STUDY), ("议事规则", _RULES)):
        if len(keys := described.of_noun.get(noun, ())) == 1:
            yield from ((*m.span(), set(keys)) for m in form.finditer(folded))
    if "报告" in described and "报告" in folded:
        yield from _reports(folded, described)


def _reports(folded: str, described: Descriptions) -> Iterator[Named]:
    for m in _OF_SECRETARY.finditer(folded) if "秘书长在" in folded else ():
        yield *m.span(), _with("秘书长", described)
    for m in _OF_YEAR.finditer(folded) if "年关于" in folded else ():
        yield from _of_author_and_year(m, described)
    for m in _SET_UP.finditer(folded) if "号决议" in folded else ():
        every = described.like(number := f"第{m['number']}号决议", "报告")
        yield *m.span("words"), described.documents(each for each in every if re.search(f"{number}(?:所设|设立)", each))


def _of_author_and_year(m: re.Match[str], described: Descriptions) -> Iterator[Named]:
    """Yields the words from the beginning of the author's name, as far as the description has it."""
    if len(keys := _with(m["least"], described)) == 1:
        every = [each for each in described.like(m["least"], "报告") if m["least"] in each]
        lengths = range(len(m["author"]), 0, -1)
        longest = next(length for length in lengths if m["author"][-length:] in every[0])
        yield m.end("author") - longest, m.end(), keys


def _with(words: str, described: Descriptions) -> set[str]:
    return described.documents(each for each in described.like(words, "报告") if words in each)
