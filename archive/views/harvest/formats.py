"""The table of metadata formats, one row for each. To add a format, add a row and a module that writes a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from archive.views.harvest import marcxml, oai_dc
from archive.views.harvest.described import Described


@dataclass(frozen=True, slots=True)
class Format:
    """``page`` is the number of records in one answer."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[etree._Element, Described], None]
    page: int = 100


FORMATS = {
    format.prefix: format
    for format in (
        Format("oai_dc", oai_dc.SCHEMA, oai_dc.NAMESPACE, oai_dc.write),
        Format("marcxml", marcxml.SCHEMA, marcxml.NAMESPACE, marcxml.write),
    )
}
