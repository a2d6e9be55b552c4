"""Recognises one page of a scan: its lines with their places and scores, and its rules."""

from __future__ import annotations

from archive.reading.scans import measuring, pictures, recognising
from archive.reading.scans.agreeing import agreed
from archive.reading.scans.dashes import with_dashes
from archive.reading.scans.english_forms import in_form
from archive.reading.scans.pictures import Grey, Ink, Picture
from archive.reading.scans.recognising import Box, Glyph
from archive.reading.scans.scanned import ScannedCharacter, ScannedLine, ScannedPage
from archive.reading.scans.spaces import with_spaces
from archive.reading.scans.specks import without_specks
from archive.reading.typography import is_wide

_ERRORS = 3  # onnxruntime then logs no warnings, such as those about GPUs
_SIGNS = set(".,;:")
_LEAST_RULE, _THICK = 40, 3  # points: the length and the thickness of a rule


def recognise(picture: Picture) -> ScannedPage:
    """The lines and rules of a page."""
    import cv2
    import onnxruntime

    cv2.setNumThreads(1)
    onnxruntime.set_default_logger_severity(_ERRORS)
    dots, scale = picture.dots, picture.scale
    ink = pictures.ink_of(dots)
    boxes = recognising.boxes_of(dots)
    clean, read = without_specks(ink, [(box, _read(dots, box)) for box in boxes])
    read = [(box, in_form(glyphs)) for box, glyphs in with_dashes(clean, with_spaces(clean, read))]
    lines = [line for box, glyphs in read if (line := _line(dots, ink, box, glyphs, boxes, scale))]
    height, width = dots.shape
    return ScannedPage(width / scale, height / scale, tuple(lines), _rules(ink, scale, lines))


def _read(dots: Grey, box: Box) -> list[Glyph]:
    return agreed(recognising.read_box(dots, box), recognising.read_box(dots, box, softened=True))


def _line(dots: Grey, ink: Ink, box: Box, read: list[Glyph], boxes: list[Box], scale: float) -> ScannedLine | None:
    glyphs = measuring.with_marks(dots, ink, box, read, boxes)
    if not any(glyph.text.strip() for glyph in glyphs):
        return None
    measured = measuring.measure(ink, box, [glyph for glyph in glyphs if not glyph.raised])
    left, right = measuring.edges(ink, box)
    characters = tuple(_placed(glyphs, min(left, glyphs[0].x), max(right, glyphs[-1].x), measured.size, scale))
    return ScannedLine(
        characters[0].left,
        box.top / scale,
        characters[-1].right,
        box.bottom / scale,
        round(measured.pitch / scale, 2),
        round(measured.height / scale, 2),
        round(measured.foot / scale, 2),
        characters,
    )


def _placed(glyphs: list[Glyph], left: float, right: float, size: float, scale: float) -> list[ScannedCharacter]:
    """The characters with their edges. Neighbours meet in the middle, so that no gap looks like a space."""
    found = []
    for place, glyph in enumerate(glyphs):
        half = size / 2 if is_wide(glyph.text) else size / 4
        start = left if place == 0 else (glyphs[place - 1].x + glyph.x) / 2
        end = right if place + 1 == len(glyphs) else (glyph.x + glyphs[place + 1].x) / 2
        start, end = (start, end) if place else (max(start, glyph.x - 2 * half), end)
        found.append(
            ScannedCharacter(
                glyph.text,
                round(start / scale, 2),
                round(max(start, end) / scale, 2),
                round(glyph.score, 3),
                glyph.doubtful,
                glyph.raised,
                glyph.second if glyph.doubtful and {glyph.text, glyph.second} < _SIGNS else "",
            )
        )
    return found


def _rules(ink: Ink, scale: float, lines: list[ScannedLine]) -> tuple[tuple[float, float, float], ...]:
    """The horizontal lines of a page, in points."""
    import cv2
    import numpy as np

    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, int(_LEAST_RULE * scale)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(long, np.ones((3, 1), np.uint8)), connectivity=8)
    found = []
    for left, top, width, height, _ in stats[1:].tolist():
        start, end, at = left / scale, (left + width) / scale, (top + height / 2) / scale
        # The box of a line below a rule can contain the rule, but its ink is lower.
        inside = any(x.baseline - x.height < at < x.bottom and x.left < end and x.right > start for x in lines)
        if height <= _THICK * scale and not inside:
            found.append((round(start, 1), round(end, 1), round(at, 1)))
    return tuple(found)
