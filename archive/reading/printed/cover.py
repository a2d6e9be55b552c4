"""Reads the facts that a cover or a web page prints before the title, such as session, agenda item, vote and sponsors.

The same patterns read the vote that the Human Rights Council prints after the text (``read_vote``).

    联合国  A/RES/65/72 / Distr.: General / 第六十五届会议 / 议程项目97 / [根据第一委员会的报告(A/65/410)通过]
    2000年12月4日第81次全体会议 根据委员会的建议…  经记录表决，以106票赞成…  赞成：阿富汗、…

``COVER`` is the table of patterns. To read another line of a cover, add a pattern, and a function that stores the
line's facts in the Draft. A warning keeps the words that match no pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive import symbols
from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.adopting import BODY_NAME, PREFIX
from archive.reading.printed.adoption import DATE, MEETING, day_of, meeting_of
from archive.reading.printed.lines import BODY, HEAD, UNKNOWN, TextLine, narrow
from archive.reading.typography import tidy
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome

# 65/72, S-10/2, 2603 (XXIV), 2024/5, 1540 (2004)
NUMBER = r"(?:(?:ES-|S-)?\d{1,3}/\d{1,4}|(?:19|20)\d\d/\d{1,3}|\d{1,4}\s?\((?:(?:E?S-)?[IVXLC]+|(?:19|20)\d\d)\))"
CORRIGENDUM_LINE = re.compile(r"(?:更正|Corrigendum|CORRIGENDUM)")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_COMMITTEES = {"一": "First", "二": "Second", "三": "Third", "四": "Fourth", "五": "Fifth", "六": "Sixth"}
_NAMES_WITH_AND = (
    "安提瓜和巴布达", "波斯尼亚和黑塞哥维那", "塞尔维亚和黑山", "圣多美和普林西比", "圣基茨和尼维斯",
    "圣文森特和格林纳丁斯", "特立尼达和多巴哥",
)  # fmt: skip
_ADOPTION_LINE = re.compile(rf"(?:{DATE})?(?:{MEETING})?(?:通过)?")
_TAKEN = "\x00"  # replaces each character that a pattern has understood


def read_cover(lines: Sequence[TextLine], draft: Draft) -> None:
    """Read the lines before the title, and store their facts in the Draft.

    The lines get the role HEAD. A line with words that match no pattern gets the role UNKNOWN and a warning. There is
    one exception: after the number of an agenda item, such words are the title of the item. The title can continue on
    the next lines.
    """
    lines = [line for line in lines if line.role == BODY]
    if not lines:
        return
    in_item = False  # True after an agenda item's number: the next lines are the item's title
    for line, rest in zip(lines, _take_known(lines, draft, COVER), strict=True):
        unknown = re.sub(rf"[{_TAKEN}\s\[\]()。,;:|←→]+", " ", rest).strip()
        line.role = HEAD
        if _TAKEN in rest:
            in_item = "议程项目" in line.squeezed
        if unknown and in_item:
            draft.agenda_titles.append(tidy(line.text))
        elif unknown:
            line.role = UNKNOWN
            draft.warnings.append(ReadingWarning(line.place, "reading.left_out", {"words": line.text}))


def read_vote(lines: Sequence[TextLine], draft: Draft) -> list[TextLine]:
    """Read the vote that is printed after a text: [经记录表决，以37票赞成…通过。赞成：…], [未经表决获得通过。].

    Returns the lines with other words.
    """
    rests = _take_known(lines, draft, _VOTE) if lines else []
    return [line for line, rest in zip(lines, rests, strict=True) if re.search(r"\w", rest)]


def _take_known(lines: Sequence[TextLine], draft: Draft, patterns: Patterns) -> list[str]:
    """Apply the patterns, and store the facts in the Draft.

    Returns the text of the lines without white space. _TAKEN replaces each character that a pattern has understood.
    """
    words = "\n".join(re.sub(r"\s+", "", line.text) for line in lines)
    squeezed = narrow(words)
    for pattern, take in patterns:
        rest, position = "", 0
        for match in pattern.finditer(squeezed):
            take(draft, _Found(match, words))
            rest += squeezed[position : match.start()] + re.sub(r"[^\n]", _TAKEN, match[0])
            position = match.end()
        squeezed = rest + squeezed[position:]
    return squeezed.split("\n")


def is_cover_line(line: TextLine) -> bool:
    """Whether a pattern of the cover matches a whole line or most of it. Such a line does not belong to the title."""
    squeezed = line.squeezed
    return bool(_ADOPTION_LINE.fullmatch(squeezed)) or any(
        (match := pattern.match(squeezed)) and match.end() >= 0.6 * len(squeezed) for pattern, _ in COVER
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A match of a pattern in the words of the cover. The pattern matches half-width forms.

    ``source`` has all words as printed. The offsets of the match are the same in ``source``.
    """

    match: re.Match[str]
    source: str

    def __getitem__(self, group: int) -> str | None:
        return self.match[group]

    def words(self, group: int = 0) -> str:
        """The words of a group as printed, without line ends."""
        start, end = self.match.span(group)
        return self.source[start:end].replace("\n", "")


