"""Adds the spaces between Latin words that the recogniser has not read, from the gaps in the ink of a line.

The spaces that it has read on the page tell how wide a space is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from archive.reading.scans.measuring import runs_of
from archive.reading.scans.pictures import Ink
from archive.reading.scans.recognising import Box, Glyph
from archive.reading.scans.specks import ReadBox

_LEAST = 5  # spaces of a page; fewer do not tell the usual width
_NARROW = 0.75  # share of the usual width; a narrower gap is between two letters
_BESIDE = 0.5  # share of the width of a gap; a gap beside a space that is as wide as a gap at the space
_BEFORE = tuple(",;:)")  # signs that a space follows


@dataclass(frozen=True, slots=True)
class _Gap:
    """A gap in the ink between two characters. Lengths are in dots; ``apart`` is from middle to middle of the two."""

    x: float
    width: float
    apart: float
    is_read: bool


def with_spaces(ink: Ink, page: Sequence[ReadBox]) -> list[ReadBox]:
    """The boxes of a page with a space in each gap between Latin words that is as wide as the other spaces.

    ``ink`` has no specks, because a speck in a gap would divide it.
    """
    gaps = [list(_gaps(ink, box, glyphs)) for box, glyphs in page]
    read = [gap for found in gaps for gap in found if gap.is_read]
    if len(read) < _LEAST:
        return list(page)
    width, apart = (_NARROW * median(lengths) for lengths in ([g.width for g in read], [g.apart for g in read]))
    return [
        (box, _spaced(glyphs, [g.x for g in found if not g.is_read and g.width >= width and g.apart >= apart]))
        for (box, glyphs), found in zip(page, gaps, strict=True)
    ]


def _gaps(ink: Ink, box: Box, glyphs: Sequence[Glyph]) -> Iterator[_Gap]:
    """The gaps between two characters that can end and begin a Latin word."""
    letters = [glyph for glyph in glyphs if glyph.text != " "]
    found = []
    for (_, start), (end, _) in pairwise(runs_of(ink[box.top : box.bottom, box.left : box.right].any(axis=0))):
        x = box.left + (start + end) / 2
        at = next((at for at, glyph in enumerate(letters) if glyph.x > x), 0)
        if at:
            found.append((_Gap(x, end - start, letters[at].x - letters[at - 1].x, False), letters[at - 1], letters[at]))
    read = {_gap_of(space.x, found) for space in glyphs if space.text == " "}
    for place, (gap, before, after) in enumerate(found):
        if _can_part(before.text, after.text):
            yield replace(gap, is_read=place in read)


def _gap_of(space: float, gaps: Sequence[tuple[_Gap, Glyph, Glyph]]) -> int | None:
    """The place of the gap that is read as the space at this place.

    It is between the characters on both sides; but the middle that the recogniser gives to a narrow letter can be on
    the wrong side of the space. Then the gap there is none, or far narrower than the one beside it.
    """
    widths = {
        place: gap.width if before.x <= space <= after.x else gap.width * _BESIDE
        for place, (gap, before, after) in enumerate(gaps)
        if before.x - gap.width <= space <= after.x + gap.width
    }
    return max(widths, key=lambda place: widths[place], default=None)


def _can_part(before: str, after: str) -> bool:
    """Whether a space that is not read can be between these characters. Two digits can be as far apart as two words."""
    if not (before + after).isascii() or (before.isdigit() and after.isdigit()):
        return False
    return after.isalnum() and (before.isalnum() or before in _BEFORE)


def _spaced(glyphs: list[Glyph], places: Sequence[float]) -> list[Glyph]:
    """The characters with a space at each place. The character before it is doubtful."""
    for x in places:
        at = next(at for at, glyph in enumerate(glyphs) if glyph.x > x)
        glyphs = [*glyphs[: at - 1], replace(glyphs[at - 1], doubtful=True), Glyph(" ", x, 1.0), *glyphs[at:]]
    return glyphs
