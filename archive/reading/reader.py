"""Defines Reader, which describes a format: how files are recognised and read, and which facts the files have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.reading.draft import Draft
from archive.reading.told import Told


@dataclass(frozen=True, slots=True)
class Reader:
    """A format of sources, and the functions that read it.

    ``key`` is stored (``Draft.format``, ``Source.format``). Pages show ``name``. The name is a proper name, or the code
    of a message if the two languages of the pages have different names for the format.

    ``recognise`` takes the bytes of a file. ``read`` takes the bytes and the name of a file, and what a librarian tells
    about it. It returns the resolutions in the order of the file. It raises Unreadable with a reason for the librarian.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]  # the suffixes of file names, in small letters
    recognise: Callable[[bytes], bool]
    read: Callable[[bytes, str, Told], list[Draft]]
    is_text: bool = False  # the files are plain characters; a broken download can look like such a file
    has_pages: bool = False  # PDFium can draw its pages
    says_committee: bool = False  # every file names the committee that reported on the resolution
    # Date, vote and roll call have mark-up. In other formats, they are found in the printed words.
    has_data: bool = False
