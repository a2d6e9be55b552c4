"""Writes Markdown: CommonMark with footnotes (``[^1]``), and tables as pipes. All words are escaped.

Points are lists by their indent alone, so that each keeps its own label. ``archive.reading.markdown`` reads the words
up to the archive's line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from archive import languages, symbols
from archive.citing.segments import paragraphs, rows
from archive.reading.draft import HEADING, TABLE, printed_mark
from archive.reading.printed.own_words import RULE
from archive.writing.cited import cited_rows
from archive.writing.written import Piece, WrittenClause, WrittenText, url_of

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$^&])")
# Signs at the beginning of a line that would make a list, a rule or a quotation of it: 1. and 1) and -
_LINE_START = re.compile(r"^(\s*)(\d{1,9})([.)])|^(\s*)([-+=])")
_STEP = "\u2003\u2003"  # wide spaces; four plain ones would make code of the line


def write(text: WrittenText) -> bytes:
    """The text as Markdown in UTF-8."""
    return ("\n\n".join(block for block in _Page(text).blocks() if block) + "\n").encode()


def escaped(words: str) -> str:
    """Words as Markdown that shows them unchanged.

    >>> escaped("1. *决定* <b> A_B"), escaped("- 一")
    ('1\\\\. \\\\*决定\\\\* \\\\<b\\\\> A\\\\_B', '\\\\- 一')
    """
    return _LINE_START.sub(_escaped_start, _MARKUP.sub(r"\\\1", words))


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\{found[3]}" if found[2] else f"{found[4]}\\{found[5]}"


class _Page:
    def __init__(self, text: WrittenText) -> None:
        self._text = text
        self._face = "**" if languages.of(text.language).emphasis[-1] == "bold" else "*"
        self._known = {note.marker for note in text.footnotes}

    def blocks(self) -> Iterable[str]:
        text = self._text
        yield escaped(text.symbol)
        number = symbols.printed_number(text.symbol)
        title = " ".join(map(self._inline, paragraphs(text.title_pieces()))) if text.title else ""
        yield f"# {escaped(number + '. ')}{title}" if title else f"# {escaped(number)}"
        yield "\\\n".join(map(escaped, text.formula.split("\n")))
        for clause, depth in zip(text.clauses, text.depths(), strict=True):
            yield self._clause(clause, _STEP * depth)
        yield "\\\n".join(map(escaped, text.end.split("\n")))
        for note in text.footnotes:
            lines = map(self._inline, paragraphs(note.pieces()))
            yield f"[^{_name(note.marker)}]: " + "\\\n    ".join(lines)
        yield escaped(RULE.format(archive=text.around.archive))
        yield from self._own_words()

    def _clause(self, clause: WrittenClause, indent: str) -> str:
        if clause.kind == TABLE:
            return self._table(clause)
        lines = list(map(self._inline, paragraphs(clause.pieces())))
        label = f"{escaped(clause.label)} " if clause.label else ""
        if clause.kind == HEADING:
            return f"## {label}{' '.join(lines)}"
        return "\\\n".join(f"{indent}{label if not number else ''}{line}" for number, line in enumerate(lines))

    def _table(self, clause: WrittenClause) -> str:
        lines = [[self._inline(cell) for cell in row] for row in rows(clause.pieces())]
        wide = max(map(len, lines))
        lines = [row + [""] * (wide - len(row)) for row in lines]
        head, *body = [f"| {' | '.join(row)} |" for row in lines]
        return "\n".join([head, f"|{' --- |' * wide}", *body])

    def _inline(self, pieces: Iterable[Piece]) -> str:
        found = []
        for opening, part in groupby(enumerate(pieces), key=lambda numbered: numbered[1].opening):
            words = "".join(self._piece(number, piece) for number, piece in part)
            found.append(self._opening(words) if opening and words else words)
        return "".join(found)

    def _piece(self, number: int, piece: Piece) -> str:
        words = escaped(piece.text) if not number else _MARKUP.sub(r"\\\1", piece.text)
        if words and (url := url_of(piece)):
            words = f"[{words}](<{url.replace('<', '%3C').replace('>', '%3E')}>)"
        return words + "".join(self._mark(mark.marker) for mark in piece.marks)

    def _opening(self, words: str) -> str:
        """An opening phrase in another face. CommonMark knows stars only beside letters, so signs need a tag."""
        if words[0].isalnum() and words[-1].isalnum():
            return f"{self._face}{words}{self._face}"
        tag = "b" if self._face == "**" else "i"
        return f"<{tag}>{words}</{tag}>"

    def _mark(self, marker: str) -> str:
        return f"[^{_name(marker)}]" if marker in self._known else f"<sup>{escaped(printed_mark(marker))}</sup>"

    def _own_words(self) -> Iterable[str]:
        around = self._text.around
        yield "\\\n".join(escaped(f"{label}{around.colon}{value}") for label, value in around.facts)
        yield from map(escaped, around.notices)
        yield "\\\n".join(escaped(f"{label}{around.colon}{words}") for label, words in around.how_to_cite)
        yield "\\\n".join(escaped(part) for part in (around.version, around.address) if part)
        if cited := cited_rows(self._text):
            yield f"## {escaped(around.names.get('cited', ''))}"
            yield "\n".join(f"- {escaped(row.in_one_line(around))}" for row in cited)


def _name(marker: str) -> str:
    """A marker as the name of a footnote. Names have letters, digits, hyphens and underscores."""
    return re.sub(r"[^\w-]", lambda sign: f"x{ord(sign[0]):x}", marker)
