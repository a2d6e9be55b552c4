"""Warns of a quotation mark or a bracket without its partner: the recogniser has lost one, or read one for a speck.

A paragraph of a resolution has both. Where the lost one was is not known, so the whole paragraph is to be compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.reading.draft import Draft, ReadingWarning
from archive.reading.typography import has_han

_QUOTES = '“”"'  # the recogniser takes each of them for the others
_INNER_QUOTES = "‘’'"  # in English they are apostrophes too
_BRACKETS = (("（(", "）)"), ("《", "》"))


def with_warnings(draft: Draft) -> Draft:
    """The Draft, with a warning for each clause and footnote that has a sign without its partner."""
    texts = {clause.path: clause.text for clause in draft.clauses}
    texts |= {f"footnote {marker}": note.text for marker, note in draft.footnotes.items()}
    for place, text in texts.items():
        if signs := "".join(_unpaired(text)):
            draft.warnings.append(ReadingWarning(place, "scan.unpaired", {"signs": signs}))
    return draft


def _unpaired(text: str) -> Iterator[str]:
    """The signs, as pairs, of which one is missing.

    >>> list(_unpaired('题为"甲”的（乙'))
    ['（）']
    """
    if _count(text, _QUOTES) % 2:
        yield "“”"
    if has_han(text) and _count(text, _INNER_QUOTES) % 2:
        yield "‘’"
    yield from (one[0] + other[0] for one, other in _BRACKETS if _count(text, one) != _count(text, other))


def _count(text: str, signs: str) -> int:
    return sum(text.count(sign) for sign in signs)
