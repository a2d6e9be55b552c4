"""What a mend is about: a clause or footnote, named by its path or mark *and* by a digest of its words.

After a new reading of the same source the words find it, under another path too. Where several have the same words
(同上。), the mend remembers how many, and which of them it is about. Where there are more or fewer now, or none, it
changes nothing, and that is said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from archive.messages import MessageError
from archive.reading.draft import Draft, DraftClause, DraftFootnote


class MisfitError(MessageError):
    """A mend cannot be applied."""


def digest(text: str) -> str:
    """What a mend remembers of the words that it is about.

    >>> digest("回顾")
    '1fe9d18bb48b'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def clause_anchor(draft: Draft, clause: DraftClause) -> dict[str, Any]:
    words = _words(clause)
    return {"path": clause.path, "digest": words} | _which(clause, _reading(draft, words))


def footnote_anchor(draft: Draft, footnote: DraftFootnote) -> dict[str, Any]:
    words = digest(footnote.text)
    return {"footnote": footnote.marker, "digest": words} | _which(footnote, _noting(draft, words))


def anchor_of(draft: Draft, holder: DraftClause | DraftFootnote) -> dict[str, Any]:
    return footnote_anchor(draft, holder) if isinstance(holder, DraftFootnote) else clause_anchor(draft, holder)


def find_clause(draft: Draft, anchor: dict[str, Any]) -> DraftClause:
    """The clause with these words. Raises MisfitError."""
    same = _reading(draft, anchor["digest"])
    if len(same) == anchor.get("of", 1):
        return same[anchor.get("nth", 0)]
    raise MisfitError("mend.no_such_clause_any_more", path=anchor["path"])


def find_footnote(draft: Draft, anchor: dict[str, Any]) -> DraftFootnote:
    """The footnote with this printed mark and these words, or else the one with these words. Raises MisfitError."""
    same = _noting(draft, anchor["digest"])
    for footnote in same:
        if footnote.marker == anchor["footnote"]:
            return footnote
    if len(same) == anchor.get("of", 1):
        return same[anchor.get("nth", 0)]
    raise MisfitError("mend.no_such_footnote_any_more", marker=anchor["footnote"])


def find_holder(draft: Draft, anchor: dict[str, Any]) -> DraftClause | DraftFootnote:
    return find_footnote(draft, anchor) if "footnote" in anchor else find_clause(draft, anchor)


def _words(clause: DraftClause) -> str:
    return digest(clause.label + "\0" + clause.text)


def _reading(draft: Draft, words: str) -> list[DraftClause]:
    return [clause for clause in draft.clauses if _words(clause) == words]


def _noting(draft: Draft, words: str) -> list[DraftFootnote]:
    return [footnote for footnote in draft.footnotes.values() if digest(footnote.text) == words]


def _which(one: DraftClause | DraftFootnote, same: Sequence[DraftClause | DraftFootnote]) -> dict[str, int]:
    """Which of those with the same words; nothing for what has them alone."""
    if len(same) == 1:
        return {}
    return {"nth": next(index for index, other in enumerate(same) if other is one), "of": len(same)}


def index_of(draft: Draft, clause: DraftClause) -> int:
    return next(index for index, one in enumerate(draft.clauses) if one is clause)
