"""Reads the bytes of a source into Drafts. This package uses no Django and no database.

Each format has a ``Reader`` in the module that reads this format. ``readers.READERS`` lists all readers. The format is
recognised from the content of a file, not from its name.

    >>> text = "90/2. 一项试验\\n大会，\\n回顾《联合国宪章》，\\n1. 决定继续审议。"
    >>> [(draft.symbol, draft.format) for draft in read(text.encode(), "90_2.txt")]
    [('A/RES/90/2', 'text')]
"""

from __future__ import annotations

from archive.messages import Unreadable
from archive.reading.draft import Draft
from archive.reading.readers import read

__all__ = ["Draft", "Unreadable", "read"]
