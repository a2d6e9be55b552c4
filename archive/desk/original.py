"""The original as a librarian sees it beside what was read: its lines, and a PDF's pages as pictures."""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

from archive.reading import akn, decoding

_PDF = b"%PDF"
MAX_PAGES = 60  # of a resolution; a longer original can be downloaded
_SCALE = 1.4  # of 72 dots an inch: legible, and some 60 KB a page
_LARGEST = 4_000_000  # dots a picture; a page may say that it is a kilometre wide
_LONGEST = 5_000  # lines
_LINE = 20_000  # characters
_WITHIN_LINES = "i|b|u|a|em|strong|span|sup|sub|ref|rref|date|docDate|organization|term"


def is_pdf(content: bytes) -> bool:
    return content[:1024].find(_PDF) >= 0


def lines(content: bytes) -> list[str]:
    """The words of an Akoma Ntoso file, which has no lines that its reader could account for; of others none."""
    if not akn.recognise(content):
        return []
    return [line[:_LINE] for line in marked_up_lines(decoding.decode(content))[:_LONGEST]]


def pictures(content: bytes) -> Iterator[bytes]:
    """A PDF's pages as PNG, in shades of grey."""
    if not is_pdf(content):
        return
    import pypdfium2

    with suppress(pypdfium2.PdfiumError):  # the pages before a damaged one are shown
        document = pypdfium2.PdfDocument(content)
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(_SCALE, (_LARGEST / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            yield png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def png(grey: bytes, width: int, height: int, stride: int) -> bytes:
    """A PNG of one byte a dot; ``stride`` bytes a row."""
    rows = b"".join(b"\0" + grey[row * stride : row * stride + width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in pieces
    )


def marked_up_lines(markup: str) -> list[str]:
    """The words of an Akoma Ntoso file, a line for each block of them; a note stands by itself.

    >>> marked_up_lines('<num>1.</num><p>请<i>各国</i><authorialNote><p>见A/1。</p></authorialNote>签署；</p>')
    ['1.', '请各国', '见A/1。', '签署；']
    """
    markup = re.sub(r"<!--.*?-->|<\?.*?\?>", "", markup, flags=re.S)
    markup = re.sub(r"\s+", " ", markup)
    markup = re.sub(rf"</?(?!(?:{_WITHIN_LINES})\b)[^<>]*>", "\n", markup)
    words = html.unescape(re.sub(r"<[^<>]*>", "", markup))
    return [line.strip() for line in words.split("\n") if line.strip()]
