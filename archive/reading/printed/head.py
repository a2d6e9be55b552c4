"""The head of a resolution in raw text: symbol and title, and what a cover or a web page prints before them.

联合国 A/RES/65/72 / Distr.: General / 第六十五届会议 / 议程项目97 / 大会决议 / [根据第一委员会的报告(A/65/410)通过]
2000年12月4日第81次全体会议 根据委员会的建议…  经记录表决，以106票赞成…  赞成：阿富汗、…
65/72. 采取联合行动彻底消除核武器
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive import symbols
from archive.reading.draft import Draft, ReadingWarning
from archive.reading.opening import opening
from archive.reading.printed.lines import BODY, HEAD, TITLE, UNKNOWN, TextLine, is_page_line, narrow
from archive.reading.typography import tidy
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome

_NUMBER = r"(?:(?:ES-|S-)?\d{1,3}/\d{1,4}|\d{1,4}\s?\((?:E?S-)?[IVXLC]+\))"
_PART = r"(?:\s?[A-Z](?![A-Za-z]))?"
# 65/72. 标题; A/RES/65/72 标题; the number alone on its line. Not 64/47号决议 where a paragraph's line begins with it.
_NUMBER_LINE = re.compile(rf"(A/RES/)?({_NUMBER}{_PART})(?:\s*[.、:]\s*|\s+|$)(?![号和、/\d])(.*)")
_RESOLUTION_LINE = re.compile(rf"(?:联合国)?(?:大会)?\s*第\s?({_NUMBER}{_PART})\s?号决议(?!\s*[,;。、和的])[:]?\s*(.*)")
_ANY_SYMBOL = re.compile(rf"A/RES/({_NUMBER}{_PART})")
_PART_LINE = re.compile(r"[A-Z]\.?")
FORMULA = re.compile(r"大\s*会\s*[,](.*)")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_MEETING = r"第(\d{1,3})次(?:全体|全会|紧急特别|特别)?会议"
_COMMITTEES = {"一": "First", "二": "Second", "三": "Third", "四": "Fourth", "五": "Fifth", "六": "Sixth"}
_NAMES_WITH_AND = (
    "安提瓜和巴布达", "波斯尼亚和黑塞哥维那", "塞尔维亚和黑山", "圣多美和普林西比", "圣基茨和尼维斯",
    "圣文森特和格林纳丁斯", "特立尼达和多巴哥",
)  # fmt: skip
_ADOPTION_LINE = re.compile(rf"(?:{_DATE})?(?:{_MEETING})?(?:通过)?")


@dataclass(slots=True)
class Heading:
    """Where a resolution's head was found among the lines: ``title`` are the lines of the title, the first with
    ``skip`` characters of the number before it; ``number`` is as printed."""

    number: str
    title: list[TextLine]
    skip: int
    part: str = ""


def is_formula(line: TextLine) -> bool:
    """The enacting formula 大会， alone on a line, or with the first paragraph behind it."""
    match = FORMULA.match(line.plain) if line.role == BODY else None
    return match is not None and (not match[1].strip() or bool(opening(tidy(match[1][:40]))))


def number_in(line: TextLine) -> tuple[str, int] | None:
    """The resolution's number with which a line begins, and where the title begins in it; None where there is none."""
    if match := _NUMBER_LINE.match(line.plain):
        if match[1] is None and match[3] == "" and "/" in match[2] and not re.search(r"[A-Z]|\d\d/", match[2]):
            return None  # 3/4 alone is a page number
        if match[3] and is_page_line(line):
            return None  # 3/4 24-23021
        return match[2].strip(), match.start(3)
    if match := _RESOLUTION_LINE.match(line.plain):
        return match[1].strip(), match.start(2)
    return None


def find_heading(lines: Sequence[TextLine]) -> Heading | None:
    """The number and title in the lines before the enacting formula: the last number that begins a line, with the
    lines after it; where none does, a symbol anywhere and the lines just before the formula."""
    candidates = [(i, found) for i, line in enumerate(lines) if line.role == BODY and (found := number_in(line))]
    # The number that the title stands behind is the surest.
    titled = [(i, f) for i, f in candidates if not lines[i].plain.startswith("A/RES/") and f[1] < len(lines[i].text)]
    for index, (number, skip) in reversed(titled or candidates):
        if not symbols.resolution_symbol(number):
            continue
        title = [lines[index]] if skip < len(lines[index].text) else []
        for line in lines[index + 1 :]:
            if line.role != BODY or _is_metadata(line):
                if title:
                    break
                continue
            if _PART_LINE.fullmatch(line.plain) and title:
                break
            title.append(line)
        if title:
            return Heading(number, title, skip if title[0] is lines[index] else 0)
    number = candidates[-1][1][0] if candidates else ""
    if not number:
        number = next((m[1] for line in lines if (m := _ANY_SYMBOL.search(line.plain))), "")
    if not number:
        return None
    title = []
    for line in reversed(lines):
        if line.role != BODY or _is_metadata(line):
            break
        title.insert(0, line)
    return Heading(number, title[-3:], 0)


