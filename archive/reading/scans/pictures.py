"""Takes the pages of a scan as grey pictures, upright and without skew.

Pillow decodes PNG, JPEG and TIFF; PDFium draws the pages of a PDF. Both run only in the limited process.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2

from archive.messages import Unreadable

if TYPE_CHECKING:
    from PIL import Image

# Arrays of numpy, which is an option: the shades of grey of a page (height × width, 0 is black), and where it has ink.
Grey = Any
Ink = Any

MAX_PAGES = 60  # of a scan; the longest resolution published so far has 60 pages
_MAX_DOTS = 60_000_000  # of one page: A3 at 400 dots per inch has 31 million
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_DPI = 200  # the resolution in which pages are recognised; a finer one costs time and gives no better words
_SHOWN_DPI = 110  # of the picture that a librarian sees
_A4_WIDTH = 595.0  # points; a picture that names an impossible resolution is taken for a page of this width
_MOST_SKEW = 3.0  # degrees
_DARKER = 38  # of 255; ink is darker than the paper around it by more


@dataclass(frozen=True)
class Picture:
    """A page as grey dots (height × width, 0 is black), and the number of dots in a point."""

    dots: Grey
    scale: float


def is_picture(content: bytes) -> bool:
    """Whether the bytes are a PNG, a JPEG or a TIFF."""
    return content.startswith(_SIGNATURES)


def count(content: bytes) -> int:
    """The number of pages. Raises Unreadable if the file is damaged or has too many pages."""
    if is_picture(content):
        with _opened(content) as picture:
            try:
                found = getattr(picture, "n_frames", 1)
            except Exception as error:  # Pillow reads all frames of a TIFF here, and a damaged one raises anything
                raise Unreadable("scan.damaged") from error
    else:
        try:
            with pypdfium2.PdfDocument(content) as document:
                found = len(document)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("pdf.damaged") from error
    if found > MAX_PAGES:
        raise Unreadable("scan.too_many_pages", pages=found, most=MAX_PAGES)
    return found


def page(content: bytes, number: int) -> Picture:
    """The page with this number, from 1, upright. Raises Unreadable if it cannot be decoded."""
    dots, scale = _framed(content, number) if is_picture(content) else _drawn(content, number)
    return Picture(_without_skew(dots), scale)


def png_of(picture: Picture) -> bytes:
    """The page as a small PNG in 16 shades of grey, for the page of a proof."""
    from PIL import Image

    grey = Image.fromarray(picture.dots)
    ratio = _SHOWN_DPI / 72 / picture.scale
    small = grey.resize((max(1, round(grey.width * ratio)), max(1, round(grey.height * ratio))), Image.Resampling.BOX)
    small.quantize(16).save(out := io.BytesIO(), "PNG", optimize=True)
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = _MAX_DOTS
    try:
        return Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF"))
    except Image.DecompressionBombError as error:
        raise Unreadable("scan.too_large") from error
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError) as error:
        raise Unreadable("scan.damaged") from error


def _framed(content: bytes, number: int) -> tuple[Grey, float]:
    import numpy as np
    from PIL import Image, ImageOps

    with _opened(content) as picture:
        if picture.width * picture.height > _MAX_DOTS:
            raise Unreadable("scan.too_large")
        try:
            picture.seek(number - 1)
            dpi = _resolution(picture)
            grey = ImageOps.exif_transpose(picture).convert("L")
        except Image.DecompressionBombError as error:
            raise Unreadable("scan.too_large") from error
        except Exception as error:  # a damaged picture makes Pillow raise almost anything
            if isinstance(error, MemoryError):
                raise
            raise Unreadable("scan.damaged") from error
    if min(grey.size) < 16:
        raise Unreadable("scan.no_text")
    ratio = _DPI / dpi
    size = (max(16, round(grey.width * ratio)), max(16, round(grey.height * ratio)))
    return np.asarray(grey.resize(size, Image.Resampling.BICUBIC)), _DPI / 72


def _resolution(picture: Image.Image) -> float:
    """The dots per inch. A picture without a credible resolution is taken for a page as wide as A4."""
    named = picture.info.get("dpi", (0, 0))
    dpi = float(named[0]) if isinstance(named, tuple) and named else 0.0
    points = picture.width / dpi * 72 if 60 <= dpi <= 1200 else 0.0
    return dpi if 200 <= points <= 1300 else picture.width / _A4_WIDTH * 72


def _drawn(content: bytes, number: int) -> tuple[Grey, float]:
    import numpy as np

    try:
        with pypdfium2.PdfDocument(content) as document:
            drawn = document[number - 1]
            width, height = drawn.get_size()
            scale = min(_DPI / 72, math.sqrt(_MAX_DOTS / 4 / max(1.0, width * height)))
            bitmap = drawn.render(scale=scale, grayscale=True)
            return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width), scale
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf.damaged") from error


def _without_skew(dots: Grey) -> Grey:
    """The page turned by a small angle such that its lines are level."""
    import cv2

    angle = skew_of(dots)
    if abs(angle) < 0.05:
        return dots
    height, width = dots.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = int(_median(dots))
    return cv2.warpAffine(dots, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def _median(dots: Grey) -> float:
    import numpy as np

    return float(np.median(dots[::8, ::8]))


def skew_of(dots: Grey) -> float:
    """The angle in degrees, against the clock, by which the lines become level, with ink in few rows."""
    import cv2
    import numpy as np

    small = cv2.resize(dots, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = (ink_of(small) * 255).astype(np.uint8)
    height, width = ink.shape

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, 0.25), key=sharpness)
    return float(max(np.arange(coarse - 0.2, coarse + 0.21, 0.05), key=sharpness))


def ink_of(dots: Grey) -> Ink:
    """Where a page has ink: the dots that are clearly darker than the paper around them, without lone specks."""
    import cv2

    smooth = cv2.medianBlur(dots, 3)
    paper = cv2.GaussianBlur(smooth, (0, 0), 25)
    return smooth.astype("int16") < paper.astype("int16") - _DARKER
