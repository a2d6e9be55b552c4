"""Draws a resolution as a scan, for tests of the recognition. Skips the test where the option or a font is missing."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

LINES = (
    "90/2. 一项试验",
    "大会，",
    "    回顾其2034年12月7日第89/47号决议\x011，并铭记各国",
    "有责任维护国际和平与安全，",
    "    1. 决定继续审议常规武器的转让；",
    "    2. 请秘书长向大会第九十一届会议提出报告。",
    "2035年12月8日",
    "第60次全体会议",
    "________",
    "\x011见A/90/7，附件。",
)
_SIZE, _LEADING, _LEFT, _TOP = 36, 60, 180, 200  # dots; at 200 dots per inch the size is 13 points


def tiff(*pages: Sequence[str]) -> bytes:
    """Each page of lines as a page of a TIFF. A digit after ``\\x01`` is a raised mark; ``________`` is a rule."""
    drawn = [_page(lines) for lines in pages]
    drawn[0].save(out := io.BytesIO(), "TIFF", save_all=True, append_images=drawn[1:], dpi=(200, 200))
    return out.getvalue()


def _page(lines: Sequence[str]) -> Any:
    image = pytest.importorskip("PIL.Image", reason="needs requirements-ocr.txt")
    from PIL import ImageDraw

    page = image.new("L", (1654, 1200), 255)
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        y = _TOP + row * _LEADING
        if line.startswith("____"):
            draw.line((_LEFT, y + _SIZE, _LEFT + 260, y + _SIZE), fill=0, width=2)
        else:
            _write(draw, line, y)
    return page


def _write(draw: Any, line: str, y: int) -> None:
    x: float = _LEFT
    for place, piece in enumerate(line.split("\x01")):
        if place:
            draw.text((x, y), piece[0], font=_font(20), fill=0)
            x += draw.textlength(piece[0], font=_font(20))
            piece = piece[1:]
        draw.text((x, y), piece, font=_font(_SIZE), fill=0)
        x += draw.textlength(piece, font=_font(_SIZE))


def _font(size: int) -> Any:
    from PIL import ImageFont

    command = ["fc-match", "-f", "%{file}", "Noto Serif CJK SC"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = ""
    if "CJK" not in found:
        pytest.skip("needs the font Noto Serif CJK (fonts-noto-cjk)")
    return ImageFont.truetype(found, size, index=2)
