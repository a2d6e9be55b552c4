"""Finds the rows of tables and the equations between the paragraphs of a text.

    国家<tab>枚数<tab>年份              S = (a + b) × c
    甲国<tab>10<tab>2010

Such lines have no final mark of punctuation. Without this module, the next paragraph would be read as a continuation of
such a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.reading.printed.clause_starts import SECTION, label_of
from archive.reading.printed.lines import BODY, IS_HAN, TextLine
from archive.reading.printed.wordings import is_latin
from archive.reading.typography import tidy

# The separators between the cells of a row. Spaces are less certain than tabs and bars, so they need more rows.
_TAB = re.compile(r"\t")
_BAR = re.compile(r"[|│｜]")
_SPACES = re.compile(r"[ \u3000]{3,}")
_SEPARATORS = ((_TAB, 2), (_BAR, 2), (_SPACES, 3))  # each with the fewest rows that make a table
_GRID = re.compile(r"[|+├┌└][\s|+:=\-─━│┼├┤┌┐└┘┬┴]*")
_FINAL = re.compile(r"[，；。：][”’」』)）]?\s*$")
_SENTENCE = re.compile("[，；。！？]")
_LATIN_SENTENCE = re.compile(r"[,;:]\s|[,;:.]$")
_WORD = re.compile("[A-Za-z]{3,}")
_RELATION = re.compile("[=＝≤≥≈≠∑∏√∫]")
_ADDRESS = re.compile(r"://|www\.")
_MOST_HAN = 8  # Han characters on one side of an equation
_MOST_WORDS = 4  # English words on one side of an equation


def is_equation(line: TextLine) -> bool:
    """Whether a line without a label is only an equation."""
    return reads_as_equation(line.text) and label_of(line) is None


def reads_as_equation(text: str) -> bool:
    """Whether a text is only an equation. The names in it can be short Chinese words.

    >>> [reads_as_equation(text) for text in ("S = (a + b) × c", "总数 = 甲 + 乙", "决定S = a，", "https://a.org/?b=c")]
    [True, True, False, False]
    """
    found = _RELATION.search(text)
    if not found or _SENTENCE.search(text) or _ADDRESS.search(text):
        return False
    sides = text[: found.start()], text[found.end() :]
    return all(len(IS_HAN.findall(side)) <= _MOST_HAN and len(_WORD.findall(side)) <= _MOST_WORDS for side in sides)


def number_tables(lines: Sequence[TextLine]) -> None:
    """Find the tables, and number them from 1. The field ``table`` of each row becomes the number of its table."""
    lines = [line for line in lines if line.role == BODY]
    text = "\n".join(line.text for line in lines)
    number = 0
    for separator, fewest in _SEPARATORS:
        for rows in _runs(lines, separator) if separator.search(text) else ():
            counts = [len(cells) for line in rows if (cells := _cells(line.text, separator))]
            usual, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
            if times >= fewest and usual > 1:
                number += 1
                for line in rows:
                    line.table = number


def table_text(lines: Sequence[TextLine]) -> str:
    """The text of a table's clause. It has one line per row, and tabs between the cells."""
    separator = max((one for one, _ in _SEPARATORS), key=lambda one: sum(_is_row(line, one) for line in lines))
    rows = (_cells(line.text, separator) for line in lines)
    return "\n".join("\t".join(map(tidy, cells)) for cells in rows if cells)


def _runs(lines: Sequence[TextLine], separator: re.Pattern[str]) -> Iterator[list[TextLine]]:
    """Consecutive lines that can be rows of one table."""
    for is_row, group in groupby(lines, key=lambda line: not line.table and _is_row(line, separator)):
        if is_row:
            yield list(group)


def _is_row(line: TextLine, separator: re.Pattern[str]) -> bool:
    """Whether a line has several cells.

    A line is no row if the label of a clause, a heading or a footnote is before its first tab. A sentence with spaces
    inside is no row either.
    """
    cells = separator.split(line.text)
    if len(cells) == 2 and cells[0].strip().isdecimal() and _FINAL.search(cells[1]):
        return False
    if separator is _BAR:
        return len(cells) > 1 or _is_grid(line.text)
    if separator is _SPACES and (_LATIN_SENTENCE if is_latin(line.text) else _SENTENCE).search(line.text):
        return False
    return len(cells) > 1 and not label_of(line) and not SECTION.fullmatch(cells[0].strip())


def _is_grid(text: str) -> bool:
    """Whether a line is only a rule between two rows: |---|---|, +---+---+."""
    return _GRID.fullmatch(text) is not None and len(text) > 2


def _cells(text: str, separator: re.Pattern[str]) -> list[str]:
    """The cells of a row. If the line is a rule between two rows, the result is empty."""
    if separator is _BAR:
        return [] if _is_grid(text) else _BAR.split(text.strip("|│｜ "))
    return separator.split(text)
