"""Reading: the bytes of a source → Drafts. No Django in here, and no database.

Each format has a ``Reader`` beside its code; ``readers.READERS`` lists them. A format is recognised by content, and a
file's name only serves in messages.

>>> [draft.symbol for draft in read(b"<akomaNtoso ...", "79_22.xml")]    # doctest: +SKIP
['A/RES/79/22']
"""

from __future__ import annotations

from archive.messages import Unreadable
from archive.reading.draft import Draft
from archive.reading.readers import read

__all__ = ["Draft", "Unreadable", "read"]