def _take_adoption(draft: Draft, found: _Found) -> None:
    if found[1] and draft.adopted_on is None:
        draft.adopted_on = day_of(found[1], found[2], found[3])
    if found[4]:
        draft.meeting = meeting_of(found[4])


def _take_issue(draft: Draft, found: _Found) -> None:
    month = [name.lower() for name in _MONTHS].index(found.words(2).lower()) + 1
    draft.published_on = day_of(found[3], str(month), found[1])


def _take_proposal(draft: Draft, found: _Found) -> None:
    draft.proposal = draft.proposal or found.words()
    words = narrow(found.words())
    if committee := committee_in(words):
        draft.committee = committee
    elif "未经发交" in words and draft.symbol.startswith("A/"):
        draft.committee = "plenary"
    if symbol := re.search(r"[AES]/[^,;)\]】、 和]+", words):
        if "/L." in symbol[0]:
            draft.draft_symbol = symbols.normalise(symbol[0])
        else:
            draft.committee_report = symbols.normalise(symbol[0])
    if paragraph := re.search(r"第(\d+)段", words):
        draft.committee_report_paragraph = paragraph[1]


def committee_in(words: str) -> str:
    """The Main Committee that words name: ``"First"`` for 第一委员会; "" if they name none."""
    found = re.search(r"第([一二三四五六])委员会", words)
    return _COMMITTEES[found[1]] if found else ""


def _take_item(draft: Draft, found: _Found) -> None:
    draft.agenda_items += [
        re.sub(r"(?<=\d)(?=\()", " ", item) for item in re.split(r"[、,和]", found[1] or "") if re.search(r"\w", item)
    ]


def _take_sponsors(draft: Draft, found: _Found) -> None:
    draft.sponsors += _states(found.words(1))


def _take_recorded(draft: Draft, found: _Found) -> None:
    recorded = "记录" in found.words()
    outcome = Outcome.RECORDED if recorded else draft.vote.outcome or Outcome.NOT_RECORDED
    yes, no, abstain = (_votes(found[n]) for n in (1, 2, 3))
    draft.vote = replace(draft.vote, outcome=outcome, yes=yes, no=no, abstain=abstain)


def _take_counts(draft: Draft, found: _Found) -> None:
    """Store the meeting and the figures of a vote whose kind is not printed: 第6553次会议以15票赞成，0票反对通过."""
    draft.meeting = meeting_of(found[1] or "")
    yes, no, abstain = (_votes(found[n]) for n in (2, 3, 4))
    outcome = draft.vote.outcome or Outcome.NOT_RECORDED
    draft.vote = replace(draft.vote, outcome=outcome, yes=yes, no=no, abstain=abstain)


def _votes(printed: str | None) -> int:
    return int(printed) if printed and printed.isdecimal() else 0


def _take_voters(draft: Draft, found: _Found) -> None:
    choice = {"赞成": Choice.YES, "反对": Choice.NO, "弃权": Choice.ABSTAIN}[found.words(1)]
    names = _states(found.words(2))
    voters = draft.vote.voters | {choice: [] if names == ["无"] else names}
    draft.vote = replace(draft.vote, outcome=Outcome.RECORDED, voters=voters)


def _take_without_vote(draft: Draft, found: _Found) -> None:
    draft.vote = replace(draft.vote, outcome=Outcome.WITHOUT_VOTE)


def _states(words: str) -> list[str]:
    """The names in a list of States. A 和 before the last name separates two names, but some names contain a 和."""
    names = [name.strip("[]【】 ") for name in re.split(r"[、,，;；。]", words) if name.strip("[]【】 ")]
    if names and names[-1] not in _NAMES_WITH_AND:
        *others, last = names
        for name in _NAMES_WITH_AND:
            last = last.replace(name, name.replace("和", "\x00"))
        names = [*others, *(name.replace("\x00", "和") for name in last.split("和") if name)]
    return names


def _take_nothing(draft: Draft, found: _Found) -> None:
    """Store nothing. The words are understood, but the Draft does not need them."""


