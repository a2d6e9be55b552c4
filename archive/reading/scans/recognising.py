"""Finds the boxes of text on a page and reads the characters of a box, with the models of rapidocr (PP-OCR).

rapidocr finds the boxes. Its model for lines is run directly, because rapidocr gives neither the second best character
nor the probability of digits alone. Both models use one thread: the desk reads one page at a time beside its readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.reading.scans.pictures import Grey

_HEIGHT = 48  # dots; the height of a line that the model takes
_STEP = 8  # dots; the model answers once for each of these columns of a line
_LEAST_WIDTH, _MOST_WIDTH = 320, 3200  # dots of a line at that height
_LONGEST_SIDE = 1700  # dots of the page in which boxes are found
_DIGITS = "0123456789"
_BLANK = 0  # the number of the answer "no character"
# Greek and Cyrillic capitals that print as Latin ones do; resolutions have only these.
_AS_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΧАВЕКМНОРСТХ", "ABEZHIKMNOPTXABEKMHOPCTX")


@dataclass(frozen=True, slots=True)
class Box:
    """A box of text, in dots."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of a reading. ``x`` is its middle in dots, ``score`` its probability.

    ``second`` is the next best character, with the probability ``second_score``.
    """

    text: str
    x: float
    score: float
    second: str = ""
    second_score: float = 0.0
    doubtful: bool = False
    raised: bool = False


def with_doubtful_end(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters. The last that is not a space is doubtful: of a space, the text of a row keeps no doubt."""
    found = list(glyphs)
    for at in reversed(range(len(found))):
        if found[at].text != " ":
            found[at] = replace(found[at], doubtful=True)
            break
    return found


@lru_cache(maxsize=1)
def _detector() -> Any:
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical", **threads})


@lru_cache(maxsize=1)
def _model() -> tuple[Any, list[str]]:
    """The model that reads a line, and its characters by number. The first is "nothing", the last is the space."""
    import onnxruntime
    import rapidocr

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    path = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].translate(_AS_LATIN).split("\n")
    return session, ["", *characters, " "]


def boxes_of(dots: Grey) -> list[Box]:
    """The boxes of text on a page, from top to bottom."""
    import cv2

    ratio = min(1.0, _LONGEST_SIDE / max(dots.shape))
    small = cv2.resize(dots, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    found = _detector()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    corners = [] if found.boxes is None else found.boxes
    height, width = dots.shape
    boxes = []
    for quad in corners:
        left, top = (max(0, int(edge)) for edge in quad.min(axis=0) / ratio)
        right, bottom = quad.max(axis=0) / ratio
        boxes.append(Box(left, top, min(width, int(right) + 1), min(height, int(bottom) + 1)))
    return [box for box in boxes if box.right - box.left > 3 and box.bottom - box.top > 5]


def read_box(dots: Grey, box: Box, *, softened: bool = False) -> list[Glyph]:
    """The characters of a box. ``softened`` gives another reading: without specks, and with a wider margin."""
    import cv2
    import numpy as np

    margin = (box.bottom - box.top) // (8 if softened else 20)
    crop = dots[max(0, box.top - margin) : box.bottom + margin, box.left : box.right]
    if softened:
        crop = cv2.medianBlur(np.ascontiguousarray(crop), 3)
    answers, width = _answers(crop)
    found = _decoded(answers, _model()[1])
    per_step = _STEP * crop.shape[1] / width
    return [replace(glyph, x=box.left + min(glyph.x * per_step, crop.shape[1])) for glyph in found]


def read_digits(dots: Grey, box: Box) -> list[Glyph]:
    """The characters of a box that is known to have only digits, such as a footnote mark."""
    import numpy as np

    ink = dots[box.top : box.bottom, max(0, box.left - 1) : box.right + 1]
    margin = (box.bottom - box.top) // 3
    crop = np.pad(ink, ((margin, margin), (margin, margin)), constant_values=int(np.median(dots[::16, ::16])))
    answers, _ = _answers(crop)
    characters = _model()[1]
    allowed = [_BLANK, *(characters.index(digit) for digit in _DIGITS)]
    return [replace(glyph, x=(box.left + box.right) / 2) for glyph in _decoded(answers[:, allowed], ["", *_DIGITS])]


def _answers(crop: Grey) -> tuple[Any, int]:
    """The answers of the model to a line, one row a step, and the width in dots at which the line was read."""
    import cv2
    import numpy as np

    width = min(_MOST_WIDTH, max(_STEP * 2, round(crop.shape[1] * _HEIGHT / crop.shape[0])))
    way = cv2.INTER_AREA if crop.shape[0] > _HEIGHT else cv2.INTER_CUBIC
    line = cv2.resize(crop, (width, _HEIGHT), interpolation=way)
    padded = np.zeros((1, 3, _HEIGHT, max(_LEAST_WIDTH, width)), np.float32)
    padded[0, :, :, :width] = line.astype(np.float32) / 127.5 - 1
    session, _ = _model()
    return session.run(None, {session.get_inputs()[0].name: padded})[0][0], width


def _decoded(answers: Any, characters: Sequence[str]) -> list[Glyph]:
    """The characters of a line. Each row of ``answers`` has the probability of each character; ``x`` counts rows."""
    best = answers.argmax(axis=1)
    glyphs: list[Glyph] = []
    start = 0
    for place in range(1, len(best) + 1):
        if place < len(best) and best[place] == best[start]:
            continue
        if best[start] != _BLANK:
            peak = start + int(answers[start:place, best[start]].argmax())
            second = _second(answers[peak], int(best[start]))
            glyphs.append(
                Glyph(
                    characters[best[start]],
                    (start + place) / 2,
                    float(answers[peak, best[start]]),
                    characters[second],
                    float(answers[peak, second]),
                )
            )
        start = place
    return glyphs


def _second(answers: Any, best: int) -> int:
    """The number of the character with the next best probability."""
    return next(int(one) for one in answers.argpartition(-2)[-2:] if one != best)
