"""A table as a CSV file, sent row by row while it is made."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase

from archive.formats import CSV
from archive.views.answer import file_answer
from archive.voting.formats.own import guarded

_UTF8_MARK = "\ufeff"  # without this mark, spreadsheets read the file in another encoding


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """The table as the file ``name``.csv.

    None becomes an empty cell. An apostrophe is put before a text that looks like a formula.
    """
    return file_answer(CSV, name, csv_lines(columns, rows))


def cells(data: Mapping[str, object], columns: Iterable[str]) -> list[object]:
    """The values that a row of JSON has for these columns."""
    return [data[column] for column in columns]


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of the CSV file, after a mark that says UTF-8.

    >>> list(csv_lines(["state", "yes"], [["=1+1", None]]))
    ['\\ufeff', 'state,yes\\r\\n', "'=1+1,\\r\\n"]
    """
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield _UTF8_MARK
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])


class _Echo:
    """The file that ``csv`` writes to. ``write`` returns the line, so ``writerow`` returns the line too."""

    def write(self, line: str) -> str:
        return line
