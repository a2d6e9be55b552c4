"""Finds the names of known instruments that are printed without 《》: 全面禁止核试验条约, 新的裁减战略武器条约.

A name can also be inside the name of a body or a conference: 全面禁止核试验条约组织筹备委员会. Such a name is a
mention, not a citation. But a short form later in the text can mean the mentioned instrument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.catalogue import Catalogue, name_key
from archive.citing.places import pinpoint_after
from archive.citing.reference import MENTION, TITLE, Reference

_KIND = re.compile(
    "条约|公约|协定|议定书|宣言|宪章|规约|纲领|纲要|计划|议程|框架|战略|守则|准则|原则|规则|契约|盟约|文书|途径|文件|决议|声明|路线图|标准|范本"
)
_LONGEST = 90  # characters; longer names are always in 《》
_WORDS_BEFORE = 20  # characters before a name that can change its meaning
# A name does not go across a quotation mark.
_QUOTE = re.compile("[《》“”]")
# Words after a name that make it a part of the name of a body, a conference, or another text.
_INSIDE = r"(?:[^，；。：、《》“”()的]|第[一二三四五六七八九十]+[次届]?、|(?:19|20)\d\d年?、){0,30}?"
_BODY = re.compile(
    rf"\)?(?:\([^()]*\))?{_INSIDE}"
    r"(?:会议|大会|年会|委员会|专家组|工作组|小组|秘书处|组织|机构|机制|之友|主席|执行秘书|审查组)"
    r"|[^，；。：、《》“”()的]{0,20}缔约[国方]的(?:会议|大会|年会)"
    r"|草案|修正案|拟议|体系|之友|倡议|基金|(?:有关|关于)[^，；。：]{1,80}(?:规定|议定书)"
)
# The words after 不扩散核武器条约 in 不扩散核武器条约所有缔约国 name the parties, not a body.
_PARTIES = re.compile(
    rf"(?:的|所有|各|无核武器|核武器)*(?:缔约[国方]|当事国|签署国)(?!的?{_INSIDE}(?:会议|大会|年会|专家组))"
)
# The title of a resolution: 关于联合国全球反恐战略第八次审查的2023年6月30日第77/298号决议.
_ON_SUBJECT = re.compile(r"(?:关于|题为|有关)$")
_RESOLUTION = re.compile(
    r"[^，；。《》“”]{0,30}?的?(?:\d{4}年\d{1,2}月\d{1,2}日)?第[^，；。《》“”]{1,15}?号(?:决议|决定)?"
)
_DOCUMENT = re.compile(r"的[^，；。：“”]{0,10}?(?:文件|宣言|文书|成果|条约|公约|协定|议定书)")
# Words before a name which show that another instrument is meant, or one that does not exist yet: 核裁军议程,
# 谈判一项禁止核武器条约.
_OTHER = re.compile(r"(?:一项|任何|这种|此种|各项|多项|其他|(?:裁军|军控|军备控制)(?:和|与|及|、))$")
# A name of at most six characters counts only if the words before it show that a new word begins.
_SHORT = 6
_BEFORE_SHORT = re.compile(
    r"(?:^|[，；。：、)》”\d年月日和与及或对据照守反了将把以为向是于在自从的其该入署准行结过到持顾申])$"
)


def unquoted_names(folded: str, catalogue: Catalogue) -> Iterator[Reference]:
    """Finds names of the catalogue that are printed without 《》.

    Yields a TITLE for each name, and a MENTION for each name inside another name.
    """
    found: list[Reference] = []
    for kind in _KIND.finditer(folded):
        if folded[kind.end() : kind.end() + 1] != "》" and (reference := _named(folded, kind.end(), catalogue)):
            # A longer name replaces the shorter name inside it: 东南亚无核武器区条约议定书 begins with the treaty.
            while found and found[-1].end > reference.start:
                found.pop()
            found.append(reference)
    yield from found


def _named(folded: str, end: int, catalogue: Catalogue) -> Reference | None:
    if not catalogue.has_name_with_end(folded[max(0, end - _LONGEST) : end]):
        return None
    floor = max((quote.end() for quote in _QUOTE.finditer(folded, max(0, end - _LONGEST), end)), default=0)
    words = folded[max(floor, end - _LONGEST) : end]
    name = catalogue.name_at_end(words)
    if not name:
        return None
    start = _start_of(name, folded, end)
    before = folded[max(0, start - _WORDS_BEFORE) : start]
    if _OTHER.search(before) or _in_quotation(folded, start, end):
        return None
    if len(name) <= _SHORT and not _BEFORE_SHORT.search(before):
        return None
    if _ON_SUBJECT.search(before) and _RESOLUTION.match(folded, end):
        return None
    is_short_form = (
        before.endswith("》(") and folded[end : end + 1] == ")"
    )  # 《…议定书》(经修正的第二号议定书)下设专家组
    if not is_short_form and _BODY.match(folded, end) and not _PARTIES.match(folded, end):
        return Reference(MENTION, start, end, folded[start:end])
    return Reference(TITLE, start, end, folded[start:end], pinpoint=pinpoint_after(folded, end))


def _start_of(name: str, folded: str, end: int) -> int:
    """The offset in the text at which a name begins. ``name`` has the form of ``name_key``; it ends at ``end``."""
    start = end - len(name)
    while len(name_key(folded[start:end])) < len(name):
        start -= 1
    return start


def _in_quotation(folded: str, start: int, end: int) -> bool:
    """Whether the name is inside “…” and so is no citation.

    The result is False if the whole quotation is the name of a document, as in 题为“新城市议程”的成果文件.
    """
    opening = folded.rfind("“", 0, start)
    if opening <= folded.rfind("”", 0, start):
        return False
    whole = folded[opening + 1 : start] == "" or folded[start - 1] == "："
    return not (whole and folded[end : end + 1] == "”" and _DOCUMENT.match(folded, end + 1))
