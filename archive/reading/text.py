"""The reader of plain text: decodes a file and gives it to ``archive.reading.printed``."""

from __future__ import annotations

from archive.messages import Unreadable
from archive.reading import decoding, source_formats
from archive.reading.draft import Draft
from archive.reading.printed import reader as printed
from archive.reading.reader import Reader
from archive.reading.told import Told


def looks_like_resolution(content: bytes) -> bool:
    """Whether the bytes are the text of a resolution without mark-up."""
    try:
        return printed.recognise(decoding.decode(content))
    except Unreadable:
        return False


def _recognise(content: bytes) -> bool:
    """Always True, because no reader comes after this one. If a file is not a text, ``_read`` raises Unreadable."""
    return True


def _read(content: bytes, name: str, told: Told) -> list[Draft]:
    text = decoding.decode(content)
    if text.lstrip().startswith("<") and not printed.recognise(text):
        raise Unreadable("source.markup_of_another_kind")
    return printed.read(text, name, told)


TEXT = Reader(source_formats.TEXT, _recognise, _read)