def lettered_part(lines: Sequence[TextLine]) -> tuple[str, list[TextLine]]:
    """The letter alone on its line before the formula (one part of 55/33 A, B, C …), and the part's own title."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 6), -1):
        if lines[index].role == BODY and _PART_LINE.fullmatch(lines[index].plain):
            return lines[index].plain[0], [x for x in lines[index + 1 :] if x.role == BODY]
    return "", []


def read_head(lines: Sequence[TextLine], draft: Draft) -> None:
    """Take from the lines before the title everything that they say; the words that nothing is known of go into
    warnings with their line."""
    lines = [line for line in lines if line.role == BODY]
    if not lines:
        return
    words = "\n".join(re.sub(r"\s+", "", line.text) for line in lines)
    squeezed = narrow(words)
    for pattern, take in _PATTERNS:
        taken = ""
        position = 0
        for match in pattern.finditer(squeezed):
            take(draft, _Found(match, words))
            taken += squeezed[position : match.start()] + re.sub(r"[^\n]", "\x00", match[0])
            position = match.end()
        squeezed = taken + squeezed[position:]
    item_open = False
    for line, rest in zip(lines, squeezed.split("\n"), strict=True):
        unknown = re.sub(r"[\x00\s\[\]()。,;:]+", " ", rest).strip()
        line.role = HEAD
        if "\x00" in rest:
            item_open = "议程项目" in line.squeezed
        if not unknown:
            continue
        if item_open:
            draft.agenda_titles.append(tidy(line.text))
        else:
            line.role = UNKNOWN
            draft.warnings.append(ReadingWarning(line.place, "reading.left_out", {"words": line.text}))


@dataclass(frozen=True, slots=True)
class _Found:
    """A match in the narrowed head, and the head in the source's own words, of the same length."""

    match: re.Match[str]
    source: str

    def __getitem__(self, group: int) -> str | None:
        return self.match[group]

    def words(self, group: int = 0) -> str:
        start, end = self.match.span(group)
        return self.source[start:end].replace("\n", "")


def _is_metadata(line: TextLine) -> bool:
    squeezed = line.squeezed
    return bool(_ADOPTION_LINE.fullmatch(squeezed)) or any(
        (m := pattern.match(squeezed)) and m.end() >= 0.6 * len(squeezed) for pattern, _ in _PATTERNS
    )


