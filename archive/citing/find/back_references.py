"""Finds the words that point back to a document: 同上, 该条约, 上述决议, 其第六条, 上文第8段."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.places import PLACE, pinpoint_after
from archive.citing.reference import AMENDMENT, ARTICLE, BACK, IBID, ITS, SELF, Reference

_KINDS = (
    "条约|公约|协定|议定书|规约|宣言|章程|契约|守则|准则|标准|共识|声明|文书|研究报告|备忘录|修正案|路线图|(?:最后|成果|结论|工作)文件|文件|报告|决议|决定|行动纲领|行动计划|行动议程|"
    "纲领|纲要|议程|框架|战略|计划"
)
_SCOPE = "(?:区域|全球|国家|国际|政治|联合)"  # 该区域战略
# Words after a kind that make another noun of it: 该条约草案, 该报告员, 该计划署.
_ANOTHER_NOUN = "草案|机构|司|员|署|期|编号|模板|机制|组织|委员会|所属"
# The first line tests only the first character, which makes the search fast.
_BACK = re.compile(
    r"(?=[同该上前这此其本下])(?:(?P<ibid>同上)"
    rf"|(?:该项?|上述|前述|这项|这一|这份|此项)(?P<kind>{_SCOPE}?(?:{_KINDS}))(?!{_ANOTHER_NOUN})"
    r"|(?P<its>其(?:经修[正订]的)?)(?=第[一二三四五六七八九十百\dIVXⅠ-ⅿ]+[、和及至第一二三四五六七八九十百\dIVXⅠ-ⅿ]*条"
    r"|(?<=(?:特别|尤其)是其)附件[ ]?[一二三四五六七八九十\d])"
    rf"|(?:本决议)?[上下]文(?P<self>{PLACE}))",
    re.X,
)
# The amendment of the instrument before it: 《公约》及其2005年7月8日通过、2016年5月8日生效的修正案.
_AMENDMENT = re.compile("其(?:[^，；。《》“”其]{1,40}的)?(?P<amended>修正案|修[正订]本|修[正订]版)")
# 包括协商一致最后报告，最后报告阐述了某事: the same noun again at the beginning of a part of the sentence.
_NOUN_AGAIN = re.compile(
    "(?P<noun>(?:最后|研究|进[度展]|综合|评估)报告)(?<=，..报告)(?=阐述|载有|指出|强调|确认|呼吁|重申|认为|提出|建议|所|中)"
)
# The amendment that the clause has named before: 通过《公约》的修正案，并欢迎修正案于某日生效.
_AMENDMENT_AGAIN = re.compile(r"(?:以及|欢迎|注意到|，)(?P<noun>修正案)(?=(?:已?于\d{4}年|的?生效|已生效))")
# An article without its instrument begins the text or is after a verb, a preposition or a comma.
# 大会议事规则第160条 has its instrument.
_ARTICLE = re.compile(
    r"(?:^|(?<=[，；：、(了在按照据行出反与和及对的到括实关于]))"
    rf"(?P<place>第[ ]?[一二三四五六七八九十百\d]+[ ]?条{PLACE}?)(?![件例约款])",
    re.X,
)
# 第六条和第七条工作分组 is the name of a body.
_OF_GROUP = re.compile(r"(?>(?:[、和及至]第?[ ]?[一二三四五六七八九十百\d]{1,4}[ ]?条)*)工作分?组", re.X)
_SAYS = re.compile("[还也又并]?(?:规定|要求|指出|确认|申明|载有)")


def back_references(folded: str, footnote: bool) -> Iterator[Reference]:
    for m in _BACK.finditer(folded):
        pinpoint = pinpoint_after(folded, m.end())
        if m["ibid"]:
            if footnote:
                yield Reference(IBID, m.start(), m.end(), "同上", pinpoint=pinpoint)
        elif m["kind"]:
            yield Reference(BACK, m.start(), m.end(), m["kind"], pinpoint=pinpoint)
        elif m["self"]:
            yield Reference(SELF, m.start(), m.end(), m[0][:2], pinpoint=m["self"])
        elif pinpoint:
            yield Reference(ITS, m.start(), m.end() + len(pinpoint), "其", pinpoint=pinpoint)
    for m in _AMENDMENT.finditer(folded) if "修正" in folded or "修订" in folded else ():
        yield Reference(AMENDMENT, *m.span("amended"), m["amended"])
    for noun, again in (("修正案", _AMENDMENT_AGAIN), ("报告", _NOUN_AGAIN)):
        for m in again.finditer(folded) if noun in folded else ():
            yield Reference(BACK, *m.span("noun"), m["noun"], pinpoint=pinpoint_after(folded, m.end()))


def bare_articles(folded: str, footnote: bool) -> Iterator[Reference]:
    """Yields the articles that are printed without their instrument: 第十条 in 按照《条约》，履行第十条规定的义务.

    In a footnote, only an article that begins the footnote counts: 第十条还规定，“…”.
    """
    first = _ARTICLE.match(folded) if footnote else None
    if first and _SAYS.match(folded, first.end()):
        yield Reference(ARTICLE, first.start(), first.end(), "条", pinpoint=first["place"])
    for m in () if footnote else _ARTICLE.finditer(folded):
        if _OF_GROUP.match(folded, m.end()):
            continue
        yield Reference(ARTICLE, m.start(), m.end(), "条", pinpoint=m["place"])
