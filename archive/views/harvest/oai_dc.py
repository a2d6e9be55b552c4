"""Unqualified Dublin Core, the format that every harvester knows (section 5 of the protocol)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from archive import languages
from archive.bibliography import names
from archive.exporting.package import RIGHTS_TO_TEXTS
from archive.views.harvest.described import Described
from archive.views.harvest.xml import XML_LANGUAGE, begin
from archive.writing.xml_characters import allowed

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_DC = "http://purl.org/dc/elements/1.1/"
_LANGUAGES = ("zh", "en")

Element = tuple[str, str, str]  # (name, text, language); the language is "" for symbols and dates


def record(of: Described) -> etree._Element:
    return _made(_elements(of))


def description(said: Mapping[str, str]) -> etree._Element:
    """A description of a set. ``said`` is the text in each language."""
    return _made(("description", text, language) for language, text in said.items())


def _made(elements: Iterable[Element]) -> etree._Element:
    root = begin(NAMESPACE, "dc", SCHEMA, prefix="oai_dc")
    for name, text, language in elements:
        if text:
            made = etree.SubElement(root, etree.QName(_DC, name), nsmap={"dc": _DC})
            made.text = allowed(text)
            if language:
                made.set(XML_LANGUAGE, languages.of(language).html)
    return root


def _elements(of: Described) -> Iterator[Element]:
    reference, resolution = of.reference, of.resolution
    yield "title", reference.title_zh, "zh"
    yield "title", reference.title_en, "en"
    yield "creator", names.author(reference, "zh"), "zh"
    yield "creator", f"United Nations {of.organ}", "en"
    for language in _LANGUAGES:
        yield "publisher", names.publisher(reference, language), language
    for _subject, chinese, english in of.subject_names():
        yield "subject", chinese, "zh"
        yield "subject", english, "en"
    yield "date", reference.date.isoformat() if reference.date else "", ""
    yield "type", "Text", ""
    for language, word in zip(_LANGUAGES, names.ACTS[reference.kind], strict=True):
        yield "type", word, language
    yield "format", "text/html", ""
    yield "identifier", reference.symbol, ""
    yield "identifier", reference.address, ""
    for one in of.languages:
        yield "language", one.html, ""
    yield "source", reference.official("zh"), ""
    for symbol in (resolution.draft_symbol, resolution.committee_report, resolution.meeting_record, *of.cited):
        yield "relation", symbol, ""
    for language, text in zip(_LANGUAGES, RIGHTS_TO_TEXTS, strict=True):
        yield "rights", text, language
