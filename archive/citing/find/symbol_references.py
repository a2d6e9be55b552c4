"""Finds the symbols of documents: A/57/124, and the rest of 和Corr.2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.find.places import PLACES, pinpoint_after
from archive.citing.find.reference import SYMBOL, Reference

_BRACKET = r"""[ ]?\((?:
    (?:Vols?|Parts?|PARTS?|VOLS?|parts?|vols?|Sect|SECT|Income[ ]Sect|Introduction|Chap|Corrected|Prov|Supp|supp|En)
    (?:[^()《》；。]{0,30}) | \d{4} | (?:E?S-)?[IVXLC]+ | 更正本
)\)"""
_SYMBOL = re.compile(
    rf"""
    (?:(?<![A-Za-z0-9/.@_%-]) | (?<=^[0-9]) | (?<=^[0-9][0-9]))   # a typed footnote mark may be before it
    (?P<symbol>
        (?:[A-Z]{{1,10}}(?:-[A-Z]{{1,5}})?(?:\.\d+|\d+)? | [A-Z]{{1,6}}[ ]\d+(?=[/\w.-]+号文件)
          | GC\([\dIVXL]+\) | UNEP\(DTIE\) | Ext | (?:EC|C|BC|A|IOC)-[A-Z\d-]+)
        (?:/(?:[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]|[A-Za-z0-9])(?:\([A-Z\d]+\)\d*(?=/|号))?(?:{_BRACKET})?)+
        (?:[ ]?[A-Z](?=号))?
    )
    (?![A-Za-z0-9@])
    (?P<document>(?:号(?:文件|决定|决议|行政指示|公报|说明)?(?P<corrected>\(更正本\))?)?)
    """,
    re.X,
)
# Not symbols, although they have a slash: a web address, a Roman numeral (第IX/16 C号决定), and/or, HIV/AIDS.
_ADDRESS = re.compile(r"(?:www\.|://)[^，；。 ]*$")
_NO_SYMBOL = re.compile(r"[IVXLC]+/|[^/]*/[A-Za-z]+$|P-\d|I-\d|XI-\d")
# Series that are recognised without 号 after the symbol.
_SERIES = re.compile(
    r"(?:A|S|E|T|ST|CD|DC|NPT|BWC|CCW|CCM|APLC|TPNW|PCNICP|TD|UNEP(?:\(DTIE\))?|FCCC|ICCD|CBD|ISBA|SPLOS|CLCS|CAC|CTOC|"
    r"CEB|JIU|CRC|CRPD|CED|CEDAW|CMW|CCPR|CERD|CAT|HRI|UNW|DP|HSP|ECE|ESCAP|LC|GC\.\d+|GC\([\dIVXL]+\)|IDB\.\d+|INFCIRC|"
    r"GOV|WHA\d+|EB\d+|WT|EC-[A-Z\d-]+|C-[A-Z\d-]+|IPBES|LEG|SOLAS|MEPC[\d.]*|MSC[\d.]*|IOC|COFI|CM|GB\.\d+|HLPF|ICC-ASP)/"
)
_ANOTHER = re.compile(
    r"(?:和|及|、|以及|, ?|[ ]and)[ ]?(?P<tail>(?P<kind>Add|Corr|Rev)\.\d+(?:/(?:Add|Corr)\.\d+)?)(?![A-Za-z\d])"
)
# In Add.1和2 and Add.1-3, only the number of the second document is printed.
_ANOTHER_NUMBER = re.compile(r"(?:[、和及-]|以及)(?P<number>\d{1,2})(?=[，。；)、和及]|号|[.,;]?(?:\s|$))")

# In a footnote, a part of a work or a decision of another body can be a place in the document that prints it:
# A/56/1026，附件二，第14/221号决议; FCCC/CP/2015/10/Add.1，第1/CP.21号决定，附件.
_PART_IN_DOCUMENT = re.compile(
    rf"[，,][ ]?(?:(?:{PLACES}|《[^《》]*》)[，,、]?[ ]?)*+"
    rf"(?:第?[ ]?[A-Z\d][A-Za-z\d.()/ -]*号(?:决定|决议|建议)(?:[，,]?[ ]?{PLACES})?)?",
    re.X,
)

_LONGEST_SYMBOL = 120  # the longest symbol in use has about sixty characters


def symbol_references(folded: str) -> Iterator[Reference]:
    for m in _SYMBOL.finditer(folded):
        symbol, end = m["symbol"], m.end("symbol")
        if len(symbol) > _LONGEST_SYMBOL or _NO_SYMBOL.match(symbol) or not re.search(r"\d", symbol):
            continue
        if not (_SERIES.match(symbol) or m["document"] or re.match(r"\)|。?$", folded[end:])):
            continue
        if _ADDRESS.search(folded[max(0, m.start() - 80) : m.start()]):
            continue
        if m["corrected"]:
            symbol, end = symbol + "(Corrected)", m.end("corrected")
        elif m["document"] and not symbol.endswith(")"):
            end = m.end("document")
        yield Reference(SYMBOL, m.start(), end, symbol, pinpoint=_symbol_pinpoint(folded, symbol, m.end()))
        # In A/60/88和Corr.2, only the last part of the second symbol is printed.
        base, position = re.sub(r"(?:/(?:Add|Corr)\.\d+)+$", "", symbol), end
        while another := _ANOTHER.match(folded, position):
            position = another.end()
            yield Reference(SYMBOL, another.start("tail"), position, f"{base}/{another['tail']}")
            while more := _ANOTHER_NUMBER.match(folded, position):
                position = more.end()
                name = f"{base}/{another['kind']}.{more['number']}"
                yield Reference(SYMBOL, more.start("number"), position, name)


def _symbol_pinpoint(folded: str, symbol: str, end: int) -> str:
    """The volume or part in the brackets of the symbol, and the place in the words after it."""
    bracket = re.search(r"\((?!\d{4}\)|(?:E?S-)?[IVXLC]+\)|Corrected|En|更正本)([^()]*[A-Za-z][^()]*)\)$", symbol)
    closing = re.compile(r"[)》]*(?:号文件)?[)》]*").match(folded, end)
    after = _PART_IN_DOCUMENT.match(folded, closing.end() if closing else end)
    words = after[0].strip("，,、 ") if after else ""
    words = words or pinpoint_after(folded, closing.end() if closing else end)
    if bracket and re.match(r"第.{1,5}卷", words):
        return words
    return "，".join(piece for piece in (bracket[1] if bracket else "", words) if piece)
