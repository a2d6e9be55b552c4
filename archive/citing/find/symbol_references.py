"""Finds the symbols of documents: A/57/124. Completes a shortened second symbol: A/60/88和Corr.2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.citing.find.parts import LETTERS, SESSION, lettered
from archive.citing.places import PLACES, pinpoint_after
from archive.citing.reference import CHEMICAL, SYMBOL, Reference

_BRACKET = rf"""[ ]?(?:\((?:
    (?:Vols?|Parts?|PARTS?|VOLS?|parts?|vols?|Sect|SECT|Income[ ]Sect|Introduction|Chap|Corrected|Prov|Supp|supp|En)
    (?:[^()《》；。]{{0,30}}) | \d{{4}} | 更正本 | Corr\.?
)\)|{SESSION})"""
# A letter after a space belongs to the symbol of a resolution only if the letter does not begin a word.
_NO_WORD = r"(?=[，。；：、,;.)号和及与以]|[ ]*$|[ ]and|[\u3400-\u9fff])"
_RESOLUTION = rf"""(?:[AE]/(?:RES|DEC)/(?:
    (?:E?S-)?\d+/\d+(?:[ ]?{LETTERS}{_NO_WORD})?
  | \d+(?:[ ]?{LETTERS})?[ ]?{SESSION}(?:[ ]?{LETTERS}{_NO_WORD})?
)(?![/A-Za-z0-9(-]))"""
_SYMBOL = re.compile(
    rf"""
    (?=[A-Z])
    (?:(?<![A-Za-z0-9/.@_%-]) | (?<=^[0-9]) | (?<=^[0-9][0-9]))   # a typed footnote mark may be before it
    (?P<symbol>
        {_RESOLUTION}
      | (?:[A-Z]{{1,10}}(?:-[A-Z]{{1,5}})?(?:\.\d+|\d+)? | [A-Z]{{1,6}}[ ]\d+(?=[/\w.-]+号文件)
          | GC\([\dIVXL]+\) | UNEP\(DTIE\) | Ext | (?:EC|C|BC|A|IOC|RC)-[A-Z\d-]+ | CTBT-Art\.[IVX]+)
        (?:/(?:(?:Parts?|Annex)[ ][\dIVX]+ | [A-Z]{{2,}}(?:[ ][A-Z]{{2,}})+(?=/)
             | [A-Za-z0-9](?:(?!https?:)[A-Za-z0-9.-])*(?<=[A-Za-z0-9]))
           (?:\([A-Z\d]+\)\d*(?=/|号))?(?:{_BRACKET})?)+
        (?:[ ]?[A-Z](?=号))?
        (?:[ ]-[ ]?[ASE](?:/[A-Za-z\d]+(?:\.\d+)?)+)?   # the second symbol of a joint document
    )
    (?:(?![A-Za-z0-9@]) | (?=https?:))
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
    r"CTBT(?:-Art\.[IVX]+)?|RC-\d+|CEB|JIU|CRC|CRPD|CED|CEDAW|CMW|CCPR|CERD|CAT|HRI|UNW|DP|HSP|ECE|ESCAP|LC|GC\.\d+|GC\([\dIVXL]+\)|IDB\.\d+|INFCIRC|"
    r"GOV|WHA\d+|EB\d+|WT|EC-[A-Z\d-]+|C-[A-Z\d-]+|IPBES|LEG|SOLAS|MEPC[\d.]*|MSC[\d.]*|IOC|COFI|CM|GB\.\d+|HLPF|ICC-ASP)/"
)
_ANOTHER = re.compile(
    r"(?:和|及|、|以及|, ?|[ ]and)[ ]?(?P<tail>(?P<kind>Add|Corr|Rev)\.\d+(?:/(?:Add|Corr|Rev)\.\d+)*)"
    r"(?![A-Za-z\d])"
)
# A place after a document and its corrigenda is in all of them: A/60/88和A/60/88/Corr.2，附件.
_CORRIGENDUM = re.compile(
    r"(?:和|及|、|以及|, ?|[ ]and)[ ]?(?:(?P<document>[A-Z][A-Za-z\d/.()-]{0,80})/)?Corr\.\d+(?![A-Za-z\d/])"
)
_TAIL = re.compile(r"(?:/(?:Add|Corr)\.\d+(?:/Rev\.\d+)?)+$")
# In Add.1和2 and Add.1-3, only the number of the second document is printed.
_ANOTHER_NUMBER = re.compile(r"(?:[、和及-]|以及)(?P<number>\d{1,2})(?=[，。；)、和及]|号|[.,;]?(?:\s|$))")


