"""Akoma Ntoso: the words of the leading text, with its facts and citations (``archive.writing.akn``)."""

from __future__ import annotations

from lxml import etree

from archive.models import Revision
from archive.views.files.written_text import written_text
from archive.views.harvest.described import Described
from archive.views.harvest.xml import at_schema
from archive.writing.akn import write
from archive.writing.akn_metadata import NAMESPACE

__all__ = ["NAMESPACE", "PAGE", "SCHEMA", "record"]

SCHEMA = "http://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/part2-specs/schemas/akomantoso30.xsd"
# A record is a whole text, of some 50 kB, and takes as many queries as the page of the text. So a page has few.
PAGE = 10


def record(of: Described) -> etree._Element | None:
    """None if the text has been withdrawn a moment ago."""
    shown = Revision.objects.leading().filter(text__resolution=of.resolution)
    revision = shown.select_related("text__resolution__document", "source", "proofed_by").first()
    if revision is None:
        return None
    return at_schema(etree.fromstring(write(written_text(revision, of.site))), NAMESPACE, SCHEMA)
