"""Reads CSV files of votes of any size row by row. Checks each row, and brings the rows of each vote together.

Every error names its line, so that a librarian can correct the file.
"""

from __future__ import annotations

import csv
import heapq
import itertools
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

from archive.messages import Unreadable

_SORTED_AT_ONCE = 20_000  # rows in memory while sorting
_MOST_STATES = 999  # far more than any total of a vote
Row = dict[str, str]
Advance = Callable[[int], object]


def header(path: Path) -> list[str]:
    """The names of the columns in lower case. The list is empty if the first line cannot be read as CSV."""
    try:
        with path.open("rb") as stream:
            line = stream.readline(100_000).decode("utf-8-sig")
        return [name.strip().casefold() for name in next(csv.reader([line]), [])]
    except (UnicodeDecodeError, csv.Error):
        return []


def rows(path: Path, advance: Advance | None = None) -> Iterator[tuple[int, Row]]:
    """Yields (line number, row) for each row. ``advance`` gets the number of bytes read, for a progress bar.

    Raises Unreadable for bytes that are not UTF-8, and for a row with too few or too many fields.
    """
    names = header(path)
    with path.open("rb") as stream:
        reader = csv.reader(_lines(stream, advance))
        try:
            next(reader)
            for fields in reader:
                if len(fields) != len(names):
                    if not fields:
                        continue
                    raise Unreadable("vote.row_cut_off", line=reader.line_num, found=len(fields), expected=len(names))
                yield reader.line_num, dict(zip(names, fields, strict=True))
        except csv.Error as error:
            raise Unreadable("vote.line_not_csv", line=reader.line_num, error=error) from error


def _lines(stream: IO[bytes], advance: Advance | None) -> Iterator[str]:
    for number, line in enumerate(stream, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            byte = f"{error.object[error.start]:#04x}"
            raise Unreadable("vote.line_not_utf8", line=number, byte=byte) from error
        if advance:
            advance(len(line))
        yield text.replace("\0", "")


def by_vote(numbered: Iterable[tuple[int, Row]], column: str, *facts: str) -> Iterator[list[tuple[int, Row]]]:
    """Yields a list of rows for each vote. The rows may be in any order in the file. They are sorted on disk.

    ``column`` has the number of the vote. Two rows with the same number belong to different votes if a column of
    ``facts`` differs.
    """
    with tempfile.TemporaryDirectory() as folder:
        runs: list[Path] = []
        for chunk in _chunks(numbered):
            chunk.sort(key=lambda pair: pair[1][column])
            run = Path(folder) / str(len(runs))
            with run.open("wb") as stream:
                for pair in chunk:
                    pickle.dump(pair, stream)
            runs.append(run)
        merged = heapq.merge(*map(_unpickle, runs), key=lambda pair: pair[1][column])
        for _, group in itertools.groupby(merged, key=lambda pair: pair[1][column]):
            votes: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
            for line, row in group:
                votes.setdefault(tuple(row.get(fact, "") for fact in facts), []).append((line, row))
            yield from votes.values()


def _chunks(numbered: Iterable[tuple[int, Row]]) -> Iterator[list[tuple[int, Row]]]:
    iterator = iter(numbered)
    while chunk := list(itertools.islice(iterator, _SORTED_AT_ONCE)):
        yield chunk


def _unpickle(run: Path) -> Iterator[tuple[int, Row]]:
    with run.open("rb") as stream:
        while True:
            try:
                pair: Any = pickle.load(stream)  # noqa: S301 -- written by by_vote a moment ago
            except EOFError:
                return
            yield pair


def number(text: str, line: int, column: str) -> int | None:
    """The total in a cell; None if the cell is empty. The UN Digital Library writes 120.0 for 120.

    Raises Unreadable if the cell has no possible total.
    """
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= _MOST_STATES or value != int(value):
        raise Unreadable("vote.no_total", line=line, column=column, value=text)
    return int(value)


def one_of(text: str, known: Iterable[str], line: int, column: str) -> str:
    """Returns the text of a cell if it is one of the ``known`` values.

    Otherwise raises Unreadable. The message lists the known values, but not an empty value.
    """
    values = list(known)
    if text not in values:
        raise Unreadable("vote.no_value", line=line, column=column, value=text, known=", ".join(filter(None, values)))
    return text


def day(text: str, line: int, today: date | None = None) -> date | None:
    """The date in a cell; None if the cell is empty.

    Raises Unreadable if the text is no date, or if the date is in the future: a vote cannot have such a date.
    """
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Unreadable("vote.no_date", line=line, value=text, example="2010-12-08") from None
    if found > (today or date.today()):
        raise Unreadable("vote.date_in_future", line=line, date=found)
    return found
