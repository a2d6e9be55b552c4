"""What each reader says of its format: how its files are recognised, and what they can tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.reading.draft import Draft


@dataclass(frozen=True, slots=True)
class Reader:
    """A format of sources, and the functions that read it.

    ``key`` is stored (``Draft.format``, ``Source.format``). ``name`` is shown: a proper name, or the code of a message
    where the two languages of the pages name the format differently.

    ``recognise`` takes the bytes of a file, ``read`` its bytes and its name. ``read`` gives the resolutions in the
    file, in its order, and raises Unreadable with a reason for the librarian.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]  # of file names, in small letters
    recognise: Callable[[bytes], bool]
    read: Callable[[bytes, str], list[Draft]]
    is_text: bool = False  # a file is characters alone; a download that broke off can be taken for one
    has_pages: bool = False  # PDFium can draw its pages
    says_committee: bool = False  # every file says on which committee's report the resolution was adopted
    has_data: bool = False  # date, vote and roll call are marked up; elsewhere they are read out of printed words
