"""Reads Markdown: markdown-it makes a web page of it, and ``archive.reading.html`` reads the page.

Footnotes (``[^1]`` and ``[^1]: text``) become raised numbers first, because CommonMark has no footnotes.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from archive.messages import Unreadable
from archive.reading import decoding, source_formats
from archive.reading.draft import Draft
from archive.reading.html.reader import read_page
from archive.reading.reader import Reader
from archive.reading.told import Told

# What only Markdown has: headings, bold words, lines that begin in italics, links to addresses, footnotes.
_SIGNS = re.compile(
    r"^#{1,6} \S|\*\*[^\s*][^*\n]{0,200}\*\*|^(?:\d{1,3}\\?\. )?\*[^\s*][^*\n]{0,200}\b\*(?!\*)|"
    r"\]\((?:https?:|#)[^)\s]{0,400}\)|\[\^\w{1,10}\]",
    re.MULTILINE,
)
_LEAST = 2  # such signs
_NOTE = re.compile(r"^ {0,3}\[\^(\w{1,10})\]:[ \t]*", re.MULTILINE)
_MARK = re.compile(r"\[\^(\w{1,10})\]")
_SAMPLE = 50_000  # characters


def _recognise(content: bytes) -> bool:
    try:
        text = decoding.decode(content)
    except Unreadable:
        return False
    signs = _SIGNS.finditer(text[:_SAMPLE])
    return not text.lstrip().startswith("<") and sum(1 for _, _ in zip(signs, range(_LEAST), strict=False)) == _LEAST


def _read(content: bytes, name: str, told: Told) -> list[Draft]:
    text = _NOTE.sub(r"\n\n<sup>\1</sup> ", decoding.decode(content))
    page = _parser().render(_MARK.sub(r"<sup>\1</sup>", text))
    return read_page(f"<html><body>{page}</body></html>", name, source_formats.MARKDOWN.key, told)


def _parser() -> MarkdownIt:
    """CommonMark with tables. Indented lines are paragraphs, because printed paragraphs are indented."""
    return MarkdownIt("commonmark").enable("table").disable("code")


MARKDOWN = Reader(source_formats.MARKDOWN, _recognise, _read)
