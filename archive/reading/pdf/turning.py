"""Finds how the words of a page are turned, and turns the page so that they are upright.

The words of a page can be turned by a quarter, for example beside a wide table, or because the page itself is turned on
the screen. PDFium gives all places as the file has them, without the turning of the page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points

_MOST_SLANT = 0.2  # radians; words that are slanted more than this are aslant
_QUARTER = math.pi / 2


def turn_of(a: float, b: float) -> int | None:
    """The number of quarter turns of words, counter-clockwise; None if the words are aslant.

    ``a`` and ``b`` are the first numbers of the matrix of the words. They give the direction of the baseline.

    >>> turn_of(0.75, 0.0), turn_of(0.0, 2.0), turn_of(-1.0, 0.0), turn_of(1.0, -1.0)
    (0, 1, 2, None)
    """
    quarters = math.atan2(b, a) / _QUARTER if a or b else 0.0
    return round(quarters) % 4 if abs(quarters - round(quarters)) * _QUARTER <= _MOST_SLANT else None


@dataclass(frozen=True, slots=True)
class Frame:
    """A page turned so that words with this ``turn`` are upright. ``width`` and ``height`` are those of the file."""

    turn: int
    width: float
    height: float

    @property
    def upright_height(self) -> float:
        return self.width if self.turn % 2 else self.height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point of the file on the turned page."""
        if self.turn == 1:
            return y, self.width - x
        if self.turn == 2:
            return self.width - x, self.height - y
        return (self.height - y, x) if self.turn == 3 else (x, y)

    def box(self, box: Box) -> Box:
        """The place of a rectangle of the file on the turned page."""
        (x1, y1), (x2, y2) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
