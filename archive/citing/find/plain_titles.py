"""Finds instruments that are printed without 《》 and that the catalogue need not have: 关于某事的声明, 某地某事战略.

The words of such a name also occur in general statements (制定国家战略, 各国的声明). So a name counts only beside words
which show that the instrument exists: an organ has adopted it, States carry it out, or it has a period of years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.find.title_references import in_item
from archive.citing.places import pinpoint_after
from archive.citing.reference import PLAIN, Reference

_PLAN = "战略(?:计划|框架)?|路线图|行动(?:计划|纲领|议程)|联合框架"
_DECLARATION = "宣言|声明|公报"
_KIND = re.compile(f"{_PLAN}|{_DECLARATION}")
_AT_END = re.compile(f"(?:{_PLAN}|{_DECLARATION})$")
_WORD = "[^，；。：《》“”()的了]"
# A name ends before a stop or a conjunction. Before other words it can be a part of a longer name: 某事战略审查.
_END = r"(?=[，；。、)中]|以及|[和及](?!其?(?:行动|路线|执行))|所[载述]|得到|推动|方面|(?:背景|框架)下|$)"

# The patterns begin with plain characters, one alternative for each verb. So the search skips most of a text.
# 替代关于某事的声明: a declaration after a verb that needs an existing text.
_ABOUT = re.compile(
    r"(?:替代|取代|通过[了的]?|发表[了的]?|签署[了的]?|核可[了的]?|认可[了的]?|欢迎|回顾|执行|履行|遵守|落实|根据|按照)"
    rf"(?P<name>关于[^，；。：《》“”]{{4,60}}?的(?:联合|政治|部长级?|共同)?(?:{_DECLARATION})){_END}"
)
_ADOPTS = "上?(?:通过|核可|签署)了?"
# 某日某机构公布的某事战略, 某组织首脑会议通过了某事战略: the act of an organ.
_ADOPTED = re.compile(
    "(?:公布的|发布的|推出的|启动的|签署的|发表的|核可的|通过的"
    rf"|会议{_ADOPTS}|大会{_ADOPTS}|常会{_ADOPTS}|峰会{_ADOPTS})"
    rf"(?P<name>{_WORD}{{4,40}}?(?:{_PLAN}|{_DECLARATION})){_END}"
)
# The date or the meeting of this act.
_ACT = re.compile(r"(?:\d{4}年|会议|大会|常会|峰会|论坛|委员会)[^，；。]{0,24}$")
# 执行某联盟某事路线图: States carry out the plan of an organization.
_CARRIED_OUT = re.compile(
    r"(?:执行|实施|落实)(?=[^，；。]{0,8}(?:联合国|联盟|共同体|组织|部非洲|维持和平行动))"
    rf"(?P<name>{_WORD}{{4,40}}?(?:{_PLAN})){_END}"
)
# 2031-2035年期间行动计划, 2035年甲事的路线图.
_OF_PERIOD = re.compile(
    rf"(?P<name>\d(?<!\d\d)\d{{3}}(?:年?[-—至]\d{{4}}年(?:期间)?(?:{_WORD}(?<![应在])){{0,24}}?(?:{_PLAN})"
    rf"|年(?:{_WORD}(?<!\d)|的){{4,24}}?路线图)){_END}"
)
# 某国际会议的某国和平路线图.
_OF_ORGAN = re.compile(rf"(?:会议|联盟|共同体|组织|秘书长)的(?P<name>{_WORD}{{4,40}}?路线图){_END}")
# 题为“甲乙丙”的宣言.
_ENTITLED = re.compile(
    rf"[题名]为(?P<name>“(?P<title>[^“”]{{4,80}})”的(?:政治|部长级?|最后|联合|领导人)?(?:{_DECLARATION}))(?!草案)"
)
# 启动了“甲乙丙：某组织丁战略”.
_LAUNCHED = re.compile(rf"(?:启动|推出|发布|公布)了?(?P<name>“(?P<title>[^“”]{{4,60}}(?:{_PLAN}))”)")
_FORMS = (_ABOUT, _ADOPTED, _CARRIED_OUT, _OF_PERIOD, _OF_ORGAN, _ENTITLED, _LAUNCHED)

# Words in a name that show the plans of many States, several instruments, or an act that is part of the sentence.
_GENERAL = re.compile(
    r"^[一各这此该其两本]|国家[和与、]|^国家|各国|各级|有关|相关|单方面|[制拟]定|通过|执行|实施|草案|报告|决议|[、和]关于"
    rf"|^(?:部长级?|联合|政治|领导人|共同|最后|主席|安理会|安全理事会|区域|综合)+(?:{_PLAN}|{_DECLARATION})$"
)
# Words before a name that show several instruments, one that does not exist yet, or the annex of the resolution itself.
_OTHER = re.compile(
    "(?:(?:期待|将[于在]|各次|历次|分别|包括最近)[^，；。]{0,30}|(?:[制拟][定订]|编写|起草|谈判|下一[个项]|今后)[^，；。]{0,12}"
    "|(?:建议|提议|考虑|鼓励|如何|旨在|能够)[^，；。]{0,6}|本决议(?:附件中|所附)的?[^，；。]{0,6})$"
)
_REACH = 40  # characters before a name that can change its meaning


def plain_titles(folded: str) -> Iterator[Reference]:
    """Yields the names of instruments that a text prints without 《》, in the order of the text. They do not overlap.

    >>> text = "欢迎甲会议于某月通过的甲乙丙丁战略，执行各国的战略，以替代关于甲乙事项的声明"
    >>> [reference.name for reference in plain_titles(text)]
    ['甲乙丙丁战略', '关于甲乙事项的声明']
    """
    if not _KIND.search(folded):  # most texts
        return
    last = 0
    for m in sorted((m for form in _FORMS for m in form.finditer(folded)), key=lambda m: m.span("name")):
        start, end = m.span("name")
        if start >= last and _is_definite(m) and not in_item(folded, start, end):
            last = end
            title = m["title"] if m.re in (_ENTITLED, _LAUNCHED) else m["name"]
            yield Reference(PLAIN, start, end, title, pinpoint=pinpoint_after(folded, end))


def is_plain_kind(words: str) -> bool:
    """Whether words end in a kind of instrument that ``plain_titles`` finds."""
    return bool(_AT_END.search(words))


def _is_definite(m: re.Match[str]) -> bool:
    """Whether a match of one of ``_FORMS`` names one instrument that exists."""
    before = m.string[max(0, m.start() - _REACH) : m.start("name")]
    if m.re is _ADOPTED and not _ACT.search(before):
        return False
    return not _GENERAL.search(m["name"]) and not _OTHER.search(before)
