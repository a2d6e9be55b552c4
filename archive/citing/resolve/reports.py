"""Resolves reports that are named again: by their years, by the resolution that asked for them, or as 报告 alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from archive import symbols
from archive.citing.citation import Citation
from archive.citing.find import BACK, Reference, fold_width
from archive.citing.places import pinpoint_after
from archive.citing.resolve.descriptions import Descriptions, without_additions
from archive.citing.resolve.memory import NEAR, Memory, ambiguous

Named = tuple[int, int, set[str]]  # start and end of words that name a document, and the keys that they can mean
YEAR = r"(?:19|20)\d\d年"
# 某组2033年和2034年报告 names two reports. The end of the author's name is directly before the years.
_YEARS = re.compile(
    rf"(?P<author>[^，；。：、\d]{{3}})(?P<years>(?:{YEAR}(?:、{YEAR})*[和及与])?{YEAR})(?:的|的?共识|的?协商一致)?$"
)
_FIRST_SESSION = 1945  # the General Assembly's session N begins in this year + N
_REACH = 60  # characters before 报告 that are searched for years
_GROUP = re.compile("组|委员会|主席|咨委会|论坛")  # a description without an author fits every author
# 秘书长根据大会第11/22号决议，考虑到各国意见编写的某事报告. The number shows which report is meant.
_ON_REQUEST = re.compile(
    r"(?:根据|依照|按照|依据|遵照)(?:大会)?(?:[\d年月日]*)第(?P<number>[A-Z]*\d+/\d+(?: ?[A-Z])?)号决议"
    r"(?:，[^，；。]{1,30})?(?:提交|提出|编写|编制|印发)的(?P<words>[^，；。：、《》“”]{0,60}?报告)(?!员|的编写|草案)"
)
_OF_SECRETARY = re.compile("秘书长的?报告$")  # it can be any report of his
# 报告 without a modifier, before words that speak of what it says.
_BARE_REPORT = re.compile(
    "(?:(?<=[，；、及])报告(?=的(?:结论|建议)|所[载述]|中|认为|指出|确认|表明|强调|得出|载有|载述|为|述及|重申|建议|极其|呼吁|阐述|有助)"
    "|(?<=[在到])报告(?=中)|(?<=包括)报告(?=中|所[载述])|(?<=落实|执行|利用)报告(?=中?所[载述]|中的)|(?<=将)报告(?=转递|转交|分发))"
)
# 报告 alone in words that speak of a report which the reader knows: 执行报告所载建议.
_KNOWN_REPORT = re.compile(
    "(?:(?:(?<=执行|根据|按照|依照|落实|利用)|(?<=[就与]))"
    "报告(?=中?所[载述]|中的?(?:所有|各项)?(?:结论|建议|意见)|的(?:所有|各项)?(?:结论|建议)|及)"
    "|(?<=专家组在|工作组在|委员会在|秘书长在)报告(?=中(?:确认|认为|指出|强调|建议))"
    "|(?<=向其分发|向其转递|向其转交)报告(?=的))"
)
_PRINTED_IN = re.compile("所载[^，；。《》]{2,60}?报告")
_USED = re.compile("(?:落实|执行|利用)$")
_LAST_CLAUSES = 5  # clauses before 报告 alone that are searched for the report
_END = re.compile("[；。]")
# A request for a new report: 请各国提交报告. 请秘书长将报告转递某会议 is no such request.
_ASKED = re.compile("[请要]求?(?:秘书长|会员国|各国|总干事)(?!将$)|(?:提出|提交|编写)[^，；。]*报告，")


def on_request(folded: str, described: Descriptions) -> Iterator[Named]:
    """Yields the words for each report that a resolution asked for: 根据第11/22号决议提交的报告."""
    for m in _ON_REQUEST.finditer(folded) if "号决议" in folded else ():
        number = f"第{m['number']}号决议"
        yield *m.span("words"), described.documents(each for each in described.like(number, "报告") if number in each)


def of_years(folded: str, noun: re.Match[str], described: Descriptions) -> list[Named]:
    """Returns the words for each year of a list of reports: 2033年 and 2034年报告 in 某组2033年和2034年报告.

    The list is empty if no year is printed, or if the only year fits no report. A report whose description has no year
    is of the year in which the session of its symbol began.
    """
    years = _YEARS.search(folded, max(0, noun.start() - _REACH), noun.start())
    if years is None:
        return []
    each = list(re.finditer(YEAR, years["years"]))
    first = years.start("years")
    keys = [described.documents(_of_year(year[0], years["author"], noun[0], described, len(each) > 1)) for year in each]
    if not any(keys) and len(each) == 1:
        keys = [_of_session(int(each[0][0][:4]), years["author"], noun[0], described)]
        if not any(keys):
            return []
    ends = [*(first + year.end() for year in each[:-1]), noun.end()]
    return [(first + year.start(), last, found) for year, last, found in zip(each, ends, keys, strict=True)]


def _of_year(year: str, author: str, noun: str, described: Descriptions, anyone: bool) -> Iterator[str]:
    """Yields the descriptions whose last year is this year, and which also have the end of the author's name.

    If ``anyone`` is true, a description without an author fits too.
    """
    for each in described.like(year if anyone else year + author, noun):
        if re.findall(YEAR, each)[-1:] == [year] and (author in each or (anyone and not _GROUP.search(each))):
            yield each


def _of_session(year: int, author: str, noun: str, described: Descriptions) -> set[str]:
    """The only report of this author, if it was submitted to the session that began in this year (70: 2015)."""
    without_year = (each for each in described.like(author, noun) if author in each and not re.search(YEAR, each))
    keys = described.documents(without_year)
    return keys if len(keys) == 1 and all(key.startswith(f"A/{year - _FIRST_SESSION}/") for key in keys) else set()


def is_noted_later(folded: str, end: int, marked: Sequence[int]) -> bool:
    """Whether a later footnote mark can give 秘书长的报告, which ends at ``end``: 秘书长的报告，其中载有某事。¹

    ``marked`` are the ends of the words that carry footnote marks, in order.
    """
    if not _OF_SECRETARY.search(folded, max(0, end - 6), end):
        return False
    last = next((m.start() for m in _END.finditer(folded, end)), len(folded))
    return bisect_right(marked, end) < bisect_right(marked, last)


def printed_reports(text: str, direct: Sequence[Citation]) -> list[Citation]:
    """The reports that a clause gives by their symbol: A/57/124号文件所载某组的报告."""
    folded = fold_width(text) if "所载" in text else ""
    return [c for c in direct if c.exact.endswith("号文件") and _PRINTED_IN.match(folded, c.end)]


def bare_reports(text: str, through: Sequence[Citation], memory: Memory) -> Iterator[Citation]:
    """Yields the citation of 报告 alone, after the report that it means: 某组的报告，¹报告的结论认为.

    ``through`` are the citations of the clause through its footnotes, of reports that it names again, and of reports
    that it gives by their symbol. The word is
    ambiguous if several of them can be the report. It cites nothing if none can, if the clause asks for a new report,
    or if a later footnote of the sentence gives this report.
    """
    folded = fold_width(text) if through else ""
    through = sorted(through, key=lambda citation: citation.end)
    ends = [citation.end for citation in through]
    for noun in _BARE_REPORT.finditer(folded):
        first = max(folded.rfind("；", 0, noun.start()), folded.rfind("。", 0, noun.start()))
        last = next((m.start() for m in _END.finditer(folded, noun.end())), len(folded))
        before = bisect_right(ends, noun.start())
        near = through[max(bisect_right(ends, first), before - NEAR) : before]
        keys = {c.target for c in near if c.target and symbols.kind_of(c.target).endswith("document")}
        keys = without_additions(keys)
        if (
            not keys
            or not any("报告" in c.exact or c.exact.endswith("号文件") for c in near)
            or _ASKED.search(folded, near[0].end, noun.start())
        ):
            continue
        if any(_can_be_of(folded, noun, c) for c in through[bisect_right(ends, noun.end()) : bisect_right(ends, last)]):
            continue
        reference = Reference(BACK, noun.start(), noun.end(), "报告", pinpoint=pinpoint_after(folded, noun.end()))
        yield memory.cited(reference, text, keys.pop()) if len(keys) == 1 else ambiguous(reference, text, keys)


def _can_be_of(folded: str, noun: re.Match[str], noted: Citation) -> bool:
    """Whether a later footnote of the sentence can give the report that ``noun`` names.

    In 就执行报告所载建议的方式提出的意见³ the footnote gives the opinions.
    """
    return not (noted.start > noun.end() and _USED.search(folded, max(0, noun.start() - 2), noun.start()))


def reports_of_text(text: str, through: Sequence[Citation], memory: Memory) -> Iterator[Citation]:
    """Yields the citation of 报告 alone if the clause names no report before it: 执行报告所载建议.

    It is the report that the clauses before cite (``_before``), else the only report that the text has described. It
    cites nothing if there are several, or if a later footnote of the sentence can give the report.
    """
    nouns = list(_KNOWN_REPORT.finditer(text)) if "报告" in text else []
    keys = _before(memory) or memory.described.of_noun.get("报告", set()) if nouns else set[str]()
    if len(keys) != 1:
        return
    marked = sorted(citation.end for citation in through)
    stops = [*(m.start() for m in _END.finditer(text)), len(text)]
    for noun in nouns:
        last = stops[bisect_left(stops, noun.end())]
        if bisect_right(marked, noun.end()) == bisect_right(marked, last):
            reference = Reference(BACK, *noun.span(), "报告", pinpoint=pinpoint_after(text, noun.end()))
            yield memory.cited(reference, text, *keys)


def _before(memory: Memory) -> set[str]:
    """The reports that the clause before cites, else the report that one of the last clauses calls 报告 alone."""
    for distance, cited in enumerate(islice(reversed(memory.clauses.values()), _LAST_CLAUSES)):
        if found := [c for c in cited[-NEAR:] if c.target and c.exact.endswith("报告")]:
            is_meant = distance == 0 or all(c.exact == "报告" and c.via_footnote is None for c in found)
            return {c.target for c in found if c.target} if is_meant else set()
    return set()
