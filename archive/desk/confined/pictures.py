"""Draws the pages of a PDF, so that a librarian sees the original next to the Draft."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

MAX_PAGES = 60  # at most this many pages are drawn; if the original has more pages, librarians download it
_SCALE = 1.4  # 1 is 72 dots per inch; at this scale the text is legible, and a page takes about 60 KB
_LARGEST = 4_000_000  # most dots in one picture; a damaged file may have a page that is a kilometre wide


def pictures(content: bytes) -> Iterator[bytes]:
    """The pages of a PDF as PNG, in shades of grey. If PDFium cannot open the file, there are no pages."""
    import pypdfium2

    with suppress(pypdfium2.PdfiumError):  # if a page is damaged, only the pages before it are drawn
        document = pypdfium2.PdfDocument(content)
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(_SCALE, (_LARGEST / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            yield png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def png(grey: bytes, width: int, height: int, stride: int) -> bytes:
    """A PNG in shades of grey. ``width`` and ``height`` are in dots.

    ``grey`` has one byte per dot. Each row of ``grey`` has ``stride`` bytes; the bytes after ``width`` are not used.
    """
    rows = b"".join(b"\0" + grey[row * stride : row * stride + width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in pieces
    )
