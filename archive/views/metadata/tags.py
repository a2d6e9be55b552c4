"""The elements ``meta`` of a page that describes something.

Reference managers read ``citation_*`` (the names of Google Scholar), Dublin Core and Zotero's own ``z:``. Each of them
alone is saved as a web page or as an article, all of them together as a complete report. Other programs read ``eli:``
(the European Legislation Identifier) and Open Graph.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.views.metadata.described import Described

PREFIXES = " ".join(
    f"{name}: {address}"
    for name, address in (
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("dcterms", "http://purl.org/dc/terms/"),
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
    )


def _citation(described: Described) -> Iterator[tuple[str, str]]:
    facts = described.facts
    report = described.is_report
    yield "citation_title", facts.title
    yield "citation_author", facts.author
    yield "citation_publication_date", facts.date.strftime("%Y/%m/%d") if facts.date else ""
    yield "citation_technical_report_institution", facts.publisher if report else ""
    yield "citation_technical_report_number", facts.number if report else ""
    yield "citation_language", _LANGUAGES[facts.language]
    yield "citation_public_url", facts.url
    yield "citation_pdf_url", described.pdf


def property_tags(described: Described, address: str) -> Iterator[tuple[str, str]]:
    """(property, content) of the elements with a ``property``. ``address`` is the canonical address of the page."""
    return _known(*_zotero(described), *_dublin_core(described), *_eli(described), *_open_graph(described, address))


def _zotero(described: Described) -> Iterator[tuple[str, str]]:
    yield "z:itemType", "report" if described.is_report else "document"
    yield "z:reportType", described.facts.type if described.is_report else ""
    yield "z:place", described.facts.place


def _dublin_core(described: Described) -> Iterator[tuple[str, str]]:
    facts = described.facts
    yield "dc:title", facts.title
    yield "dc:creator", facts.author
    yield "dc:publisher", facts.publisher
    yield "dc:date", facts.date.isoformat() if facts.date else ""
    yield "dc:language", _LANGUAGES[facts.language]
    yield "dc:identifier", described.reference.symbol
    for subject in described.subjects:
        yield "dc:subject", subject
    yield "dcterms:abstract", described.description


def _eli(described: Described) -> Iterator[tuple[str, str]]:
    if not described.is_law:
        return
    facts = described.facts
    yield "eli:id_local", described.reference.symbol or described.reference.key
    yield "eli:date_document", facts.date.isoformat() if facts.date else ""
    yield "eli:type_document", facts.type
    yield "eli:passed_by", facts.author
    yield "eli:title", facts.title
    in_force = described.reference.in_force
    yield "eli:first_date_entry_in_force", in_force.isoformat() if in_force else ""


def _open_graph(described: Described, address: str) -> Iterator[tuple[str, str]]:
    language = get_language() or settings.LANGUAGE_CODE
    yield "og:type", "article"
    yield "og:title", " ".join(filter(None, (described.reference.symbol, described.facts.title)))
    yield "og:description", described.description
    yield "og:url", address
    yield "og:site_name", _("Disarmament Resolutions Archive")
    yield "og:locale", _LOCALES[language]
    for other in _LOCALES.keys() - {language}:
        yield "og:locale:alternate", _LOCALES[other]


def property_links(described: Described) -> Iterator[tuple[str, str]]:
    """(property, address) of the elements ``link``."""
    if described.is_law and described.reference.language in _ELI_CODES:
        yield "eli:language", _ELI_LANGUAGES + _ELI_CODES[described.reference.language]


def _known(*tags: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, content) for name, content in tags if content)
