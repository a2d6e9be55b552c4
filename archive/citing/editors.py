"""Compares the links of the UN's editors with the citations that were found in the words.

    links + citations → **editors** → citations, disagreements

The words count more than the links. A link decides only what the words do not show: the body that adopted a resolution,
the letter in its number, or the meaning of words without a number. If a link leads to a document that the words
do not cite, the words count, and the result has a message about the link. A link can be split in two (``73/2`` +
``20``), or can cover only a part of the words of a citation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from archive import symbols
from archive.citing import find
from archive.citing.catalogue import Catalogue
from archive.citing.citation import EDITORS, RESOLVED, UNKNOWN, Citation
from archive.citing.find import Reference
from archive.citing.find.number_references import OTHER_NOUN
from archive.citing.spans import Spans
from archive.messages import Message
from archive.reading.draft import Link

_ADDRESS = re.compile(
    r"(?:https?:)?/*(?:www\.)?(?:undocs\.org|docs\.un\.org)/+(?:(?:ar|ch|zh|en|fr|ru|es|sp)/+)?(?P<symbol>.+?)/*$", re.I
)
# A symbol begins with a body and has a number. So 。 and 14/221 are not symbols.
_SYMBOL = re.compile(r"[A-Z][A-Z0-9.()-]*/.*\d")
_NUMBERS = re.compile(r"\d+|[IVXLC]+(?=\))")
_ONLY_A_NUMBER = re.compile(r"(?:E?S-)?\d+ ?[(/] ?\d[\d()]*[ A-Z]*")
# 号 after a number. The other numbers of an enumeration can be between the two.
_NUMBER_SIGN = re.compile(r"[\d/A-Z ()、和及至与或第，-]{0,60}号")
# Words before a number that is cited: 第, resolution, résolution. Other numbers can follow 第 (第64/47和65/72号).
_CITED_NUMBER = re.compile(r"第[\d/A-Z ()、和及至与或以号-]*$|(?:r[eé]sol|d[eé]cis)\w*\b[^;.]{0,80}$", re.I)
_HAN_OR_LATIN = re.compile(r"[A-Za-z\u3400-\u9fff]")
_LETTER = re.compile(r"(?<=\d)[A-Z](?:-[A-Z])?(?=$|\()")
_IN_SYMBOL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.")
# Resolutions of the bodies that ``find`` knows by their names.
_OF_A_NAMED_BODY = re.compile(r"(?:A|S|E|A/HRC|HRC)/(?:RES|DEC)/|UNEP/EA\.")


@lru_cache(maxsize=1 << 14)
def symbol_of(href: str) -> str | None:
    """The normalised symbol in the address of a link; None if the address does not lead to a UN document.

    >>> symbol_of("https://undocs.org/ch/A/RES/64/47"), symbol_of("https://undocs.org/en/s/res/1540%20(2004)")
    ('A/RES/64/47', 'S/RES/1540(2004)')
    """
    address = _ADDRESS.match(href.strip())
    if not address:
        return None
    symbol = symbols.normalise(symbols.without_place(unquote(address["symbol"])))
    return symbol if _SYMBOL.match(symbol) and symbol.isprintable() and " " not in symbol else None


def reconcile(
    text: str, references: Sequence[Reference], found: list[Citation], links: list[Link], catalogue: Catalogue
) -> tuple[list[Citation], list[Message]]:
    """Returns the citations from the words and the links, in the order of the text, and a message for each conflict.

    A citation from the words and a link over the same words become one citation. ``references`` are the references that
    were found in the text.
    """
    if not links:
        return found, []
    agreed, disagreements = list(found), list[Message]()
    by_span = {(r.start, r.end): r for r in references}
    words = _Words(text, references, found)
    for start, end, symbol in _whole_links(text, links):
        if over := words.citations.over(start, end):
            disagreements += _join(agreed, over, symbol, by_span, catalogue)
        elif not words.is_place(start, end) and _cites(text, start, end, symbol, words.reference(start, end)):
            agreed.append(_cited(text, start, end, symbol, catalogue))
        else:
            values = {"exact": text[start:end], "linked": symbol}
            disagreements.append(Message("citing.link_on_no_citation", values))
    return sorted(agreed, key=lambda citation: citation.start), disagreements


class _Place(NamedTuple):
    """Where the words of a pinpoint are in the text."""

    start: int
    end: int


class _Words:
    """What the words of a text cite. Links are compared with it."""

    def __init__(self, text: str, references: Sequence[Reference], found: list[Citation]) -> None:
        self._text = text
        self._references = references
        self._found = found
        self.citations = Spans(found)
        self._reference_spans = Spans(references)

    def reference(self, start: int, end: int) -> Reference | None:
        """The first reference in ``text[start:end]``."""
        return next((self._references[number] for number in self._reference_spans.over(start, end)), None)

    def is_place(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is inside the pinpoint of a citation before it.

        Such words name a place in the cited document: 第19/1号决定 in A/52/25，附件，第19/1号决定.
        """
        places = (self._places[number] for number in self._place_spans.over(start, end))
        return any(place.start <= start and end <= place.end for place in places)

    @cached_property
    def _places(self) -> list[_Place]:
        """The first place of each pinpoint after its citation."""
        folded = find.fold_width(self._text)
        pinpoints = [(citation.pinpoint, citation.end) for citation in self._found if citation.pinpoint]
        starts = [(folded.find(pinpoint, end), len(pinpoint)) for pinpoint, end in pinpoints]
        return [_Place(start, start + length) for start, length in starts if start >= 0]

    @cached_property
    def _place_spans(self) -> Spans:
        return Spans(self._places)


