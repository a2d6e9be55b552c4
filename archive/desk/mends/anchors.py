"""Anchors: how a mend names a clause or a footnote. An anchor has the path or mark *and* a digest of the words.

When the same source is read again, the digest finds the clause even if its path has changed. Several clauses may have
the same words (同上。). Then the anchor also has the number of these clauses, and the index of its own clause among
them. If a new reading has more or fewer of these clauses, the mend is not applied. The page of the proof reports it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from archive.desk.mends.edits import Holder
from archive.messages import MessageError
from archive.reading.draft import Draft, DraftClause, DraftFootnote


class MisfitError(MessageError):
    """A mend cannot be applied. ``field`` is the name of the field of a form that is wrong; "" if it is not known."""

    field = ""


@dataclass(frozen=True, slots=True)
class ClauseAnchor:
    """``of`` is the number of clauses with the same label and words. ``nth`` is the index among them, from 0."""

    path: str
    digest: str
    nth: int = 0
    of: int = 1

    @classmethod
    def of_clause(cls, draft: Draft, clause: DraftClause) -> ClauseAnchor:
        words = _digest_of(clause)
        return cls(clause.path, words, *_which(clause, _clauses_with(draft, words)))

    def find(self, draft: Draft) -> DraftClause:
        """The clause with these words. Raises MisfitError if it is not found."""
        same = _clauses_with(draft, self.digest)
        if len(same) == self.of:
            return same[self.nth]
        raise MisfitError("mend.no_such_clause_any_more", path=self.path)


@dataclass(frozen=True, slots=True)
class FootnoteAnchor:
    """``footnote`` is the printed mark.

    ``of`` is the number of footnotes with the same words. ``nth`` is the footnote's index among them, from 0.
    """

    footnote: str
    digest: str
    nth: int = 0
    of: int = 1

    @classmethod
    def of_footnote(cls, draft: Draft, footnote: DraftFootnote) -> FootnoteAnchor:
        words = digest(footnote.text)
        return cls(footnote.marker, words, *_which(footnote, _footnotes_with(draft, words)))

    def find(self, draft: Draft) -> DraftFootnote:
        """The footnote with this mark and these words. If there is none, the footnote with these words.

        Raises MisfitError if neither is found.
        """
        same = _footnotes_with(draft, self.digest)
        for footnote in same:
            if footnote.marker == self.footnote:
                return footnote
        if len(same) == self.of:
            return same[self.nth]
        raise MisfitError("mend.no_such_footnote_any_more", marker=self.footnote)


Anchor = ClauseAnchor | FootnoteAnchor


def anchor_of(draft: Draft, holder: Holder) -> Anchor:
    if isinstance(holder, DraftFootnote):
        return FootnoteAnchor.of_footnote(draft, holder)
    return ClauseAnchor.of_clause(draft, holder)


def anchor_from_json(data: Mapping[str, Any]) -> Anchor:
    """The anchor from the result of ``anchor_to_json``.

    >>> anchor_from_json({"path": "op1", "digest": "1fe9d18bb48b"})
    ClauseAnchor(path='op1', digest='1fe9d18bb48b', nth=0, of=1)
    """
    known = {name: data[name] for name in ("path", "footnote", "digest", "nth", "of") if name in data}
    return FootnoteAnchor(**known) if "footnote" in known else ClauseAnchor(**known)


def anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    """The anchor as JSON. ``nth`` and ``of`` are left out if no other clause or footnote has the same words."""
    data = asdict(anchor)
    return data if anchor.of > 1 else {name: data[name] for name in data if name not in ("nth", "of")}


def digest(text: str) -> str:
    """The short digest of words that an anchor stores.

    >>> digest("回顾")
    '1fe9d18bb48b'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def index_of(draft: Draft, clause: DraftClause) -> int:
    """The index of a clause in the Draft. The search uses ``is`` and not ``==``, because two clauses can be equal."""
    return next(index for index, one in enumerate(draft.clauses) if one is clause)


def _digest_of(clause: DraftClause) -> str:
    return digest(clause.label + "\0" + clause.text)


def _clauses_with(draft: Draft, words: str) -> list[DraftClause]:
    return [clause for clause in draft.clauses if _digest_of(clause) == words]


def _footnotes_with(draft: Draft, words: str) -> list[DraftFootnote]:
    return [footnote for footnote in draft.footnotes.values() if digest(footnote.text) == words]


def _which(one: Holder, same: Sequence[Holder]) -> tuple[int, int]:
    return next(index for index, other in enumerate(same) if other is one), len(same)
