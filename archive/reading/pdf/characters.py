"""First stage of the PDF reader: finds the characters and the rules of each page.

Each character has its place, size and face. A rule is a horizontal line. If the words of a page are turned by a quarter
turn, the page is turned back (``turning``). If a page has paragraphs in several directions, each direction becomes a
separate page.

PDFium reads the file. It is not safe for several threads, so only one thread at a time uses it.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from archive.characters import RADICALS
from archive.messages import Unreadable
from archive.reading.pdf.drawings import Drawings
from archive.reading.pdf.turning import Box, Frame, turn_of

MAX_PAGES = 400  # the longest resolution published so far has 60 pages
MAX_CHARACTERS = 1_500_000
_LINE_END_HYPHEN = 2  # PDFium's code for a hyphen at the end of a line
UNKNOWN = "\ufffd"  # replaces a glyph without a known character
_SAME_PLACE = 0.01  # points; two places that are nearer to each other are the same
_FAR = 100_000  # points; characters further away are ignored; the largest possible page has a height of 14,400 points
_PDFIUM = threading.Lock()
_BOLD = 600  # font weight from which a face is bold
_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6  # flags of a font descriptor
_INVISIBLE = 3  # render mode of invisible text; text recognition adds such text to a scan
_STROKED = 2  # render mode of text that is filled and stroked; such text looks bold
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # the two halves of a character beyond U+FFFF
_A_PARAGRAPH = 40  # characters; if fewer characters are turned, they are no paragraph of the text
_SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface, without its size."""

    name: str
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Recognition:
    """How a character was recognised in a scan.

    ``score`` is from 0 to 1. ``box`` is the box of the character's line (left, top, right, bottom), each as a share of
    the width or the height of the page, from its top left corner.
    """

    score: float
    doubtful: bool
    box: Box


@dataclass(slots=True)
class Character:
    """One character. Lengths are in points; ``y`` is the height of the baseline above the foot of the page.

    ``recognition`` is None if the file has the character as text.
    """

    text: str
    x: float
    right: float
    y: float
    size: float
    face: Face
    raised: bool = False
    lowered: bool = False
    recognition: Recognition | None = None


@dataclass(slots=True)
class Page:
    """A page. ``rules`` has its horizontal lines as (left, right, height above the foot), in points."""

    number: int
    height: float
    characters: list[Character] = field(default_factory=list)
    aslant: list[Character] = field(default_factory=list)  # characters in another direction than the text
    turned: bool = False  # the first of several Pages that are made of one page with paragraphs in several directions
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    pictured: bool = False  # a picture covers most of the page
    recognised: bool = False  # the file has text that another program recognised in a picture of the page
    scanned: bool = False  # the archive has recognised the characters (``Character.recognition``)


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
        shown_upright = page.get_rotation() // 90
        if shown_upright % 2:
            width, height = height, width
        text = _Text(textpage.raw, width, height)
        text.take(count)
        yield from _upright(number, text, shown_upright, Drawings(page, width, height))
        textpage.close()
        page.close()


def _upright(number: int, text: _Text, shown_upright: int, drawings: Drawings) -> Iterator[Page]:
    """Yields the page, turned so that its words are upright. Paragraphs in another direction become another page.

    ``shown_upright`` is the turn of the words that are upright on the screen. The page of these words comes first.
    """
    counts = Counter({turn: sum(not c.text.isspace() for c in text.words[turn]) for turn in range(4)})
    most = counts.most_common(1)[0][0]
    least = {shown_upright: 1, most: 0}
    turns = [turn for turn in counts if counts[turn] >= least.get(turn, _A_PARAGRAPH)]
    turns.sort(key=lambda turn: turn != shown_upright)
    for place, turn in enumerate(turns):
        frame = text.frames[turn]
        page = Page(number, frame.upright_height, text.words[turn], rules=drawings.rules(frame))
        if place == 0:
            page.aslant = [c for other, found in text.words.items() if other not in turns for c in found]
            page.turned = len(turns) > 1
            page.pictured, page.recognised = drawings.pictured, text.recognised
        yield page


@dataclass(frozen=True, slots=True)
class _Object:
    """The properties that all characters of a text object share. ``turn`` is None if the characters are aslant.

    ``form`` maps places in the object's form to places on the page. It is None if the object is in no form.
    """

    size: float
    face: Face
    turn: int | None
    place: tuple[float, float]
    form: pypdfium2.PdfMatrix | None


