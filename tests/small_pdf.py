"""Makes a small PDF from lines of text, each at its place and turned by any matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Words:
    """Words on one baseline. ``turned`` turns them by a quarter, ``actual`` gives them an ActualText.

    Browsers write an ActualText for some characters.
    """

    text: str
    x: float
    y: float
    size: float = 12
    actual: bool = False
    turned: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page. ``matrix`` turns its words, ``rotate`` turns the page on the screen (degrees, clockwise).

    ``form`` puts the words into a form. ``rules`` are lines (x, y, width).
    """

    words: Sequence[Words]
    matrix: Matrix = UPRIGHT
    rotate: int = 0
    form: bool = False
    width: float = 600
    height: float = 800
    rules: Sequence[tuple[float, float, float]] = ()


def small_pdf(*sheets: Sheet) -> bytes:
    codes: dict[str, int] = {}
    for character in "".join(words.text for sheet in sheets for words in sheet.words):
        codes.setdefault(character, len(codes) + 1)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *_font(codes)]
    pages = []
    for sheet in sheets:
        content = _content(sheet, codes)
        if sheet.form:
            form = f"/Type/XObject/Subtype/Form/BBox[-2000 -2000 2000 2000]/Matrix[{_numbers(sheet.matrix)}]"
            objects.append(_stream(content, form + "/Resources<</Font<</F 3 0 R>>>>"))
            content, drawn = "/X Do", f"/XObject<</X {len(objects)} 0 R>>"
        else:
            content, drawn = f"{_numbers(sheet.matrix)} cm {content}", ""
        objects.append(_stream(content))
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.rotate}"
            f"/Resources<</Font<</F 3 0 R>>{drawn}>>/Contents {len(objects)} 0 R>>"
        )
        objects.append(page.encode())
        pages.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(pages)}]/Count {len(pages)}>>".encode()
    return _file(objects)


def _content(sheet: Sheet, codes: dict[str, int]) -> str:
    pieces = [f"{x} {y} {width} 1 re f" for x, y, width in sheet.rules]
    for words in sheet.words:
        written = "".join(f"{codes[c]:02x}" for c in words.text)
        place = f"0 1 -1 0 {words.x} {words.y} Tm" if words.turned else f"{words.x} {words.y} Td"
        shown = f"BT /F {words.size} Tf {place} <{written}> Tj ET"
        actual = words.text.encode("utf-16-be").hex()
        pieces.append(f"/Span<</ActualText<feff{actual}>>> BDC {shown} EMC" if words.actual else shown)
    return " ".join(pieces)


def _font(codes: dict[str, int]) -> list[bytes]:
    """A font of squares (Type 3). A Han character is as wide as its size, all other characters are half as wide."""
    rows = "\n".join(f"<{code:02x}> <{c.encode('utf-16-be').hex()}>" for c, code in codes.items())
    map_ = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar endcmap"
    )
    wide = [ord(character) > 0x2E80 for character in codes]
    names = " ".join("/wide" if is_wide else "/narrow" for is_wide in wide)
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]"
        f"/CharProcs<</wide 5 0 R/narrow 6 0 R>>/Encoding<</Differences[1 {names}]>>/FirstChar 1/LastChar {len(codes)}"
        f"/Widths[{' '.join('1000' if is_wide else '500' for is_wide in wide)}]/ToUnicode 4 0 R>>"
    )
    glyphs = [_stream(f"{width} 0 0 -120 {width} 880 d1 0 -120 {width} 1000 re f") for width in (1000, 500)]
    return [font.encode(), _stream(map_), *glyphs]


def _numbers(matrix: Matrix) -> str:
    return " ".join(map(str, matrix))


def _stream(content: str, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(content)}>>stream\n{content}\nendstream".encode()


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + table + end
