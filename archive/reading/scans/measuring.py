"""Measures the ink of a box: the foot of its characters, and small raised digits, which are footnote marks.

A raised digit has no ink below it. The recogniser reads it as a digit of the text, as another sign, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import mean, median
from typing import Any

from archive.reading.scans.pictures import Grey, Ink
from archive.reading.scans.recognising import Box, Glyph, read_digits
from archive.reading.typography import has_han, is_wide

# Shares of the height of a Han character.
_MARK_FOOT, _MARK_LEAST, _MARK_MOST = 0.3, 0.28, 0.68  # foot above the line, least and most height of a mark
_MARK_WIDTH = 0.5
_FREE_FOOT = 0.2  # below a digit that is read as a digit and is a mark; strokes such as 刂 can end higher
_TOGETHER = 0.22  # digits that are nearer to each other are one mark
_BESIDE = 1.4  # how far outside its box a mark of the line can be
_NEAR, _CLOSE = 0.45, 0.2  # the middle of a digit, or of another sign, that is read for a mark
_CLOSE_LATIN = 0.35
_PART_OF_MARK = 0.2  # how far behind a mark the middle of its last digit is given
_SPECK = 0.16  # pieces of ink that are smaller in both directions are specks
_QUOTES = '“”"'
_APOSTROPHES = "'‘’"
_OPENING = tuple("《“(（")
_NO_APOSTROPHE_AFTER = tuple(",.;:")
_READ_FOR_MARKS = "+*^`·°º'‘’|lI!?.、"  # signs for which a raised digit is taken
_LOW = (".", "、")
_INKED = 0.1  # share of the ink of the fullest row; rows with less do not count
_INKED_LATIN = (0.02, 0.3)  # the same at the head and at the foot of Latin letters
_CUT_OFF = 0.25  # share of the height of a box; ink at its edge that is higher belongs to the line
_SIZE_OF_INK = 1.08  # the size of a Han character as a multiple of the height of its ink
_LEAST_PAIRS = 8  # fewer pairs give the pitch with an error of more than 5 %
_HALF_EMPTY = "，。、；：！？"
_BEFORE_NUMBERS, _AFTER_NUMBERS = "第年月至到和", "年月日号届次条段项章节卷页个"  # a digit beside these is no mark
_IN_NUMBERS = "0123456789/-"
_NEIGHBOURS = 5  # characters whose places give a mean
_SURE, _LEAST_SCORE = 0.9, 0.2
_LEAST_AT_START = 0.05  # the marks of footnotes are small, and their order tells the number


@dataclass(frozen=True, slots=True)
class Measured:
    """What the ink of a box measures, in dots.

    ``pitch`` is the distance from one Han character to the next, which is their size; 0.0 if the box has too few of
    them. ``height`` is the height of the ink, and ``foot`` the place of its foot.
    """

    pitch: float
    height: float
    foot: float

    @property
    def size(self) -> float:
        return self.pitch or self.height * _SIZE_OF_INK


def measure(ink: Ink, box: Box, glyphs: Sequence[Glyph]) -> Measured:
    """Ink at an edge of the box that paper separates from the rest belongs to a rule, or to the line above or below.

    Few Latin letters reach above or below the others. The height is that of the tall ones, the foot that of the most.
    """
    tall = box.bottom - box.top
    part = without_small(ink[box.top : box.bottom, box.left : box.right], _SPECK * tall)
    rows = part.sum(axis=1)
    most = rows.max(initial=0)
    share, share_at_foot = (_INKED, _INKED) if has_han("".join(glyph.text for glyph in glyphs)) else _INKED_LATIN
    runs = runs_of(rows > max(1, share * most))
    if len(runs) > 1 and runs[0][0] == 0 and runs[0][1] < _CUT_OFF * tall:
        del runs[0]
    if len(runs) > 1 and runs[-1][1] == tall and tall - runs[-1][0] < _CUT_OFF * tall:
        del runs[-1]
    top, foot = (runs[0][0], runs[-1][1]) if runs else (0, tall)
    while foot > top + 1 and rows[foot - 1] <= share_at_foot * most:
        foot -= 1
    return Measured(_pitch(glyphs), foot - top, box.top + foot)


def _pitch(glyphs: Sequence[Glyph]) -> float:
    """The mean distance between the middles of neighbouring Han characters; 0.0 if there are too few of them.

    Punctuation does not count, because typesetters set two marks of punctuation closer together.

    The recogniser gives the middle of a character with an error of a quarter of its width, so a mean is needed.
    """
    apart = [after.x - before.x for before, after in pairwise(glyphs) if has_han(before.text) and has_han(after.text)]
    if len(apart) < _LEAST_PAIRS:
        return 0.0
    usual = median(apart)
    return mean([one for one in apart if 0.6 * usual < one < 1.4 * usual])


def edges(ink: Ink, box: Box) -> tuple[int, int]:
    """The left and the right edge of the ink in a box, in dots, without specks."""
    import numpy as np

    part = without_small(ink[box.top : box.bottom, box.left : box.right], _SPECK * (box.bottom - box.top))
    columns = np.flatnonzero(part.any(axis=0))
    return (box.left + int(columns[0]), box.left + int(columns[-1]) + 1) if len(columns) else (box.left, box.right)


def with_marks(dots: Grey, ink: Ink, box: Box, glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> list[Glyph]:
    """The characters of a box, with its raised digits as such. A mark just outside the box is added."""
    measured = measure(ink, box, glyphs)
    found = list(glyphs)
    latin = not has_han("".join(glyph.text for glyph in glyphs))
    for mark in _raised(ink, _reach(box, boxes, measured.size), measured):
        near = [g for g in found if mark.left - _NEAR * measured.size < g.x < mark.right + _NEAR * measured.size]
        before = max((g for g in found if g.x < mark.left and g.text != " "), key=lambda g: g.x, default=None)
        quotes = _QUOTES + (_APOSTROPHES if latin and before and before.text not in _NO_APOSTROPHE_AFTER else "")
        right = mark.right + _PART_OF_MARK * measured.size
        inside_mark = [g for g in near if mark.left < g.x < right and _can_be_mark(g)]
        replaced = [g for g in near if g.text.isdigit() or (g in inside_mark and g.text not in _QUOTES + _APOSTROPHES)]
        middle, close = (mark.left + mark.right) / 2, (_CLOSE_LATIN if latin else _CLOSE) * measured.size
        replaced = replaced or [g for g in near if _can_be_mark(g, quotes) and abs(g.x - middle) < close]
        if any(g.text not in _LOW for g in replaced):  # a mark is printed above the point or the comma before it
            replaced = [g for g in replaced if g.text not in _LOW]
        if (any(g.text in quotes for g in near) and not replaced) or _in_number(mark, found, replaced):
            continue
        if (replaced or _has_room(mark, found, measured, latin)) and (read := read_digits(dots, mark)):
            inside = before is not None and any(g.x > mark.right for g in found)
            least = _SURE if latin and inside and not replaced else _LEAST_SCORE if before else _LEAST_AT_START
            found = _with(found, replaced, read, least)
    left, _ = edges(ink, box)
    found = [_raised_in_place(glyph, found, ink, measured, left) for glyph in found]
    return _raised_at_start(sorted(found, key=lambda glyph: glyph.x), ink, box, measured, left)


def _raised_at_start(glyphs: list[Glyph], ink: Ink, box: Box, measured: Measured, left: int) -> list[Glyph]:
    """The characters of a line, with the number at its beginning raised if it has no ink at the foot of the line.

    Such a number is the mark of a footnote. Its digits are too faint or too close to each other for ``_raised``.
    """
    number = list(takewhile(lambda glyph: glyph.text.isdigit() and not glyph.raised, glyphs))
    after = next((glyph.text for glyph in glyphs[len(number) :] if glyph.text != " "), "")
    if not number or not after or not (after.isalnum() or after in _OPENING) or _is_number("", after):
        return glyphs
    foot = int(measured.foot)
    right = max(left + 3, int(number[-1].x))
    part = without_small(ink[box.top : foot, left:right], _SPECK * measured.size)
    if part[-int(_FREE_FOOT * measured.size) :].any():
        return glyphs
    return [replace(glyph, raised=True, doubtful=True) for glyph in number] + glyphs[len(number) :]


def _can_be_mark(glyph: Glyph, quotes: str = _QUOTES) -> bool:
    """Whether this sign, or this doubtful letter, can be what the recogniser has read for a raised digit: r for ¹.

    ``quotes`` has the quotation marks and apostrophes that can be printed at this place.
    """
    if glyph.text in _READ_FOR_MARKS:
        return glyph.text not in quotes
    return glyph.doubtful and glyph.text.isascii() and glyph.text.isalpha()


def _in_number(mark: Box, glyphs: Sequence[Glyph], replaced: Sequence[Glyph]) -> bool:
    """Whether a mark is inside a number, a date or a symbol: what looks raised there is a speck or part of a stroke."""
    others = [glyph for glyph in glyphs if glyph not in replaced and not glyph.raised]
    before = max((g for g in others if g.x < mark.left), key=lambda g: g.x, default=None)
    after = min((g for g in others if g.x > mark.right), key=lambda g: g.x, default=None)
    reach = 3 * (mark.bottom - mark.top)
    left = before.text if before and mark.left - before.x < reach else ""
    right = after.text if after and after.x - mark.right < reach else ""
    return _is_number(left, right)


def _is_number(before: str, after: str) -> bool:
    """Whether a digit between these characters belongs to a number; "" means that there is none."""
    beside = before in tuple(_BEFORE_NUMBERS) or after in tuple(_AFTER_NUMBERS)
    return beside or before in tuple(_IN_NUMBERS) or after in tuple(_IN_NUMBERS)


def _raised_in_place(glyph: Glyph, glyphs: Sequence[Glyph], ink: Ink, measured: Measured, left: int) -> Glyph:
    """The character, raised if it is a lone digit between Han characters without ink at the foot of the line.

    The ink of such a mark touches the ink of the next character. ``left`` is the left edge of the ink of the line.
    """
    if glyph.raised or not glyph.text.isdigit():
        return glyph
    near = [other for other in glyphs if other is not glyph and abs(other.x - glyph.x) < 1.2 * measured.size]
    before = max((other for other in near if other.x < glyph.x), key=lambda other: other.x, default=None)
    after = min((other for other in near if other.x > glyph.x), key=lambda other: other.x, default=None)
    if not near or any(other.text.isascii() for other in near):
        return glyph
    if _is_number(before.text if before else "", after.text if after else ""):
        return glyph
    half = 0.1 * measured.size
    start, end = (int(glyph.x - half), int(glyph.x + half)) if before else (left, int(left + 3 * half))
    foot = int(measured.foot)
    part = ink[int(foot - _FREE_FOOT * measured.size) : foot, start:end]
    return glyph if part.any() else replace(glyph, raised=True, doubtful=True)


def _has_room(mark: Box, glyphs: Sequence[Glyph], measured: Measured, latin: bool = False) -> bool:
    """Whether the characters beside a mark leave room for it. A dot of a Han character can look like a mark.

    The widths of Latin letters differ, so there only a sign or a space can be at the place of a mark.
    """
    middle, size = (mark.left + mark.right) / 2, measured.size
    in_order = sorted(glyphs, key=lambda glyph: glyph.x)
    before = [glyph for glyph in reversed(in_order) if glyph.x < middle]
    after = [glyph for glyph in in_order if glyph.x >= middle]
    if not before or not after:
        return True
    if latin:
        return not any(g.text.isalnum() and mark.left < g.x < mark.right for g in glyphs)
    needed = max(0.18 * size, 0.7 * (mark.right - mark.left))
    between = 1 if len(before) > 1 and before[0].text in _HALF_EMPTY else 0
    beside_han = bool(measured.pitch) and has_han(before[between].text) and has_han(after[0].text)
    if beside_han and between:
        return _room(before[1:], after, measured.pitch) - measured.pitch >= needed
    taken = sum(size / 2 if is_wide(glyph.text) else size / 4 for glyph in (before[0], after[0]))
    taken += size / 4 if before[0].text in _HALF_EMPTY else 0.0
    if after[0].x - before[0].x - taken < needed:
        return False
    return not beside_han or _room(before, after, measured.pitch) >= needed


def _room(before: Sequence[Glyph], after: Sequence[Glyph], pitch: float) -> float:
    """The room between the last and the first of two rows of Han characters. ``before`` begins with the last."""
    return _place(after, -pitch) - _place(before, pitch) - pitch


def _place(glyphs: Sequence[Glyph], pitch: float) -> float:
    """The middle of the first of these Han characters. ``pitch`` is the distance from the next to the one before.

    The recogniser gives each middle with an error of a quarter of the width, so neighbours give a mean.
    """
    row = list(takewhile(lambda glyph: has_han(glyph.text), glyphs))[:_NEIGHBOURS]
    return mean(glyph.x + place * pitch for place, glyph in enumerate(row))


def _with(glyphs: Sequence[Glyph], replaced: Sequence[Glyph], read: Sequence[Glyph], least: float) -> list[Glyph]:
    if min(glyph.score for glyph in read) < least:
        return list(glyphs)
    sure = "".join(glyph.text for glyph in replaced) == "".join(glyph.text for glyph in read)
    marks = [
        replace(glyph, x=glyph.x + place / 100, raised=True, doubtful=not sure and glyph.score < _SURE)
        for place, glyph in enumerate(read)
    ]
    return [glyph for glyph in glyphs if glyph not in replaced] + marks


def _reach(box: Box, boxes: Sequence[Box], size: float) -> Box:
    """The box with the free paper on both sides, up to the next box."""
    left, right = box.left - _BESIDE * size, box.right + _BESIDE * size
    for other in boxes:
        if other is not box and other.top < box.bottom and other.bottom > box.top:
            if other.right <= box.left + 2:
                left = max(left, other.right)
            if other.left >= box.right - 2:
                right = min(right, other.left)
    return Box(max(0, int(left)), box.top, int(right), box.bottom)


def _raised(ink: Ink, box: Box, measured: Measured) -> list[Box]:
    """The boxes of raised marks in a line, from left to right."""
    size = measured.size
    foot = int(measured.foot)
    top = max(0, int(foot - 1.25 * size))
    part = without_small(ink[top : int(foot + 0.1 * size), box.left : box.right], _SPECK * size)
    marks: list[Box] = []
    for start, end in runs_of(part.any(axis=0)):
        rows = part[:, start:end].any(axis=1).nonzero()[0]
        above, below = top + int(rows[0]), top + int(rows[-1]) + 1
        height = below - above
        lifted = foot - below >= _MARK_FOOT * size
        if lifted and height <= _MARK_MOST * size and end - start <= _MARK_WIDTH * size:
            marks.append(Box(box.left + start, above, box.left + end, below))
    # A digit with little ink comes in two pieces, and one of them can be lower than a digit.
    return [mark for mark in _joined(marks, _TOGETHER * size) if mark.bottom - mark.top >= _MARK_LEAST * size]


def _joined(marks: Sequence[Box], gap: float) -> list[Box]:
    joined: list[Box] = []
    for mark in marks:
        if joined and mark.left - joined[-1].right <= gap:
            last = joined.pop()
            mark = Box(last.left, min(last.top, mark.top), mark.right, max(last.bottom, mark.bottom))
        joined.append(mark)
    return joined


def runs_of(inked: Any) -> list[tuple[int, int]]:
    """The columns with ink, as (first, after the last)."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def without_small(ink: Ink, least: float) -> Ink:
    """The ink without the pieces that are smaller than ``least`` dots in both directions."""
    import cv2
    import numpy as np

    if not ink.size:  # OpenCV ends the process
        return ink
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    large = (stats[:, cv2.CC_STAT_WIDTH] >= least) | (stats[:, cv2.CC_STAT_HEIGHT] >= least)
    large[0] = False
    return large[labels]
