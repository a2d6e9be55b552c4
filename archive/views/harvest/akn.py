"""Akoma Ntoso: the words of the leading text, with its facts and citations (``archive.writing.akn``)."""

from __future__ import annotations

from lxml import etree

from archive.views.files.written_text import written_text
from archive.views.harvest.described import Described
from archive.views.harvest.xml import at_schema
from archive.writing.akn import write
from archive.writing.akn_metadata import NAMESPACE

__all__ = ["NAMESPACE", "PAGE", "SCHEMA", "record"]

SCHEMA = "http://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/part2-specs/schemas/akomantoso30.xsd"
PAGE = 10  # a record is a whole text, of some 50 kB


def record(of: Described) -> etree._Element | None:
    """None if the text has been withdrawn a moment ago."""
    if of.content is None:
        return None
    written = write(written_text(of.content.revision, of.site, of.content))
    return at_schema(etree.fromstring(written), NAMESPACE, SCHEMA)
