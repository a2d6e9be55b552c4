"""Cites a Draft: ``cite`` calls the steps in order. Importing this module compiles the patterns of all of them."""

from __future__ import annotations

from collections.abc import Callable

from archive.citing import editors, english, find, script
from archive.citing.catalogue import Catalogue
from archive.citing.citation import Citations
from archive.citing.resolve import Finder, resolve
from archive.reading.draft import Draft

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
