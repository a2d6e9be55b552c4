"""Finds the references in a Chinese text: the words that name a document.

    text → **find** → references → resolve → citations

A reference has only what is printed: a number with its body and noun, a symbol, a title in 《》, a place in the Treaty
Series, 同上, 该条约, 其第六条. ``archive.citing.resolve`` finds the document that a reference means.

All patterns are matched on a folded copy of the text (``fold_width``). The copy has ASCII instead of full-width
characters, one kind of dash and one kind of space. The copy and the text have the same length, so an offset in one is
also an offset in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable

from archive.citing.bodies import body_in_session
from archive.citing.catalogue import Catalogue
from archive.citing.find.back_references import back_references, bare_articles
from archive.citing.find.council_references import council_references
from archive.citing.find.note_references import note_references
from archive.citing.find.number_references import number_references
from archive.citing.find.other_bodies import other_decisions
from archive.citing.find.outcome_names import outcome_names
from archive.citing.find.plain_short_forms import plain_short_forms
from archive.citing.find.plain_titles import plain_titles
from archive.citing.find.printed_in import is_inside_pinpoint, of_report
from archive.citing.find.registration_references import registration_references
from archive.citing.find.symbol_references import symbol_references
from archive.citing.find.title_references import joined, title_references, uncited
from archive.citing.find.unquoted_names import unquoted_names
from archive.citing.reference import (
    AMENDMENT,
    ARTICLE,
    ASIA,
    ASSEMBLY,
    BACK,
    CHEMICAL,
    COUNCIL,
    DECISION,
    ECOSOC,
    ENVIRONMENT,
    HEALTH,
    IBID,
    ITS,
    MENTION,
    NOTE,
    NUMBER,
    OUTCOME,
    OWN,
    PLAIN,
    REGISTRATION,
    RIGHTS,
    RIGHTS_COMMISSION,
    SELF,
    SHORT,
    SYMBOL,
    TITLE,
    Reference,
    fold_width,
)

__all__ = [
    "AMENDMENT",
    "ARTICLE",
    "ASIA",
    "ASSEMBLY",
    "BACK",
    "CHEMICAL",
    "COUNCIL",
    "DECISION",
    "ECOSOC",
    "ENVIRONMENT",
    "HEALTH",
    "IBID",
    "ITS",
    "MENTION",
    "NOTE",
    "NUMBER",
    "OUTCOME",
    "OWN",
    "PLAIN",
    "REGISTRATION",
    "RIGHTS",
    "RIGHTS_COMMISSION",
    "SELF",
    "SHORT",
    "SYMBOL",
    "TITLE",
    "Reference",
    "body_in_session",
    "clear_of",
    "find",
    "fold_width",
]

# Only symbols, registrations and references to footnotes can be in a text without these characters.
_CHINESE = re.compile("[《\u3400-\u9fff]")
_REACH = 50  # characters between a document and the place that belongs to it, at most


def finder(catalogue: Catalogue) -> Callable[[str, bool], list[Reference]]:
    """Returns a function that calls ``find`` with this catalogue."""
    return lambda text, footnote: find(text, footnote, catalogue)


def find(text: str, footnote: bool = False, catalogue: Catalogue | None = None) -> list[Reference]:
    """Returns the references in one clause or footnote, in the order of the text. They do not overlap.

    Most names without 《》 are found only if ``catalogue`` has them.

    >>> [(r.form, r.name, r.pinpoint) for r in find("回顾其第64/47号决议和《条约》第六条")]
    [('number', '64/47', ''), ('title', '条约', '第六条')]
    """
    folded = fold_width(text)
    registrations = list(registration_references(folded))
    symbols = clear_of(registrations, symbol_references(folded)) if "/" in folded else []
    titles = clear_of(registrations, title_references(folded)) if "《" in folded else []
    if symbols and titles:
        symbols, titles = joined(folded, symbols, titles)
    found = registrations + symbols
    if folded.isascii() or not _CHINESE.search(folded):
        found += clear_of(found, note_references(folded)) if "note" in folded else []
        return sorted(found, key=lambda reference: reference.start)
    numbers = clear_of(found, number_references(folded)) if "号" in folded or "第" in folded else []
    if "安" in folded:
        numbers += clear_of(found + numbers, council_references(folded))
    if symbols:
        symbols.sort(key=lambda symbol: symbol.end)
        numbers = [of_report(folded, n, symbols) for n in numbers]
        numbers = [n for n in numbers if not is_inside_pinpoint(folded, n, symbols)]
        found = registrations + [s for s in symbols if not is_inside_pinpoint(folded, s, symbols)]
    found += numbers
    if titles:
        found += clear_of(found, uncited(folded, titles))
    found += clear_of(found, other_decisions(folded)) if "号" in folded else []
    if catalogue is not None:
        found += clear_of(found, unquoted_names(folded, catalogue))
    found += clear_of(found, plain_short_forms(folded))
    if not footnote:
        found += clear_of(found, outcome_names(folded))
        found += clear_of(found, plain_titles(folded))
    if "注" in folded or "note" in folded:
        found += clear_of(found, note_references(folded))
    found += clear_of(found, back_references(folded, footnote))
    if "条" in folded:
        articles = clear_of(found, bare_articles(folded, footnote))
        placed = sorted((r.end, r.pinpoint) for r in found if r.pinpoint) if articles else []
        found += [article for article in articles if not _is_place(article, placed)]
    found.sort(key=lambda reference: reference.start)
    return found


def clear_of(taken: list[Reference], references: Iterable[Reference]) -> list[Reference]:
    """Returns the references that overlap no reference of ``taken``. Those of ``taken`` must not overlap each other."""
    references = list(references)
    if not references or not taken:
        return references
    spans = sorted((t.start, t.end) for t in taken)
    clear = []
    for reference in references:
        before = bisect_left(spans, (reference.end,))  # the number of spans that begin before the reference ends
        if not before or spans[before - 1][1] <= reference.start:
            clear.append(reference)
    return clear


def _is_place(article: Reference, placed: list[tuple[int, str]]) -> bool:
    """Whether a reference directly before an article has this article in its pinpoint.

    The article must begin at most ``_REACH`` characters after the reference. ``placed`` has the end and the pinpoint of
    each reference, in order.
    """
    first = bisect_left(placed, (article.start - _REACH, ""))
    last = bisect_left(placed, (article.start + 1, ""))
    return any(article.pinpoint in pinpoint for _, pinpoint in placed[first:last])
