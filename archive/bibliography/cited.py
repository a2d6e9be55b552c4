"""A citation: words, of which some are in italics."""

from __future__ import annotations

from html import escape


class Italic(str):
    """Words that a style writes in italics."""

    __slots__ = ()


Citation = tuple[str, ...]
"""The pieces of a citation in order. Those in italics are ``Italic``."""


def plain(citation: Citation) -> str:
    """The citation without italics.

    >>> plain(("Resolution 65/72, ", Italic("United action"), "."))
    'Resolution 65/72, United action.'
    """
    return "".join(citation)


def html(citation: Citation) -> str:
    """The citation as HTML.

    >>> html(("1 < 2, ", Italic("United action")))
    '1 &lt; 2, <i>United action</i>'
    """
    return "".join(f"<i>{escape(each)}</i>" if isinstance(each, Italic) else escape(each) for each in citation)


def sentence(parts: list[str], separator: str, end: str = "") -> Citation:
    """The parts that are not empty, with a separator between them.

    >>> sentence(["UN", "", Italic("Title")], ", ", ".")
    ('UN', ', ', 'Title', '.')
    """
    found: list[str] = []
    for part in filter(None, parts):
        found += [separator, part] if found else [part]
    return (*found, end) if end else tuple(found)
