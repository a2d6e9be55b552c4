"""Finds how the words of a page are turned, and turns the page so that the words are upright.

The words of a page can be turned by a quarter turn. For example, the page has a wide table, or the file
tells viewers to turn the page. PDFium gives all places as they are in the file, before the page is turned for the
screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points

_MOST_SLANT = 0.2  # radians; words are aslant if their slant is larger
_QUARTER = math.pi / 2


def turn_of(a: float, b: float) -> int | None:
    """The number of counter-clockwise quarter turns of words; None if the words are aslant.

    ``a`` and ``b`` are the first numbers of the matrix of the words. They give the direction of the baseline.

    >>> turn_of(0.75, 0.0), turn_of(0.0, 2.0), turn_of(-1.0, 0.0), turn_of(1.0, -1.0)
    (0, 1, 2, None)
    """
    quarters = math.atan2(b, a) / _QUARTER if a or b else 0.0
    return round(quarters) % 4 if abs(quarters - round(quarters)) * _QUARTER <= _MOST_SLANT else None


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns a page so that words with this ``turn`` are upright.

    ``width`` and ``height`` are the measures of the page in the file, in points.
    """

    turn: int
    width: float
    height: float

    @property
    def upright_height(self) -> float:
        return self.width if self.turn % 2 else self.height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Converts a point of the file to the point of the turned page."""
        if self.turn == 1:
            return y, self.width - x
        if self.turn == 2:
            return self.width - x, self.height - y
        return (self.height - y, x) if self.turn == 3 else (x, y)

    def box(self, box: Box) -> Box:
        """The place on the turned page of a rectangle in the file."""
        (x1, y1), (x2, y2) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
