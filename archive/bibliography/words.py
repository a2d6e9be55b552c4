"""Dates, places in a text and votes, in the words of citations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from archive import symbols
from archive.bibliography.names import ACTS
from archive.bibliography.paragraph import HEADING, PREAMBULAR, TABLE, Paragraph
from archive.bibliography.reference import Reference, VoteFacts
from archive.voting.outcome import Outcome
from archive.voting.record import Scope

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BLUEBOOK_MONTHS = (  # the Bluebook, table 12
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


def chinese_day(day: datetime.date) -> str:
    """``2010年12月8日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def british_day(day: datetime.date) -> str:
    """``8 December 2010``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def american_day(day: datetime.date) -> str:
    """``December 8, 2010``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def bluebook_day(day: datetime.date) -> str:
    """``Dec. 8, 2010``."""
    return f"{_BLUEBOOK_MONTHS[day.month - 1]} {day.day}, {day.year}"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """How a style writes the place of a paragraph. Each has one ``{}`` for the number."""

    language: str
    paragraph: str
    preambular: str
    heading: str
    table: str
    annex: str
    only_annex: str
    separator: str


CHINESE_PLACE = PlaceWords("zh", "第{}段", "序言部分第{}段", "标题{}", "表{}", "附件{}", "附件", "，")
OSCOLA_PLACE = PlaceWords("en", "para {}", "preambular para {}", "heading {}", "table {}", "annex {}", "annex", ", ")
CHICAGO_PLACE = PlaceWords("en", "para. {}", "preambular para. {}", "heading {}", "table {}", "annex {}", "annex", ", ")
BLUEBOOK_PLACE = PlaceWords("en", "¶ {}", "pmbl. ¶ {}", "heading {}", "tbl.{}", "annex {}", "annex", ", ")


def place(paragraph: Paragraph, words: PlaceWords) -> str:
    """The place of a clause: ``第8段``, ``附件2，第3段(a)``, ``¶ 8(a)``.

    The only annex has no number. The heading is named only where the numbers of paragraphs begin again under it.
    """
    kinds = {PREAMBULAR: words.preambular, HEADING: words.heading, TABLE: words.table}
    number = paragraph.number(words.language)
    found = kinds.get(paragraph.kind, words.paragraph).format(number)
    if points := "".join(paragraph.points(words.language)):
        found += points
    annex = words.only_annex if paragraph.in_only_annex else words.annex
    outer = [form.format(n) for form, n in ((annex, paragraph.annex), (words.heading, paragraph.heading)) if n]
    return words.separator.join([*outer, found])


def version(reference: Reference, language: str) -> str:
    """The version of data: ``2026-11-29版``, ``version 2026-11-29``; "" for everything else."""
    if not reference.version:
        return ""
    return f"{reference.version}版" if language == "zh" else f"version {reference.version}"


def capitalised(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def vote_title(reference: Reference, places: PlaceWords, title: str) -> str:
    """What a vote is called in a citation, in the language of ``places``. ``title`` is the title of the resolution.

    Records of votes have no titles, so the words say what was voted on, and the figures:
    ``关于第65/72号决议的表决（赞成173票，反对1票，弃权11票）``.
    """
    vote = reference.vote
    assert vote is not None  # only votes are asked
    number = symbols.printed_number(vote.symbol)
    act = ACTS.get(symbols.kind_of(vote.symbol), ACTS[symbols.GA_RESOLUTION])
    words = _chinese_vote if places.language == "zh" else _english_vote
    return words(vote, number, act, title, places)


def _chinese_vote(vote: VoteFacts, number: str, act: tuple[str, str], title: str, places: PlaceWords) -> str:
    kinds = {Scope.WHOLE: "的表决", Scope.AMENDMENT: "的修正案的表决"}
    what = f"第{number}号{act[0]}" if number else act[0]
    if title:
        what += f"“{title}”"
    if _without_vote(vote):
        return f"{what}未经表决获得通过"
    found = f"关于{what}"
    found += "、".join(place(each, places) for each in vote.paragraphs)
    found += kinds.get(Scope(vote.scope), "的单独表决")
    if vote.in_committee:
        found += "（委员会）"
    return found + ("（赞成{}票，反对{}票，弃权{}票）".format(*vote.counts) if vote.counts else "")


def _english_vote(vote: VoteFacts, number: str, act: tuple[str, str], title: str, places: PlaceWords) -> str:
    kinds = {Scope.WHOLE: "Vote on ", Scope.AMENDMENT: "Vote on an amendment to "}
    what = f"{act[1].lower()} {symbols.spaced(number)}" if number else f"a {act[1].lower()}"
    if title:
        what += f", “{title}”"
    if _without_vote(vote):
        return f"Adoption without a vote of {what}"
    found = kinds.get(Scope(vote.scope), "Separate vote on ")
    if vote.paragraphs:
        found += f"{' and '.join(place(each, places) for each in vote.paragraphs)} of "
    found += what + (" (in committee)" if vote.in_committee else "")
    return found + (" ({} in favour, {} against, {} abstaining)".format(*vote.counts) if vote.counts else "")


def _without_vote(vote: VoteFacts) -> bool:
    return vote.outcome == Outcome.WITHOUT_VOTE and vote.scope == Scope.WHOLE
