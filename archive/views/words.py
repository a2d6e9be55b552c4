"""Everything of one revision that a page or its JSON shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from archive.models import Citation, Clause, Document, Footnote, FootnoteMark, Resolution, Revision
from archive.views.wording import Named, named


@dataclass(frozen=True, slots=True)
class Words:
    """Everything of a revision that a page or its JSON shows, read in four queries however long it is;
    a citation's ``target`` has ``here``, whether its text is in the archive."""

    revision: Revision
    clauses: list[Clause]
    footnotes: list[Footnote]
    marks: Mapping[int, list[FootnoteMark]]  # by clause
    citations: Mapping[int, list[Citation]]  # by clause
    footnote_citations: Mapping[int, list[Citation]]  # by footnote

    @classmethod
    def of(cls, revision: Revision) -> Words:
        footnotes = list(revision.footnotes.all())
        by_id = {footnote.pk: footnote for footnote in footnotes}
        # The marks come with their clauses: a query spared.
        marked = FootnoteMark.objects.filter(clause=OuterRef("pk")).order_by("at", "pk")
        found = ArraySubquery(marked.values(mark=JSONObject(footnote="footnote", marker="marker", at="at")))
        clauses = list(revision.clauses.annotate(found_marks=found))
        marks = {
            clause.pk: [
                FootnoteMark(clause=clause, marker=m["marker"], at=m["at"], footnote=by_id.get(m["footnote"]))
                for m in clause.found_marks
            ]
            for clause in clauses
        }
        by_clause: defaultdict[int, list[Citation]] = defaultdict(list)
        by_footnote: defaultdict[int, list[Citation]] = defaultdict(list)
        found_citations = list(revision.citations.all())
        # Each document once: a join would bring it again with each of its citations.
        has_text = Exists(Resolution.objects.filter(pk=OuterRef("pk")))
        cited = Document.objects.annotate(here=has_text).in_bulk({c.target_id for c in found_citations if c.target_id})
        for citation in found_citations:
            citation.target = cited.get(citation.target_id or 0)
            if citation.clause_id:
                by_clause[citation.clause_id].append(citation)
            elif citation.footnote_id:
                by_footnote[citation.footnote_id].append(citation)
        return cls(revision, [*clauses], footnotes, marks, by_clause, by_footnote)

    def candidates(self) -> dict[str, Named]:
        """What the ambiguous citations could mean, by key."""
        cited = (citation for found in self.citations.values() for citation in found)
        keys = {key for citation in cited for key in citation.candidates}
        known = Document.objects.filter(key__in=keys).select_related("resolution") if keys else ()
        return {d.key: named(d.key, d, here=d.has_text) for d in known}
