"""What a mend is about: a clause or footnote, named by its path or mark *and* by a digest of its words.

After a new reading of the same source the words still find it, under another path too. What finds nothing, or more than
one place, changes nothing and is said.
"""

from __future__ import annotations

import hashlib

from archive.reading.draft import Draft, DraftClause, DraftFootnote, SaidError


class MisfitError(SaidError):
    """A mend cannot be applied."""


def digest(text: str) -> str:
    """What a mend remembers of the words that it is about.

    >>> digest("回顾")
    '1fe9d18bb48b'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def clause_anchor(clause: DraftClause) -> dict[str, str]:
    return {"path": clause.path, "digest": digest(clause.label + "\0" + clause.text)}


def footnote_anchor(footnote: DraftFootnote) -> dict[str, str]:
    return {"footnote": footnote.marker, "digest": digest(footnote.text)}


def find_clause(draft: Draft, anchor: dict[str, str]) -> DraftClause:
    """The clause with these words at this path, or else the one clause with these words. Raises MisfitError."""
    same = [clause for clause in draft.clauses if clause_anchor(clause)["digest"] == anchor["digest"]]
    at_path = [clause for clause in same if clause.path == anchor["path"]]
    if len(found := at_path or same) == 1:
        return found[0]
    raise MisfitError("No clause reads as %(path)s did when this was mended.", path=anchor["path"])


def find_footnote(draft: Draft, anchor: dict[str, str]) -> DraftFootnote:
    """The footnote with this mark and these words, or else the one with these words. Raises MisfitError."""
    same = [footnote for footnote in draft.footnotes.values() if digest(footnote.text) == anchor["digest"]]
    marked = [footnote for footnote in same if footnote.marker == anchor["footnote"]]
    if len(found := marked or same) == 1:
        return found[0]
    raise MisfitError("No footnote reads as %(marker)s did when this was mended.", marker=anchor["footnote"])


def index_of(draft: Draft, clause: DraftClause) -> int:
    return next(index for index, one in enumerate(draft.clauses) if one is clause)
