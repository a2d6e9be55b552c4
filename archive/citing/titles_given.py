"""Finds the titles that a text gives to the documents that it cites. These rules are for Chinese texts.
``archive.citing.english_titles_given`` has the rules for English texts.

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

# What can be between a title and a number: dates, the body, and other numbers of the same list. ``_masked`` writes the
# bare numbers of a list as _BARE, and numbers with their noun (第1号决议), which end a list, as _LAST.
_BARE, _LAST = "\0", "\1"
_BODIES = "联合国|大会|安全理事会|安理会|人权理事会|经济及社会理事会|执行理事会|缔约国大会|缔约国会议"
_BETWEEN = rf"{_BODIES}|第|号|、|，|以?及|和|与|通过|于|的|\s|\d{{4}}年(?:\d{{1,2}}月\d{{1,2}}日)?"
_NUMBERS = re.compile(rf"(?>(?:{_BARE}+|{_BETWEEN})*){_LAST}*")
_ABOUT = re.compile(
    rf"关于(?P<subject>[^，；。：{_BARE}{_LAST}]{{2,90}}?)的(?=(?>(?:{_BETWEEN})*)[{_BARE}{_LAST}])(?P<numbers>{_NUMBERS.pattern})"
)
_EACH_ITS_OWN = re.compile("分别[^，；。：]*$")  # 分别关于甲和乙的第1号和第2号决议

_SHORT_FORM = re.compile("《(公约|条约|议定书|宣言|行动纲领)》")
_NUMBERED_NOUN = re.compile("决议|决定|文件")
_NOUN_OF_LIST = re.compile("[^；。：]*?(决议|决定)")
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
# The object of the verb that begins a clause. Cited words that follow 的 are only the end of an object.
_OBJECT = re.compile(
    r"(?:^|[，；。：])(?:又|还|并|再次)?(?:赞赏地|表示)?(?:回顾|注意到|欢迎|欣见|赞同)(?P<object>[^，；。：]{2,100})$"
)
_EARLIER_OBJECTS = re.compile(".*(?:报告(?:、|以?及|和)|及其(?=关于))")
_CLAUSE_WITHIN = re.compile(r"在其(?=\d|关于)")  # 总干事在其2017年10月5日报告中
_SEVERAL_NUMBERS = re.compile(r"\d/\d+(?:号)?[、和]")
_SAYS_LITTLE = re.compile(
    r"《(?:部长级|政治|最后|联合|共同|成果|结论|行动|行为|全球)*(?:文件|纲领|计划|报告|宣言|声明|准则|框架)》$"
    r"|[该这此其上所本提在但以如于了]|包括|执行情况|载于|.*日[^，]{0,6}通过|.*并提[交出]|.*(?:审议了|之后通过)|第.{1,3}次"
    r"|(?:\d{4}年)?(?:联合国)?(?:秘书长|(?:政府)?专家组|(?:不限成员名额)?工作组|委员会)?的?"
    r"(?:协商一致|共识|最后|研究|年度|最新)*(?:报告|说明)$"
)
_SHORTEST_DESCRIPTION = 6  # characters besides the date
_DATE = re.compile(r"\d+[年月日]|\d")


def titles_given(text: str, citations: Sequence[Cited], series: str = "") -> list[GivenTitle | None]:
    """For each citation in the text of a clause or a footnote: the title that the text gives to the cited document.

    ``series`` is the name of the official records that the text before has named (``official_records``), for 同上.
    """
    masked = _masked(text, citations)
    lists = _titled_lists(text, masked)
    return [_title(text, cited, lists, series, _alike(cited, citations)) for cited in citations]


def official_records(text: str) -> str:
    """The name of the official records that a text names last: 大会正式记录. "" if it names none."""
    found = _OFFICIAL_RECORDS.findall(text)
    return str(found[-1]) if found else ""


@dataclass(frozen=True, slots=True)
class _TitledList:
    """A title or a description, and the numbers to which it belongs: ``text[start:end]``."""

    given: GivenTitle
    start: int
    end: int


def _title(text: str, cited: Cited, lists: Iterable[_TitledList], series: str, several: bool) -> GivenTitle | None:
    """``several``: the same words cite several documents."""
    if named := _TITLE_AND_SYMBOL.fullmatch(cited.exact):
        title = _whole(named["title"], text[: cited.start], series)
        return GivenTitle(title, certain=True) if title else None
    if cited.pinpoint:
        return None  # the words can mean a part of the document, such as an annex
    if not _NUMBER.search(cited.exact) or _DESCRIBING.search(cited.exact):
        return _entitled_report(cited, lists) or _described(text, cited, several)
    found = [each.given for each in lists if each.start <= cited.start < each.end]
    entitled = next((given for given in found if given.certain), None) or _after(text, cited)
    return entitled or (found[-1] if found else None)


def _entitled_report(cited: Cited, lists: Iterable[_TitledList]) -> GivenTitle | None:
    """The title of a report whose symbol is in a footnote: 秘书长题为“我们的共同议程”的报告."""
    named = _DESCRIBING.search(cited.exact)
    inside = (each.given for each in lists if each.given.certain and cited.start <= each.start < cited.end)
    return next(inside, None) if named else None


def _alike(cited: Cited, citations: Sequence[Cited]) -> bool:
    """Whether the same words cite several documents, which a footnote lists."""
    return sum((one.start, one.end) == (cited.start, cited.end) for one in citations) > 1


def _masked(text: str, citations: Iterable[Cited]) -> str:
    """The text with each cited number replaced by masks of the same length."""
    for one in sorted(citations, key=lambda one: one.start - one.end):  # the longest first: citations can overlap
        if _NUMBER.search(one.exact) and "《" not in one.exact and text[one.start] not in (_BARE, _LAST):
            mask = _LAST if _NUMBERED_NOUN.search(one.exact) else _BARE
            text = text[: one.start] + mask * (one.end - one.start) + text[one.end :]
    return text


def _titled_lists(text: str, masked: str) -> list[_TitledList]:
    """The lists of numbers with a title or a description, in the order of the text."""
    return sorted([*_entitled(text, masked), *_about(text, masked)], key=lambda found: found.start)


def _entitled(text: str, masked: str) -> Iterator[_TitledList]:
    """The title before its numbers: 题为“…”的1991年12月9日第46/36 L号、1992年12月15日第47/52 L号."""
    for title in _TITLED.finditer(text):
        if numbers := _NUMBERS.match(masked, title.end()):
            yield _TitledList(GivenTitle(_quoted(title), certain=True), numbers.start(), numbers.end())


def _after(text: str, cited: Cited) -> GivenTitle | None:
    """The title after a number: 第70/1号决议，题为“…”，"""
    match = _TITLED_AFTER.match(text, cited.end)
    return GivenTitle(_quoted(match), certain=True) if match else None


def _quoted(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group).strip("，,。 ")


def _about(text: str, masked: str) -> Iterator[_TitledList]:
    """The words that describe resolutions: 关于妇女与和平与安全的第1325(2000)号决议."""
    place = text.find("关于")
    while place >= 0:
        if match := _ABOUT.match(masked, place):
            numbers, subject = match.span("numbers"), text[slice(*match.span("subject"))]
            if _balanced(subject) and _of_each(text[:place], subject, masked[slice(*numbers)]):
                noun = _NOUN_OF_LIST.match(text, numbers[0])
                subject = _with_full_names(subject, text[:place])
                description = f"关于{subject}的{noun[1]}" if noun else f"关于{subject}"
                yield _TitledList(GivenTitle(description, certain=False), *numbers)
        place = text.find("关于", place + 1)


def _with_full_names(subject: str, before: str) -> str:
    """The subject with the full name after a short form, in square brackets: 《公约》[《集束弹药公约》]执行情况."""
    if (short := _SHORT_FORM.search(subject)) is None:
        return subject
    names = re.findall(rf"《[^《》]{{2,80}}{short[1]}》", before)
    return subject.replace(short[0], f"{short[0]}[{names[-1]}]") if names else subject


def _of_each(before: str, subject: str, numbers: str) -> bool:
    """Whether the subject is that of each number: 关于第十、第二十周年的第1号和第2号决议 gives each its own."""
    is_list = _IN_LIST.search(numbers)
    return "号决" not in subject and not (is_list and ("、" in subject or _EACH_ITS_OWN.search(before)))


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


def _described(text: str, cited: Cited, several: bool) -> GivenTitle | None:
    """The words that describe a document without naming it by a number. None if they say too little.

    ``several``: the words are about several documents. Then they say nothing of one of them if they name several
    resolutions: 秘书长根据第62/30、63/54和65/55号决议提交的报告.
    """
    if not _DESCRIBING.search(cited.exact) or text.startswith("的", cited.end):
        return None
    words = _with_author(text, cited)
    told = len(_DATE.sub("", words)) >= _SHORTEST_DESCRIPTION and not _SAYS_LITTLE.match(words)
    if not told or not _balanced(words) or (several and _SEVERAL_NUMBERS.search(words)):
        return None
    return GivenTitle(_CLAUSE_WITHIN.sub("……", words), certain=False)


def _with_author(text: str, cited: Cited) -> str:
    """The cited words with the author before them, or with the words that 的 joins to them. "" if they are clipped."""
    words, before = cited.exact, text[: cited.start]
    if words.startswith("《"):
        return words
    if author := _BY_AUTHOR.search(text, 0, cited.start):
        words = text[author.start() : cited.end]
        if (another := _ANOTHER_REPORT.match(words)) and _balanced(words):
            words = another["last"]
            words = another["author"] + words if words.startswith(("关于", "根据")) else words
        return words
    if not before.endswith("的"):
        return words
    return _EARLIER_OBJECTS.sub("", found["object"]) + words if (found := _OBJECT.search(before)) else ""


def in_order(texts: Iterable[tuple[str, Sequence[Cited]]]) -> Iterator[list[GivenTitle | None]]:
    """``titles_given`` for the texts of one Draft, in their order, so that 同上 finds the series named before."""
    series = ""
    for text, citations in texts:
        yield titles_given(text, citations, series)
        series = official_records(text) or series
