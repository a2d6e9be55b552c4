"""Words → citations: what a Draft cites, and where.

    Draft → find (words → references) → resolve (references → documents) → editors (links and words) → Citations

The steps do not know each other: ``find`` and ``english`` read one text, ``resolve`` remembers what a Draft has named,
``editors`` compares. No Django here; which documents the archive knows is asked of a ``Catalogue``.
"""

from __future__ import annotations

from collections.abc import Callable

from archive.citing import editors, english, find
from archive.citing.catalogue import Catalogue, KnownDocument, from_fixtures
from archive.citing.citation import Citation, Citations
from archive.citing.resolve import Finder, resolve
from archive.reading.draft import Draft

__all__ = ["Catalogue", "Citation", "Citations", "KnownDocument", "cite", "from_fixtures"]


def _chinese(catalogue: Catalogue) -> Finder:
    return find.find


# What finds the references of a text, by its language; the rest are read as Chinese.
_FINDERS: dict[str, Callable[[Catalogue], Finder]] = {"en": english.finder}


def cite(draft: Draft, catalogue: Catalogue) -> Citations:
    """All citations of a Draft, by clause path and by footnote marker; languages other than English are read as
    Chinese, whose symbols and links are found in any of them."""
    finder = _FINDERS.get(draft.language, _chinese)(catalogue)
    return resolve(draft, catalogue, finder, editors.reconcile)
