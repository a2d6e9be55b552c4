"""Records of references as files, for programs that keep them: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.bibliography.records.bibtex import bibtex
from archive.bibliography.records.csl_json import csl_json
from archive.bibliography.records.ris import ris
from archive.bibliography.reference import Reference


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A format of records. ``code`` is its name in an address (``?format=ris``), and ``extension`` that of its files.
    ``write`` takes the references and the day of access, and gives the pieces of the file."""

    code: str
    extension: str
    write: Callable[[Iterable[Reference], datetime.date], Iterator[str]]


RECORD_FORMATS = {
    each.code: each
    for each in (
        RecordFormat("bib", "bib", bibtex),
        RecordFormat("ris", "ris", ris),
        RecordFormat("csl", "json", csl_json),  # a file .csl is a style
    )
}
"""Code → format, in the order of pages."""
