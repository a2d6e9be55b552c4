"""Finds the words that carry a footnote mark: the words that the footnote is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from archive.citing.instruments import is_english
from archive.reading.opening import opening

_PAIRS = (("《", "》"), ("“", "”"), ("(", ")"), ("（", "）"))
# The words that carry a mark begin after punctuation or after the particle 的. The 的 of 目的, 亚的斯亚贝巴 and
# 的黎波里 is not a particle.
_STOP = re.compile(r"[，；。、：《》“”\n]|(?<!目)(?<!亚)的(?!黎波里)|亚的(?!斯)")
# Words before the document: conjunctions, and the verbs of a point, which has no opening phrase.
_LEADING = re.compile(
    "(?:以及|和(?![平解谐约睦会])|及(?!时)|与(?!会)|其中(?:载有)?|包括|特别是|尤其是|在其|考虑到"
    "|(?:继续)?(?:开展|执行|实施|落实)(?=.{6}))+"
)
# 安排和裁军审议委员会1999年指导方针: the body after 和 is the author of the document, and 安排 belongs to other words.
_AUTHOR_AFTER = re.compile(
    r"[^和及与会国组院]{2,8}(?:以及|[和及与])(?=[^和及与]{2,12}(?:委员会|会议|大会|工作组|专家组)\d{4}年)"
)
# One of these words is before the last member of a list. 、 is before the other members.
_LAST_OF_LIST = re.compile("以及|[和及与]")
# Words before the verb of a clause: 并回顾, 为此欢迎.
_BEFORE_ACT = re.compile("(?:并|同时|为此|在这方面|已)*")
# After these words a verb is a noun: 决定和决议, 决定中.
_NO_ACT = re.compile(r"[和与及、中的书者性权]|$")
# Verbs and prepositions before a document: 某国违反安全理事会相关决议, 某会议以协商一致方式通过了其报告.
_DONE_WITH = re.compile("(?:违反|违背|根据|按照|依照|遵照|依据|通过了?其?|作出了?|提交了?|提出了?|汇报了)(?=..)")
# In an English text, the words that carry a mark begin after one of these: “… contained in the 1999 guidelines¹”.
_ENGLISH_START = re.compile(r"[,;:.] |\b(?:the|its|their|of|by|in) (?=.)")
_ENGLISH_JOIN = re.compile(r"[ ]*(?:(?:and|or|as well as)[ ])?")


def carrying_words(text: str, at: int, marks: Sequence[int], opening_phrase: str = "") -> tuple[int, int]:
    """Returns the start and end of the words that carry the mark after ``text[:at]``.

    If a 《…》 or “…” ends at the mark, it carries the mark. Otherwise the words begin after the nearest 的, punctuation
    mark, opening phrase or earlier footnote mark. ``marks`` are the offsets of the earlier marks, in order. They can
    include later marks, which do not count. ``opening_phrase`` is the opening phrase of the clause.

    >>> text = "按照1999年裁军审议委员会的指导方针，建立"
    >>> text[slice(*carrying_words(text, 19, []))]
    '指导方针'
    """
    end = at
    while end and text[end - 1] in "，；。、：,;. ":
        end -= 1
    if end == 0:
        return at, at
    start, is_whole = _quoted(text, end)
    if not is_whole:
        opens = len(opening_phrase) if text.startswith(opening_phrase) else 0
        before = bisect_left(marks, end)
        floor = max(opens if opens < end else 0, marks[before - 1] if before else 0)
        start = _trimmed(text, _start_of_run(text, start, end, floor), end)
    return (start, end) if start < end else (end - 1, end)


def _quoted(text: str, end: int) -> tuple[int, bool]:
    """Looks for a quotation or bracket that ends at ``end``.

    Returns its start, and True if it alone carries the mark. The start is ``end`` if no quotation or bracket ends
    there.
    """
    for opening_sign, closing_sign in _PAIRS:
        if text[end - 1] != closing_sign or (start := _opening(text, end, opening_sign, closing_sign)) < 0:
            continue
        if opening_sign in "《“":
            return start, True
        if text[start - 1 : start] == "》" and (title := _opening(text, start, "《", "》")) >= 0:
            return title, True
        return start, False
    return end, False


def _start_of_run(text: str, start: int, end: int, floor: int) -> int:
    """Goes back from ``start`` to the nearest stop, at most to ``floor``, and returns this offset.

    If the words end in the last member of a list, goes back to the beginning of the list.
    """
    stops = [stop.end() for stop in _STOP.finditer(text, floor, start)]
    start = stops.pop() if stops else floor
    if _LAST_OF_LIST.search(text, start, end):
        while start > floor and text[start - 1] == "、":
            start = stops.pop() if stops else floor
    return start + (text[start:end][:1] == "、")


def _trimmed(text: str, start: int, end: int) -> int:
    """Leaves out the verbs, prepositions and conjunctions at the beginning of some words.

    Returns the start of the remaining words.
    """
    if is_english(text[start:end]):
        start += max((word.end() for word in _ENGLISH_START.finditer(text[start:end])), default=0)
        joined = _ENGLISH_JOIN.match(text, start, end)
        return joined.end() if joined else start
    if start == 0 or text[start - 1] in "，；：\n":
        act = _BEFORE_ACT.match(text, start, end)
        verb = opening(text[act.end() if act else start : end])
        after = start + (len(act[0]) if act else 0) + len(verb)
        if verb and not _NO_ACT.match(text, after, end):
            start = after + (text[after] in "了到")
    start = max((verb.end() for verb in _DONE_WITH.finditer(text, start, end)), default=start)
    for words in (_LEADING, _AUTHOR_AFTER):
        start = before.end() if (before := words.match(text, start, end)) else start
    return start


def _opening(text: str, end: int, opening: str, closing: str) -> int:
    """The offset of the opening sign of the quotation that ends at ``end``; -1 if there is no opening sign."""
    last = text.rfind(opening, 0, end)
    is_nested = last >= 0 and text.find(closing, last, end) < end - 1
    return _openings(text, opening, closing).get(end - 1, -1) if is_nested else last


@lru_cache(maxsize=8)
def _openings(text: str, opening: str, closing: str) -> dict[int, int]:
    """The offset of each closing sign, with that of its opening sign. The result is cached: a text can have many."""
    open_signs, found = list[int](), dict[int, int]()
    for sign in re.finditer(f"[{re.escape(opening + closing)}]", text):
        if sign[0] == opening:
            open_signs.append(sign.start())
        elif open_signs:
            found[sign.start()] = open_signs.pop()
    return found
