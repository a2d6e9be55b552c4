"""The table of the formats of sources: what is known of each without a file of it. ``readers`` has their readers.

It is a module of its own, because pages show the formats, and the readers take half a second to import.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """A format of sources.

    ``key`` is stored (``Draft.format``, ``Source.format``). Pages show ``name``. The name is a proper name, or the code
    of a message if the two languages of the pages have different names for the format.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]  # the suffixes of file names, in small letters
    is_text: bool = False  # the files are plain characters; a broken download can look like such a file
    has_pages: bool = False  # PDFium can draw its pages
    says_committee: bool = False  # every file names the committee that reported on the resolution
    # Date, vote and roll call have mark-up. In other formats, they are found in the printed words.
    has_data: bool = False


MAIL = SourceFormat("mail", "format.mail", (".eml", ".mht", ".mhtml"), is_text=True)
PDF = SourceFormat("pdf", "PDF", (".pdf",), has_pages=True)
SCAN = SourceFormat("scan", "format.scan", (".png", ".jpg", ".jpeg", ".tif", ".tiff"))
DOCX = SourceFormat("docx", "Word (DOCX)", (".docx",))
DOC = SourceFormat("doc", "Word (DOC)", (".doc",))
ODT = SourceFormat("odt", "OpenDocument (ODT)", (".odt",))
RTF = SourceFormat("rtf", "RTF", (".rtf",))
AKN = SourceFormat("akn4un", "Akoma Ntoso (AKN4UN)", (".xml",), is_text=True, says_committee=True, has_data=True)
HTML = SourceFormat("html", "format.html", (".html", ".htm", ".xhtml"), is_text=True)
MARKDOWN = SourceFormat("markdown", "Markdown", (".md", ".markdown"), is_text=True)
TEXT = SourceFormat("text", "format.text", (".txt",), is_text=True)

FORMATS = (MAIL, PDF, SCAN, DOCX, DOC, ODT, RTF, AKN, HTML, MARKDOWN, TEXT)


def by_key(key: str) -> SourceFormat | None:
    """The format with this stored key; None for "" and for a key from a later release."""
    return next((each for each in FORMATS if each.key == key), None)
