"""Resolves a report, paper or programme that is named again without its footnote: 政府专家组的报告, 五点建议.

The text first names the document with a footnote. The words before the mark are the description of the document. Later
words mean the document if they end in the same noun, and if only this description has their modifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from archive.citing.citation import Citation
from archive.citing.find import BACK, Reference, fold_width
from archive.citing.find.title_references import is_item
from archive.citing.places import pinpoint_after
from archive.citing.resolve import reports
from archive.citing.resolve.descriptions import Described, Descriptions
from archive.citing.resolve.memory import Memory
from archive.citing.resolve.only_ones import only_ones
from archive.citing.resolve.reports import YEAR, Named

_NOUN = re.compile("报告|文件|建议|公报|条例|声明|研究报告|行动计划|路线图|议事规则")
_STOP = re.compile(r"[，；。：、《》“”()（）\n]")
_LONGEST_RUN = 60  # characters
# A report on several subjects: 秘书长关于甲事、乙事和丙事的报告. No author is after the comma.
_AUTHOR_OR_GROUP = "秘书长|主席|总干事|组|委员会"
_OF_SUBJECTS = re.compile(
    rf"[^，；。：、《》“”()（）\n]{{0,30}}(?:{_AUTHOR_OR_GROUP})[^，；。：、《》“”()（）\n]{{0,20}}关于"
    rf"(?:(?!{_AUTHOR_OR_GROUP})[^，；。：《》“”()（）\n]){{2,60}}$"
)
# Noun → the modifiers that count: an author, a number of points, or any modifier that is long enough.
_AUTHOR = r".*(?:组|主席|委员会|咨委会|调查团|协调[人员]|报告员|论坛|共识|联合国大学|研究所|秘书长)"
_ORDINAL = "第[一二三四五六七八九十]+[次份]"
_MODIFIERS = {
    "报告": re.compile(rf"{_AUTHOR}|.{{10,}}|{_ORDINAL}.{{2,}}|{YEAR}"),
    "文件": re.compile(rf"{_AUTHOR}|.{{6,}}"),
    "建议": re.compile(r".*[一二三四五六七八九十\d]+点"),
}
_ANY = re.compile(r".{2,}")
# Words before a modifier. The modifier begins directly after such a word.
_BOUNDARY = re.compile(
    r"(?:^|审[查议]|考虑到?|注意到|欢迎|赞同|回顾|重申|核可|认可|执行|实施|落实|履行|根据|按照|依照|依据|遵照|载于|所述|涉及|关于|"
    r"转递|转交|分发|讨论|研究|有关|通过|阐述|提及|强调|支持|采用|参照|包括|以及|特别是|国家的?|机构的?|[将把在对就按到了向])$"
)
_NO_SUBJECT = re.compile(rf"{_BOUNDARY.pattern}|[，；。、（(的该述和及与年设立各]$")
_OPENING = re.compile(
    r"(?:[又还也并再次表示赞赏满意感兴趣地]*)(?:注意到|欢迎|回顾|审议了|重申|核可|认可|赞同|强调|称为)"
)
# Words of a modifier that show another document of the same kind. That document may not exist yet.
_OTHER = re.compile(r"下一|新的|今后|编写|起草|提交(?!的)|提出(?!的)")
_KNOWN = re.compile("根据|按照|依照|依据|遵照|考虑到")  # 提交根据某组报告拟订的措施: the report exists
# 请秘书长在报告中提供资料 asks for a new report. 报告中的建议 and 报告中提出的建议 are in the report that is known.
_TO_COME = re.compile(r"中(?!的|所|[^，；。]{1,6}的)|应|须|必须")
_RECALLED = re.compile("(?:回顾|注意到|忆及|如)在[^，；。]*$")  # 回顾在某组的报告中，各国表示
_REACH = 40  # characters before a noun that are searched for these words
# The year in 2035年届会 is that of the session, not of the report.
_DATE = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?!届会|.{0,3}会议)")
# 报告 is a verb: 向某委员会报告某事, 秘书长报告的事件.
_REPORTS = re.compile(
    "[向请由](?:(?!根据|按照|依照|关于|就)[^，；。的]){2,20}报告|秘书长报告(?:[^的所中和及，；。、]|的(?!结论|建议|意见|附件|各项))"
)
_JOINED = re.compile("[和及与]$")
_NO_BEGINNING = frozenset("了的到着过")  # a modifier begins after these: 执行了|某组报告
_NUMBERED_REPORT = re.compile(f"{_ORDINAL}[^，；。]{{0,12}}报告")
_COUNTED = re.compile(r"[第\d].{5}")  # after 和, a year alone can belong to an author before it
_SHORTEST = 2  # characters of a modifier
_PIECE = 3  # characters, at least, of each piece of a modifier that is shorter than the description
_AGREED = re.compile("的?(?:共识|协商一致)$")  # 某年某组的共识报告 is later 某年某组协商一致报告
_GROUP = re.compile("(?:政府专家组|不限成员名额工作组)$")  # with its subject before it: 某事问题政府专家组
_SUBJECT = 4  # characters before the name of a group that are compared
# The adoption of a document after its description: 某组第二次进度报告获得协商一致通过³.
_ADOPTED = re.compile("(?:获得|以)?(?:协商一致)?(?:方式)?(?:获得)?通过$")
_PLACE = re.compile(r"(?:(?:及其|的)?附件[一二三四五六七八九十\dA-Z]*|第[^，；。]{1,12}[段节])$")
_AFTER_RULES = re.compile("(?<=议事规则)[^，；。：、]{1,16}$")  # 按照议事规则参加会议³
_QUOTED = re.compile("“[^“”]{4,100}”")
_QUOTATION = re.compile("(?:题为)?“[^“”]{0,60}”")  # a title that a description contains
# 第一次和第二次进度报告 names two reports.
_SEVERAL = re.compile(rf"{_ORDINAL}(?:、{_ORDINAL})*(?:[和及与]|以及){_ORDINAL}")
_ANOTHER_NOUN = re.compile(r"草案|员|期|书|机制|署|委员会|工作|中心|的?(?:编写|提交)|”")


def described(words: str, target: str, path: str = "") -> Described | None:
    """The document ``target`` of a footnote, with its description; None if ``words`` do not end in a noun of ``_NOUN``.

    ``words`` are the words of the clause ``path`` before the footnote mark.
    """
    words = words[-120:]
    if not _NOUN.search(words):
        return None
    ended = _ADOPTED.sub("", fold_width(words).rstrip("，；。》 "))
    ended = _QUOTATION.sub("", _PLACE.sub("", _AFTER_RULES.sub("", ended)))
    subjects = _OF_SUBJECTS.search(ended)
    run = subjects[0] if subjects else _run(ended)
    nouns = [noun for noun in _NOUN.finditer(run) if noun.end() == len(run)]
    return Described(run, nouns[0][0], target, path) if nouns else None


def _run(words: str) -> str:
    """The words after the last stop, at most ``_LONGEST_RUN`` characters."""
    words = words[-_LONGEST_RUN:]
    return words[max((stop.end() for stop in _STOP.finditer(words)), default=0) :]


def named_again(
    text: str, direct: Sequence[Citation], through: Sequence[Citation], memory: Memory
) -> Iterator[Citation]:
    """Yields the citation of each document that ``text`` names again as earlier clauses describe it.

    ``direct`` and ``through`` are the citations of the clause itself and through its footnotes. Their words are not
    cited again.
    """
    folded = fold_width(text)
    if not memory.quoted and not (memory.described.newest and _NOUN.search(folded)):
        return
    named = [*_by_quotation(folded, memory.quoted), *_by_name(folded, memory)]
    named += reports.on_request(folded, memory.described)
    named += only_ones(folded, memory)
    yield from _cited(text, named, direct, through, memory)


def named_later(text: str, cited: Sequence[Citation], memory: Memory) -> Iterator[Citation]:
    """Yields the citation of each document that ``text`` names before another clause describes it.

    ``cited`` are the citations of the clause. The Draft has been read to its end, and only words that fit one document
    of the whole Draft count: those of ``only_ones``, and reports with a number.
    """
    folded = fold_width(text)
    if not _NOUN.search(folded):
        return
    named = list(only_ones(folded, memory))
    if _NUMBERED_REPORT.search(folded):
        named += [one for one in _by_name(folded, memory) if _NUMBERED_REPORT.search(folded, one[0], one[1])]
    through = [citation for citation in cited if citation.via_footnote]
    yield from _cited(text, named, cited, through, memory)


def _cited(
    text: str, named: list[Named], direct: Sequence[Citation], through: Sequence[Citation], memory: Memory
) -> Iterator[Citation]:
    """Yields a citation for all words that can mean only one document and that are not cited yet."""
    folded = fold_width(text)
    marked = sorted(citation.end for citation in through) if named else []
    taken = _taken(folded, (*direct, *through)) if named else bytearray()
    for start, end, targets in named:
        last = taken.rfind(1, start, end) + 1  # the end of the citation before the words, or in them
        if len(targets) != 1 or last == end or reports.is_noted_later(folded, end, marked):
            continue
        start = max(start, last)
        taken[start:end] = bytes([1]) * (end - start)
        noun = Reference(BACK, start, end, folded[start:end], pinpoint=pinpoint_after(folded, end))
        yield memory.cited(noun, text, targets.pop())


def _taken(text: str, citations: Iterable[Citation]) -> bytearray:
    """A byte for each character of a text: 1 if a citation has the character."""
    taken = bytearray(len(text))
    for citation in citations:
        taken[citation.start : citation.end] = bytes([1]) * (citation.end - citation.start)
    return taken


def _by_quotation(folded: str, quoted: dict[str, str]) -> Iterator[Named]:
    """Yields the quotations that carried a footnote mark before: “某事的途径和方法”.

    The title of an agenda item is no document.
    """
    for quotation in _QUOTED.finditer(folded) if quoted else ():
        if (target := quoted.get(quotation[0])) and not is_item(folded, *quotation.span()):
            yield *quotation.span(), {target}


def _by_name(folded: str, memory: Memory) -> Iterator[Named]:
    """Yields the words that describe documents."""
    for noun in _NOUN.finditer(folded):
        end = noun.end()
        if noun[0] not in memory.described or _ANOTHER_NOUN.match(folded, end):
            continue
        if not _TO_COME.match(folded, end) or _RECALLED.search(folded, max(0, end - _REACH), noun.start()):
            yield from _described_by(folded, noun, memory)


def _described_by(folded: str, noun: re.Match[str], memory: Memory) -> Iterator[Named]:
    """Yields the words that end in ``noun``: one, or one for each number of a list of reports."""
    words = _run(folded[max(0, noun.start() - _LONGEST_RUN) : noun.start()])
    modifier = words.removesuffix("的")
    known = max((m.end() for m in _KNOWN.finditer(words)), default=0)
    if _OTHER.search(words, known) or _REPORTS.search(folded, max(0, noun.start() - 22), noun.end() + 3):
        return
    of_years = reports.of_years(folded, noun, memory.described)
    several = _SEVERAL.search(modifier)
    if len(of_years) > 1:
        yield from of_years
    elif several:
        yield from _numbered(modifier, several, noun, memory.described)
    else:
        start, targets = _one(modifier, noun[0], memory)
        base = noun.start() - len(words)
        if len(targets) != 1 and of_years:
            yield from of_years
        elif start or folded[max(0, base - 1)] not in "》”":
            yield base + start, noun.end(), targets


def _one(modifier: str, noun: str, memory: Memory) -> tuple[int, set[str]]:
    """``_meant``, also for words that leave out 协商一致, or name the subject of the text's only group."""
    start, targets = _meant(modifier, noun, memory.described)
    if not targets and (agreed := _AGREED.search(modifier)):
        start, targets = _meant(modifier[: agreed.start()], noun, memory.described)
    if not targets and (group := _GROUP.search(modifier)) and _is_only(group[0], memory):
        start, targets = group.start(), _meant(group[0], noun, memory.described)[1]
    return start, targets


