"""Reads saved web pages. The docstring of the package lists the stages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from archive.messages import Unreadable
from archive.reading import source_formats
from archive.reading.draft import Draft
from archive.reading.html.around import set_around
from archive.reading.html.decoding import decode
from archive.reading.html.elements import Element
from archive.reading.html.notes import notes_of
from archive.reading.html.page_lines import PageLine, page_lines
from archive.reading.printed.lines import TextLine, narrow
from archive.reading.printed.reader import read_printed
from archive.reading.reader import Reader
from archive.reading.told import NOTHING, Told

_START = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?xml[^>]*>|<!--.{0,2000}?-->)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|main|article|section|div|table|center|font|h[1-6]|p|ol|ul|span)\b",
    re.I | re.S,
)
_HEAD = 4096  # bytes; a page shows near its beginning that it is HTML
_SITE = re.compile(r"\s[-–—|·]\s[^-–—|·]*$")  # " - 维基文库" in the title of a page


def recognise(content: bytes) -> bool:
    """Whether the bytes are a web page or a part of one.

    >>> recognise(b"<!DOCTYPE html><html>"), recognise(b"<akomaNtoso>"), recognise(b"A < B")
    (True, False, False)
    """
    return _START.match(content[:_HEAD].replace(b"\x00", b"")) is not None


def read(content: bytes, source: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions in a page, in the order of the page.

    Raises Unreadable if the page is nested too deeply, is not Chinese, or has no resolution.
    """
    return read_page(decode(content), source, source_formats.HTML.key, told)


def read_page(page: str, source: str, format: str, told: Told) -> list[Draft]:
    """The resolutions in the characters of a page. ``format`` is the key of the source's reader."""
    root = _parse(page)
    on_page = page_lines(root, notes_of(root))
    if not on_page:
        raise Unreadable("html.no_text")
    usual = _usual_face(on_page)
    lines = [_text_line(number, line, usual) for number, line in enumerate(on_page, start=2)]
    return read_printed(set_around(lines, on_page, _title(root)), source, format, told)


def _parse(page: str) -> Element:
    """The elements of a page. Raises Unreadable if the parser could not read the whole page."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(page.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("html.no_text") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("html.nested_too_deeply")
    if root is None:
        raise Unreadable("html.no_text")
    return root


def _title(root: Element) -> TextLine | None:
    """The title of the page as its first line, without the name of the site; None if it has none."""
    words = " ".join(str(root.findtext(".//title") or "").split())
    words = _SITE.sub("", words)
    return TextLine(1, words, narrow(words), 0, False, 1) if words else None


def _text_line(number: int, line: PageLine, usual: bool) -> TextLine:
    words = line.words.strip()
    opening = f"{line.note} " if line.opens_note and not words.startswith(line.note) else ""
    text = opening + words
    spans = () if line.note else _set_apart(line, usual)
    return TextLine(number, text, narrow(text), 0, False, 1, note=bool(line.note), set_apart=spans)


def _usual_face(lines: Sequence[PageLine]) -> bool:
    """Whether most words are bold or italic."""
    faces: Counter[bool] = Counter()
    for line in lines:
        for text, look in line.pieces:
            faces[look.faced] += len(text)
    return faces[True] > faces[False]


def _set_apart(line: PageLine, usual: bool) -> tuple[tuple[int, int], ...]:
    """The spans (start, end) of words in another face than most words of the page."""
    spans: list[tuple[int, int]] = []
    position = -(len(line.words) - len(line.words.lstrip()))
    for words, look in line.pieces:
        end = position + len(words)
        if look.faced != usual and any(map(str.isalpha, words)):
            if spans and spans[-1][1] == position:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((max(0, position), end))
        position = end
    return tuple(spans)


HTML = Reader(source_formats.HTML, recognise, read)
