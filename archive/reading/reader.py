"""Defines Reader: how files of a format are recognised and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.reading.draft import Draft
from archive.reading.source_formats import SourceFormat
from archive.reading.told import Told


@dataclass(frozen=True, slots=True)
class Reader:
    """A format of sources, and the functions that read it.

    ``recognise`` takes the bytes of a file. ``read`` takes the bytes and the name of a file, and what a librarian tells
    about it. It returns the resolutions in the order of the file. It raises Unreadable with a reason for the librarian.
    """

    format: SourceFormat
    recognise: Callable[[bytes], bool]
    read: Callable[[bytes, str, Told], list[Draft]]