def _numbered(modifier: str, several: re.Match[str], noun: re.Match[str], described: Descriptions) -> Iterator[Named]:
    """Yields the words for each number of a list: 第一次 and 第二次进度报告 in 某组第一次和第二次进度报告."""
    base = noun.start() - len(modifier) - (noun.string[noun.start() - 1] == "的")
    before, after = modifier[: several.start()], modifier[several.end() :]
    for one in re.finditer(_ORDINAL, several[0]):
        start, end = (base + several.start() + at for at in one.span())
        _, targets = _meant(before + one[0] + after, noun[0], described)
        yield start, noun.end() if one.end() == len(several[0]) else end, targets


def _is_only(group: str, memory: Memory) -> bool:
    """Whether the Draft names only one such group: its subject, if it is named, always has the same last words."""
    if group not in memory.groups:
        before = (
            clause.text[max(0, m.start() - 12) : m.start()]
            for clause in memory.draft.clauses
            for m in re.finditer(group, clause.text)
        )
        subjects = (words.removesuffix("问题") for words in before if not _NO_SUBJECT.search(words))
        memory.groups[group] = len({words[-_SUBJECT:] for words in subjects}) == 1
    return memory.groups[group]


def _meant(modifier: str, noun: str, described: Descriptions) -> tuple[int, set[str]]:
    """Returns the start of the longest words of ``modifier`` that describe documents, and the keys of the documents.

    The set of keys is empty if no document fits.
    """
    opening = _OPENING.match(modifier)
    for start in range(opening.end() if opening else 0, len(modifier) - _SHORTEST + 1):
        own = modifier[start:]
        if own[0] in _NO_BEGINNING:
            continue
        begins = _BOUNDARY.search(modifier[:start]) or (_JOINED.search(modifier[:start]) and _COUNTED.match(own))
        if not begins or not _MODIFIERS.get(noun, _ANY).fullmatch(own):
            continue
        fitting = (words for words in described.like(own, noun) if _describes(own, words.removesuffix(noun)))
        if first := next(fitting, None):
            other = max((m.end() for m in _NOUN.finditer(modifier, 0, start)), default=0)  # the end of another document
            dates = set(_DATE.findall(modifier, other))
            every = chain([first], fitting)
            return start, described.documents(words for words in every if dates <= set(_DATE.findall(words)))
    return len(modifier), set()


def _describes(modifier: str, words: str) -> bool:
    """Whether a description without its noun has the modifier, and no other noun after the modifier.

    The name of the author of a numbered report can be shorter than in the description.
    """
    end = words.rfind(modifier) + len(modifier) if modifier in words else 0
    if not end and re.search(_ORDINAL, modifier):
        end = _end_of_pieces(modifier, words)
    return bool(end) and not _NOUN.search(words, end) and "说明" not in words[end:]


def _end_of_pieces(modifier: str, words: str) -> int:
    """Returns the end of ``modifier`` in ``words``, or 0. ``words`` can have other words between its pieces.

    >>> _end_of_pieces("2021年工作组第二次进度", "2021年某事项工作组第二次进度"), _end_of_pieces("某组第二次", "第二次")
    (16, 0)
    """
    end = 0
    while modifier:
        length = _PIECE
        if len(modifier) < length or words.find(modifier[:length], end) < 0:
            return 0
        while length < len(modifier) and words.find(modifier[: length + 1], end) >= 0:
            length += 1
        end = words.find(modifier[:length], end) + length
        modifier = modifier[length:]
    return end