@cache
def _part_in_document() -> re.Pattern[str]:
    """The place after a symbol can be a decision that is printed in the document: A/56/1026，附件二，第14/221号决议;
    FCCC/CP/2015/10/Add.1，第1/CP.21号决定，附件. Compiled only where texts are cited, because it takes long."""
    return re.compile(
        rf"[，,][ ]?(?>(?:(?:{PLACES}|《[^《》]*》)(?:[，,]“[^“”]*”)?[，,、]?[ ]?)*)"
        rf"(?:第?[ ]?[A-Z\d][A-Za-z\d.()/ -]*号(?:决定|决议|建议)(?:[，,]?[ ]?{PLACES})?)?",
        re.X,
    )


# In INFCIRC/817、818和819号文件, only the numbers of the other documents are printed. 号 is after the last one.
_MORE_NUMBERS = re.compile(r"(?:[ ]?(?:、|和|及|以及|至)[ ]?\d{1,4}(?![\d/.])(?:号(?:文件)?)?)+(?<=[号件])")
_MORE_OF_ONE_LENGTH = re.compile(r"(?:[ ]?(?:、|和|及|以及)[ ]?\d{3,4})+(?=[，。；)]|$)")
# In the series S of the OPCW, the number is before the year. In the Security Council's, the year is before the number.
_YEAR_LAST = re.compile(r"S/(?P<number>\d{1,4})/(?:199[7-9]|20[0-4]\d)$")
_CHEMICAL = re.compile("禁止化学武器组织|禁化武组织|OPCW|Organi[sz]ation for the Prohibition of Chemical Weapons")

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
        pinpoint = _symbol_pinpoint(folded, symbol, _after_corrigenda(folded, symbol, m.end()))
        names = list(lettered(symbol, m.start())) if "/RES/" in symbol else [(symbol, m.start(), end)]
        for name, first, last in names:
            each = last if last < m.end("symbol") else end
            place = pinpoint if each == end else ""
            yield Reference(SYMBOL, first, each, name, body=_body(folded, m.start(), name), pinpoint=place)
        yield from _more_numbers(folded, symbol, m.end())
        # In A/60/88和Corr.2, only the last part of the second symbol is printed.
        base, position = _TAIL.sub("", symbol), end
        while another := _ANOTHER.match(folded, position):
            position = another.end()
            place = pinpoint if another["kind"] == "Corr" else ""
            yield Reference(SYMBOL, another.start("tail"), position, f"{base}/{another['tail']}", pinpoint=place)
            while more := _ANOTHER_NUMBER.match(folded, position):
                position = more.end()
                name = f"{base}/{another['kind']}.{more['number']}"
                yield Reference(SYMBOL, more.start("number"), position, name)


def _more_numbers(folded: str, symbol: str, end: int) -> Iterator[Reference]:
    """Yields further documents of the series of a symbol. Only their numbers are printed: 818 in
    INFCIRC/817和818号文件.

    ``end`` is the offset after the symbol.
    """
    series = re.fullmatch(r"(.*/)(\d+)", symbol)
    more = _MORE_NUMBERS.match(folded, end) or _MORE_OF_ONE_LENGTH.match(folded, end) if series else None
    if series is None or more is None:
        return
    numbers = re.findall(r"\d+", more[0])
    if not more[0].endswith(("号", "件")) and any(len(number) != len(series[2]) for number in numbers):
        return
    for m in re.finditer(r"(\d+)(?:号(?:文件)?)?", more[0]):
        yield Reference(SYMBOL, end + m.start(), end + m.end(), series[1] + m[1])


def _body(folded: str, start: int, symbol: str) -> str | None:
    """``CHEMICAL`` if the symbol is of the series S of the OPCW; None for all other symbols.

    If the last number could be a year, the result is ``CHEMICAL`` only if the words before the symbol name the OPCW.
    """
    form = _YEAR_LAST.match(symbol)
    if form is None:
        return None
    like_a_year = 1994 <= int(form["number"]) <= 2049
    return CHEMICAL if not like_a_year or _CHEMICAL.search(folded[:start]) else None


def _after_corrigenda(folded: str, symbol: str, end: int) -> int:
    """The offset after the corrigenda of a document that directly follow it. ``end`` is the offset after its symbol."""
    while (m := _CORRIGENDUM.match(folded, end)) and m["document"] in (None, symbol):
        end = m.end()
    return end


def _symbol_pinpoint(folded: str, symbol: str, end: int) -> str:
    """The pinpoint of a symbol: the volume or part in its brackets, then the place in the words after it."""
    bracket = re.search(r"\((?!\d{4}\)|(?:E?S-)?[IVXLC]+\)|Corrected|En|更正本)([^()]*[A-Za-z][^()]*)\)$", symbol)
    closing = re.compile(r"[)》]*(?:号文件)?[)》]*").match(folded, end)
    after = _part_in_document().match(folded, closing.end() if closing else end)
    words = after[0].strip("，,、 ") if after else ""
    words = words or pinpoint_after(folded, closing.end() if closing else end)
    if bracket and re.match(r"第.{1,5}卷", words):
        return words
    return "，".join(piece for piece in (bracket[1] if bracket else "", words) if piece)
