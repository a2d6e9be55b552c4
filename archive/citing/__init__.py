"""Finds what a Draft cites, and where.

    Draft → find (words → references) → resolve (references → documents) → editors (links and words) → Citations

``citing`` calls these steps. ``find`` and ``english`` read one text. ``resolve`` reads a whole Draft and remembers the
documents that the Draft has named. ``editors`` compares the citations with the links of the UN's editors. If a Draft is
in traditional characters, ``script`` makes a copy in simplified ones. This package does not use Django: a ``Catalogue``
has the documents that the archive knows.
"""

from __future__ import annotations

from archive.citing.catalogue import Catalogue, KnownDocument, from_fixtures
from archive.citing.citation import Citation, Citations
from archive.reading.draft import Draft

__all__ = ["Catalogue", "Citation", "Citations", "KnownDocument", "cite", "from_fixtures"]


def cite(draft: Draft, catalogue: Catalogue) -> Citations:
    """All citations of a Draft, by clause path and by footnote marker (``citing.cite``). The patterns are compiled at
    the first call: a server shows what is stored, and most of its processes cite nothing."""
    from archive.citing import citing

    return citing.cite(draft, catalogue)
