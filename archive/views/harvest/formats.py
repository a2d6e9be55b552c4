"""The table of metadata formats, one row for each. To add a format, add a row and a module that makes a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from archive.views.harvest import akn, marcxml, oai_dc
from archive.views.harvest.described import Described


@dataclass(frozen=True, slots=True)
class Format:
    """``record`` makes the record of a text; None if the text has no words. ``page`` is the number of records in one
    answer. ``with_words``: a record has the words of the text."""

    prefix: str
    schema: str
    namespace: str
    record: Callable[[Described], etree._Element | None]
    page: int = 100
    with_words: bool = False


FORMATS = {
    format.prefix: format
    for format in (
        Format("oai_dc", oai_dc.SCHEMA, oai_dc.NAMESPACE, oai_dc.record),
        Format("marcxml", marcxml.SCHEMA, marcxml.NAMESPACE, marcxml.record),
        Format("akn", akn.SCHEMA, akn.NAMESPACE, akn.record, page=akn.PAGE, with_words=True),
    )
}
