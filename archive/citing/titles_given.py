"""Finds the titles that a text gives to the documents that it cites. The rules are for Chinese texts.

    回顾其题为“军备的透明度”的1991年12月9日第46/36 L号、1992年12月15日第47/52 L号决议

gives both resolutions the title 军备的透明度. 关于妇女与和平与安全的第1325(2000)号决议 only describes a resolution, and
秘书长关于第74/30号决议执行情况的报告, whose symbol is in a footnote, only describes a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class Cited(Protocol):
    """A citation in a text: ``text[start:end] == exact``."""

    @property
    def exact(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def pinpoint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class GivenTitle:
    """The title that words give to a document. If ``certain`` is False, the words only describe the document."""

    title: str
    certain: bool


# A quotation, with at most one level of quotations inside it.
_QUOTED = (
    r"(?:“(?P<a>[^“”]{2,300}(?:“[^“”]{1,200}”[^“”]{0,200}){0,4})”|「(?P<b>[^「」]{2,300})」|《(?P<c>[^《》]{2,300})》"
    r"|\"(?P<d>[^\"]{2,300})\")"
)
_ENTITLED = r"(?:(?:标题|题目|题名|標題|題目)[为是為]|题为|題為)"
_TITLED = re.compile(rf"{_ENTITLED}{_QUOTED}的|以{_QUOTED.replace('P<', 'P<z')}[为為][题題]的")
_TITLED_AFTER = re.compile(rf"(?:号?(?:决议|决定|文件))?[，,]?[（(]?{_ENTITLED}{_QUOTED}(?=[，；。、)）]|$)")

# What can be between a title and a number: dates, the body, and other numbers of the same list (masked by _MASK).
_MASK = "\0"
_BODIES = "联合国|大会|安全理事会|安理会|人权理事会|经济及社会理事会|执行理事会|缔约国大会|缔约国会议"
_LIST = rf"(?>(?:\0+|{_BODIES}|第|号|、|，|以?及|和|与|通过|于|的|\s|\d{{4}}年(?:\d{{1,2}}月\d{{1,2}}日)?)*)"
_TO_NUMBER = re.compile(_LIST)
_ABOUT = re.compile(rf"关于(?P<subject>[^，；。：\0]{{2,90}}?)的{_LIST}")
_ABOUT_AT_MOST = 160  # characters between 关于 and the number

_NOUN = re.compile("决议|决定|文件")
_REST_OF_LIST = re.compile(rf"[{_MASK}第号、，以及和与年月日A-Z\d/()（）\s]*(?:决议|决定)")
_IN_LIST = re.compile("[、及和与]")
_NUMBER = re.compile(r"\d")

# 《大会正式记录，第六十四届会议，补编第27号》(A/64/27)
_TITLE_AND_SYMBOL = re.compile(r"《(?P<title>[^《》]+)》\s*[(（][^()（）]*\d[^()（）]*(?:\([^()]*\)[^()（）]*)?[)）]?")
_OFFICIAL_RECORDS = re.compile(r"《(?P<series>[^《》，]*正式记录)，")
_PART_OF_SERIES = re.compile(r"第[〇零一二三四五六七八九十百]+(?:届|次|年)")
_VOLUME = re.compile(r"，第[一二三四五六七八九十]+(?:至[一二三四五六七八九十]+)?(?:卷|部分)$")

# Words that describe a document without a number: 秘书长关于第74/30号决议执行情况的报告.
_DESCRIBING = re.compile(r"(?:报告|声明|宣言|研究|行动计划|最后文件|成果文件|说明|来文|信|方案|纲领|准则|框架)》?$")
_BY_AUTHOR = re.compile(r"(?:联合国)?秘书长(?:关于|根据|就|题为|提交)[^，；。：]{0,80}$")
_ANOTHER_REPORT = re.compile(r"^(?P<author>(?:联合国)?秘书长).*报告(?:、|以?及|和)(?P<last>.+)$")
_SAYS_LITTLE = re.compile(
    r"[该这此其上所本提在但以如于]|包括|执行情况|载于|.*日[^，]{0,6}通过|《.{0,2}(?:文件|纲领|计划|报告|宣言|声明)》$"
)
_SHORTEST_DESCRIPTION = 6  # characters besides the date
_DATE = re.compile(r"\d+[年月日]|\d")


def titles_given(text: str, citations: Sequence[Cited], series: str = "") -> list[GivenTitle | None]:
    """For each citation in the text of a clause or a footnote: the title that the text gives to the cited document.

    ``series`` is the name of the official records that the text before has named (``official_records``), for 同上.
    """
    titled = list(_TITLED.finditer(text))
    masked = _masked(text, citations)
    return [_title(text, masked, one, titled, series) for one in citations]


def official_records(text: str) -> str:
    """The name of the official records that a text names last: 大会正式记录. "" if it names none."""
    found = _OFFICIAL_RECORDS.findall(text)
    return str(found[-1]) if found else ""


def _title(text: str, masked: str, cited: Cited, titled: Iterable[re.Match[str]], series: str) -> GivenTitle | None:
    if named := _TITLE_AND_SYMBOL.fullmatch(cited.exact):
        title = _whole(named["title"], text[: cited.start], series)
        return GivenTitle(title, certain=True) if title else None
    if cited.pinpoint:
        return None  # the words can mean a part of the document, such as an annex
    if not _NUMBER.search(cited.exact) or _DESCRIBING.search(cited.exact):
        described = _described(text, cited)
        return GivenTitle(described, certain=False) if described else None
    if cited.exact.startswith("《"):
        return None
    if title := _before(masked, cited, titled) or _after(text, cited):
        return GivenTitle(title, certain=True)
    about = _about(text, masked, cited)
    return GivenTitle(about, certain=False) if about else None


def _masked(text: str, citations: Iterable[Cited]) -> str:
    """The text with each bare number replaced by masks. A number with its noun (第1号决议) ends a list and stays."""
    for one in citations:
        if _NUMBER.search(one.exact) and not _NOUN.search(one.exact) and "《" not in one.exact:
            text = text[: one.start] + _MASK * (one.end - one.start) + text[one.end :]
    return text


def _before(masked: str, cited: Cited, titled: Iterable[re.Match[str]]) -> str:
    """The title before a number: 题为“…”的1991年12月9日第46/36 L号."""
    nearest = None
    for match in titled:
        if match.end() <= cited.start:
            nearest = match
    if nearest is None or not _TO_NUMBER.fullmatch(masked, nearest.end(), cited.start):
        return ""
    return _quoted(nearest)


def _after(text: str, cited: Cited) -> str:
    """The title after a number: 第70/1号决议，题为“…”，"""
    match = _TITLED_AFTER.match(text, cited.end)
    return _quoted(match) if match else ""


def _quoted(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group).strip("，,。 ")


def _about(text: str, masked: str, cited: Cited) -> str:
    """The words that describe a resolution: 关于妇女与和平与安全的决议."""
    first = max(0, cited.start - _ABOUT_AT_MOST)
    place = text.rfind("关于", first, cited.start)
    while place >= 0:
        if match := _ABOUT.fullmatch(masked, place, cited.start):
            subject = text[match.start("subject") : match.end("subject")]
            noun, numbers = _noun(masked, cited)
            if _balanced(subject) and _of_each(subject, masked[match.end("subject") : cited.start] + numbers):
                return f"关于{subject}的{noun}" if noun else f"关于{subject}"
        place = text.rfind("关于", first, place)
    return ""


def _noun(masked: str, cited: Cited) -> tuple[str, str]:
    """决议 or 决定, which a list has at its end, and the numbers up to there."""
    rest = _REST_OF_LIST.match(masked, cited.start)
    if rest is None:
        return (noun[0] if (noun := _NOUN.search(cited.exact)) else ""), _MASK
    return rest[0][-2:], rest[0]


def _of_each(subject: str, numbers: str) -> bool:
    """Whether the subject is that of each number: 关于第十、第二十周年的第1号和第2号决议 gives each its own."""
    return "号决" not in subject and not ("、" in subject and _IN_LIST.search(numbers))


def _balanced(words: str) -> bool:
    return all(words.count(opening) == words.count(closing) for opening, closing in ("《》", "“”", "()", "（）"))


def _whole(title: str, before: str, series: str) -> str:
    """The title of an official record with the name of its series, which 同上 leaves out. "" if it is not known."""
    title = _VOLUME.sub("", title)
    if title.startswith("补编"):
        return ""
    if not _PART_OF_SERIES.match(title):
        return title
    named = official_records(before) or series
    return f"{named}，{title}" if named else ""


def _described(text: str, cited: Cited) -> str:
    """The words that describe a document without naming it by a number. "" if they say too little."""
    if not _DESCRIBING.search(cited.exact) or text.startswith("的", cited.end):
        return ""
    words = cited.exact
    if author := _BY_AUTHOR.search(text, 0, cited.start):
        words = text[author.start() : cited.end]
        if (another := _ANOTHER_REPORT.match(words)) and _balanced(words):
            words = another["last"]
            words = another["author"] + words if words.startswith(("关于", "根据")) else words
    told = len(_DATE.sub("", words)) >= _SHORTEST_DESCRIPTION and not _SAYS_LITTLE.match(words)
    return words if told and _balanced(words) else ""


def in_order(texts: Iterable[tuple[str, Sequence[Cited]]]) -> Iterator[list[GivenTitle | None]]:
    """``titles_given`` for the texts of one Draft, in their order, so that 同上 finds the series named before."""
    series = ""
    for text, citations in texts:
        yield titles_given(text, citations, series)
        series = official_records(text) or series
