"""The clauses of a text as a table: a row for each clause, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator

from archive.writing.written import WrittenText, parts_of

COLUMNS = (
    "symbol", "language", "revision", "part", "path", "parent", "kind", "label", "opening", "text", "footnotes",
    "cited", "address",
)  # fmt: skip


def rows(text: WrittenText) -> Iterator[list[str]]:
    """The rows under ``COLUMNS``.

    ``footnotes`` are the texts of the clause's footnotes with their markers. ``cited`` are the keys of the documents
    that the clause cites and that are certain, also through its footnotes. Both have a line for each.
    """
    notes = {note.marker: note for note in text.footnotes}
    for part, clause in zip(parts_of(text.clauses), text.clauses, strict=True):
        own = [notes[marker] for marker in dict.fromkeys(m.marker for m in clause.marks) if marker in notes]
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
            "\n".join(f"{note.marker} {note.text}" for note in own),
            "\n".join(cited),
            f"{text.around.address}#{clause.path}",
        ]
