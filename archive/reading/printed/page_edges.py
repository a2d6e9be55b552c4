"""Finds the left edge of each page, so that the indents of different pages can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archive.reading.printed.lines import TextLine

_RARE = 0.08  # the left edge of a page is an indent that more than 8 % of its lines have


def page_edges(lines: Sequence[TextLine], starts: Sequence[TextLine], continued: Sequence[TextLine]) -> dict[int, int]:
    """A dict from page numbers to the left edges of the pages, in columns; empty for a text of one page.

    ``starts`` are lines that begin a paragraph, and ``continued`` are lines that continue one. A page with fewer than
    five lines has the edge of the page next to it.

    A page on which each paragraph is one line can have the indent of first lines everywhere. The pages with continued
    lines show how far this indent is from the edge.
    """
    edges = _smallest_indents(lines)
    full = {line.page for line in continued}
    only_starts = [page for page in edges.keys() - full if len(_indents_on(page, lines)) == 1]
    if only_starts:
        for page in full - edges.keys():
            edges[page] = min(_indents_on(page, lines))
        first = Counter(line.indent - edges[line.page] for line in starts if line.page in full)
        for page in only_starts if first else ():
            edges[page] -= first.most_common(1)[0][0]
    measured = list(edges)
    for page in {line.page for line in lines} - edges.keys() if measured else ():
        edges[page] = edges[min(measured, key=lambda other: abs(other - page))]
    return edges


def _smallest_indents(lines: Sequence[TextLine]) -> dict[int, int]:
    """The smallest indent that several lines of a page have. A bracket can be printed to the left of the edge."""
    pages: dict[int, Counter[int]] = {}
    for line in lines:
        pages.setdefault(line.page, Counter())[line.indent] += 1
    if len(pages) == 1:
        return {}
    edges: dict[int, int] = {}
    for page, indents in pages.items():
        if indents.total() > 4:
            usual = [indent for indent, count in indents.items() if count > _RARE * indents.total()]
            edges[page] = min(usual or indents)
    return edges


def _indents_on(page: int, lines: Sequence[TextLine]) -> set[int]:
    return {line.indent for line in lines if line.page == page}
