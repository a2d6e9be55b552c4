"""Reads two kinds of drawings of a PDF page: lines, and a picture that covers the page."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from archive.reading.pdf.turning import Box, Frame


class Drawings:
    """The drawings of a page: the boxes of its lines, and whether a picture covers most of it."""

    def __init__(self, page: pypdfium2.PdfPage, width: float, height: float) -> None:
        self.paths: list[Box] = []
        self.pictured = False
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = box = _bounds(thing)
            if thing.type == pdfium.FPDF_PAGEOBJ_PATH:
                self.paths.append(box)
            elif right - left > 0.6 * width and top - bottom > 0.5 * height:
                self.pictured = True

    def rules(self, frame: Frame) -> list[tuple[float, float, float]]:
        """The horizontal lines on the page after it is turned upright, as (left, right, height above the foot)."""
        boxes = map(frame.box, self.paths)
        return [
            (left, right, (top + bottom) / 2)
            for left, bottom, right, top in boxes
            if right - left > 24 and top - bottom < 2.5
        ]


def _bounds(thing: pypdfium2.PdfObject) -> Box:
    """The box of a drawing on the page.

    PDFium gives the box in the coordinates of the drawing's form. The function converts it to coordinates of the page.
    """
    box: Box = thing.get_bounds()
    form = thing.container
    while form is not None:
        box = form.get_matrix().on_rect(*box)
        form = form.container
    return box
