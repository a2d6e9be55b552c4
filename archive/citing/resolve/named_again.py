"""Resolves a report, paper or programme that is named again without its footnote: 政府专家组的报告, 五点建议.

The text first names the document with a footnote. The words before the mark are the description of the document. Later
words mean the document if they end in the same noun, and if only this description has their modifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive import symbols
from archive.citing.citation import Citation
from archive.citing.find import BACK, Reference, fold_width
from archive.citing.find.places import pinpoint_after
from archive.citing.resolve.memory import NEAR, Described, Memory, ambiguous

_NOUN = re.compile("报告|文件|建议|公报|条例|声明|研究报告|行动计划|路线图")
# The words between the end of a sentence part and the noun.
_RUN = re.compile(r"[^，；。：、《》“”()（）\n]{0,60}$")
# Noun → the modifiers that count: an author, a number of points, or any modifier that is long enough.
_AUTHOR = r".*(?:组|主席|委员会|咨委会|调查团|协调[人员]|报告员|论坛|共识|联合国大学|研究所)"
_MODIFIERS = {
    "报告": re.compile(rf"{_AUTHOR}|.{{10,}}"),
    "文件": re.compile(rf"{_AUTHOR}|.{{6,}}"),
    "建议": re.compile(r".*[一二三四五六七八九十\d]+点"),
}
_ANY = re.compile(r".{2,}")
# Words before a modifier. The modifier begins directly after such a word.
_BOUNDARY = re.compile(
    r"(?:^|审[查议]|考虑到?|注意到|欢迎|赞同|回顾|重申|核可|认可|执行|实施|落实|根据|按照|依照|依据|遵照|载于|所述|涉及|关于|"
    r"转递|转交|分发|讨论|研究|通过|阐述|提及|强调|支持|采用|参照|包括|特别是|国家的?|机构的?|[将把在对就按到了])$"
)
_OPENING = re.compile(
    r"(?:[又还也并再次表示赞赏满意感兴趣地]*)(?:注意到|欢迎|回顾|审议了|重申|核可|认可|赞同|强调|称为)"
)
# Words of a modifier that show another document of the same kind. That document may not exist yet.
_OTHER = re.compile(r"下一|新的|今后|编写|起草|提交(?!的)|提出(?!的)")
# 请秘书长在报告中提供资料 asks for a new report. 报告中的建议 and 报告中提出的建议 are in the report that is known.
_TO_COME = re.compile(r"中(?!的|所|[^，；。]{1,6}的)")
_DATE = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?")
_SHORTEST = 2  # characters of a modifier
# 报告 without a modifier, before words that speak of what it says.
_BARE_REPORT = re.compile(
    "(?:(?<=[，；])报告(?=的(?:结论|建议)|所[载述]|中|认为|指出|确认|表明|强调|得出|载有|载述|为|述及|重申|建议)|(?<=在)报告(?=中))"
)
_END = re.compile("[；。]")
_ASKED = re.compile("[请要]求?(?:秘书长|会员国|各国|总干事)")
_ANOTHER_NOUN = re.compile(r"草案|员|期|书|机制|署|委员会|工作|中心|的?(?:编写|提交)|”")


def described(words: str, target: str) -> Described | None:
    """The document ``target`` of a footnote, with its description; None if ``words`` do not end in a noun of ``_NOUN``.

    ``words`` are the words of the clause before the footnote mark.
    """
    run = _RUN.search(fold_width(words[-80:]).rstrip("，；。》 "))
    nouns = [noun for noun in _NOUN.finditer(run[0]) if noun.end() == len(run[0])] if run else []
    return Described(run[0], nouns[0][0], target) if run and nouns else None


def named_again(
    text: str, taken: list[tuple[int, int]], described_before: Sequence[Described], memory: Memory
) -> Iterator[Citation]:
    """Yields the citation of each described document that ``text`` names again outside the spans ``taken``.

    ``described_before`` are the documents that earlier clauses describe.
    """
    if not described_before:
        return
    folded = fold_width(text)
    for noun in _NOUN.finditer(folded):
        documents = [one for one in described_before if one.noun == noun[0]]
        if not documents or _ANOTHER_NOUN.match(folded, noun.end()) or _TO_COME.match(folded, noun.end()):
            continue
        start, targets = _meant(folded, noun, documents)
        start = max([start, *(b for a, b in taken if start < b <= noun.start())])
        if len(targets) == 1 and not any(a < noun.end() and start < b for a, b in taken):
            reference = Reference(BACK, start, noun.end(), noun[0], pinpoint=pinpoint_after(folded, noun.end()))
            yield memory.cited(reference, text, targets.pop())


def bare_reports(text: str, through: Sequence[Citation], memory: Memory) -> Iterator[Citation]:
    """Yields the citation of 报告 alone, after the footnote that gives the report: 某组的报告，¹报告的结论认为.

    ``through`` are the citations through the footnotes of the clause. The word is ambiguous if several of them can be
    the report. It cites nothing if none can, if the clause asks for a new report, or if a later footnote of the
    sentence gives this report.
    """
    folded = fold_width(text) if through else ""
    for noun in _BARE_REPORT.finditer(folded):
        first = max(folded.rfind("；", 0, noun.start()), folded.rfind("。", 0, noun.start()))
        last = next((m.start() for m in _END.finditer(folded, noun.end())), len(folded))
        near = [c for c in through if first < c.end <= noun.start()][-NEAR:]
        keys = {c.target for c in near if c.target and symbols.kind_of(c.target).endswith("document")}
        if not keys or not any("报告" in c.exact for c in near) or _ASKED.search(folded, near[0].end, noun.start()):
            continue
        if any(noun.end() < c.end <= last for c in through):
            continue
        reference = Reference(BACK, noun.start(), noun.end(), "报告", pinpoint=pinpoint_after(folded, noun.end()))
        yield memory.cited(reference, text, keys.pop()) if len(keys) == 1 else ambiguous(reference, text, keys)


def _meant(folded: str, noun: re.Match[str], documents: list[Described]) -> tuple[int, set[str]]:
    """Returns the start of the longest words that describe a document, and the keys of the documents they describe.

    ``noun`` is the match of the noun at the end of these words. The set of keys is empty if no document fits.
    """
    run = _RUN.search(folded[max(0, noun.start() - 60) : noun.start()])
    words = run[0] if run else ""
    modifier = words.removesuffix("的")
    if _OTHER.search(words) or folded[max(0, noun.start() - len(words) - 1)] in "》”":
        return noun.start(), set()
    opening = _OPENING.match(modifier)
    for start in range(opening.end() if opening else 0, len(modifier) - _SHORTEST + 1):
        own = modifier[start:]
        fitting = [one for one in documents if _describes(own, one)]
        if fitting and _BOUNDARY.search(modifier[:start]) and _MODIFIERS.get(noun[0], _ANY).fullmatch(own):
            dates = set(_DATE.findall(words))
            same = {one.target for one in fitting if dates <= set(_DATE.findall(one.words))}
            return noun.start() - len(words) + start, same
    return noun.start(), set()


def _describes(modifier: str, document: Described) -> bool:
    """Whether the description of the document has the modifier, and no other noun after the modifier."""
    _, found, rest = document.words.removesuffix(document.noun).rpartition(modifier)
    return bool(found) and not _NOUN.search(rest) and "说明" not in rest
