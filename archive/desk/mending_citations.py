"""Citations put right by hand, after citing has found its own.

    Draft (mended) → citing → Citations → **mends** → Citations

``cite`` says that some words cite a document, ``uncite`` that they do not. The words are named by their clause or
footnote, their place and themselves; where the clause has changed since, they are looked for in the whole Draft and
must stand there once.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

from archive import symbols
from archive.citing.citation import AMBIGUOUS, LIBRARIAN, RESOLVED, UNKNOWN, Citation, Citations
from archive.citing.resolve import carrying_words
from archive.desk.anchors import MisfitError, clause_anchor, footnote_anchor
from archive.desk.mending import Mend, Unplaced
from archive.reading.draft import Draft, DraftClause, DraftFootnote

CITE, UNCITE = "cite", "uncite"
OPERATIONS = (CITE, UNCITE)


class Known(Protocol):
    """Tells whether the archive has a document (``archive.citing.Catalogue``)."""

    def __contains__(self, key: str) -> bool: ...


_Holder = DraftClause | DraftFootnote


def mend_citations(
    draft: Draft, citations: Citations, mends: Iterable[Mend], known: Known
) -> tuple[Citations, list[Unplaced]]:
    """The citations of a mended Draft with those that a librarian set, and without those that one dropped.

    ``known`` tells which documents the archive has.
    """
    mended, unplaced = copy.deepcopy(citations), []
    for index, mend in enumerate(mends):
        if mend.operation not in OPERATIONS:
            continue
        try:
            holder, start = _find(draft, mend.arguments)
            if mend.operation == CITE:
                _cite(draft, mended, holder, start, mend.arguments, known)
            else:
                _uncite(mended, holder, start, mend.arguments)
        except MisfitError as error:
            unplaced.append(Unplaced(index, error))
        except (KeyError, TypeError, ValueError) as error:
            unplaced.append(Unplaced(index, MisfitError("The mend is not complete (%(what)s).", what=str(error))))
    return mended, unplaced


def _find(draft: Draft, arguments: dict[str, Any]) -> tuple[_Holder, int]:
    """The clause or footnote, and where in it the words begin."""
    exact, anchor = str(arguments["exact"]), arguments["holder"]
    if not exact:
        raise MisfitError("Which words cite the document?")
    holders: list[_Holder] = [*draft.clauses, *draft.footnotes.values()]
    for holder in holders:
        if anchor_of(holder) == anchor and holder.text.startswith(exact, int(arguments["start"])):
            return holder, int(arguments["start"])
    found = [holder for holder in holders for _ in range(holder.text.count(exact))]
    if len(found) != 1:
        raise MisfitError("“%(exact)s” no longer stands in one place of the text.", exact=exact)
    return found[0], found[0].text.index(exact)


def anchor_of(holder: _Holder) -> dict[str, str]:
    return footnote_anchor(holder) if isinstance(holder, DraftFootnote) else clause_anchor(holder)


def _cite(
    draft: Draft,
    citations: Citations,
    holder: _Holder,
    start: int,
    arguments: dict[str, Any],
    known: Known,
) -> None:
    target = symbols.normalise(str(arguments["target"]).strip())
    if not target:
        raise MisfitError("Say which document is cited.")
    end = start + len(arguments["exact"])
    status = RESOLVED if target in known else UNKNOWN
    citation = Citation(
        arguments["exact"], start, end, target, status, LIBRARIAN, str(arguments.get("pinpoint", "")).strip()
    )
    _place(_held(citations, holder), citation)
    if isinstance(holder, DraftFootnote):
        for clause in draft.clauses:
            marks = sorted(clause.marks, key=lambda mark: mark.at)
            for mark in (mark for mark in marks if mark.marker == holder.marker):
                before = [one.at for one in marks if one.at < mark.at]
                words, words_end = carrying_words(clause.text, mark.at, before)
                through = replace(
                    citation,
                    exact=clause.text[words:words_end],
                    start=words,
                    end=words_end,
                    via_footnote=holder.marker,
                )
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


def _uncite(citations: Citations, holder: _Holder, start: int, arguments: dict[str, Any]) -> None:
    target, end = arguments.get("target"), start + len(arguments["exact"])
    held = _held(citations, holder)
    wrong = [one for one in held if (one.start, one.end, one.target) == (start, end, target) and not one.via_footnote]
    if not wrong:
        raise MisfitError(
            "“%(exact)s” is no citation of %(target)s any more.", exact=arguments["exact"], target=str(target)
        )
    for one in wrong:
        held.remove(one)
    if isinstance(holder, DraftFootnote):
        for path, carried in citations.clauses.items():
            citations.clauses[path] = [
                one for one in carried if one.via_footnote != holder.marker or one.target != target
            ]


def _held(citations: Citations, holder: _Holder) -> list[Citation]:
    if isinstance(holder, DraftFootnote):
        return citations.footnotes.setdefault(holder.marker, [])
    return citations.clauses.setdefault(holder.path, [])
