"""The new clauses, and where their words were before. ``archive.searching.new_clauses`` makes the rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from archive.models.clause import Clause, ClauseQuerySet
from archive.models.document import Kind
from archive.models.series import SeriesEntry
from archive.models.text import Revision
from archive.models.wording import ClauseStep, StepKind


def has_earlier_resolution(symbol: str) -> Exists:
    """Whether the series of a resolution has an earlier one, with a text or without. ``symbol`` is the name of the
    field that has the symbol of the resolution."""
    own = {"series__entries__document_id": OuterRef(symbol)}
    return Exists(SeriesEntry.objects.filter(**own, series__entries__session_order__gt=F("session_order")))


def new_clauses() -> ClauseQuerySet:
    """The clauses that the text before them in their series does not have, and all clauses of new resolutions.

    Only resolutions of the General Assembly have series, so only their clauses can be new.

    A resolution is new if its series has no earlier resolution. If the archive only lacks the earlier text, nothing is
    known of the clauses, and they are not among these.
    """
    added = Exists(ClauseStep.objects.filter(later=OuterRef("pk"), kind=StepKind.NEW))
    is_first = ~has_earlier_resolution("revision__text__resolution__document__key")
    assembly = Q(revision__text__resolution__kind=Kind.GA_RESOLUTION)
    return Clause.objects.in_every_language().filter(assembly, Q(added) | (Q(revision__step=None) & is_first))


class NewClause(models.Model):
    """A new clause, and the clause of an earlier session to which it is most similar.

    ``nearest`` is None if no clause of an earlier session is similar. ``likeness`` is from 0 to 1
    (``archive.comparing.similar``). ``formula`` is true if clauses of many series have most of these words.
    """

    clause = models.OneToOneField(Clause, models.CASCADE, related_name="new_clause")
    # Deleted with the nearest clause: the next update then finds the next nearest one.
    nearest = models.ForeignKey(Clause, models.CASCADE, null=True, related_name="+")
    likeness = models.FloatField(default=0.0)
    formula = models.BooleanField(default=False)

    class Meta:
        ordering = ["clause_id"]

    def __str__(self) -> str:
        return f"{self.clause}: {self.nearest or '-'}"


class SearchedText(models.Model):
    """A text among whose clauses the nearest ones were searched. ``code`` identifies the code that did it."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="+")
    code = models.CharField(max_length=32)

    class Meta:
        ordering = ["revision_id"]

    def __str__(self) -> str:
        return str(self.revision)
