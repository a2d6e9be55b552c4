"""Tells the dashes of an English page by their length. The recogniser reads most of them as hyphens.

A hyphen between small letters is one, so the page itself tells how long its hyphens are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from archive.reading.scans.measuring import measure
from archive.reading.scans.pictures import Ink
from archive.reading.scans.recognising import Box, Glyph
from archive.reading.scans.specks import ReadBox

_LEAST = 3  # hyphens of a page; fewer do not tell the usual length
_LONGER = 1.4  # times the length of a hyphen; a shorter dash is perhaps a hyphen
# Shares of the size of the line: how thick a dash is, between which heights its middle is, and how near it is to the
# place that the recogniser gives.
_THICK, _LOW, _HIGH, _NEAR = 0.2, 0.1, 0.6, 0.4


def with_dashes(ink: Ink, page: Sequence[ReadBox]) -> list[ReadBox]:
    """The boxes of a page. A dash that is clearly longer than a hyphen becomes one, and is doubtful."""
    lengths = [_lengths(ink, box, glyphs) for box, glyphs in page]
    hyphens = [
        found[at]
        for (_, glyphs), found in zip(page, lengths, strict=True)
        for at in found
        if 0 < at < len(glyphs) - 1 and glyphs[at - 1].text.islower() and glyphs[at + 1].text.islower()
    ]
    if len(hyphens) < _LEAST:
        return list(page)
    least = _LONGER * median(hyphens)
    return [
        (box, [replace(x, text="–", doubtful=True) if found.get(at, 0) > least else x for at, x in enumerate(glyphs)])
        for (box, glyphs), found in zip(page, lengths, strict=True)
    ]


def _lengths(ink: Ink, box: Box, glyphs: Sequence[Glyph]) -> dict[int, float]:
    """For the place of each hyphen, the length of its ink as a share of the size of the line."""
    import cv2
    import numpy as np

    places = [at for at, glyph in enumerate(glyphs) if glyph.text == "-"]
    if not places:
        return {}
    measured = measure(ink, box, glyphs)
    part = ink[box.top : box.bottom, box.left : box.right].astype(np.uint8)
    _, _, pieces, middles = cv2.connectedComponentsWithStats(part, connectivity=8)
    bars = [
        (box.left + x, width / measured.size)
        for (_, _, width, tall, _), (x, y) in zip(pieces[1:].tolist(), middles[1:].tolist(), strict=True)
        if tall < _THICK * measured.size
        and tall < width
        and _LOW * measured.size < measured.foot - box.top - y < _HIGH * measured.size
    ]
    found = {}
    for at in places:
        x, length = min(bars, key=lambda bar: abs(bar[0] - glyphs[at].x), default=(0.0, 0.0))
        if length and abs(x - glyphs[at].x) < _NEAR * measured.size:
            found[at] = length
    return found
