"""What index entries have of clauses beside their words: footnotes, cited documents, and the codes of their steps.

Plain rows are read for many clauses at once. Objects of Django would take longer than all else that an index needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models.functions import Coalesce

from archive.models import Citation, ClauseStep, FootnoteMark
from archive.models.prepared import any_of
from archive.models.wording import StepKind, step_codes


@dataclass(slots=True)
class ClauseParts:
    """``footnotes``: primary key of each footnote of the clause → its text, in the order of the marks. ``cites`` are
    the keys of the documents that the clause cites. ``codes`` are those of ``ClauseStep.codes``: of the steps that lead
    to the clause, and of those in which the next text dropped it."""

    footnotes: dict[int, str] = field(default_factory=dict)
    cites: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def parts_of(clauses: list[int]) -> Mapping[int, ClauseParts]:
    """Clause → its parts. ``clauses`` are primary keys."""
    found: dict[int, ClauseParts] = defaultdict(ClauseParts)
    marks = FootnoteMark.objects.filter(any_of("clause", clauses), footnote__isnull=False).order_by("clause", "at")
    for clause, footnote, text in marks.values_list("clause", "footnote", "footnote__text"):
        found[clause].footnotes[footnote] = text
    cited = Citation.objects.filter(any_of("clause", clauses)).order_by()
    for clause, key in cited.values_list("clause", Coalesce("target__key", "key")).distinct():
        if clause and key:
            found[clause].cites.add(key)
    steps = ClauseStep.objects.of_readers().about(clauses).order_by()
    columns = ("earlier", "later", "kind", "moved", "verb_after", "strength", "doubtful")
    for earlier, later, kind, *marked in steps.values_list(*columns):
        clause = earlier if kind == StepKind.DROPPED else later
        if clause:
            found[clause].codes.update(step_codes(kind, *marked))
    return found
