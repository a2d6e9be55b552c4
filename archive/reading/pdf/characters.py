"""First stage of the PDF reader: the characters and the rules of each page.

Each character has its place, size and face. A rule is a horizontal line.

PDFium reads the file. It is not safe for several threads, so only one thread at a time uses it.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from archive.messages import Unreadable

MAX_PAGES = 400  # the longest resolution published so far has 60
MAX_CHARACTERS = 1_500_000
_LINE_END_HYPHEN = 2  # PDFium's code for a hyphen at the end of a line
UNKNOWN = "\ufffd"  # replaces a glyph without a known character
_FAR = 100_000  # points; characters further away are ignored; the largest possible page has 14,400
_PDFIUM = threading.Lock()
_BOLD = 600  # weight
_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6  # flags of a font descriptor
_INVISIBLE = 3  # render mode of the text that text recognition adds to a scan
_STROKED = 2  # render mode: filled and stroked, which looks bold
_SUBSET = re.compile(r"^[A-Z]{6}\+")

# Some typesetters use the code of another character with the same glyph: ⼈ (a radical) instead of 人.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS |= dict(
    zip(
        map(ord, "⺟⺠⺩⺬⺮⻁⻄⻅⻆⻈⻉⻋⻌⻐⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"),
        "母民王示竹虎西见角讠贝车辶钅長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface, without its size."""

    name: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class Character:
    """One character. Lengths are in points; ``y`` is the height of the baseline above the foot of the page."""

    text: str
    x: float
    right: float
    y: float
    size: float
    face: Face
    raised: bool = False


@dataclass(slots=True)
class Page:
    """A page. ``rules`` are its horizontal lines: (left, right, height above the foot), in points."""

    number: int
    height: float
    characters: list[Character] = field(default_factory=list)
    aslant: list[Character] = field(default_factory=list)  # characters in another direction than the text
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    pictured: bool = False  # a picture covers most of the page
    recognised: bool = False  # its text was recognised from a picture


def pages_of(content: bytes) -> list[Page]:
    """All pages of a PDF. Raises Unreadable if the PDF is encrypted, damaged, empty or too long."""
    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(content) as document:
                return list(_pages(document))
        except pypdfium2.PdfiumError as error:
            raise _unreadable(error) from error


def _unreadable(error: pypdfium2.PdfiumError) -> Unreadable:
    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return Unreadable("pdf.encrypted")
    return Unreadable("pdf.damaged")


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    if len(document) > MAX_PAGES:
        raise Unreadable(
            "pdf.too_many_pages",
            pages=len(document),
            most=MAX_PAGES,
        )
    if len(document) == 0:
        raise Unreadable("pdf.no_page")
    total = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        textpage = page.get_textpage()
        count = textpage.count_chars()
        total += max(0, count)
        if total > MAX_CHARACTERS:
            raise Unreadable("pdf.too_many_characters", most=f"{MAX_CHARACTERS:,}")
        width, height = page.get_size()
        found = Page(number, height)
        _Text(textpage.raw, found).take(count)
        _take_drawings(page, found, width)
        textpage.close()
        page.close()
        yield found


class _Text:
    """Reads the characters of a page. Size, face and direction are read once for each text object."""

    def __init__(self, textpage: pdfium.FPDF_TEXTPAGE, page: Page) -> None:
        self.textpage = textpage
        self.page = page
        self.objects: dict[int, tuple[float, Face, bool]] = {}

    def take(self, count: int) -> None:
        x, y = ctypes.c_double(), ctypes.c_double()
        box = pdfium.FS_RECTF()
        raw = self.textpage
        for index in range(count):
            if pdfium.FPDFText_IsGenerated(raw, index) == 1:
                continue
            code = pdfium.FPDFText_GetUnicode(raw, index)
            text = _RADICALS.get(code) or _character(code)
            if code == _LINE_END_HYPHEN and pdfium.FPDFText_IsHyphen(raw, index) == 1:
                text = "-"
            if not text or not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
                continue
            if pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1:
                text = UNKNOWN
            size, face, upright = self._object(index)
            right = box.right if pdfium.FPDFText_GetLooseCharBox(raw, index, box) else x.value
            if not all(map(math.isfinite, (x.value, y.value, right, size))) or abs(y.value) > _FAR:
                continue  # in a damaged file, a character can have an impossible place
            to = self.page.characters if upright else self.page.aslant
            to.append(Character(text, x.value, right, y.value, size, face))

    def _object(self, index: int) -> tuple[float, Face, bool]:
        handle = pdfium.FPDFText_GetTextObject(self.textpage, index)
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if key and key in self.objects:
            return self.objects[key]
        matrix = pdfium.FS_MATRIX()
        size, upright = pdfium.FPDFText_GetFontSize(self.textpage, index), True
        if pdfium.FPDFText_GetMatrix(self.textpage, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            upright = matrix.a > 0 and abs(matrix.b) < 0.2 * matrix.a
        found = max(size, 0.1), self._face(handle, index), upright
        self.objects[key] = found
        return found

    def _face(self, handle: pdfium.FPDF_PAGEOBJECT, index: int) -> Face:
        flags = ctypes.c_int()
        buffer = ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(self.textpage, index, buffer, 128, flags)
        name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
        self.page.recognised |= mode == _INVISIBLE
        weight = pdfium.FPDFText_GetFontWeight(self.textpage, index)
        bold = weight >= _BOLD or bool(flags.value & _FORCE_BOLD) or mode == _STROKED or "bold" in name.lower()
        return Face(name, bold, bool(flags.value & _ITALIC))


def _character(code: int) -> str:
    """The character for a code. A tab or a line end gives a space; any other control character gives ``""``."""
    if code in (9, 10, 13, 0xA0):
        return " "
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return UNKNOWN
    if code < 32 or 0x7F <= code < 0xA0 or code in (0xFFFE, 0xFFFF, 0x2028, 0x2029):
        return ""
    return chr(code)


def _take_drawings(page: pypdfium2.PdfPage, found: Page, width: float) -> None:
    """Add the rules of the page, and note whether a picture covers most of it."""
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        if thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            if right - left > 24 and top - bottom < 2.5:
                found.rules.append((left, right, (top + bottom) / 2))
        elif right - left > 0.6 * width and top - bottom > 0.5 * found.height:
            found.pictured = True
