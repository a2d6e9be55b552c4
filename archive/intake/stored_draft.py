"""The Draft, the citations and the canonical form of a stored revision, made from its rows."""

from __future__ import annotations

from collections import defaultdict

from archive.citing.citation import LIBRARIAN, Citations
from archive.citing.citation import Citation as Found
from archive.intake import canonical, facts
from archive.models import Citation, Revision
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Mark


def form_of(revision: Revision) -> canonical.Form:
    """The parts of the canonical form that the rows of a revision have. Other parts are missing from the result.

    Subjects are missing, because they are stored with the resolution, not with the revision. Facts are missing if an
    earlier release stored the revision without facts. Citations are missing if a librarian has corrected a citation,
    because the citations that reading found are then unknown.
    """
    citations = citations_of(revision)
    found = canonical.form(draft_of(revision), citations)
    del found["subjects"]
    if revision.facts is None:
        del found["facts"]
    every = [one for held in (*citations.clauses.values(), *citations.footnotes.values()) for one in held]
    if any(one.origin == LIBRARIAN for one in every):
        del found["citations"]
    return found


def draft_of(revision: Revision) -> Draft:
    draft = facts.of_revision(revision) or Draft("", "", revision.text.language)
    draft.title, draft.formula, draft.end = revision.title, revision.formula, revision.end
    draft.title_marks = [Mark(**mark) for mark in revision.title_marks]
    rows = revision.clauses.select_related("parent").prefetch_related("marks").order_by("position")
    draft.clauses = [
        DraftClause(
            clause.kind,
            clause.path,
            clause.label,
            clause.opening,
            clause.text,
            [Mark(mark.marker, mark.at) for mark in clause.marks.all()],
            parent=clause.parent.path if clause.parent else None,
        )
        for clause in rows
    ]
    footnotes = revision.footnotes.order_by("position")
    draft.footnotes = {footnote.marker: DraftFootnote(footnote.marker, footnote.text) for footnote in footnotes}
    return draft


def citations_of(revision: Revision) -> Citations:
    citations = Citations(defaultdict(list), defaultdict(list))
    rows = revision.citations.select_related("clause", "footnote", "via").order_by("position")
    for row in rows:
        if row.clause:
            citations.clauses[row.clause.path].append(_citation(row))
        elif row.footnote:
            citations.footnotes[row.footnote.marker].append(_citation(row))
    return citations


def _citation(row: Citation) -> Found:
    return Found(
        row.exact,
        row.start,
        row.end,
        row.key or None,
        row.status,
        row.origin,
        row.pinpoint,
        row.via.marker if row.via else None,
        tuple(row.candidates),
    )
