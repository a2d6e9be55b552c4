"""Resolves the words that point back to a document: 该条约, 该决议, 其第六条."""

from __future__ import annotations

from archive import symbols
from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.resolve.memory import Memory, Place


def its(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 其第六条. It means an article of the last instrument that this text names."""
    kinds = (symbols.TREATY, symbols.INSTRUMENT)
    named = [c for c in place.before if c.target and symbols.kind_of(c.target) in kinds]
    return [memory.cited(reference, place.text, named[-1].target)] if named and named[-1].target else []


def back(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 该条约 or 该决议. It means the last treaty or resolution that the clause or its parent names.

    A treaty may be named with or without 《》.
    """
    if place.clause is None:
        return []
    kind, parent = reference.name, memory.by_path.get(place.clause.parent or "")
    if kind in ("决议", "报告"):
        return _back_to_document(reference, place, memory)
    words, cited = place.text[: reference.start], place.before
    last = words.rfind(kind)
    if last < 0 and parent:
        words, cited = parent.text, memory.clauses.get(parent.path, [])
        last = words.rfind(kind)
    if last < 0:
        return []
    end = last + len(kind)
    quoted = [c for c in cited if c.start < end <= c.end and c.via_footnote is None]
    target = quoted[-1].target if quoted else memory.names.unquoted(words[:end])
    return [memory.cited(reference, place.text, target)] if target else []


def _back_to_document(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    wanted = "resolution" if reference.name == "决议" else "document"
    cited = place.before or memory.clauses.get(place.clause.parent or "" if place.clause else "", [])
    targets = {c.target for c in cited if c.target and symbols.kind_of(c.target).endswith(wanted)}
    return [memory.cited(reference, place.text, targets.pop() or "")] if len(targets) == 1 else []
