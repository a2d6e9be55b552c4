"""Tells which files earlier imports have read. An import reads no file again whose bytes it knows."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, field
from functools import cache
from pathlib import Path

from archive.messages import Message
from archive.models import Source, UnstoredSource
from archive.reading.told import Told
from archive.reading.wanted import ReadText, Wanted

_AT_ONCE = 100  # rows written together; a killed import reads these files again
# A refusal with such a code depends on the load of the machine, on a program that is not installed, or on other files.
# The next import tries again.
_PASSING = ("confined.", "office.", "desk.", "intake.", "scan.")
_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = ("reading", "disarmament.py", "languages.py", "symbols.py")


@cache
def reading_version() -> str:
    """A digest of the code that reads files and decides on their topic."""
    files = [file for name in _CODE for file in sorted((_PACKAGE / name).rglob("*.py")) or [_PACKAGE / name]]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier import made of a file.

    ``stored`` has (symbol, language) of each text that the archive has from it, or had already. ``left_out`` has the
    texts that the import did not want. ``refused`` is the reason of a refusal.
    """

    stored: tuple[tuple[str, str], ...] = ()
    left_out: tuple[ReadText, ...] = ()
    refused: Message | None = None

    def is_enough_for(self, wanted: Wanted) -> bool:
        """Whether the file need not be read again: it has no other text that is wanted."""
        return self.refused is not None or not any(map(wanted.takes, self.left_out))


def told_of_sources() -> dict[str, Told]:
    """SHA-256 of a file → what a librarian told about it on the desk."""
    return {sha256: Told.from_json(told) for sha256, told in Source.objects.told().items()}


@dataclass(slots=True)
class ReadBefore:
    """The known files by the SHA-256 of their bytes. ``note`` adds one; ``write`` stores what was noted.

    ``told`` has what a librarian told about files. Such a file may have been refused before it was told, so an earlier
    refusal does not count.
    """

    known: dict[str, Known]
    told: dict[str, Told] = field(default_factory=dict)
    _noted: dict[str, Known] = field(default_factory=dict)

    @classmethod
    def from_database(cls) -> ReadBefore:
        known = {sha256: Known(tuple(texts)) for sha256, texts in Source.objects.published().items()}
        told = told_of_sources()
        rows = UnstoredSource.objects.filter(reading=reading_version())
        for row in rows.iterator():
            if row.reason_code and row.sha256 in told:
                continue
            stored = known.get(row.sha256, Known()).stored or tuple((symbol, language) for symbol, language in row.same)
            reason = Message(row.reason_code, row.reason_values) if row.reason_code else None
            known[row.sha256] = Known(stored, tuple(ReadText(*text) for text in row.left_out), reason)
        return cls(known, told)

    def note(self, sha256: str, known: Known) -> None:
        """Notes what was made of a file that is not stored, or not with all its texts."""
        if known.refused is None or not known.refused.code.startswith(_PASSING):
            self._noted[sha256] = known
        if len(self._noted) >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        rows = [
            UnstoredSource(
                sha256=sha256,
                reading=reading_version(),
                left_out=[astuple(text) for text in known.left_out],
                same=known.stored,
                reason_code=known.refused.code if known.refused else "",
                reason_values=known.refused.values if known.refused else {},
            )
            for sha256, known in self._noted.items()
        ]
        fields = ["reading", "left_out", "same", "reason_code", "reason_values"]
        UnstoredSource.objects.bulk_create(rows, update_conflicts=True, unique_fields=["sha256"], update_fields=fields)
        self._noted.clear()
