"""Reads the facts that a cover or a web page prints before the title, such as session, agenda item, vote and sponsors.

The same patterns read the vote that the Human Rights Council prints after the text (``read_vote``).

    联合国  A/RES/65/72 / Distr.: General / 第六十五届会议 / 议程项目97 / [根据第一委员会的报告(A/65/410)通过]
    2000年12月4日第81次全体会议 根据委员会的建议…  经记录表决，以106票赞成…  赞成：阿富汗、…

``COVERS`` has a table of patterns for each language. To read another line of a cover, add a pattern, and a function
that stores the line's facts in the Draft. A warning keeps the words that match no pattern. Chinese words are matched
without white space, and English words with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive import languages, symbols
from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed import english_cover as english
from archive.reading.printed.adopting import BODY_NAME, PREFIX
from archive.reading.printed.adoption import DATE, ENGLISH_MONTHS, MEETING, day_in, day_of, meeting_of, month_of
from archive.reading.printed.lines import BODY, HEAD, UNKNOWN, TextLine, narrow
from archive.reading.printed.session import warn_of_other_session
from archive.reading.printed.wordings import is_latin
from archive.reading.typography import tidy
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome

# 65/72, S-10/2, 2603 (XXIV), 2024/5, 1540 (2004)
NUMBER = r"(?:(?:ES-|S-)?\d{1,3}/\d{1,4}|(?:19|20)\d\d/\d{1,3}|\d{1,4}\s?\((?:(?:E?S-)?[IVXLC]+|(?:19|20)\d\d)\))"
CORRIGENDUM_LINE = re.compile(r"(?:更正|Corrigendum|CORRIGENDUM)")
_COMMITTEES = {"一": "First", "二": "Second", "三": "Third", "四": "Fourth", "五": "Fifth", "六": "Sixth"}
_NAMES_WITH_AND = (
    "安提瓜和巴布达", "波斯尼亚和黑塞哥维那", "塞尔维亚和黑山", "圣多美和普林西比", "圣基茨和尼维斯",
    "圣文森特和格林纳丁斯", "特立尼达和多巴哥",
)  # fmt: skip
_ADOPTION_LINE = re.compile(rf"(?:{DATE})?(?:{MEETING})?(?:通过)?")
_ITEM_LINE = re.compile("议程项目|Agendaitem")
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
    warn_of_other_session(lines, draft)
    in_item = False  # True after an agenda item's number: the next lines are the item's title
    for line, rest in zip(lines, _take_known(lines, draft, COVERS[draft.language]), strict=True):
        unknown = re.sub(rf"[{_TAKEN}\s\[\]()。,;:|←→]+", " ", rest).strip()
        line.role = HEAD
        if _TAKEN in rest:
            in_item = _ITEM_LINE.search(line.squeezed) is not None
        if unknown and in_item:
            draft.agenda_titles.append(tidy(line.text, draft.language))
        elif unknown:
            line.role = UNKNOWN
            draft.warnings.append(ReadingWarning(line.place, "reading.left_out", {"words": line.text}))


def read_vote(lines: Sequence[TextLine], draft: Draft) -> list[TextLine]:
    """Read the vote that is printed after a text: [经记录表决，以37票赞成…通过。赞成：…], [未经表决获得通过。].

    Returns the lines with other words.
    """
    patterns = _ENGLISH_VOTE if draft.language == "en" else _VOTE
    rests = _take_known(lines, draft, patterns) if lines else []
    return [line for line, rest in zip(lines, rests, strict=True) if re.search(r"\w", rest)]


def _take_known(lines: Sequence[TextLine], draft: Draft, patterns: Patterns) -> list[str]:
    """Apply the patterns, and store the facts in the Draft.

    Returns the text of the lines. _TAKEN replaces each character that a pattern has understood. Chinese text has no
    white space.
    """
    space = " " if languages.of(draft.language).spaced else ""
    words = "\n".join(re.sub(r"\s+", space, line.text) for line in lines)
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
    words, cover = (line.plain, ENGLISH_COVER) if is_latin(line.plain) else (line.squeezed, CHINESE_COVER)
    return bool(_ADOPTION_LINE.fullmatch(line.squeezed)) or any(
        (match := pattern.match(words)) and match.end() >= 0.6 * len(words) for pattern, _ in cover
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
        """The words of a group as printed. A line end is a space in English words, and is left out in Chinese words."""
        start, end = self.match.span(group)
        words = self.source[start:end]
        return words.replace("\n", " " if is_latin(words) else "")


def _take_adoption(draft: Draft, found: _Found) -> None:
    if found[1] and draft.adopted_on is None:
        draft.adopted_on = day_of(found[1], found[2], found[3])
    if found[4]:
        draft.meeting = meeting_of(found[4])


def _take_issue(draft: Draft, found: _Found) -> None:
    draft.published_on = day_of(found[3], month_of(found.words(2)), found[1])


def _take_proposal(draft: Draft, found: _Found) -> None:
    draft.proposal = draft.proposal or found.words()
    words = narrow(found.words())
    if committee := committee_in(words):
        draft.committee = committee
    elif "未经发交" in words and draft.symbol.startswith("A/"):
        draft.committee = "plenary"
    _take_symbol(draft, words)
    if paragraph := re.search(r"第(\d+)段", words):
        draft.committee_report_paragraph = paragraph[1]


def _take_symbol(draft: Draft, words: str) -> None:
    """Store the symbol in a proposal, as the symbol of the draft resolution or of the committee's report."""
    if symbol := re.search(r"[AES]/[^,;)\]】、 和]+", words):
        if "/L." in symbol[0]:
            draft.draft_symbol = symbols.normalise(symbol[0])
        else:
            draft.committee_report = symbols.normalise(symbol[0])


