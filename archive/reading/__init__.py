"""Reading: the bytes of a source → Drafts. No Django in here, and no database.

One module a format. The format is recognised by content; a file's name only serves in messages.

>>> [draft.symbol for draft in read(b"<akomaNtoso ...", "79_22.xml")]    # doctest: +SKIP
['A/RES/79/22']
"""

from __future__ import annotations

from pathlib import PurePath

from archive.messages import Unreadable
from archive.reading import decoding
from archive.reading.akn import reader as akn
from archive.reading.docx import office
from archive.reading.docx import reader as docx
from archive.reading.draft import Draft
from archive.reading.pdf import reader as pdf
from archive.reading.printed import reader as raw_text

__all__ = ["Draft", "Unreadable", "read"]

# Formats that are recognised only to say clearly what they are.
_SIGNATURES = (
    (b"PK\x03\x04", "source.zip_or_other_office_file"),
    (b"\x89PNG", "source.picture"),
    (b"\xff\xd8\xff", "source.picture"),
    (b"GIF8", "source.picture"),
)
# What a file with such a name must have been recognised as, unless it is a text under a wrong name.
_NOT_TEXT = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf", ".zip"})


def read(content: bytes, name: str) -> list[Draft]:
    """The resolutions in one source, in its order: one Draft, or several for a source like 77/263 A–B.

    Raises Unreadable, with a sentence for the librarian, where there is none.
    """
    if not content.strip():
        raise Unreadable("source.empty")
    for reader in (pdf, docx):
        if reader.recognise(content):
            return reader.read(content, name)
    if office.format_of(content):
        return office.read(content, name)
    for signature, sentence in _SIGNATURES:
        if content.startswith(signature):
            raise Unreadable(sentence)
    if akn.recognise(content):
        return akn.read(content, name)
    text = _text(content, name)
    if text.lstrip().startswith("<") and not raw_text.recognise(text):
        raise Unreadable("source.markup_of_another_kind")
    return raw_text.read(text, name)


def _text(content: bytes, name: str) -> str:
    """The content as text. What its name calls a file of another kind, and is no Chinese text either, is said to be
    neither: a download that broke off, or the page of an error."""
    suffix = PurePath(name).suffix.lower()
    try:
        text = decoding.decode(content)
    except Unreadable:
        if suffix not in _NOT_TEXT:
            raise
        text = ""
    if suffix in _NOT_TEXT and not raw_text.recognise(text):
        raise Unreadable("source.name_belies_format", suffix=suffix)
    return text
