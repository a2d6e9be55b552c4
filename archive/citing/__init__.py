"""Finds what a Draft cites, and where.

    Draft → find (words → references) → resolve (references → documents) → editors (links and words) → Citations

``find`` and ``english`` read one text. ``resolve`` reads a whole Draft and remembers the documents that the Draft has
named. ``editors`` compares the citations with the links of the UN's editors. If a Draft is in traditional characters,
``script`` makes a copy in simplified ones. This package does not use Django: a ``Catalogue`` has the documents that the
archive knows.
"""

from __future__ import annotations

from collections.abc import Callable

from archive.citing import editors, english, find, script
from archive.citing.catalogue import Catalogue, KnownDocument, from_fixtures
from archive.citing.citation import Citation, Citations
from archive.citing.resolve import Finder, resolve
from archive.reading.draft import Draft

__all__ = ["Catalogue", "Citation", "Citations", "KnownDocument", "cite", "from_fixtures"]


# Language → the function that makes its finder. Chinese has no row, because it is the default.
_FINDERS: dict[str, Callable[[Catalogue], Finder]] = {"en": english.finder}


def cite(draft: Draft, catalogue: Catalogue) -> Citations:
    """Returns all citations of a Draft, by clause path and by footnote marker.

    A text that is neither Chinese nor English is read as Chinese. Symbols and links are found in every language.
    """
    finder = _FINDERS.get(draft.language, find.finder)(catalogue)
    if script.is_plain(draft):
        return resolve(draft, catalogue, finder, editors.reconcile)
    copy = script.Copy(draft)
    return copy.as_printed(resolve(copy.draft, catalogue, finder, editors.reconcile))
