"""The elements ``meta`` of a page that describes something.

Reference managers read ``citation_*`` (the names of Google Scholar), Dublin Core and Zotero's own ``z:``. Each of them
alone is saved as a web page or as an article, all of them together as a complete report. Other programs read ``eli:``
(the European Legislation Identifier) and Open Graph.
"""

from __future__ import annotations

from collections.abc import Iterator
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
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
# The languages of the Publications Office of the EU, the values of eli:language.
_ELI_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_ELI_CODES = {"zh": "ZHO", "en": "ENG"}


def named_tags(described: Described) -> Iterator[tuple[str, str]]:
    """(name, content) of the elements with a ``name``. Values that are not known are left out."""
    return _known(
        ("description", described.description),
        *_citation(described),
        ("twitter:card", "summary_large_image" if picture.is_offered() else "summary"),
    )


def _citation(described: Described) -> Iterator[tuple[str, str]]:
    facts = described.facts
    report = described.is_report
    yield "citation_title", facts.title
    yield "citation_author", _institution(facts.author)
    yield "citation_publication_date", facts.date.strftime("%Y/%m/%d") if facts.date else ""
    yield "citation_technical_report_institution", facts.publisher if report else ""
    yield "citation_technical_report_number", facts.number if report else ""
    yield "citation_language", _LANGUAGES[facts.language]
    yield "citation_public_url", facts.url
    yield "citation_pdf_url", described.pdf


def _institution(name: str) -> str:
    """The name of an institution in the inverted form of a person's name, with nothing behind the comma. Zotero would
    take the last word of “UN General Assembly” for a surname."""
    return f"{name}," if " " in name else name


def property_tags(described: Described, address: str) -> Iterator[tuple[str, str]]:
    """(property, content) of the elements with a ``property``. ``address`` is the canonical address of the page."""
    return _known(*_zotero(described), *_dublin_core_and_eli(described), *_open_graph(described, address))


def _zotero(described: Described) -> Iterator[tuple[str, str]]:
    yield "z:itemType", "report" if described.is_report else "document"
    yield "z:reportType", described.facts.type if described.is_report else ""
    yield "z:place", described.facts.place


def _dublin_core_and_eli(described: Described) -> Iterator[tuple[str, str]]:
    """Only a law has names of ELI. Where the two have the same value, one element has both names, as RDFa allows."""
    facts, reference, law = described.facts, described.reference, described.is_law
    day = facts.date.isoformat() if facts.date else ""

    def both(name: str, of_law: str) -> str:
        return f"{name} {of_law}" if law else name

    yield both("dc:title", "eli:title"), facts.title
    yield both("dc:creator", "eli:passed_by"), facts.author
    yield "dc:publisher", facts.publisher
    yield both("dc:date", "eli:date_document"), day
    yield "dc:language", _LANGUAGES[facts.language]
    yield both("dc:identifier", "eli:id_local"), reference.symbol or (_id(reference.key) if law else "")
    for subject in described.subjects:
        yield "dc:subject", subject
    if law:
        yield "eli:type_document", facts.type
        yield "eli:first_date_entry_in_force", reference.in_force.isoformat() if reference.in_force else ""


def _id(key: str) -> str:
    """The key of a treaty; "" if the key only repeats the title."""
    return "" if key.startswith("title:") else key


def _open_graph(described: Described, address: str) -> Iterator[tuple[str, str]]:
    language = get_language() or settings.LANGUAGE_CODE
    yield "og:type", "article"
    yield "og:title", described.title
    yield "og:description", described.description
    yield "og:url", address
    yield "og:site_name", _("Disarmament Resolutions Archive")
    yield "og:locale", _LOCALES[language]
    for other in _LOCALES.keys() - {language}:
        yield "og:locale:alternate", _LOCALES[other]
    if picture.is_offered():
        yield "og:image", urljoin(address, in_page_language(picture.address_of(described.reference)))
        yield "og:image:width", str(picture.WIDTH)
        yield "og:image:height", str(picture.HEIGHT)
        yield "og:image:alt", described.pictured


def property_links(described: Described) -> Iterator[tuple[str, str]]:
    """(property, address) of the elements ``link``."""
    if described.is_law and described.reference.language in _ELI_CODES:
        yield "eli:language", _ELI_LANGUAGES + _ELI_CODES[described.reference.language]


def _known(*tags: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, content) for name, content in tags if content)
