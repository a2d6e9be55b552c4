"""The result of recognising one page of a scan: plain data that the desk stores until all pages are recognised.

Lengths are in points, from the top left corner of the page after it was turned upright.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ScannedCharacter:
    """One recognised character. ``score`` is the recogniser's own estimate that it is right, from 0 to 1.

    ``other`` is the next best reading of a doubtful sign of punctuation, if that is one too.
    """

    text: str
    left: float
    right: float
    score: float
    doubtful: bool = False
    raised: bool = False
    other: str = ""


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """The characters of one box of text.

    ``pitch`` is the distance from one Han character to the next; 0.0 if the box has too few of them. ``height`` is the
    height of the ink, and ``baseline`` its foot. Lines are compared by ``size``, which ``placing`` sets.
    """

    left: float
    top: float
    right: float
    bottom: float
    pitch: float
    height: float
    baseline: float
    characters: tuple[ScannedCharacter, ...]
    size: float = 0.0

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def score(self) -> float:
        """The mean score of the characters; 0.0 without any."""
        scores = [character.score for character in self.characters]
        return sum(scores) / len(scores) if scores else 0.0


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page. ``rules`` are its horizontal lines as (left, right, height below the top)."""

    width: float
    height: float
    lines: tuple[ScannedLine, ...] = ()
    rules: tuple[tuple[float, float, float], ...] = ()


def to_json(page: ScannedPage) -> dict[str, Any]:
    """The page as objects, lists, strings and numbers.

    >>> to_json(ScannedPage(595.0, 842.0))["lines"]
    ()
    """
    return asdict(page)


def from_json(stored: dict[str, Any]) -> ScannedPage:
    """The page from the result of ``to_json``."""
    lines = tuple(
        ScannedLine(**{**line, "characters": tuple(ScannedCharacter(**one) for one in line["characters"])})
        for line in stored["lines"]
    )
    rules = tuple((left, right, height) for left, right, height in stored["rules"])
    return ScannedPage(stored["width"], stored["height"], lines, rules)
