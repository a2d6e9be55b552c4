"""The elements ``meta`` of a page that describes something.

Reference managers read ``citation_*`` (the names of Google Scholar), Dublin Core and Zotero's own ``z:``. Each of them
alone is saved as a web page or as an article, all of them together as a complete report. Other programs read ``eli:``
(the European Legislation Identifier) and Open Graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.views.addresses import in_page_language
from archive.views.metadata import picture
from archive.views.metadata.described import Described

PREFIXES = " ".join(
    f"{name}: {address}"
    for name, address in (
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("eli", "http://data.europa.eu/eli/ontology#"),
        ("og", "https://ogp.me/ns#"),
        ("z", "http://www.zotero.org/namespaces/export#"),
    )
)
"""The value of ``prefix`` in HTML, for the names with a colon."""

_LOCALES = {"zh-hans": "zh_CN", "en": "en_GB"}
# The languages of the Publications Office of the EU, the values of eli:language.
_ELI_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_ELI_CODES = {"zh": "ZHO", "en": "ENG"}


class Tag(NamedTuple):
    """An element ``meta``. It has a ``name``, or a ``property``, or both if the same value has both."""

    name: str
    property: str
    content: str


def tags(described: Described, address: str) -> Iterator[Tag]:
    """The elements of a page. ``address`` is its canonical address. Values that are not known are left out.

    Zotero reads only the name of an element that has a name and a property, so no ``z:`` is beside a name.
    """
    found = (
        Tag("description", "og:description", described.description),
        *_citation(described),
        *_zotero(described),
        *_dublin_core_and_eli(described),
        *_open_graph(described, address),
        Tag("twitter:card", "", "summary_large_image" if picture.is_offered() else "summary"),
    )
    return (tag for tag in found if tag.content)


def _citation(described: Described) -> Iterator[Tag]:
    """The names that reference managers read, with the properties of the same values."""
    facts, report = described.facts, described.is_report
    yield Tag("citation_title", "dc:title eli:title" if described.is_law else "dc:title", facts.title)
    yield Tag("citation_author", "", _institution(facts.author))
    yield Tag("citation_publication_date", "", facts.date.strftime("%Y/%m/%d") if facts.date else "")
    yield Tag("citation_technical_report_institution" if report else "", "dc:publisher", facts.publisher)
    yield Tag("citation_technical_report_number", "", facts.number if report else "")
    yield Tag("citation_language", "dc:language", facts.language_tag)
    yield Tag("citation_public_url", "", facts.url)
    yield Tag("citation_pdf_url", "", described.pdf)


def _institution(name: str) -> str:
    """The name of an institution in the inverted form of a person's name, with nothing behind the comma. Zotero would
    take the last word of “UN General Assembly” for a surname."""
    return f"{name}," if " " in name else name


def _zotero(described: Described) -> Iterator[Tag]:
    yield Tag("", "z:itemType", "report" if described.is_report else "document")
    yield Tag("", "z:reportType", described.facts.type if described.is_report else "")
    yield Tag("", "z:place", described.facts.place)


def _dublin_core_and_eli(described: Described) -> Iterator[Tag]:
    """Only a law has names of ELI. Where the two have the same value, one element has both names, as RDFa allows."""
    facts, reference, law = described.facts, described.reference, described.is_law
    day = facts.date.isoformat() if facts.date else ""

    def both(name: str, of_law: str) -> str:
        return f"{name} {of_law}" if law else name

    yield Tag("", both("dc:creator", "eli:passed_by"), facts.author)
    yield Tag("", both("dc:date", "eli:date_document"), day)
    yield Tag("", both("dc:identifier", "eli:id_local"), reference.symbol or (_id(reference.key) if law else ""))
    if law:
        in_force = reference.in_force
        yield Tag("", "eli:type_document", facts.type)
        yield Tag("", "eli:first_date_entry_in_force", in_force.isoformat() if in_force else "")


def _id(key: str) -> str:
    """The key of a treaty; "" if the key only repeats the title."""
    return "" if key.startswith("title:") else key


def _open_graph(described: Described, address: str) -> Iterator[Tag]:
    language = get_language() or settings.LANGUAGE_CODE
    yield Tag("", "og:type", "article")
    yield Tag("", "og:title", described.title)
    yield Tag("", "og:url", address)
    yield Tag("", "og:site_name", _("Disarmament Resolutions Archive"))
    yield Tag("", "og:locale", _LOCALES[language])
    if picture.is_offered():
        yield Tag("", "og:image", urljoin(address, in_page_language(picture.address_of(described.reference))))
        yield Tag("", "og:image:width", str(picture.WIDTH))
        yield Tag("", "og:image:height", str(picture.HEIGHT))
        yield Tag("", "og:image:alt", described.pictured)


def property_links(described: Described) -> Iterator[tuple[str, str]]:
    """(property, address) of the elements ``link``."""
    if described.is_law and described.reference.language in _ELI_CODES:
        yield "eli:language", _ELI_LANGUAGES + _ELI_CODES[described.reference.language]
