"""Finds resolutions of the Security Council without their year: 安全理事会2004年4月28日第1540号决议.

The Council does not begin its numbers again each year, so the number alone names one resolution. The symbol of the
resolution also has the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.bodies import governing_body
from archive.citing.places import pinpoint_after
from archive.citing.reference import COUNCIL, NUMBER, Reference

_GROUP = re.compile(
    r"第[ ]?(?P<numbers>\d{1,4}(?:[ ]?(?:、|和|及|与|以及)[ ]?\d{1,4})*)[ ]?号"
    r"(?P<noun>决议(?!草案))?(?:[ ]?\((?P<after>(?:19|20)\d\d)年?\))?"
)
_NOUN_AHEAD = re.compile(r"[^，；。：《》“”]{0,200}?号决议(?!草案)")
_YEAR = re.compile(r"(?P<before>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:关于[^；。第]{1,100}的)?$")
# The dates of several numbers can be before the first number: 2004年4月28日和2006年4月27日第1540号和第1673号决议.
_TWO_DATES = re.compile(r"\d日(?:、|和|及|以及|与)(?:19|20)\d\d年\d{1,2}月\d{1,2}日$")
# In 第1540号和第1673号决议, the second number has the body of the first.
_AND = re.compile(r"(?:、|和|及|以及|与)[ ]?(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?)?")


def council_references(folded: str) -> Iterator[Reference]:
    if not ("安全理事会" in folded or "安理会" in folded):
        return
    last = -1
    for m in _GROUP.finditer(folded):
        if not (m["noun"] or _NOUN_AHEAD.match(folded, m.end())):
            continue
        goes_on = last >= 0 and _AND.fullmatch(folded, last, m.start())
        if not goes_on and governing_body(folded, m.start()) != COUNCIL:
            continue
        last = m.end()
        yield from _each(folded, m)


def _each(folded: str, m: re.Match[str]) -> Iterator[Reference]:
    before = folded[max(0, m.start() - 130) : m.start()]
    dated = None if _TWO_DATES.search(before) else _YEAR.search(before)
    year = int(m["after"] or (dated["before"] if dated else 0))
    pieces = list(re.finditer(r"\d+", m["numbers"]))
    for piece in pieces:
        alone = len(pieces) == 1
        start = m.start() if alone else m.start("numbers") + piece.start()
        end = m.end() if alone else m.start("numbers") + piece.end()
        pinpoint = pinpoint_after(folded, m.end()) if piece is pieces[-1] else ""
        yield Reference(NUMBER, start, end, piece[0], COUNCIL, "决议", year, pinpoint)
