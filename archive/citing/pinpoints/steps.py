"""Reads the steps of a pinpoint, from the outermost place to the innermost.

    words of a pinpoint → **steps** → pins

附件二第3(a)段 has the steps annex 2 and paragraph 3 (a). Chinese and English words give the same steps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from archive.citing import english_places
from archive.citing.places import ANNEXES, COUNTS, NUMBER, SIGN, SIGNS, UNIT
from archive.citing.reference import fold_width
from archive.reading.paths import slugs

# The levels of steps, the outermost first.
PART, CHAPTER, SECTION, SUBSECTION, PARAGRAPH, POINT = range(6)
# The parts of a text. Only ``ANNEX`` can have elements, because only annexes have numbers.
ANNEX, PREAMBLE, OPERATIVE = "annex", "preamble", "operative"

Slugs = tuple[str, ...]  # the pieces of a path that one printed number or point can give


@dataclass(frozen=True, slots=True)
class Element:
    """One number of a list, with its points: 3(a) in 第3(a)至(f)段.

    ``number`` is empty if only points are printed. ``in_range`` is True if this element ends a range that begins with
    the element before it.
    """

    start: int
    end: int
    number: Slugs = ()
    points: tuple[Slugs, ...] = ()
    in_range: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The places on one level that ``words[start:end]`` name.

    ``part`` is set only on the level ``PART``. ``word`` is a pattern for the first word of a paragraph. It is set if
    the text names the paragraph by this word, for example 行动25.
    """

    level: int
    start: int
    end: int
    elements: tuple[Element, ...] = ()
    part: str = ""
    word: str = ""


_LEVELS = {"段": PARAGRAPH, "para": PARAGRAPH} | dict.fromkeys(
    ("节", "条", "章", "部分", "sec", "art", "chap"), SECTION
)
_LONGEST = 400  # characters of a pinpoint that are read; the longest printed pinpoint has about a hundred
_ACTION = "(?:行动|Action)"
_LEVELS |= dict.fromkeys(("章", "部分", "chap"), CHAPTER)
_LEVELS |= dict.fromkeys(("款", "项", "目", "分段", "小段", "sub"), POINT)
_CHINESE = re.compile(
    rf"""
      (?P<annex>附件)(?P<annexes>{ANNEXES})? | (?P<preamble>序言(?:部分|段)?) | (?P<operative>执行(?:部分|段))
    | 第[ ]?(?P<counts>{COUNTS})[ ]?[两各]?(?P<unit>{UNIT}) | (?P<points>{SIGNS}) | (?P<letter>[A-Z])(?:节|部分)
    | 行动[ ]?(?P<actions>{COUNTS})
    """,
    re.X,
)
_ENGLISH = re.compile(
    rf"""
      (?P<annex>annex(?:es)?)\b(?:[ ](?P<annexes>{english_places.COUNTS}))?
    | (?P<preamble>preamb\w+) | (?P<operative>operative)
    | \bactions?[ ](?P<actions>{english_places.COUNTS})
    | \b(?P<unit>sub|para|sec|art|chap)[a-z]*\.?[ ](?P<counts>{english_places.COUNTS})
    """,
    re.X | re.I,
)
# “section II of the annex” names the inner place first.
_INNER_FIRST = re.compile(r" (?:of|to) (?:the )?(?=[a-z]{4})")
_QUOTED = re.compile(r"\((?:引文|原文)[^()]*\)")  # a place in another text that the paragraph quotes
_PIECE = re.compile(rf"(?P<range>[至到~—–-]|\bto\b|\bthrough\b)|(?P<number>{NUMBER})|(?P<sign>{SIGN})", re.X)


def steps(words: str) -> list[Step]:
    """Returns the steps of a pinpoint. Each step can contain the steps after it.

    >>> [(step.level, [element.number for element in step.elements]) for step in steps("附件二第3至5段")]
    [(0, [('2',)]), (4, [('3',), ('5',)])]
    """
    folded = _QUOTED.sub(lambda m: " " * len(m[0]), fold_width(words)[:_LONGEST])
    if not folded.isascii():
        return list(_steps(_CHINESE, folded, 0))
    pieces, start = [], 0
    for between in _INNER_FIRST.finditer(folded):
        pieces.append((folded[start : between.start()], start))
        start = between.end()
    pieces.append((folded[start:], start))
    return [step for piece, offset in reversed(pieces) for step in _steps(_ENGLISH, piece, offset)]


def _steps(pattern: re.Pattern[str], words: str, offset: int) -> Iterator[Step]:
    for m in pattern.finditer(words):
        found = m.groupdict()
        start, end = offset + m.start(), offset + m.end()
        if found["annex"]:
            yield Step(PART, start, end, _elements(m, "annexes", offset), ANNEX)
        elif found["preamble"] or found["operative"]:
            yield Step(PART, start, end, part=PREAMBLE if found["preamble"] else OPERATIVE)
        elif found["actions"]:
            yield Step(PARAGRAPH, start, end, _elements(m, "actions", offset), word=_ACTION)
        elif found.get("letter"):
            yield Step(SUBSECTION, start, end, _elements(m, "letter", offset))
        elif found.get("points"):
            yield Step(POINT, start, end, _elements(m, "points", offset))
        elif (level := _LEVELS.get(found["unit"].lower())) is not None:
            yield Step(level, start, end, _elements(m, "counts", offset))


def _elements(m: re.Match[str], group: str, offset: int) -> tuple[Element, ...]:
    """Returns the elements of a list. In 3(a)至(f), the number 3 also belongs to (f)."""
    if not m[group]:
        return ()
    found: list[Element] = []
    signs: list[str] = []
    after, in_range = -1, False
    for piece in _PIECE.finditer(m[group]):
        if piece["range"]:
            in_range = True
            continue
        start, end = (offset + m.start(group) + place for place in piece.span())
        if piece["number"]:
            signs = []
            found.append(Element(start, end, slugs(piece["number"]), in_range=in_range))
        elif piece.start() == after and found:
            signs.append(piece["sign"])
            last = found[-1]
            found[-1] = Element(last.start, end, last.number, tuple(map(slugs, signs)), last.in_range)
        else:
            signs = [*_outer(signs, piece["sign"]), piece["sign"]]
            number = found[-1].number if found else ()
            found.append(Element(start, end, number, tuple(map(slugs, signs)), in_range))
        after, in_range = piece.end(), False
    return tuple(found)


def _outer(signs: list[str], sign: str) -> list[str]:
    """The signs of the points that contain the point ``sign``, from the outermost to the innermost.

    ``signs`` has the signs of the previous point and of the points that contain it. If the previous point is (a)㈠, the
    point ㈢ is inside (a), and the point (b) is inside no other point.
    """
    styles = [_style(one) for one in signs]
    return signs[: styles.index(_style(sign))] if _style(sign) in styles else signs[:-1]


def _style(sign: str) -> str:
    inner = unicodedata.normalize("NFKC", sign).strip(" ()")
    return "a" if inner.isascii() and inner.isalpha() else "1" if inner.isdigit() else "一"
