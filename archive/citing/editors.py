"""The links of the UN's editors, and how they and the words agree.

    links → **editors** → citations

An editor's link is trusted: it names its document by symbol. It may be split in two (``73/2`` + ``20``), cover a part
of the words only, or, rarely, point elsewhere than its words say; then the citation is ambiguous and names both.
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
# A symbol has a body and a number; 。 and 14/221 have not.
_SYMBOL = re.compile(r"[A-Z][A-Z0-9.()-]*/.*\d")
_PLACE = re.compile(r"\((?:Vol|Part|Sect|Income|Introduction|Chap|Supp)[^()]*\)?", re.I)


@lru_cache(maxsize=1 << 14)
def symbol_of(href: str) -> str | None:
    """The symbol that an editor's link points to, normalised; None where it points to no document of the UN.

    >>> symbol_of("https://undocs.org/ch/A/RES/64/47"), symbol_of("https://undocs.org/en/s/res/1540%20(2004)")
    ('A/RES/64/47', 'S/RES/1540(2004)')
    """
    address = _ADDRESS.match(href.strip())
    if not address:
        return None
    symbol = symbols.normalise(_PLACE.sub("", unquote(address["symbol"])))
    return symbol if _SYMBOL.match(symbol) and symbol.isprintable() and " " not in symbol else None


def reconcile(text: str, found: list[Citation], links: list[Link], catalogue: Catalogue) -> list[Citation]:
    """The citations found in the words and those that the editors linked, each document once where both agree."""
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
    """The links to documents, pieces of one link put together."""
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
    """One citation from the words and a link over them."""
    target = citation.target
    if target is None or "/" not in target or target.startswith(("treaty:", "title:")):
        return citation
    if symbol in symbols.normalise(citation.exact):  # the second symbol of a joint document too
        return replace(citation, origin=EDITORS)
    words, linked = _digits(target), _digits(symbol)
    if words == linked:
        # The same number: the words know the letter of the part, the editors the body.
        known = target if _body(target) == _body(symbol) and not _lettered(symbol, target) else symbol
        return replace(citation, target=known, status=RESOLVED if known in catalogue else UNKNOWN, origin=EDITORS)
    if _incomplete(linked, words) or _incomplete(words, linked):
        return replace(citation, origin=EDITORS)
    return replace(citation, target=None, status=AMBIGUOUS, origin=EDITORS, candidates=tuple(sorted({target, symbol})))


def _digits(symbol: str) -> list[str]:
    return re.findall(r"\d+|[IVXLC]+(?=\))", symbols.symbols_in(symbol)[0])


def _incomplete(one: list[str], other: list[str]) -> bool:
    """Whether one is the other cut short: A/RES/415 for A/RES/415(V), A/74/5 for A/74/5/Add.1."""
    return len(one) < len(other) and other[: len(one)] == one


def _body(symbol: str) -> str:
    return re.split(r"\d", symbol)[0]


def _lettered(symbol: str, plain: str) -> bool:
    """Whether the link names a lettered part or range (74/255A-B) that the words leave out."""
    letter = r"(?<=\d)[A-Z](?:-[A-Z])?(?=$|\()"
    return bool(re.search(letter, symbol)) and not re.search(letter, plain)
