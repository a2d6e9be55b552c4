"""A search without an engine: conditions checked on each entry of the index, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from archive.models import Document
from archive.searching.matching import All, Between, Condition, Either, Is, Not, TokenSequence
from archive.searching.search_indexes import prepared

Entry = dict[str, object]

_entries: dict[str, Entry] = {}


def prepared_entries() -> dict[str, Entry]:
    """Identifier → the entry that the indexes get, of every document and clause in the database."""
    if not _entries:
        _entries.update({str(entry["id"]): entry for entry in prepared(Document.objects.values_list("pk", flat=True))})
    return _entries


def values_of(entry: Entry, name: str) -> Sequence[str]:
    """The values of a keyword field: none, one or several."""
    value = entry.get(name)
    return list(map(str, value)) if isinstance(value, list) else [str(value)] if value else []


def meets(entry: Entry, condition: Condition) -> bool:
    match condition:
        case TokenSequence(name, tokens, open_start, open_end):
            needle = ("" if open_start else " ") + " ".join(tokens) + ("" if open_end else " ")
            return needle in f" {entry.get(name) or ''} "
        case Is(name, values):
            return not set(values).isdisjoint(values_of(entry, name))
        case Between(name, low, high):
            number = entry.get(name) or 0
            assert isinstance(number, int)
            return (low is None or low <= number) and (high is None or number <= high)
        case All(children):
            return all(meets(entry, child) for child in children)
        case Either(children):
            return any(meets(entry, child) for child in children)
        case Not(child):
            return not meets(entry, child)
