"""Finds what a Draft cites, and where.

    Draft → find (words → references) → resolve (references → documents) → editors (links and words) → Citations

``find`` and ``english`` read one text. ``resolve`` goes through a whole Draft and remembers what it has named; ``cite``
gives it the finder of the Draft's language. ``editors`` compares with the links of the UN's editors. No Django in here:
a ``Catalogue`` has the documents that the archive knows.
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


# Who finds the references in a text of a language. Texts in other languages are read as Chinese.
_FINDERS: dict[str, Callable[[Catalogue], Finder]] = {"en": english.finder}


def cite(draft: Draft, catalogue: Catalogue) -> Citations:
    """All citations of a Draft, by clause path and by footnote marker.

    A text in a language other than Chinese and English is read as Chinese: symbols and links are found in any language.
    """
    finder = _FINDERS.get(draft.language, _chinese)(catalogue)
    return resolve(draft, catalogue, finder, editors.reconcile)
