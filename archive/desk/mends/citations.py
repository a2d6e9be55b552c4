"""Citations put right by hand, after citing has found its own.

    Draft (mended) → citing → Citations → **mends** → Citations

``cite`` says that some words cite a document, ``uncite`` that they do not. Where those words stand now,
``archive.desk.mends.mending`` has found out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

from archive import symbols
from archive.citing.citation import AMBIGUOUS, LIBRARIAN, RESOLVED, UNKNOWN, Citation, Citations
from archive.citing.resolve import carrying_words
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.mending import CITE, Mend, Mended, Unplaced
from archive.desk.mends.tracking import Holder, Words
from archive.reading.draft import Draft, DraftFootnote

_LONGEST = 400  # characters of a document's key


class Known(Protocol):
    """Tells whether the archive has a document (``archive.citing.Catalogue``)."""

    def __contains__(self, key: str) -> bool: ...


def mend_citations(
    mended: Mended, citations: Citations, mends: Iterable[Mend], known: Known
) -> tuple[Citations, list[Unplaced]]:
    """The citations of a mended Draft with those that a librarian set, and without those that one dropped.

    ``known`` tells which documents the archive has.
    """
    put_right, unplaced = copy.deepcopy(citations), []
    for index, mend in enumerate(mends):
        if index not in mended.cited:
            continue
        words = mended.cited[index]
        try:
            if mend.operation == CITE:
                _cite(mended.draft, put_right, words, mend.arguments, known)
            else:
                _uncite(put_right, words, mend.arguments)
        except MisfitError as error:
            unplaced.append(Unplaced(index, error))
        except (KeyError, TypeError, ValueError) as error:
            unplaced.append(Unplaced(index, MisfitError("mend.incomplete", what=str(error))))
    return put_right, unplaced


def _cite(draft: Draft, citations: Citations, words: Words, arguments: dict[str, Any], known: Known) -> None:
    target, holder = symbols.normalise(str(arguments["target"]).strip()), words.holder
    if not target:
        raise MisfitError("mend.document_missing")
    if len(target) > _LONGEST:
        raise MisfitError("mend.document_key_too_long", most=_LONGEST)
    status = RESOLVED if target in known else UNKNOWN
    pinpoint = str(arguments.get("pinpoint", "")).strip()
    citation = Citation(words.text, words.start, words.end, target, status, LIBRARIAN, pinpoint)
    _place(_held(citations, holder), citation)
    if isinstance(holder, DraftFootnote):
        for clause in draft.clauses:
            marks = sorted(clause.marks, key=lambda mark: mark.at)
            for mark in (mark for mark in marks if mark.marker == holder.marker):
                before = [one.at for one in marks if one.at < mark.at]
                start, end = carrying_words(clause.text, mark.at, before)
                exact = clause.text[start:end]
                through = replace(citation, exact=exact, start=start, end=end, via_footnote=holder.marker)
                _place(_held(citations, clause), through)


def _place(held: list[Citation], citation: Citation) -> None:
    """Put a citation among the others, instead of the one that it says more about."""
    same_words = [
        one
        for one in held
        if one.via_footnote == citation.via_footnote
        and (one.start, one.end) == (citation.start, citation.end)
        and (one.status == AMBIGUOUS or one.target == citation.target)
    ]
    for one in same_words:
        held.remove(one)
    held.append(citation)
    held.sort(key=lambda one: (one.start, one.via_footnote is not None))


def _uncite(citations: Citations, words: Words, arguments: dict[str, Any]) -> None:
    target, holder = arguments.get("target"), words.holder
    held, place = _held(citations, holder), (words.start, words.end, target)
    wrong = [one for one in held if (one.start, one.end, one.target) == place and not one.via_footnote]
    if not wrong:
        raise MisfitError("mend.no_such_citation_any_more", exact=words.text, target=str(target))
    for one in wrong:
        held.remove(one)
    if isinstance(holder, DraftFootnote) and target not in [one.target for one in held]:
        for path, carried in citations.clauses.items():
            citations.clauses[path] = [
                one for one in carried if one.via_footnote != holder.marker or one.target != target
            ]


def _held(citations: Citations, holder: Holder) -> list[Citation]:
    if isinstance(holder, DraftFootnote):
        return citations.footnotes.setdefault(holder.marker, [])
    return citations.clauses.setdefault(holder.path, [])
