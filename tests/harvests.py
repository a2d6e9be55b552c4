"""What the tests of harvests share: requests, and the commit that the transaction of a test never comes to."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from lxml import etree

NAMES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "marc": "http://www.loc.gov/MARC21/slim",
}
# The protocol's schemas have no package. This grammar states the same rules.
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("oai_pmh.rng")))


def stamped() -> None:
    """Stamps the items as the commit of the open transaction would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS archive_harvest_stamp IMMEDIATE")
        cursor.execute("SET CONSTRAINTS archive_harvest_stamp DEFERRED")


def parsed(answer: Any) -> etree._Element:
    """The answer, which must be as the protocol says."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    root = etree.fromstring(answer.content)
    assert GRAMMAR.validate(root), GRAMMAR.error_log
    return root


def ask(client: Client, verb: str, **arguments: str) -> etree._Element:
    """The answer to a request. ``from_`` is the argument ``from``, and ``set_`` is ``set``."""
    named = {name.rstrip("_"): value for name, value in arguments.items()}
    return parsed(client.get(f"/oai?{urlencode({'verb': verb, **named})}"))


def texts(root: etree._Element, path: str) -> list[str]:
    """The text of each element, or the value of each attribute, at a path of XPath."""
    found: Any = root.xpath(path, namespaces=NAMES)
    return [str(one) if isinstance(one, str) else "".join(one.itertext()) for one in found]


def errors(root: etree._Element) -> list[str]:
    return texts(root, "oai:error/@code")


def symbols(root: etree._Element) -> list[str]:
    """The symbols of the listed items, in their order. A deleted one has a hyphen before it."""
    found = []
    for header in root.iterfind(".//{*}header"):
        name = (header.findtext("{*}identifier") or "").partition("localhost:")[2]
        found.append(f"-{name}" if header.get("status") == "deleted" else name)
    return found


def token(root: etree._Element) -> etree._Element | None:
    return root.find(".//{*}resumptionToken")
