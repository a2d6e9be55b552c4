"""Writes plain text: a paragraph a line, footnotes behind the text, and then the archive's own words under a line.

    A/RES/65/72
    65/72. 标题
    大会，
    回顾其…¹
    1. 决定…

A footnote mark is a raised number. ``archive.reading.text`` reads the words up to the archive's line. Plain text has no
faces, so a reader finds the opening phrases by their words, and some are longer or shorter than the source prints them.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive import symbols
from archive.citing.segments import rows
from archive.reading.draft import TABLE, printed_mark
from archive.reading.printed.own_words import RULE
from archive.reading.typography import raise_digits
from archive.writing.cited import cited_rows
from archive.writing.written import Piece, WrittenClause, WrittenText

_STEP = "    "


def write(text: WrittenText) -> bytes:
    """The text in UTF-8, with a mark that says so, because some editors take the file for another encoding."""
    blocks = [*_words(text), RULE.format(archive=text.around.archive), *_own_words(text)]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode("utf-8-sig")


def _words(text: WrittenText) -> Iterable[str]:
    yield text.symbol
    number = symbols.printed_number(text.symbol)
    yield f"{number}. {_marked(text.title_pieces())}" if text.title else number
    yield text.formula
    for clause, depth in zip(text.clauses, text.depths(), strict=True):
        yield _clause(clause, _STEP * depth)
    yield text.end
    yield "\n".join(f"{raise_digits(printed_mark(note.marker))} {note.text}" for note in text.footnotes)


def _clause(clause: WrittenClause, indent: str) -> str:
    if clause.kind == TABLE:
        return "\n".join("\t".join(map(_marked, row)) for row in rows(clause.pieces()))
    label = f"{clause.label} " if clause.label else ""
    lines = f"{label}{_marked(clause.pieces())}".split("\n")
    return "\n".join(f"{indent}{line}" for line in lines)


def _marked(pieces: Iterable[Piece]) -> str:
    """The words with their footnote marks."""
    return "".join(
        piece.text + "".join(raise_digits(printed_mark(mark.marker)) for mark in piece.marks) for piece in pieces
    )


def _own_words(text: WrittenText) -> Iterable[str]:
    around = text.around
    yield "\n".join(f"{label}{around.colon}{value}" for label, value in around.facts)
    yield "\n".join(around.notices)
    yield "\n".join(f"{label}{around.colon}{words}" for label, words in around.how_to_cite)
    yield "\n".join(part for part in (around.version, around.address) if part)
    if cited := cited_rows(text):
        yield "\n".join([around.names.get("cited", ""), *(row.in_one_line(around) for row in cited)])
