"""The wordings that are compared: of a Draft on the desk, and of a revision in the archive."""

from __future__ import annotations

from archive.desk.comparing import Piece
from archive.models import Proof, Revision
from archive.reading import Draft


def of_draft(draft: Draft) -> list[Piece]:
    """Title, formula, clauses, footnotes and end, in the order of the text."""
    clauses = [Piece(clause.path, clause.label, clause.text) for clause in draft.clauses]
    notes = [Piece(f"footnote {marker}", marker, note.text) for marker, note in draft.footnotes.items()]
    return _pieces(draft.title, draft.formula, clauses, notes, draft.end)


def of_revision(revision: Revision) -> list[Piece]:
    """The same of a revision."""
    rows = revision.clauses.order_by("position").values_list("path", "label", "text")
    clauses = [Piece(path, label, text) for path, label, text in rows]
    stored = revision.footnotes.order_by("position").values_list("marker", "text")
    notes = [Piece(f"footnote {marker}", marker, text) for marker, text in stored]
    return _pieces(revision.title, revision.formula, clauses, notes, revision.end)


def _pieces(title: str, formula: str, clauses: list[Piece], notes: list[Piece], end: str) -> list[Piece]:
    around = [Piece("title", "", title), Piece("formula", "", formula)], [Piece("end", "", end)]
    return [piece for piece in (*around[0], *clauses, *notes, *around[1]) if piece.words]


def current_of(symbol: str, language: str) -> Revision | None:
    """The current revision of a resolution's text in this language, if the archive has one."""
    return (
        Revision.objects.filter(current=True, text__language=language, text__resolution__document__key=symbol)
        .select_related("text__resolution__document", "source")
        .defer("source__content")
        .first()
    )


def rivals_of(proof: Proof) -> list[Proof]:
    """Other proofs of the same text that lie on the desk and are not published."""
    if not proof.symbol:
        return []
    others = Proof.objects.filter(symbol=proof.symbol, language=proof.language, state__in=("open", "approval"))
    return list(others.exclude(pk=proof.pk).select_related("submission").defer("draft"))
