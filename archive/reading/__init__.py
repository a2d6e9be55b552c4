"""Reading: the bytes of a source → Drafts. No Django in here, and no database.

One module a format. The format is recognised by content; a file's name only serves in messages.

>>> [draft.symbol for draft in read(b"<akomaNtoso ...", "79_22.xml")]    # doctest: +SKIP
['A/RES/79/22']
"""

from __future__ import annotations

from archive.reading import akn, decoding, docx, office, pdf, raw_text
from archive.reading.draft import Draft, Unreadable

__all__ = ["Draft", "Unreadable", "read"]

# Formats that are recognised only to say clearly what they are.
_SIGNATURES = (
    (b"PK\x03\x04", "It is a zip archive or an office file that is no text document; give the resolution itself."),
    (b"\x89PNG", "It is a picture, not a text."),
    (b"\xff\xd8\xff", "It is a picture, not a text."),
    (b"GIF8", "It is a picture, not a text."),
)


def read(content: bytes, name: str) -> list[Draft]:
    """The resolutions in one source, in its order: one Draft, or several for a source like 77/263 A–B.

    Raises Unreadable, with a sentence for the librarian, where there is none.
    """
    if not content.strip():
        raise Unreadable("The file is empty; fetch it again.")
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
    text = decoding.decode(content)
    if text.lstrip().startswith("<") and not raw_text.recognise(text):
        raise Unreadable("It is a marked-up file, but not an Akoma Ntoso resolution; give the UN's XML or plain text.")
    return raw_text.read(text, name)
