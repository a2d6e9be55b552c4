"""Compares the links of the UN's editors with the citations that were found in the words.

    links → **editors** → citations

A link is trusted, because its address has the symbol of the document. A link may be split in two (``73/2`` + ``20``),
or cover only a part of the words of a citation. In rare cases the link and the words name different documents. The
citation is then ambiguous, with both documents as candidates.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from archive import symbols
from archive.citing.catalogue import Catalogue
from archive.citing.citation import AMBIGUOUS, EDITORS, RESOLVED, UNKNOWN, Citation
from archive.reading.draft import Link

_ADDRESS = re.compile(
    r"(?:https?:)?/*(?:www\.)?(?:undocs\.org|docs\.un\.org)/+(?:(?:ar|ch|zh|en|fr|ru|es|sp)/+)?(?P<symbol>.+?)/*$", re.I
)
# A symbol has a body and a number. So 。 and 14/221 are not symbols.
_SYMBOL = re.compile(r"[A-Z][A-Z0-9.()-]*/.*\d")


@lru_cache(maxsize=1 << 14)
def symbol_of(href: str) -> str | None:
    """The normalised symbol in the address of a link; None if the address is not that of a UN document.

    >>> symbol_of("https://undocs.org/ch/A/RES/64/47"), symbol_of("https://undocs.org/en/s/res/1540%20(2004)")
    ('A/RES/64/47', 'S/RES/1540(2004)')
    """
    address = _ADDRESS.match(href.strip())
    if not address:
        return None
    symbol = symbols.normalise(symbols.without_place(unquote(address["symbol"])))
    return symbol if _SYMBOL.match(symbol) and symbol.isprintable() and " " not in symbol else None


def reconcile(text: str, found: list[Citation], links: list[Link], catalogue: Catalogue) -> list[Citation]:
    """The citations from the words and from the links, in the order of the text.

    A citation from the words and a link over the same words become one citation.
    """
    agreed = list(found)
    for start, end, symbol in _whole_links(text, links):
        over = [i for i, citation in enumerate(agreed) if citation.start < end and start < citation.end]
        if not over:
            exact = text[start:end]
            status = RESOLVED if symbol in catalogue else UNKNOWN
            agreed.append(Citation(exact, start, end, symbol, status, EDITORS))
            continue
        for i in over:
            agreed[i] = _both(agreed[i], symbol, catalogue)
    return sorted(agreed, key=lambda citation: citation.start)


def _whole_links(text: str, links: list[Link]) -> list[tuple[int, int, str]]:
    """The links to documents as (start, end, symbol). The pieces of a split link are joined."""
    whole: list[tuple[int, int, str]] = []
    for link in sorted(links, key=lambda link: link.start):
        symbol = symbol_of(link.href)
        if not symbol or not re.search(r"\w", text[link.start : link.end]):
            continue
        if whole:
            start, end, before = whole[-1]
            if before == symbol and re.fullmatch(r"[\s\d()/A-Z-]{0,8}", text[end : link.start]):
                whole[-1] = (start, max(end, link.end), symbol)
                continue
            if link.start < end:
                continue
        whole.append((link.start, link.end, symbol))
    return whole


def _both(citation: Citation, symbol: str, catalogue: Catalogue) -> Citation:
    """The citation from the words, corrected by a link over the same words."""
    target = citation.target
    if target is None or "/" not in target or target.startswith(("treaty:", "title:")):
        return citation
    if symbol in symbols.normalise(citation.exact):  # also if it is the second symbol of a joint document
        return replace(citation, origin=EDITORS)
    words, linked = _digits(target), _digits(symbol)
    if words == linked:
        # Both have the same number. The link counts if it has another body, or a letter that the words do not have.
        known = target if _body(target) == _body(symbol) and not _lettered(symbol, target) else symbol
        return replace(citation, target=known, status=RESOLVED if known in catalogue else UNKNOWN, origin=EDITORS)
    if _incomplete(linked, words) or _incomplete(words, linked):
        return replace(citation, origin=EDITORS)
    return replace(citation, target=None, status=AMBIGUOUS, origin=EDITORS, candidates=tuple(sorted({target, symbol})))


def _digits(symbol: str) -> list[str]:
    return re.findall(r"\d+|[IVXLC]+(?=\))", symbols.symbols_in(symbol)[0])


def _incomplete(one: list[str], other: list[str]) -> bool:
    """Whether ``one`` is only the beginning of ``other``. A/RES/415 is the beginning of A/RES/415(V)."""
    return len(one) < len(other) and other[: len(one)] == one


def _body(symbol: str) -> str:
    return re.split(r"\d", symbol)[0]


def _lettered(symbol: str, plain: str) -> bool:
    """Whether ``symbol`` has the letter of a part or a range of letters (74/255A-B), and ``plain`` has no letter."""
    letter = r"(?<=\d)[A-Z](?:-[A-Z])?(?=$|\()"
    return bool(re.search(letter, symbol)) and not re.search(letter, plain)
