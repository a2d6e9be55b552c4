"""Finds the numbers of resolutions and decisions: 第64/47号决议, 第36/87 A和B号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.bodies import body_in_session, governing_body
from archive.citing.find.parts import LETTERS, SESSION, lettered
from archive.citing.places import pinpoint_after
from archive.citing.reference import NUMBER, Reference

# A number in Chinese numerals, digit by digit: 一六五三.
_CHINESE = "[一二三四五六七八九〇零○]{1,4}"
_ONE = rf"""(?:
    (?:E?S-)?\d{{1,4}}[ ]?/[ ]?\d{{1,4}}(?![\d/.])(?:[ ]?{LETTERS})?                    # 64/47, ES-10/21, 36/87 A和B
  | (?:\d{{1,4}}|{_CHINESE})(?:[ ]?{LETTERS})?[ ]?{SESSION}(?:[ ]?{LETTERS})?          # 2373(XXII), 3472 B (XXX)
  | (?:\d{{1,4}}|{_CHINESE})[ ]?\((?:(?:19|20)\d\d|[一二][一二三四五六七八九〇零○]{{3}})\)   # 1540(2004)
  | [一二三四五六七八九十]{{1,6}}[ ]?[㈠-㈩]                                              # 第一㈠号
  | \d\d\.\d{{1,2}}                                                                  # 世界卫生大会第60.18号
)"""
_GROUP = re.compile(
    rf"""
    (?=[第\dES一二三四五六七八九十〇零○]) (?<![A-Za-z\d/.(_-])  # the first characters save much time
    (?P<ordinal>第[ ]?)?
    (?P<numbers>{_ONE}(?:(?:[ ]?(?:、|和|及|与|或|以及|至)[ ]?){_ONE})*)
    [ ]?(?P<mark>号)?
    (?P<noun>决议|决定)?
    """,
    re.X,
)
_EACH = re.compile(_ONE, re.X)
# Words after a number that is not the number of a resolution or decision.
OTHER_NOUN = re.compile(
    r"的?(?:一般性|法令|法律|程序|通函|通知|政令|法案|命令|条例|公约|建议|意见|政策|来文|案|文件|指令|议定书|[条段卷页])"
)
# The noun of an enumeration is after its last number.
_NOUN_AHEAD = re.compile(r"[^，；。：《》“”]{0,400}?号(?P<noun>决议|决定)")
# The date is before the number. The subject of the resolution can be between them: 2011年6月17日关于…的第65/281号决议.
_YEAR = re.compile(
    r"((?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:大会|安全理事会|安理会|人权理事会)?"
    r"(?:(?:通过的?)?(?:关于|题为|设立|为)[^；。第]{1,150}的)?$"
)
# In 第67/189号和第67/192号决议, the second number has the body of the first number, and its date if it has none.
_AND = re.compile(
    r"(?:决议|决定)?[ ]?(?:、|和|及|以及|与|或)[ ]?(?:(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?)?"
)


def number_references(folded: str) -> Iterator[Reference]:
    before: tuple[int, int, str | None] = (-1, 0, None)
    for m in _GROUP.finditer(folded):
        if not _is_number(folded, m):
            continue
        noun = m["noun"] or ""
        if not noun and (ahead := _NOUN_AHEAD.match(folded, m.end())):
            noun = ahead["noun"]
        pinpoint = pinpoint_after(folded, m.end())
        if before[0] >= 0 and (joined := _AND.fullmatch(folded, before[0], m.start())):
            year = int(joined["year"]) if joined["year"] else before[1] if _fits(m["numbers"], before[1]) else 0
            body = before[2]
        else:
            dated = _last(_YEAR, folded[max(0, m.start() - 200) : m.start()])
            year, body = int(dated[1]) if dated else 0, governing_body(folded, m.start())
        before = (m.end(), year, body)
        named = [
            (name, first, last, pinpoint if piece.end() == len(m["numbers"]) else "")
            for piece in _EACH.finditer(m["numbers"])
            for name, first, last in lettered(piece[0], m.start("numbers") + piece.start())
        ]
        if len(named) == 1:  # the reference also covers 第 and 号决议
            named = [(named[0][0], m.start(), m.end(), pinpoint)]
        for name, first, last, place in named:
            yield Reference(NUMBER, first, last, name, body, noun, year, place)


def _is_number(folded: str, m: re.Match[str]) -> bool:
    """Whether the numbers in a match of ``_GROUP`` are those of resolutions or decisions."""
    if not m["mark"]:
        # A number without 号 counts only after 第, and only if the words after it fit: a conjunction, 决议, or the end
        # of the sentence part for a number with its year or session in brackets.
        goes_on = r"[、和及与]|决议" if "/" in m["numbers"] else r"[、和及与，；。)]|决议|以及|$"
        if m["numbers"].count("/") > 2:
            goes_on += "|的"  # 大会第59/296、60/266和61/276的规定
        if not m["ordinal"] or not re.match(goes_on, folded[m.end("numbers") : m.end("numbers") + 2]):
            return False
    elif not m["ordinal"] and not re.search("[/(]", m["numbers"]):
        return False
    if "." in m["numbers"] and not (m["mark"] and m["noun"]):
        return False
    return bool(m["noun"]) or not OTHER_NOUN.match(folded, m.end())


def _fits(number: str, year: int) -> bool:
    """Whether a number can belong to this year: the Assembly or the Human Rights Council held its session then.

    A number without a session (1540) fits every year.
    """
    session = re.match(r"(\d+)[ ]?/", number)
    return session is None or body_in_session(int(session[1]), year) is not None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of ``pattern`` in ``text``; None if nothing matches.

    The pattern must begin with four digits and 年, and end in ``$``.
    """
    start = len(text)
    while (start := text.rfind("年", 0, start)) >= 0:
        if match := pattern.match(text, start - 4):
            return match
    return None
