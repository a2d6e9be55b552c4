"""Drops the points and colons that are specks of the paper. The recogniser reads specks so, mostly in place of a space.

The other points and commas of the page tell how large a printed point is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from archive.reading.scans.measuring import measure
from archive.reading.scans.pictures import Ink
from archive.reading.scans.recognising import Box, Glyph
from archive.reading.typography import has_han, is_wide

ReadBox = tuple[Box, list[Glyph]]

_SIGNS, _LIKE_POINTS = ".:", ".,"  # signs that specks are read for; signs that are as large as a point
_FOREIGN = "·•"  # signs that Latin texts do not have
_LEAST = 5  # signs of a page; fewer do not tell the usual size
_CERTAIN = 0.99  # the least score of a sign that counts for the usual size
_SMALL = 0.2  # share of the usual area; a smaller dot is a speck
# Shares of the size of the line: how far above or below its foot a point begins, how far its ink is from the place that
# the recogniser gives, how wide and high a point or a comma is, and how high above the foot its middle is.
_OFF, _NEAR, _WIDEST, _TALLEST, _HIGHEST = 0.13, 0.5, 0.35, 0.5, 0.35
_NOT_AFTER = tuple(",;:，。；：、")  # no point follows these signs


@dataclass(frozen=True, slots=True)
class _Dot:
    """A small piece of ink. ``height`` above the foot of a line is a share of its size, ``area`` one of its square."""

    x: float
    area: float
    height: float


def without_specks(ink: Ink, page: Sequence[ReadBox]) -> tuple[Ink, list[ReadBox]]:
    """The ink of a page without pieces that are too small for a point, and the boxes without points that are specks."""
    near = [_dots_near_signs(ink, box, glyphs) for box, glyphs in page]
    areas = [
        max(dot.area for dot in found)
        for (_, glyphs), dots in zip(page, near, strict=True)
        for at, found in dots.items()
        if found and glyphs[at].text in _LIKE_POINTS and glyphs[at].score >= _CERTAIN
    ]
    least = _SMALL * median(areas) if len(areas) >= _LEAST else 0.0
    cleaned = [(box, list(_cleaned(glyphs, dots, least))) for (box, glyphs), dots in zip(page, near, strict=True)]
    sizes = [measure(ink, box, glyphs).size for box, glyphs in page]
    return _of_area(ink, least * median(sizes or [0]) ** 2), cleaned


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


def _dots(ink: Ink, box: Box, foot: float, size: float) -> Iterator[_Dot]:
    import cv2
    import numpy as np

    part = ink[box.top : box.bottom, box.left : box.right].astype(np.uint8)
    _, _, pieces, middles = cv2.connectedComponentsWithStats(part, connectivity=8)
    for (_, top, width, tall, area), (x, y) in zip(pieces[1:].tolist(), middles[1:].tolist(), strict=True):
        if max(width / _WIDEST, tall / _TALLEST) < size and foot - box.top - y < _HIGHEST * size:
            yield _Dot(box.left + x, area / size**2, (foot - box.top - top - tall) / size)


def _cleaned(glyphs: Sequence[Glyph], dots: Mapping[int, Sequence[_Dot]], least: float) -> Iterator[Glyph]:
    before, latin = "", not has_han("".join(glyph.text for glyph in glyphs))
    for at, glyph in enumerate(glyphs):
        if glyph.text in _SIGNS:
            after = next((other.text for other in glyphs[at + 1 :] if other.text != " "), "")
            if _is_impossible(before, after) or _is_speck(dots[at], least):
                continue
        elif latin and glyph.text in _FOREIGN:
            continue
        before = before if glyph.text == " " else glyph.text
        yield glyph


def _is_impossible(before: str, after: str) -> bool:
    """Whether no point can stand between these characters. Chinese print has full-width points."""
    return before in _NOT_AFTER or (is_wide(after) and (is_wide(before) or before in tuple(")]")))


def _is_speck(dots: Sequence[_Dot], least: float) -> bool:
    """Whether a sign has no ink, or only ink that is too small or too far from the foot."""
    return all(dot.area < least or abs(dot.height) > _OFF for dot in dots)