# The patterns of a cover's lines, in the order in which they are applied.
# They match half-width forms without white space.
_LIST = r"((?:[^:\n]|\n(?!(?:赞成|反对|弃权)[:]|\S*\d{1,4}/\d{1,4}|大会,|第\d))*)"
Patterns = tuple[tuple[re.Pattern[str], Callable[[Draft, _Found], None]], ...]

_VOTE: Patterns = (
    (re.compile(
        r"(?:决议草案)?经?(?:记录|唱名)?表决,?以(\d+)票(?:赞成|对)[,、]?(\d+|零)票(?:反对)?[,、]?(?:(\d+|零)票弃权)?"
        r"(?:获得?)?通过[,。]?(?:其?(?:表决)?(?:结果|情况)如下:?)?"
    ), _take_recorded),
    (re.compile(r"(?:大会)?未经表决(?:而|就|即)?(?:获得?)?通过(?:了?本决议)?"), _take_without_vote),
    (re.compile(rf"(赞成|反对|弃权):{_LIST}"), _take_voters),
)  # fmt: skip

COVER: Patterns = (
    (re.compile(r"[\[【(]\s?(?:根据|未经(?!表决)|未发交)[^\]】]{1,400}?[\]】](?:\.\w+)?"), _take_proposal),
    (re.compile(r"根据(?:第[一二三四五六])?委员会的(?:建议|报告)\(A/[^)]{1,60}\)(?:通过)?"), _take_proposal),
    *_VOTE,
    (re.compile(
        r"(?:报告中)?(?:所?建议的)?决议草案由下列(?:国家|提案国|会员国)?(?:在委员会)?提出:([^。\n]{1,4000})。?"
    ), _take_sponsors),
    (re.compile(r"(?:提案国|共同提案国):([^。\n]{1,4000})。?"), _take_sponsors),
    (re.compile(rf"{DATE}至(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日"), _take_nothing),  # the days of a session
    (re.compile(
        rf"{BODY_NAME}?{DATE}(?:{BODY_NAME}|星期.)?(?:{MEETING})?(?:一致)?(?:通过的?)?{BODY_NAME}?(?:决议|决定)?"
    ), _take_adoption),
    (re.compile(
        rf"{MEETING}以(\d+|零)票(?:赞成)?[,、对]?(\d+|零)票(?:反对)?[,、]?(?:(\d+|零)票弃权)?(?:获得?)?通过"
    ), _take_counts),
    (re.compile(rf"()()(){MEETING}(?:一致)?(?:通过)?"), _take_adoption),
    (re.compile(rf"(\d{{1,2}})({'|'.join(_MONTHS)})(\d{{4}})", re.IGNORECASE), _take_issue),
    (re.compile(r"(?:临时)?议程(?:项目)?((?:[、,和]?\d{1,3}(?:\([a-z]{1,2}\))*(?:和\([a-z]\))?){1,12})"), _take_item),
    (re.compile(r"第[一二三四五六七八九十百]{1,6}届(?:紧急)?(?:特别)?会议(?:续会)?"), _take_nothing),
    (re.compile(r"\d{4}年(?:实质性)?届会"), _take_nothing),
    (re.compile(r"Distr\.:?(?:General|Limited|GENERAL|LIMITED)|(?:分发|普遍分发)[:]?\S{0,4}"), _take_nothing),
    (re.compile(r"Original:?\w+|原件:?\w{1,5}|Chinese|CHINESE|中文版?|简体"), _take_nothing),
    (re.compile(rf"(?:联合国)?{BODY_NAME}?第(?:{NUMBER}|\d{{1,4}})[A-Z]?号决[议定]"), _take_nothing),
    (re.compile(rf"发布机关:(?:联合国)?{BODY_NAME}"), _take_nothing),
    (re.compile(rf"(?:{PREFIX}{NUMBER}[A-Z]?/)?Corr\.\d+\*?"), _take_nothing),
    (re.compile(rf"^{CORRIGENDUM_LINE.pattern}$", re.MULTILINE), _take_nothing),
    (re.compile(
        rf"{PREFIX}{NUMBER}[A-Z]?|(?:^|(?<=\|)){NUMBER}[A-Z]?[.、]?(?:$|(?=\|))|^[A-Z]\.?$", re.MULTILINE
    ), _take_nothing),
    (re.compile(rf"^(?:联合国)?{BODY_NAME}?(?:通过的?)?(?:决[议定])?$", re.MULTILINE), _take_nothing),
    (re.compile(
        rf"^(?:联合国)?{BODY_NAME}?(?=\|?\x00)|(?<=\x00)(?:联合国)?{BODY_NAME}?(?:决[议定])?$", re.MULTILINE
    ), _take_nothing),
)  # fmt: skip
