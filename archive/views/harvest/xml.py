"""The envelope of an answer, and text that XML can have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"

# Characters that XML 1.0 cannot have, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text with U+FFFD in the place of each character that XML cannot have."""
    return _NOT_IN_XML.sub("\ufffd", text)


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Appends an element of the same namespace as its parent."""
    made = etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name))
    for attribute, value in attributes.items():
        made.set(attribute, plain(value))
    if text:
        made.text = plain(text)
    return made


def begin(parent: etree._Element, namespace: str, name: str, schema: str) -> etree._Element:
    """Appends an element that begins a part in another namespace, with the place of its schema."""
    nsmap: Any = {None: namespace}  # the stubs do not know that None is the namespace without a prefix
    return at_schema(etree.SubElement(parent, etree.QName(namespace, name), nsmap=nsmap), namespace, schema)


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
