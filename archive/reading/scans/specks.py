"""Drops the points and colons that are specks of the paper. The recogniser reads specks so, mostly in place of a space.

The other points and commas of the page tell how large a printed point is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

from archive.reading.printed.divided_words import is_word
from archive.reading.scans.measuring import measure
from archive.reading.scans.pictures import Ink
from archive.reading.scans.recognising import Box, Glyph, with_doubtful_end
from archive.reading.typography import has_han, is_wide

ReadBox = tuple[Box, list[Glyph]]

_SIGNS, _LIKE_POINTS = ".:", ".,"  # signs that specks are read for; signs that are as large as a point
_APOSTROPHES = "'‘’"
_FOREIGN = "·•"  # signs that Latin texts do not have
_LEAST = 5  # signs of a page; fewer do not tell the usual size
_CERTAIN = 0.99  # the least score of a sign that counts for the usual size
_KEPT = 0.97  # the least score of a sign that stays, as doubtful, though its ink is small or not in its place
_NOT_UNLIKELY = 0.1  # the score of a comma that is the next best reading of a point
_SMALL = 0.2  # share of the usual area; a smaller dot is a speck
# Shares of the size of the line: how far above or below its foot a point begins, how far its ink is from the place that
# the recogniser gives, how wide and high a point or a comma is, and how high above the foot its middle is.
_OFF, _NEAR, _WIDEST, _TALLEST, _HIGHEST = 0.13, 0.5, 0.35, 0.5, 0.35
_OF_COMMA = 0.42  # share of the area of a comma; every point is larger
_MOST_DIRT, _FEW = 0.95, 50  # share of the pieces of ink outside the text that are specks; fewer pieces do not tell
_LARGEST = 1.5  # times the area that most specks do not reach
_NOT_AFTER = tuple(",;:，。；：、")  # no point follows these signs


@dataclass(frozen=True, slots=True)
class _Dot:
    """A small piece of ink. ``area`` is a share of the square of the size of its line. ``height`` and ``middle`` are
    shares of the size: how high above the foot of the line its own foot and its middle are."""

    x: float
    area: float
    height: float
    middle: float


@dataclass(frozen=True, slots=True)
class _Usual:
    """Areas of dots, as shares of the square of the size of a line.

    ``least`` is the area of the smallest point, and ``comma`` that of the smallest comma. ``sure`` is False if specks
    can be as large as points.
    """

    least: float
    sure: bool
    comma: float


def without_specks(ink: Ink, page: Sequence[ReadBox]) -> tuple[Ink, list[ReadBox]]:
    """The ink of a page without pieces that are too small for a point, and the boxes without points that are specks."""
    near = [_dots_near_signs(ink, box, glyphs) for box, glyphs in page]
    sizes = [measure(ink, box, glyphs).size for box, glyphs in page]
    usual = _usual(page, near, _dirt(ink, page) / median(sizes or [1]) ** 2)
    cleaned = [(box, _cleaned(glyphs, dots, usual)) for (box, glyphs), dots in zip(page, near, strict=True)]
    if usual.sure:
        cleaned = [(box, _without_small_apostrophes(ink, box, glyphs, usual.least)) for box, glyphs in cleaned]
    return _of_area(ink, usual.least * median(sizes or [0]) ** 2), cleaned


def _usual(page: Sequence[ReadBox], near: Sequence[Mapping[int, Sequence[_Dot]]], dirt: float) -> _Usual:
    """The usual areas of a page. ``dirt`` is the area of the largest specks."""
    areas: dict[str, list[float]] = {".": [], ",": []}
    for (_, glyphs), dots in zip(page, near, strict=True):
        for at, found in dots.items():
            if found and glyphs[at].text in areas and glyphs[at].score >= _CERTAIN:
                areas[glyphs[at].text].append(max(dot.area for dot in found))
    both = [*areas["."], *areas[","]]
    if len(both) < _LEAST:
        return _Usual(0.0, False, math.inf)
    comma = median(areas[","]) if len(areas[","]) >= _LEAST else 0.0
    # Some of the points are specks, but few of the commas are.
    apart = 0.0 < dirt < _OF_COMMA * comma
    point = quantiles(areas["."], n=10)[-1] if len(areas["."]) >= _LEAST else 0.0
    least = max(_SMALL * median(both), dirt if apart else 0.0)
    return _Usual(least, apart, math.sqrt(point * comma) or math.inf)


def _dirt(ink: Ink, page: Sequence[ReadBox]) -> float:
    """The area of the largest specks, in dots: pieces of ink that are outside all boxes. 0.0 if there are few."""
    import cv2
    import numpy as np

    free = ink.astype(np.uint8)
    for box, _ in page:
        tall = box.bottom - box.top
        free[max(0, box.top - tall // 4) : box.bottom + tall // 4, max(0, box.left - tall) : box.right + tall] = 0
    _, _, pieces, _ = cv2.connectedComponentsWithStats(free, connectivity=8)
    areas = pieces[1:, cv2.CC_STAT_AREA]
    return _LARGEST * float(np.quantile(areas, _MOST_DIRT)) if len(areas) >= _FEW else 0.0


def _of_area(ink: Ink, least: float) -> Ink:
    import cv2
    import numpy as np

    _, labels, pieces, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    large = pieces[:, cv2.CC_STAT_AREA] >= least
    large[0] = False
    return large[labels]


def _dots_near_signs(ink: Ink, box: Box, glyphs: Sequence[Glyph]) -> dict[int, list[_Dot]]:
    """For the place of each sign among the characters, the small pieces of ink that can be a point there."""
    signs = [at for at, glyph in enumerate(glyphs) if glyph.text in _SIGNS + _LIKE_POINTS]
    if not signs:
        return {}
    measured = measure(ink, box, glyphs)
    dots = list(_dots(ink, box, measured.foot, measured.size))
    return {at: [dot for dot in dots if abs(dot.x - glyphs[at].x) < _NEAR * measured.size] for at in signs}


def _dots_above(ink: Ink, box: Box, glyphs: Sequence[Glyph]) -> dict[int, _Dot]:
    """For the place of each apostrophe, the small piece of ink at the head of the line that is nearest to it."""
    signs = [at for at, glyph in enumerate(glyphs) if glyph.text in _APOSTROPHES]
    if not signs:
        return {}
    measured = measure(ink, box, glyphs)
    dots = [dot for dot in _pieces(ink, box, measured.foot, measured.size) if dot.height > _HIGHEST]
    nearest = {at: min(dots, key=lambda dot: abs(dot.x - glyphs[at].x), default=None) for at in signs}
    return {at: dot for at, dot in nearest.items() if dot and abs(dot.x - glyphs[at].x) < _NEAR * measured.size}


def _dots(ink: Ink, box: Box, foot: float, size: float) -> Iterator[_Dot]:
    """The pieces whose middle is near the foot."""
    for dot in _pieces(ink, box, foot, size):
        if dot.middle < _HIGHEST:
            yield dot


def _pieces(ink: Ink, box: Box, foot: float, size: float) -> Iterator[_Dot]:
    import cv2
    import numpy as np

    part = ink[box.top : box.bottom, box.left : box.right].astype(np.uint8)
    _, _, pieces, middles = cv2.connectedComponentsWithStats(part, connectivity=8)
    for (_, top, width, tall, area), (x, y) in zip(pieces[1:].tolist(), middles[1:].tolist(), strict=True):
        if max(width / _WIDEST, tall / _TALLEST) < size:
            foot_of_piece = (foot - box.top - top - tall) / size
            yield _Dot(box.left + x, area / size**2, foot_of_piece, (foot - box.top - y) / size)


def _cleaned(glyphs: Sequence[Glyph], dots: Mapping[int, Sequence[_Dot]], usual: _Usual) -> list[Glyph]:
    """The characters of a box without specks. In a Latin line, the one before each speck is doubtful."""
    found: list[Glyph] = []
    before, latin = "", not has_han("".join(glyph.text for glyph in glyphs))
    for at, glyph in enumerate(glyphs):
        if glyph.text in _SIGNS:
            after = next((other.text for other in glyphs[at + 1 :] if other.text != " "), "")
            if _is_impossible(before, after):
                continue
            if glyph.text == ":" and glyph.second == ";" and latin:  # a speck has no tail
                found.append(replace(glyph, doubtful=glyph.doubtful or glyph.score < _CERTAIN))
                before = glyph.text
                continue
            if _is_speck(dots[at], usual.least):
                if latin and glyph.second == "," and glyph.second_score > _NOT_UNLIKELY:
                    found.append(replace(glyph, text=",", doubtful=True))  # touches the word, so its ink is no dot
                    before = ","
                    continue
                if not latin or usual.sure or glyph.score < _KEPT or after.islower():
                    found = _without_sign(found, glyphs, at) if latin else found
                    continue
                glyph = replace(glyph, doubtful=True)
            elif latin and _is_comma(glyph, dots[at], usual):
                glyph = replace(glyph, text=",", doubtful=True)
        elif latin and glyph.text in _FOREIGN:
            found = _without_sign(found, glyphs, at)
            continue
        before = before if glyph.text == " " else glyph.text
        found.append(glyph)
    return found


def _without_sign(found: list[Glyph], glyphs: Sequence[Glyph], at: int) -> list[Glyph]:
    """The cleaned characters of a Latin line, and a space for the sign at ``at`` if that parts two words."""
    space = [replace(glyphs[at], text=" ", doubtful=False)] if _parts(glyphs, at) else []
    return [*with_doubtful_end(found), *space]


def _parts(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether a sign parts two words: it is between two characters that make no word together."""
    text = "".join(glyph.text[:1] or " " for glyph in glyphs)
    before, after = re.search(r"\w+$", text[:at]), re.match(r"\w+", text[at + 1 :])
    if not before or not after:
        return False
    words = before[0].lower(), after[0].lower()
    return not is_word("".join(words)) and all(is_word(word) or word.isdecimal() for word in words)


def _without_small_apostrophes(ink: Ink, box: Box, glyphs: list[Glyph], least: float) -> list[Glyph]:
    above = _dots_above(ink, box, glyphs)
    return [glyph for at, glyph in enumerate(glyphs) if at not in above or above[at].area >= least]


def _is_comma(glyph: Glyph, dots: Sequence[_Dot], usual: _Usual) -> bool:
    """Whether a point can be a comma, of which the recogniser was not sure, by its ink."""
    return glyph.second == "," and glyph.score < _CERTAIN and any(dot.area > usual.comma for dot in dots)


def _is_impossible(before: str, after: str) -> bool:
    """Whether no point can stand between these characters. Chinese print has full-width points."""
    return before in _NOT_AFTER or (is_wide(after) and (is_wide(before) or before in tuple(")]")))


def _is_speck(dots: Sequence[_Dot], least: float) -> bool:
    """Whether a sign has no ink, or only ink that is too small or too far from the foot."""
    return all(dot.area < least or abs(dot.height) > _OFF for dot in dots)
