"""Finds the document that each reference of a Draft means.

    references → **resolve** → citations

``draft_pass`` reads a Draft once, in the order of its text, and reads each footnote at its first mark. So a short form
means a document that was named before it. ``memory`` has all that the Draft has named so far. Each kind of reference
has a module: ``numbers``, ``documents`` (symbols), ``titles``, ``back_references``, ``named_again``, ``reports``,
``registrations`` and ``ibid``.

A reference resolves only if exactly one document is possible. If several documents are possible, the citation is
ambiguous and has them as candidates. If no document is possible, there is no citation.
"""

from __future__ import annotations

from archive.citing.resolve.draft_pass import Finder, Reconciler, resolve

__all__ = ["Finder", "Reconciler", "resolve"]
