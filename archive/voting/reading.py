"""Reads a file of votes into records. The content of the file shows its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.messages import Message, Unreadable
from archive.voting.formats import extract, library, own, sheet, tables, voeten
from archive.voting.record import VoteRecord

_TABLES = (("library", library), ("voeten", voeten), ("archive", own))

Read = Callable[[Path, tables.Advance | None], Iterator[VoteRecord]]
ReadOn = Callable[[Path, list[Message]], Iterator[VoteRecord]]


@dataclass(frozen=True, slots=True)
class Format:
    """``read`` raises Unreadable for the first row that cannot be right. ``read_on`` notes such rows and reads on; None
    if the format has no such reader."""

    name: str
    read: Read
    read_on: ReadOn | None = None


def recognise(path: Path) -> Format:
    """The format of a file of votes. Raises Unreadable for a missing or empty file, a folder, and an unknown format."""
    if path.is_dir():
        raise Unreadable("vote.is_folder")
    if not path.is_file():
        raise Unreadable("vote.no_such_file")
    if path.stat().st_size == 0:
        raise Unreadable("source.empty")
    if extract.recognise(path):
        return Format("extract", extract.read)
    columns = tables.header(path)
    for name, module in _TABLES:
        if module.recognise(columns):
            return Format(name, module.read)
    if sheet.recognise(path):
        return Format("table", sheet.read, sheet.read_on)
    if unknown := sheet.unknown_columns(path):
        raise Unreadable("vote.sheet_unknown_columns", columns=", ".join(unknown)[:200])
    raise _unknown(columns)


def _unknown(columns: list[str]) -> Unreadable:
    """The error that says why no format fits these columns."""
    missing = library.NEEDED - set(columns)
    if len(missing) <= 3:
        return Unreadable("vote.library_lacks_column", columns=", ".join(sorted(missing)))
    shown = "".join(c for c in ", ".join(columns[:8])[:120] if c.isprintable())
    if not shown:
        return Unreadable("vote.unknown_file_without_text")
    return Unreadable("vote.unknown_file", columns=shown)
