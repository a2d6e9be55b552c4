"""The clauses of a text as a table, in the order of the text: a row for each clause, or for each pair of clauses of two
languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from archive.comparing.parallel import parallel
from archive.writing.written import WrittenClause, WrittenFootnote, WrittenText, parts_of

COLUMNS = (
    "symbol", "language", "revision", "part", "path", "parent", "kind", "label", "opening", "text", "footnotes",
    "cited", "address",
)  # fmt: skip
PARALLEL_COLUMNS = (
    "symbol", "language", "other_language", "revision", "other_revision", "part", "joined", "path", "other_path",
    "kind", "other_kind", "label", "other_label", "text", "other_text", "footnotes", "other_footnotes", "address",
)  # fmt: skip

_NO_CLAUSE = WrittenClause("", "", "")


def rows(text: WrittenText) -> Iterator[list[str]]:
    """The rows under ``COLUMNS``.

    ``footnotes`` are the texts of the clause's footnotes with their markers. ``cited`` are the keys of the documents
    that the clause cites and that are certain, also through its footnotes. Both have a line for each.
    """
    notes = _by_marker(text)
    for part, clause in zip(parts_of(text.clauses), text.clauses, strict=True):
        own = _footnotes(clause, notes)
        citations = [*clause.citations, *(citation for note in own for citation in note.citations)]
        cited = dict.fromkeys(citation.certain.key for citation in citations if citation.certain)
        yield [
            text.symbol,
            text.language,
            str(text.around.revision),
            part,
            clause.path,
            clause.parent,
            clause.kind,
            clause.label,
            clause.opening,
            clause.text,
            _lines(own),
            "\n".join(cited),
            f"{text.around.address}#{clause.path}",
        ]


def parallel_rows(one: WrittenText, other: WrittenText) -> Iterator[list[str]]:
    """The rows under ``PARALLEL_COLUMNS``. ``address`` is that of the clause of the one text, or of the other if there
    is none."""
    texts = (one, other)
    notes = [_by_marker(text) for text in texts]
    parts = [dict(zip((c.path for c in text.clauses), parts_of(text.clauses), strict=True)) for text in texts]
    for row in parallel(one.clauses, other.clauses):
        side = 0 if row.one else 1
        clauses = (row.one or _NO_CLAUSE, row.other or _NO_CLAUSE)
        values = (
            (clause.path, clause.kind, clause.label, clause.text, _lines(_footnotes(clause, of_text)))
            for clause, of_text in zip(clauses, notes, strict=True)
        )
        yield [
            one.symbol,
            *(text.language for text in texts),
            *(str(text.around.revision) for text in texts),
            parts[side][row.first.path],
            row.joined,
            *chain.from_iterable(zip(*values, strict=True)),
            f"{texts[side].around.address}#{row.first.path}",
        ]


def _by_marker(text: WrittenText) -> dict[str, WrittenFootnote]:
    return {note.marker: note for note in text.footnotes}


def _footnotes(clause: WrittenClause, notes: Mapping[str, WrittenFootnote]) -> list[WrittenFootnote]:
    """The footnotes of a clause, in the order of their marks."""
    return [notes[marker] for marker in dict.fromkeys(m.marker for m in clause.marks) if marker in notes]


def _lines(notes: list[WrittenFootnote]) -> str:
    return "\n".join(f"{note.marker} {note.text}" for note in notes)
