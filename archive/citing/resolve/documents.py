"""Resolves the symbols of documents: A/57/124, 《…，补编第42号》(A/54/42)."""

from __future__ import annotations

from dataclasses import replace

from archive import symbols
from archive.citing import find
from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.instruments import is_instrument
from archive.citing.resolve.memory import Memory, Place
from archive.citing.resolve.titles import title


def document(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of a document by its symbol.

    If the title before the symbol names another known document, the result has a citation for each of the two.
    """
    text, key = place.text, memory.key(symbols.without_place(reference.name))
    if reference.body == find.CHEMICAL:
        key = f"{key}({find.CHEMICAL})"
    if reference.title_end:
        words = text[reference.start + 1 : reference.title_end - 1]
        known = memory.catalogue.named(words)
        if len(known) == 1 and key not in known:
            start = text.index(reference.name, reference.title_end)
            bare = replace(reference, start=start, end=start + len(reference.name), title_end=0)
            of_title = Reference(find.TITLE, reference.start, reference.title_end, words)
            return [*title(of_title, replace(place, before=[]), memory), memory.cited(bare, text, key)]
        if is_instrument(words):
            memory.names.remember(words, key)
    return [memory.cited(reference, text, key)]