def _join(
    agreed: list[Citation],
    over: list[int],
    symbol: str,
    by_span: Mapping[tuple[int, int], Reference],
    catalogue: Catalogue,
) -> list[Message]:
    """Completes citations from a link of the editors that covers their words.

    ``over`` has the indexes of these citations in ``agreed``, and ``symbol`` is the document of the link. ``by_span``
    has the references of the text by their (start, end). Returns the disagreements: one message for each citation that
    names another document. There are none if one of the citations names the document of the link.
    """
    disagreements = []
    for i in over:
        words = by_span.get((agreed[i].start, agreed[i].end))
        both = _both(agreed[i], symbol, words, catalogue)
        if both is None and not any(agreed[each].target == symbol for each in over):
            disagreements.append(_names_another(agreed[i], symbol))
        agreed[i] = both or agreed[i]
    return disagreements


def _cited(text: str, start: int, end: int, symbol: str, catalogue: Catalogue) -> Citation:
    """The citation of a link over words that cite nothing by themselves."""
    status = RESOLVED if symbol in catalogue else UNKNOWN
    return Citation(text[start:end], start, end, symbol, status, EDITORS)


def _names_another(citation: Citation, symbol: str) -> Message:
    values = {"exact": citation.exact, "linked": symbol, "cited": citation.target or ""}
    return Message("citing.link_names_another", values)


def _whole_links(text: str, links: list[Link]) -> list[tuple[int, int, str]]:
    """The links to documents as (start, end, symbol). Joins the pieces of a split link."""
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


def _cites(text: str, start: int, end: int, symbol: str, words: Reference | None) -> bool:
    """Whether the editors' link shows that words without a citation cite a document.

    Words without a number, such as a title, can always cite. A number can cite only if the text prints it as the number
    of a resolution, and if the words do not name another body. 50/50 in 50/50性别均衡 is no citation. ``words`` is the
    first reference in the linked words.
    """
    if words and words.form == find.NUMBER and words.body is not None:
        return not _OF_A_NAMED_BODY.match(symbol)
    if words or not _ONLY_A_NUMBER.fullmatch(text[start:end].strip()):
        return True
    printed = _NUMBERS.findall(text[start:end])
    same_number = _digits(symbol)[: len(printed)] == printed
    if not _HAN_OR_LATIN.search(text):
        return same_number  # the words around a number are known only in Chinese and in Latin script
    number = _CITED_NUMBER.search(text[max(0, start - 120) : start])
    sign = _NUMBER_SIGN.match(text, end)
    if number is None or (number[0].startswith("第") and (sign is None or OTHER_NOUN.match(text, sign.end()))):
        return False
    return same_number


