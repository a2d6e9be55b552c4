"""Warns of a cover whose session is not the session of the resolution's symbol.

    第七十九届会议, Seventy-ninth session        79
    第十届特别会议, Tenth special session         S-10
    第十一届紧急特别会议, 11th emergency special session   ES-11

The symbol decides: it also stands in every running header. A line counts only if it is nothing but a session, because
the title of an agenda item can name the session of another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive import symbols
from archive.numerals import from_chinese, from_english_ordinal
from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.lines import TextLine

_CELLS = re.compile(r"\s{2,}|\s*\|\s*")  # a line can have the cells of a row
_CHINESE = re.compile(r"第\s?([零〇一二三四五六七八九十百]{1,6}|\d{1,3})\s?届\s?(紧急)?(特别)?会议(?:续会)?")
_ENGLISH = re.compile(
    r"(?:resumed )?([a-z]+(?:-[a-z]+)?|\d{1,3}(?:st|nd|rd|th)) (emergency )?(special )?session", re.IGNORECASE
)


def warn_of_other_session(lines: Sequence[TextLine], draft: Draft) -> None:
    """Add a warning for each line of the cover that prints another session of the General Assembly than the symbol."""
    of_symbol = symbols.session_of(draft.symbol)
    for line in lines:
        for printed in _sessions(line):
            if of_symbol and printed != of_symbol:
                values = {"words": line.text, "session": of_symbol, "symbol": draft.symbol}
                draft.warnings.append(ReadingWarning(line.place, "text.other_session", values))


def _sessions(line: TextLine) -> Iterator[str]:
    """The sessions that a line prints, as in symbols: ``"79"``, ``"S-10"``, ``"ES-11"``."""
    for cell in _CELLS.split(line.plain):
        if found := _CHINESE.fullmatch(cell):
            number = int(found[1]) if found[1].isdecimal() else from_chinese(found[1])
        elif found := _ENGLISH.fullmatch(cell):
            number = from_english_ordinal(found[1])
        else:
            continue
        if number is not None:
            yield f"{'ES-' if found[2] else 'S-' if found[3] else ''}{number}"