def _date(year: str | None, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None


def _take_adoption(draft: Draft, found: _Found) -> None:
    if found[1] and draft.adopted_on is None:
        draft.adopted_on = _date(found[1], found[2], found[3])
    if found[4]:
        draft.meeting = int(found[4])


def _take_issue(draft: Draft, found: _Found) -> None:
    month = [name.lower() for name in _MONTHS].index(found.words(2).lower()) + 1
    draft.published_on = _date(found[3], str(month), found[1])


def _take_proposal(draft: Draft, found: _Found) -> None:
    draft.proposal = draft.proposal or found.words()
    words = narrow(found.words())
    if committee := re.search(r"第([一二三四五六])委员会", words):
        draft.committee = _COMMITTEES[committee[1]]
    elif "未经发交主要委员会" in words or "未经发交" in words:
        draft.committee = "plenary"
    if symbol := re.search(r"A/[^,;)\]】、 和]+", words):
        if "/L." in symbol[0]:
            draft.draft_symbol = symbols.normalise(symbol[0])
        else:
            draft.committee_report = symbols.normalise(symbol[0])
    if paragraph := re.search(r"第(\d+)段", words):
        draft.committee_report_paragraph = paragraph[1]


def _take_item(draft: Draft, found: _Found) -> None:
    draft.agenda_items += [
        re.sub(r"(?<=\d)(?=\()", " ", item) for item in re.split(r"[、,和]", found[1] or "") if re.search(r"\w", item)
    ]


def _take_sponsors(draft: Draft, found: _Found) -> None:
    draft.sponsors += _states(found.words(1))


def _take_recorded(draft: Draft, found: _Found) -> None:
    recorded = "记录" in found.words()
    outcome = Outcome.RECORDED if recorded else draft.vote.outcome or Outcome.NOT_RECORDED
    yes, no, abstain = (int(found[n] or 0) for n in (1, 2, 3))
    draft.vote = replace(draft.vote, outcome=outcome, yes=yes, no=no, abstain=abstain)


def _take_voters(draft: Draft, found: _Found) -> None:
    choice = {"赞成": Choice.YES, "反对": Choice.NO, "弃权": Choice.ABSTAIN}[found.words(1)]
    names = _states(found.words(2))
    voters = draft.vote.voters | {choice: [] if names == ["无"] else names}
    draft.vote = replace(draft.vote, outcome=Outcome.RECORDED, voters=voters)


def _take_without_vote(draft: Draft, found: _Found) -> None:
    draft.vote = replace(draft.vote, outcome=Outcome.WITHOUT_VOTE)


def _states(words: str) -> list[str]:
    """Names of States in a list. The last can stand behind 和, which is also a part of some names."""
    names = [name.strip() for name in re.split(r"[、,，;；。]", words) if name.strip()]
    if names and names[-1] not in _NAMES_WITH_AND:
        *others, last = names
        for name in _NAMES_WITH_AND:
            last = last.replace(name, name.replace("和", "\x00"))
        names = [*others, *(name.replace("\x00", "和") for name in last.split("和") if name)]
    return names


def _nothing(draft: Draft, found: _Found) -> None:
    """Known, and says nothing that the symbol or the title do not."""


# In the order in which they are tried on the head: white space taken out, full-width forms narrowed.
_LIST = r"((?:[^:\n]|\n(?!(?:赞成|反对|弃权)[:]|\S*\d{1,4}/\d{1,4}|大会,|第\d))*)"
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[Draft, _Found], None]], ...] = (
    (re.compile(r"[\[【(]\s?(?:根据|未经|未发交)[^\]】]{1,400}?[\]】](?:\.\w+)?"), _take_proposal),
    (re.compile(r"根据(?:第[一二三四五六])?委员会的(?:建议|报告)\(A/[^)]{1,60}\)(?:通过)?"), _take_proposal),
    (re.compile(
        r"经?(?:记录|唱名)?表决,?以(\d+)票(?:赞成|对)[,、]?(\d+)票(?:反对)?[,、]?(?:(\d+)票弃权)?"
        r"(?:获得?)?通过,?(?:其?结果如下:?)?"
    ), _take_recorded),
    (re.compile(r"(?:大会)?未经表决(?:而|就|即)?(?:获得?)?通过(?:了?本决议)?"), _take_without_vote),
    (re.compile(rf"(赞成|反对|弃权):{_LIST}"), _take_voters),
    (re.compile(
        r"(?:报告中)?(?:所?建议的)?决议草案由下列(?:国家|提案国|会员国)?(?:在委员会)?提出:([^。\n]{1,4000})。?"
    ), _take_sponsors),
    (re.compile(r"(?:提案国|共同提案国):([^。\n]{1,4000})。?"), _take_sponsors),
    (re.compile(rf"(?:大会)?{_DATE}(?:大会|星期.)?(?:{_MEETING})?(?:通过的?)?(?:大会)?(?:决议)?"), _take_adoption),
    (re.compile(rf"()()(){_MEETING}(?:通过)?"), _take_adoption),
    (re.compile(rf"(\d{{1,2}})({'|'.join(_MONTHS)})(\d{{4}})", re.IGNORECASE), _take_issue),
    (re.compile(r"(?:临时)?议程(?:项目)?((?:[、,和]?\d{1,3}(?:\([a-z]{1,2}\))*(?:和\([a-z]\))?){1,12})"), _take_item),
    (re.compile(r"第[一二三四五六七八九十百]{1,6}届(?:紧急)?(?:特别)?会议(?:续会)?"), _nothing),
    (re.compile(r"Distr\.:?(?:General|Limited|GENERAL|LIMITED)|(?:分发|普遍分发)[:]?\S{0,4}"), _nothing),
    (re.compile(r"Original:?\w+|原件:?\w{1,5}|Chinese|CHINESE|中文版?|简体"), _nothing),
    (re.compile(rf"(?:联合国)?(?:大会)?第{_NUMBER}[A-Z]?号决议"), _nothing),
    (re.compile(rf"A/RES/{_NUMBER}[A-Z]?|^{_NUMBER}[A-Z]?[.、]?$|^[A-Z]\.?$", re.MULTILINE), _nothing),
    (re.compile(r"^(?:联合国)?(?:大会)?(?:通过的?)?(?:决议)?$", re.MULTILINE), _nothing),
    (re.compile(r"^(?:联合国)?(?:大会)?(?=\x00)|(?<=\x00)(?:联合国)?(?:大会)?(?:决议)?$", re.MULTILINE), _nothing),
)  # fmt: skip


def title_of(heading: Heading) -> str:
    """The title's raw words: its lines as printed, without the number before them."""
    for line in heading.title:
        line.role = TITLE
    words = [line.text for line in heading.title]
    return "\n".join([words[0][heading.skip :], *words[1:]]) if words else ""
