"""The elements of an answer, and its envelope. Text has no characters that XML cannot have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from archive.writing.xml_characters import allowed

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Appends an element of the same namespace as its parent."""
    made = etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name))
    for attribute, value in attributes.items():
        made.set(attribute, allowed(value))
    if text:
        made.text = allowed(text)
    return made


def begin(namespace: str, name: str, schema: str, prefix: str | None = None) -> etree._Element:
    """An element that begins a part in another namespace. It declares what it needs, as section 3.2 asks."""
    nsmap: Any = {prefix: namespace, "xsi": XSI}  # the stubs do not know that None is the namespace without a prefix
    return at_schema(etree.Element(etree.QName(namespace, name), nsmap=nsmap), namespace, schema)


def at_schema(element: etree._Element, namespace: str, schema: str) -> etree._Element:
    """Says where the schema of an element is. Returns the element."""
    element.set(etree.QName(XSI, "schemaLocation"), f"{namespace} {schema}")
    return element


def envelope(address: str, time: datetime, arguments: Mapping[str, str]) -> etree._Element:
    """The root of an answer. ``arguments`` are those of the request, {} if they are wrong."""
    nsmap: Any = {None: OAI, "xsi": XSI}
    root = etree.Element(etree.QName(OAI, "OAI-PMH"), nsmap=nsmap)
    at_schema(root, OAI, "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    add(root, "responseDate", stamp(time))
    add(root, "request", address, **arguments)
    return root


def stamp(time: datetime) -> str:
    """
    >>> stamp(datetime(2026, 11, 29, 8, 0, tzinfo=UTC))
    '2026-11-29T08:00:00Z'
    """
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
