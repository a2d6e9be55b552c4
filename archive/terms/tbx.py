"""Writes terms as TBX, the exchange format of tools for translators: ISO 30042:2019, dialect TBX-Basic, style DCA."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_E = ElementMaker()  # the root declares the namespace


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept. ``english`` has (words, how often and how surely they stand for it), the usual ones first."""

    id: str
    chinese: str
    english: Sequence[tuple[str, str]]
    source: str


def lines(title: str, about: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The file, entry by entry. ``title`` names the list, ``about`` says where it is from."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<tbx xmlns="{NAMESPACE}" style="dca" type="TBX-Basic" xml:lang="en">\n'.encode()
    yield _written(_E.tbxHeader(_E.fileDesc(_E.titleStmt(_E.title(title)), _E.sourceDesc(_E.p(about)))))
    yield b"<text><body>\n"
    for entry in entries:
        yield _written(_entry(entry))
    yield b"</body></text>\n</tbx>\n"


def _entry(entry: Entry) -> etree._Element:
    english = [_term(words, note) for words, note in entry.english]
    return _E.conceptEntry(
        _E.descrip("disarmament", type="subjectField"),
        _E.xref(entry.source, type="externalCrossReference", target=entry.source),
        _E.langSec(_E.termSec(_E.term(entry.chinese)), {_LANG: "zh-Hans"}),
        _E.langSec(*english, {_LANG: "en"}),
        id=entry.id,
    )


def _term(words: str, note: str) -> etree._Element:
    """No status is given to a term: which one the UN prefers is not known from counting."""
    return _E.termSec(_E.term(words), _E.note(note))


def _written(element: etree._Element) -> bytes:
    return etree.tostring(element, encoding="unicode").encode() + b"\n"
