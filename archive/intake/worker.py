"""Reads and cites one source. This is the work of a reading process, which has neither Django nor a database."""

from __future__ import annotations

from archive.citing import cite
from archive.citing.catalogue import Catalogue
from archive.citing.citation import Citations
from archive.messages import Message
from archive.reading import Draft, Unreadable, read
from archive.reading.sources import Source

_catalogue = Catalogue()


def start(catalogue: Catalogue) -> None:
    """Sets the catalogue that this process cites with. Runs once, when the process starts."""
    global _catalogue
    _catalogue = catalogue


def read_and_cite(source: Source) -> list[tuple[Draft, Citations]] | Message:
    """Returns the Drafts of the source with their citations. If the source cannot be read, returns the reason."""
    try:
        return [(draft, cite(draft, _catalogue)) for draft in read(source.content, source.name)]
    except Unreadable as error:
        return error.message
