"""Fetches one document by its symbol from the UN's document system (documents.un.org).

The address of a document has its symbol, a language and a form: ``pdf``, or ``doc`` for Word. The server answers 200
with an empty body if it does not have the document in that form. Some early documents are only there in one of the
forms, so PDF is asked for first and Word after it. Some early Word files are WordPerfect files.

The UN's terms of use allow personal use, so this is no crawler: it fetches what a person asks for by name, and the
server sees the contact of the archive's administrator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from archive import symbols
from archive.fetching.client import Client
from archive.fetching.hosts import FetchError, Hosts

HOME = "https://documents.un.org"
HOSTS = frozenset({"documents.un.org", "docs.un.org"})
LANGUAGES = ("zh", "en")
_MOST = 20 * 1024 * 1024  # bytes; the same as the largest file that the desk reads

# Form → the first bytes of its files: Word since 2007 (a zip archive), Word before, RTF, WordPerfect.
_BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "doc": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"\xffWPC"),
}
_SUFFIXES = {b"%PDF-": "pdf", b"PK\x03\x04": "docx", b"{\\rtf": "rtf", b"\xffWPC": "wpd"}
_SECONDS = 120  # the most that one file takes, without the waiting
_LEAD = 1024  # a PDF file can have other bytes before its header

# The kinds of documents of which the archive can have a text. Decisions were published only in volumes.
_KINDS = frozenset({symbols.GA_RESOLUTION, symbols.SC_RESOLUTION, symbols.ECOSOC_RESOLUTION, symbols.HRC_RESOLUTION})
_SYMBOL = re.compile(
    r"(?:A|S|E|A/HRC)/RES/(?:(?:E?S-)?\d{1,4}/)?\d{1,4}[A-Z]?(?:-[A-Z])?(?:\((?:\d{4}|(?:E?S-)?[IVXLC]{1,8})\))?"
    r"(?:/(?:Add|Corr|Rev)\.\d{1,2})?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """A document in one language. ``address`` is the one that answered, after redirects."""

    name: str
    address: str
    content: bytes


def can_fetch(symbol: str) -> bool:
    """Whether the UN's document system has such documents, and the archive can read their texts.

    >>> [can_fetch(symbol) for symbol in ("A/RES/65/72", "S/RES/1540(2004)", "A/DEC/52/492", "treaty:NPT", "A/RES/")]
    [True, True, False, False, False]
    """
    return bool(symbols.kind_of(symbol) in _KINDS and _SYMBOL.fullmatch(symbol) and symbols.number_and_part(symbol)[0])


def hosts(stand_in: str = "") -> Hosts:
    """The hosts of the UN's document system, or a server in their place (``Hosts.stand_in``)."""
    return Hosts(frozenset(), stand_in) if stand_in else Hosts(HOSTS)


def fetch(client: Client, symbol: str, language: str, folder: Path) -> FetchedDocument | None:
    """Fetches a document; None if the server does not have it. ``folder`` is for temporary files.

    Raises FetchError if the server cannot be reached, fails, or answers with something that is no document.
    """
    for form, beginnings in _BEGINNINGS.items():
        address = _address(client.hosts, symbol, language, form)
        fetched = client.fetch(address, folder / form, most=_MOST, seconds=_SECONDS)
        assert fetched is not None, "without an entity tag, the client fetches the file"
        content = fetched.path.read_bytes()
        if not content.strip():
            continue
        if not any(beginning in content[:_LEAD] for beginning in beginnings):
            raise FetchError("fetching.no_document", address=fetched.address)
        return FetchedDocument(_name(symbol, language, content), fetched.address, content)
    return None


def _address(hosts: Hosts, symbol: str, language: str, form: str) -> str:
    query = urlencode({"s": symbols.published_as(symbol), "l": language, "t": form})
    return f"{hosts.stand_in or HOME}/api/symbol/access?{query}"


def _name(symbol: str, language: str, content: bytes) -> str:
    """A file name such as ``A_RES_65_72-zh.pdf``."""
    suffix = next((suffix for beginning, suffix in _SUFFIXES.items() if beginning in content[:_LEAD]), "doc")
    return f"{symbols.published_as(symbol).replace('/', '_')}-{language}.{suffix}"
