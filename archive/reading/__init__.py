"""Reads the bytes of a source into Drafts. This package uses no Django and no database.

``source_formats`` has a table of the formats. Each has a ``Reader`` in the module that reads this format, and
``readers.READERS`` lists all readers. The format is recognised from the content of a file, not from its name.

    >>> text = "90/2. 一项试验\\n大会，\\n回顾《联合国宪章》，\\n1. 决定继续审议。"
    >>> [(draft.symbol, draft.format) for draft in read(text.encode(), "90_2.txt")]
    [('A/RES/90/2', 'text')]
"""

from __future__ import annotations

from archive.messages import Unreadable
from archive.reading.draft import Draft
from archive.reading.told import NOTHING, Told

__all__ = ["Draft", "Unreadable", "read"]


def read(content: bytes, name: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions in one source (``readers.read``). The readers are imported at the first call: a server shows what
    is stored, and most of its processes read nothing."""
    from archive.reading import readers

    return readers.read(content, name, told)
