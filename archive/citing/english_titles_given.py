"""Finds the titles that an English text gives to the documents that it cites.

    Recalling its resolutions 46/36 L of 9 December 1991 and 47/52 L of 15 December 1992, entitled “Transparency …”,

gives both resolutions the title Transparency …. The words “the report of the Secretary-General entitled “…””, whose
symbol is in a footnote, give the report its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.citing.titles_given import Cited, GivenTitle

_QUOTED = r"(?:“(?P<a>[^“”]{2,300})”|\"(?P<b>[^\"]{2,300})\")"
_TITLE_ALONE = re.compile(_QUOTED)
_ENTITLED_BEFORE = re.compile(r"\bentitled $")

_MASK = "\0"
_SYMBOL = re.compile(r"(?:[Rr]esolutions? |[Dd]ecisions? )?[^a-z“”\"]*\d[^a-z“”\"]*")
_BETWEEN = r",|\s|and\b|of\b(?! the)|\d{1,2} [A-Z][a-z]+ \d{4}"
_BODY = r"(?:of the [A-Z][^,;.“”\"]{2,80})?"
_ENTITLED = re.compile(
    rf"(?P<numbers>{_MASK}+(?>(?:{_MASK}+|{_BETWEEN})*)){_BODY}(?:(?<=[, ])|,? ?\(?)(?:both |all )?entitled {_QUOTED}"
)


def titles_given(text: str, citations: Sequence[Cited]) -> list[GivenTitle | None]:
    """For each citation in the text of a clause or a footnote: the title that the text gives to the cited document."""
    lists = list(_ENTITLED.finditer(_masked(text, citations)))
    return [_title(text, cited, lists) for cited in citations]


def in_order(texts: Iterable[tuple[str, Sequence[Cited]]]) -> Iterator[list[GivenTitle | None]]:
    """``titles_given`` for the texts of one Draft."""
    for text, citations in texts:
        yield titles_given(text, citations)


def _title(text: str, cited: Cited, lists: Iterable[re.Match[str]]) -> GivenTitle | None:
    if cited.pinpoint:
        return None  # the words can mean a part of the document, such as an annex
    if (alone := _TITLE_ALONE.fullmatch(cited.exact)) and _ENTITLED_BEFORE.search(text[: cited.start]):
        return _given(alone)
    in_list = (found for found in lists if found.start("numbers") <= cited.start < found.end("numbers"))
    found = next(in_list, None)
    return _given(found) if found else None


def _given(found: re.Match[str]) -> GivenTitle:
    return GivenTitle((found["a"] or found["b"]).strip(",. "), certain=True)


def _masked(text: str, citations: Iterable[Cited]) -> str:
    """The text with each cited number or symbol replaced by a mask of the same length."""
    for one in citations:
        if _SYMBOL.fullmatch(one.exact):
            text = text[: one.start] + _MASK * (one.end - one.start) + text[one.end :]
    return text