def _both(citation: Citation, symbol: str, words: Reference | None, catalogue: Catalogue) -> Citation | None:
    """The citation from the words, completed by a link over these words; None if the link names another document."""
    target = citation.target
    if target is None:
        return _chosen(citation, symbol, catalogue)
    if "/" not in target or target.startswith(("treaty:", "title:")):
        return citation
    if target == symbol:
        return _linked(citation, target, citation.status)
    if citation.exact[0].isascii() and _has_whole(symbols.normalise(citation.exact), symbol):
        return _linked(citation, target, citation.status)  # the symbol can also be the second one of a joint document
    printed, linked = _digits(target), _digits(symbol)
    same_body = _body(target) == _body(symbol)
    if printed == linked and _of_other_parts(target, symbol):
        return None
    if printed == linked and (same_body or _leaves_open(words, target, symbol)):
        known = target if same_body and not _lettered(symbol, target) else symbol
        return _linked(citation, known, RESOLVED if known in catalogue else UNKNOWN)
    if same_body and (_incomplete(linked, printed) or _incomplete(printed, linked)):
        return _linked(citation, target, citation.status)
    return None


def _linked(citation: Citation, target: str, status: str) -> Citation:
    """The citation with the document of its link. The function calls no ``replace``, because ``replace`` is slower."""
    words = (citation.exact, citation.start, citation.end)
    return Citation(*words, target, status, EDITORS, citation.pinpoint, citation.via_footnote, citation.candidates)


def _has_whole(words: str, symbol: str) -> bool:
    """Whether ``words`` have the whole symbol. A/65/123 does not have A/65/12.

    The function uses no regular expression, because each link would need its own.
    """
    at = words.find(symbol)
    while at >= 0:
        if not (
            words[at + len(symbol) : at + len(symbol) + 1] in _IN_SYMBOL or words[max(0, at - 1) : at] in _IN_SYMBOL
        ):
            return True
        at = words.find(symbol, at + 1)
    return False


def _chosen(citation: Citation, symbol: str, catalogue: Catalogue) -> Citation:
    """Resolves an ambiguous citation if the link leads to one of its candidates; otherwise returns it unchanged."""
    if symbol not in citation.candidates:
        return citation
    status = RESOLVED if symbol in catalogue else UNKNOWN
    return replace(citation, target=symbol, status=status, origin=EDITORS, candidates=())


def _leaves_open(words: Reference | None, target: str, symbol: str) -> bool:
    """Whether the words fit two documents that have the same number.

    Such documents have different bodies or kinds. The words fit both bodies if they name no body and no date. They fit
    both kinds if neither 决议 nor 决定 is printed.
    """
    if words is None or words.form != find.NUMBER or "/" not in words.name:
        return False
    (body, kind), (linked_body, linked_kind) = _body_and_kind(target), _body_and_kind(symbol)
    no_body = words.body is None and not words.year
    return (body == linked_body or no_body) and (kind == linked_kind or not words.noun)


def _body_and_kind(symbol: str) -> tuple[str, str]:
    """The body and the kind in a symbol: ("A/HRC/", "RES") in A/HRC/RES/45/22."""
    body = _body(symbol)
    return re.sub("(?:RES|DEC)/$", "", body), "DEC" if body.endswith("DEC/") else "RES"


def _digits(symbol: str) -> list[str]:
    return _NUMBERS.findall(symbols.symbols_in(symbol)[0])


def _incomplete(one: list[str], other: list[str]) -> bool:
    """Whether ``other`` has the numbers of ``one`` and then more. A/RES/415(V) has 415 and then V."""
    return len(one) < len(other) and other[: len(one)] == one


def _body(symbol: str) -> str:
    return re.split(r"\d", symbol)[0]


def _lettered(symbol: str, plain: str) -> bool:
    """Whether ``symbol`` has a letter or a range of letters for its parts (74/255A-B), and ``plain`` has no letter."""
    return bool(_LETTER.search(symbol)) and not _LETTER.search(plain)


def _of_other_parts(one: str, other: str) -> bool:
    """Whether two symbols have letters of different parts. The letter B is a part of A-F, and G is not."""
    letters = [found[0].split("-") for symbol in (one, other) if (found := _LETTER.search(symbol))]
    if len(letters) < 2:
        return False
    [[first, *_], [other_first, *_]] = letters
    return letters[0][-1] < other_first or letters[1][-1] < first
