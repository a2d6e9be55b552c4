"""Resolves the words that point back to a document: 该条约, 上述决议, 其第六条, 上文第8段."""

from __future__ import annotations

from collections.abc import Iterator

from archive import symbols
from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.resolve.memory import Memory, Place
from archive.reading.draft import ANNEX

_NEAR = 60  # citations before a reference that it can mean
_INSTRUMENTS = (symbols.TREATY, symbols.INSTRUMENT)
# Kind → the end of the kinds of document (``symbols.kind_of``) that it can mean.
_DOCUMENTS = {"决议": "resolution", "决定": "decision", "报告": "document", "文件": "document"}


def its(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 其第六条. It means an article of the last instrument that this text names."""
    named = [c for c in place.before[-_NEAR:] if c.target and symbols.kind_of(c.target) in _INSTRUMENTS]
    return [memory.cited(reference, place.text, named[-1].target)] if named and named[-1].target else []


def article(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 第十条. It means an article of the only instrument that this clause has named before.

    In an annex it can be an article of the annex itself, so it is not cited there.
    """
    if place.clause is None or place.clause.path.startswith("annex"):
        return []
    named = {c.target for c in place.before[-_NEAR:] if c.target and symbols.kind_of(c.target) in _INSTRUMENTS}
    return [memory.cited(reference, place.text, named.pop() or "")] if len(named) == 1 else []


def itself(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 上文第8段, which is a paragraph of the resolution itself.

    In an annex it is a paragraph of the annex, which has no symbol of its own.
    """
    own = memory.draft.symbol
    if not own or place.clause is None or place.clause.kind == ANNEX or place.clause.path.startswith("annex"):
        return []
    return [memory.cited(reference, place.text, own)]


def back(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 该条约 or 该决议: what the clause, the clauses above it, or the clause before it names.

    A treaty may be named with or without 《》. There is no citation if several documents are possible.
    """
    if place.clause is None:
        return []
    meant = _document if reference.name in _DOCUMENTS else _instrument
    if place.text.startswith(("上述", "前述"), reference.start) and _several(reference, place):
        return []
    for words, cited in _near(reference, place, memory):
        targets = meant(reference.name, words, cited, memory)
        if targets is not None:
            return [memory.cited(reference, place.text, targets.pop())] if len(targets) == 1 else []
    return []


def _several(reference: Reference, place: Place) -> bool:
    """Whether the clause has named several instruments of the kind. 上述公约 then means all of them."""
    near = place.before[-_NEAR:]
    return len({c.target for c in near if c.exact.strip("《》").endswith(reference.name)}) > 1


def _near(reference: Reference, place: Place, memory: Memory) -> Iterator[tuple[str, list[Citation]]]:
    """Yields the words and citations of the clause, of the clauses above it, and of the clause before it."""
    yield place.text[: reference.start], place.before
    clause = place.clause
    while clause and (clause := memory.by_path.get(clause.parent or "")):
        yield clause.text, memory.clauses.get(clause.path, [])
    if before := next(reversed(memory.clauses), None):
        yield memory.by_path[before].text, memory.clauses[before]


def _document(kind: str, words: str, cited: list[Citation], memory: Memory) -> set[str] | None:
    """The documents of this kind that are cited; None if there are none."""
    wanted = _DOCUMENTS[kind]
    return {c.target for c in cited[-_NEAR:] if c.target and symbols.kind_of(c.target).endswith(wanted)} or None


def _instrument(kind: str, words: str, cited: list[Citation], memory: Memory) -> set[str] | None:
    """The instrument whose name has the last ``kind`` in the words.

    The set is empty if the words name an instrument that is not known; None if they do not have the kind.
    """
    last = words.rfind(kind)
    if last < 0:
        return None
    end = last + len(kind)
    quoted = [c for c in cited[-_NEAR:] if c.start < end <= c.end and c.via_footnote is None]
    target = quoted[-1].target if quoted else memory.names.unquoted(words[:end])
    return {target} if target else set()
