"""The reader of scans. Recognising a page is a step of its own, because it takes seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.messages import Unreadable
from archive.reading import ocr, source_formats
from archive.reading.draft import Draft
from archive.reading.pdf.reader import read_pages
from archive.reading.reader import Reader
from archive.reading.scans import pictures
from archive.reading.scans.clause_ends import with_ends
from archive.reading.scans.odd_words import with_doubts
from archive.reading.scans.pairs import with_warnings
from archive.reading.scans.placing import pages_of
from archive.reading.scans.scanned import from_json, to_json
from archive.reading.told import NOTHING, Told
from archive.reading.typography import has_han


def read(content: bytes, source: str, told: Told = NOTHING) -> list[Draft]:
    """Raises Unreadable: a picture is read by ``recognise_page`` and ``read_recognised``, one page at a time."""
    raise ocr.refusal(pictures.count(content) if ocr.is_installed() else 1)


def recognise_page(content: bytes, number: int) -> tuple[dict[str, Any], bytes]:
    """The lines of a page as JSON, and the page as PNG. Raises Unreadable if the page cannot be decoded.

    ``content`` is a picture or a PDF. ``number`` begins with 1.
    """
    from archive.reading.scans.page import recognise

    picture = pictures.page(content, number)
    return to_json(recognise(picture)), pictures.png_of(picture)


def read_recognised(pages: Sequence[dict[str, Any]], source: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions on recognised pages. ``pages`` has the result of ``recognise_page`` for each page, in order.

    Raises Unreadable if no page has words, or for the reasons of ``read_pages``.
    """
    placed = pages_of([from_json(page) for page in pages])
    if not any(page.characters for page in placed):
        raise Unreadable("scan.no_text")
    drafts = read_pages(placed, source, source_formats.SCAN.key, told)
    if not any(has_han(character.text) for page in placed for character in page.characters):
        drafts = [with_ends(with_doubts(draft)) for draft in drafts]
    return [with_warnings(draft) for draft in drafts]


SCAN = Reader(source_formats.SCAN, pictures.is_picture, read)