def committee_in(words: str) -> str:
    """The Main Committee that words name: ``"First"`` for 第一委员会; "" if they name none."""
    if found := re.search(r"第([一二三四五六])委员会", words):
        return _COMMITTEES[found[1]]
    in_english = english.COMMITTEE.search(words)
    return in_english[1] if in_english else ""


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


def _take_english_adoption(draft: Draft, found: _Found) -> None:
    day = day_in("".join((found[1] or "").split()))
    draft.adopted_on = draft.adopted_on or (day[1] if day else None)


def _take_english_adoption_at(draft: Draft, found: _Found) -> None:
    draft.meeting = int(found[1] or 0)
    day = day_in("".join((found[2] or "").split()))
    draft.adopted_on = draft.adopted_on or (day[1] if day else None)


def _take_english_meeting(draft: Draft, found: _Found) -> None:
    draft.meeting = int(found[1] or 0)


def _take_english_proposal(draft: Draft, found: _Found) -> None:
    draft.proposal = draft.proposal or " ".join(found.words().split())
    if committee := english.COMMITTEE.search(draft.proposal):
        draft.committee = committee[1]
    elif english.WITHOUT_COMMITTEE.search(draft.proposal):
        draft.committee = "plenary"
    _take_symbol(draft, draft.proposal)
    if paragraph := english.PARAGRAPH.search(draft.proposal):
        draft.committee_report_paragraph = paragraph[1]


def _take_english_item(draft: Draft, found: _Found) -> None:
    items = re.split(r",|\band\b", found[1] or "")
    draft.agenda_items += [re.sub(r"(?<=\d)\s*(?=\()", " ", item.strip()) for item in items if re.search(r"\w", item)]


def _take_english_recorded(draft: Draft, found: _Found) -> None:
    yes, no, abstain = (int(words) if (words := found[n] or "0").isdigit() else 0 for n in (1, 2, 3))
    draft.vote = replace(draft.vote, outcome=Outcome.RECORDED, yes=yes, no=no, abstain=abstain)


def _take_english_voters(draft: Draft, found: _Found) -> None:
    choice = {"in": Choice.YES, "against": Choice.NO, "abstaining": Choice.ABSTAIN}[found.words(1).lower().split()[0]]
    names = [" ".join(name.split()) for name in re.split(r"[,;.\[\]]", found.words(2)) if name.strip()]
    voters = draft.vote.voters | {choice: [] if names == ["None"] else names}
    draft.vote = replace(draft.vote, outcome=Outcome.RECORDED, voters=voters)


def _take_english_sponsors(draft: Draft, found: _Found) -> None:
    names = re.split(r",\s*(?:and\s+)?", " ".join(found.words(1).split()))
    draft.sponsors += [name for name in names if name]


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

CHINESE_COVER: Patterns = (
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
    (re.compile(rf"(\d{{1,2}})({ENGLISH_MONTHS})(\d{{4}})", re.IGNORECASE), _take_issue),
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
_ENGLISH_VOTE: Patterns = (
    (english.RECORDED, _take_english_recorded),
    (english.WITHOUT_VOTE, _take_without_vote),
    (english.VOTERS, _take_english_voters),
)
ENGLISH_COVER: Patterns = (
    (english.PROPOSAL, _take_english_proposal),
    *_ENGLISH_VOTE,
    (english.SPONSORS, _take_english_sponsors),
    (english.SESSION_DAYS, _take_nothing),
    (english.ADOPTED_AT, _take_english_adoption_at),
    (english.ADOPTED, _take_english_adoption),
    (english.MEETING_LINE, _take_english_meeting),
    (english.ISSUE, _take_issue),
    (english.ITEMS, _take_english_item),
    (english.SESSION, _take_nothing),
    (
        re.compile(rf"(?:{PREFIX}{NUMBER}[A-Z]?/)?Corr\.\d+\*?|^{CORRIGENDUM_LINE.pattern}$", re.MULTILINE),
        _take_nothing,
    ),
    (re.compile(rf"{PREFIX}{NUMBER}[A-Z]?|^{NUMBER}[A-Z]?[.]?$|^[A-Z]\.?$", re.MULTILINE), _take_nothing),
    *((pattern, _take_nothing) for pattern in english.PLAIN_WORDS),
)
COVERS: dict[str, Patterns] = {"zh": CHINESE_COVER, "en": ENGLISH_COVER}
