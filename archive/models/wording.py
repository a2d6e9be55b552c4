"""How the wording of a series changes: each text beside the text before it, and each clause beside its former words.

``archive.intake.wording`` makes the rows from comparisons (``archive.comparing``).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models
from django.db.models import Q

from archive.comparing import comparison, verbs
from archive.models.clause import Clause
from archive.models.prepared import any_of
from archive.models.text import Revision


class StepKind(models.TextChoices):
    """How a clause differs from the clause before it. The first three are those of ``archive.comparing``."""

    SAME = comparison.SAME
    NUMBERS = comparison.NUMBERS
    REWORDED = comparison.REWORDED
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


MOVED, VERB, DOUBTFUL = "moved", "verb", "doubtful"  # codes of a step beside its kind and its strength


class Strength(models.TextChoices):
    """Whether the later opening phrase is stronger. "" if the two are not on one scale."""

    STRONGER = verbs.STRONGER
    WEAKER = verbs.WEAKER


def _readers_see(step: str = "") -> Q:
    """The condition that readers may see both texts of a step. ``step`` leads to the step: ``step__``."""
    sides = [f"{step}{side}" for side in ("earlier", "later")]
    visible = [Q(**{f"{side}__current": True, f"{side}__text__resolution__withdrawn_at": None}) for side in sides]
    return visible[0] & visible[1]


class TextStepQuerySet(models.QuerySet["TextStep"]):
    def of_readers(self) -> TextStepQuerySet:
        """The steps between texts that readers may see. Steps are made again only some time after a text changed."""
        return self.filter(_readers_see())

    def of_series(self, symbols: Iterable[str], language: str) -> TextStepQuerySet:
        """The steps of the resolutions of a series in one language, in the order of the sessions, with both texts."""
        resolution = "later__text__resolution"
        return (
            self.filter(later__text__language=language, **{f"{resolution}__document__key__in": list(symbols)})
            .select_related("earlier__text__resolution__document", f"{resolution}__document")
            .order_by(f"{resolution}__session_order", f"{resolution}__number", f"{resolution}__part")
        )


class TextStep(models.Model):
    """A current text of a resolution, and the text before it in its series, in the same language.

    The text before it is the text of the nearest earlier resolution of the series that has one in this language.

    ``basis`` identifies what was compared: both texts, their citations, and the code that compares. ``chain``
    identifies the step and all steps before it, on which ``ClauseStep.first`` depends.
    """

    earlier = models.ForeignKey(Revision, models.CASCADE, related_name="next_steps")
    later = models.OneToOneField(Revision, models.CASCADE, related_name="step")
    basis = models.CharField(max_length=32)
    chain = models.CharField(max_length=32)

    objects = TextStepQuerySet.as_manager()

    class Meta:
        ordering = ["later_id"]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"


# The steps that lead to a clause, and those that lead on from it. UNION leaves out rows that were found before.
_HISTORY = """
WITH RECURSIVE back AS (
    SELECT id, earlier_id FROM archive_clausestep WHERE later_id = %(clause)s
    UNION
    SELECT one.id, one.earlier_id FROM archive_clausestep AS one JOIN back ON one.later_id = back.earlier_id
), forth AS (
    SELECT id, later_id FROM archive_clausestep WHERE earlier_id = %(clause)s
    UNION
    SELECT one.id, one.later_id FROM archive_clausestep AS one JOIN forth ON one.earlier_id = forth.later_id
)
SELECT id FROM back UNION SELECT id FROM forth
"""


class ClauseStepQuerySet(models.QuerySet["ClauseStep"]):
    def of_readers(self) -> ClauseStepQuerySet:
        """The steps between texts that readers may see. Steps are made again only some time after a text changed."""
        return self.filter(_readers_see("step__"))

    def about(self, clauses: list[int]) -> ClauseStepQuerySet:
        """The steps that lead to these clauses, and those in which the next text dropped them."""
        dropped = Q(any_of("earlier", clauses), kind=StepKind.DROPPED)
        return self.filter(Q(any_of("later", clauses)) | dropped)

    def history_of(self, clause: Clause) -> ClauseStepQuerySet:
        """The steps that lead to a clause, and those that lead on from it, in the order of the sessions.

        They follow splits and mergers: the pieces of a later split, and all parts of an earlier merger.
        """
        with connection.cursor() as cursor:
            cursor.execute(_HISTORY, {"clause": clause.pk})
            found = [pk for (pk,) in cursor.fetchall()]
        resolution = "step__later__text__resolution"
        return self.filter(pk__in=found).order_by(
            f"{resolution}__session_order", f"{resolution}__number", f"{resolution}__part", "pk"
        )

    def pieces_of(self, wholes: Iterable[int]) -> ClauseStepQuerySet:
        """The steps of splits of these clauses (primary keys), in the order of the pieces, with the pieces."""
        split = self.filter(kind=StepKind.SPLIT, earlier__in=list(wholes))
        return split.select_related("later__parent__parent").order_by("later__position")


class ClauseStep(models.Model):
    """A clause of the later text of a step, and the clause that it was in the earlier text.

    Each clause of both texts has a row. A split has one row for each piece, and a merger one row for each part.
    ``earlier`` is None for a new clause, and ``later`` is None for a dropped clause.

    ``changes`` are ``[["words before", "words after"]]``; one of both can be "". ``moved``, ``verb_before``,
    ``verb_after``, ``strength`` and ``doubtful`` are those of ``archive.comparing.Pair``.

    ``first`` is the earliest clause of the history that leads to ``later``. ``began`` is true if the text before
    ``first`` is known and does not have the clause. All rows of one merger have the same two values.
    """

    step = models.ForeignKey(TextStep, models.CASCADE, related_name="clauses")
    earlier = models.ForeignKey(Clause, models.CASCADE, null=True, related_name="next_steps")
    later = models.ForeignKey(Clause, models.CASCADE, null=True, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    moved = models.BooleanField(default=False)
    verb_before = models.CharField(blank=True)
    verb_after = models.CharField(blank=True)
    strength = models.CharField(max_length=8, choices=Strength.choices, blank=True)
    changes = models.JSONField(default=list)
    doubtful = models.BooleanField(default=False)
    # Not deleted with the first clause, because the step still has its other values.
    first = models.ForeignKey(Clause, models.SET_NULL, null=True, related_name="+")
    began = models.BooleanField(default=False)

    objects = ClauseStepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="clause_step_has_a_clause",
                condition=(Q(kind=StepKind.NEW) & Q(earlier=None, later__isnull=False))
                | (Q(kind=StepKind.DROPPED) & Q(earlier__isnull=False, later=None, first=None))
                | (~Q(kind__in=(StepKind.NEW, StepKind.DROPPED)) & Q(earlier__isnull=False, later__isnull=False)),
            )
        ]
        indexes = [
            models.Index(fields=["kind"], name="clause_step_kind"),
            models.Index(fields=["strength"], condition=~Q(strength=""), name="clause_step_strength"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier or '-'} → {self.later or '-'}: {self.kind}"

    @property
    def codes(self) -> list[str]:
        """Every code by which a search finds the step: its kind, and MOVED, VERB, its strength and DOUBTFUL.

        >>> ClauseStep(kind="reworded", verb_after="敦促", strength="stronger").codes
        ['reworded', 'verb', 'stronger']
        """
        return step_codes(self.kind, self.moved, self.verb_after, self.strength, self.doubtful)


def step_codes(kind: str, moved: bool, verb_after: str, strength: str, doubtful: bool) -> list[str]:
    """``ClauseStep.codes`` of a row with these values."""
    marks = {MOVED: moved, VERB: verb_after, strength: strength, DOUBTFUL: doubtful}
    return [kind, *(code for code, is_true in marks.items() if is_true)]