class _Text:
    """Reads the characters of a page. Size, face and direction are read once for each text object.

    ``words`` maps each turn (0 to 3 quarter turns) to the characters with this turn. The key None has the characters
    that are turned by another angle.
    """

    def __init__(self, textpage: pdfium.FPDF_TEXTPAGE, width: float, height: float) -> None:
        self.textpage = textpage
        self.frames = [Frame(turn, width, height) for turn in range(4)]
        self.words: defaultdict[int | None, list[Character]] = defaultdict(list)
        self.recognised = False
        self.objects: dict[int, _Object] = {}
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()

    def take(self, count: int) -> None:
        high = 0  # the first half of a character beyond U+FFFF; PDFium gives the halves as two characters
        for index in range(count):
            if pdfium.FPDFText_IsGenerated(self.textpage, index) == 1:
                continue
            code = pdfium.FPDFText_GetUnicode(self.textpage, index)
            if code in _HIGH and pdfium.FPDFText_GetUnicode(self.textpage, index + 1) in _LOW:
                high = code
                continue
            if high and code in _LOW:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            if text := self._spell(code, index):
                self._place(text, index)

    def _spell(self, code: int, index: int) -> str:
        text = RADICALS.get(code) or _character(code)
        if code == _LINE_END_HYPHEN and pdfium.FPDFText_IsHyphen(self.textpage, index) == 1:
            text = "-"
        unmapped = text and pdfium.FPDFText_HasUnicodeMapError(self.textpage, index) == 1
        return UNKNOWN if unmapped else text

    def _place(self, text: str, index: int) -> None:
        """Add a character at its place. In a damaged file, a place can be impossible. The character is then ignored."""
        x, y, box = self._x, self._y, self._box
        if not pdfium.FPDFText_GetCharOrigin(self.textpage, index, x, y):
            return
        found = self._object(index)
        place = x.value, y.value
        bounds: Box = (*place, *place)
        if pdfium.FPDFText_GetLooseCharBox(self.textpage, index, box):
            bounds = box.left, box.bottom, box.right, box.top
        # PDFium gives the place on the page, but for a character with an ActualText the place inside its form.
        if found.form is not None and math.dist(place, found.place) < _SAME_PLACE:
            place, bounds = found.form.on_point(*place), found.form.on_rect(*bounds)
        left, height, right = *place, bounds[2]
        if found.turn:
            frame = self.frames[found.turn]
            left, height = frame.point(*place)
            right = frame.box(bounds)[2]
        if all(map(math.isfinite, (left, height, right, found.size))) and abs(height) <= _FAR:
            self.words[found.turn].append(Character(text, left, right, height, found.size, found.face))

    def _object(self, index: int) -> _Object:
        handle = pdfium.FPDFText_GetTextObject(self.textpage, index)
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if key and key in self.objects:
            return self.objects[key]
        on_page, in_form = pdfium.FS_MATRIX(), pdfium.FS_MATRIX()
        size = pdfium.FPDFText_GetFontSize(self.textpage, index)
        turn: int | None = 0
        place, form = (0.0, 0.0), None
        if pdfium.FPDFText_GetMatrix(self.textpage, index, on_page):
            size *= math.hypot(on_page.c, on_page.d)
            turn = turn_of(on_page.a, on_page.b)
            if handle and pdfium.FPDFPageObj_GetMatrix(handle, in_form):
                place, form = (in_form.e, in_form.f), _form(on_page, in_form)
        found = _Object(max(size, 0.1), self._face(handle, index), turn, place, form)
        self.objects[key] = found
        return found

    def _face(self, handle: pdfium.FPDF_PAGEOBJECT, index: int) -> Face:
        flags = ctypes.c_int()
        buffer = ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(self.textpage, index, buffer, 128, flags)
        name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
        self.recognised |= mode == _INVISIBLE
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


def _form(on_page: pdfium.FS_MATRIX, in_form: pdfium.FS_MATRIX) -> pypdfium2.PdfMatrix | None:
    """The matrix of the form around a text object. The arguments are the object's matrices on the page and in the form.

    The result is None if the two matrices are equal, or if the object has no size.
    """
    a, b, c, d, e, f = (in_form.a, in_form.b, in_form.c, in_form.d, in_form.e, in_form.f)
    size = a * d - b * c
    inner, outer = pypdfium2.PdfMatrix(a, b, c, d, e, f), pypdfium2.PdfMatrix.from_raw(on_page)
    if not size or inner == outer:
        return None
    inverse = (d, -b, -c, a, c * f - d * e, b * e - a * f)
    return pypdfium2.PdfMatrix(*(number / size for number in inverse)).multiply(outer)
