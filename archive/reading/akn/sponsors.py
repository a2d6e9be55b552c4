"""Splits the words of a list of sponsors into names: “Fiji, Iran (Islamic Republic of) and Trinidad and Tobago”."""

from __future__ import annotations

import re

from archive.voting.sponsors import sponsor_code

# Words that follow "and" inside the name of a State. None of these words is itself the name of a State.
_SECOND_HALVES = r"Herzegovina|Barbuda|Nevis|the Grenadines|Principe|Príncipe|Tobago|Northern Ireland"
_SEPARATOR = re.compile(rf"[,;、，；،؛]|\s(?:and|&)(?:\s|$)(?!(?:{_SECOND_HALVES})\b)", re.IGNORECASE)
# Separators in brackets belong to the name: Guyana (on behalf of the Group of 77 and China). A bracket that the source
# does not close ends at the next separator, but a group keeps its "and".
_BRACKETS = re.compile(r"\((?:[^()]*\)|on behalf of[^(),;]*)", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and\b|&)\s*", re.IGNORECASE)


def split_sponsors(words: str) -> list[str]:
    """The names of the sponsors in the English words of the metadata.

    An "and" separates two names, except inside a name. A name that no State has costs only itself: it stays as printed.
    Words that are not a list of names become one entry.

    >>> split_sponsors("Fiji, Iran (Islamic Republic of), Trinidad and Tobago and Bosnia and Herzegovina")
    ['Fiji', 'Iran (Islamic Republic of)', 'Trinidad and Tobago', 'Bosnia and Herzegovina']
    >>> split_sponsors("Fiji, theRepublic of Korea and Peru")
    ['Fiji', 'theRepublic of Korea', 'Peru']
    >>> split_sponsors("submitted by the Chair of the Committee")
    ['submitted by the Chair of the Committee']
    """
    words = re.sub(r"\s+", " ", words).strip(" ,.;")
    names = [name for piece in _pieces(words) if (name := _LEADING_AND.sub("", piece.strip()))]
    return names if _are_names(names) else [words] * bool(words)


def _pieces(words: str) -> list[str]:
    masked = _BRACKETS.sub(lambda found: "_" * len(found[0]), words)
    bounds = [0, *(bound for found in _SEPARATOR.finditer(masked) for bound in found.span()), len(words)]
    return [words[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]


def _are_names(names: list[str]) -> bool:
    """Whether all have a capital letter as names have, or more than half are names of States."""
    capital = all(name.removeprefix("the ")[:1].isupper() for name in names)
    return capital or 2 * sum(sponsor_code(name) is not None for name in names) > len(names)
