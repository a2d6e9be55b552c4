"""Gathers how the wording of one session differs from the texts before it: for the page, its data and its feed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from archive import symbols
from archive.comparing.similar import likeness, words
from archive.comparing.tokens import Tokens
from archive.models import Clause, ClauseStep, NewClause, Resolution, Revision, SeriesEntry, TextStep
from archive.models.new_clause import has_earlier_resolution
from archive.models.wording import StepKind
from archive.page_language import reads_chinese

_PLACES = ("earlier__parent__parent", "later__parent__parent")


@dataclass(frozen=True, slots=True)
class New:
    """A new clause. ``nearest`` is the most similar clause of an earlier session, and ``likeness`` its likeness.

    ``is_searched`` is False if the archive has not looked for similar clauses yet.
    """

    clause: Clause
    nearest: Clause | None
    likeness: float
    formula: bool
    is_searched: bool


@dataclass(frozen=True, slots=True)
class Reworded:
    """A reworded clause, and how alike its words are to those before it (from 0 to 1)."""

    step: ClauseStep
    likeness: float


@dataclass(slots=True)
class ChangedResolution:
    """A resolution whose text was compared with the text before it in its series. ``formulas`` is the number of new
    clauses that are formulas, which are not among ``new``."""

    step: TextStep
    own: frozenset[str]
    new: list[New] = field(default_factory=list)
    formulas: int = 0
    verbs: list[ClauseStep] = field(default_factory=list)
    reworded: list[Reworded] = field(default_factory=list)
    dropped: list[ClauseStep] = field(default_factory=list)

    @property
    def resolution(self) -> Resolution:
        return self.step.later.text.resolution

    @property
    def unheard(self) -> list[New]:
        """The new clauses to which no clause of an earlier session is similar."""
        return [each for each in self.new if each.is_searched and not each.nearest]

    @property
    def weight(self) -> tuple[int, int, int]:
        """Orders the resolutions: those with the most new words and changes of strength are first."""
        told = 2 * len(self.unheard) + 3 * len(self.verbs) + len(self.new) + len(self.dropped)
        return -told, -len(self.reworded), self.resolution.number


@dataclass(frozen=True, slots=True)
class NewResolution:
    """A resolution whose series has no earlier resolution. ``clauses`` and ``borrowed`` are numbers: all clauses, and
    those to which a clause of an earlier session is similar. ``sources`` maps symbols to numbers of such clauses."""

    revision: Revision
    clauses: int
    borrowed: int
    sources: Mapping[str, int]


class SessionWords:
    """The wording of one session. ``resolutions`` are those of the session that belong to the topic."""

    def __init__(self, session: str, resolutions: QuerySet[Resolution]) -> None:
        self.session = session
        self.order = symbols.session_order(session)
        self._resolutions = resolutions.filter(session=session)

    @cached_property
    def changed(self) -> list[ChangedResolution]:
        """The resolutions with changes, the most telling first."""
        series = self._series
        found = {
            step.pk: ChangedResolution(step, series.get(step.later.text.resolution.document.key, frozenset()))
            for step in self.steps
        }
        tokens = Tokens()
        for step in self._clause_steps():
            here = found[step.step_id]
            if step.kind == StepKind.DROPPED:
                here.dropped.append(step)
            if step.strength:
                here.verbs.append(step)
            if step.kind == StepKind.REWORDED and step.earlier and step.later:
                share = likeness(words(step.earlier.text, tokens), words(step.later.text, tokens))
                here.reworded.append(Reworded(step, share))
            if step.kind == StepKind.NEW and step.later:
                new = _new(step.later, self._nearest.get(step.later.pk))
                if new.formula:
                    here.formulas += 1
                else:
                    here.new.append(new)
        for each in found.values():
            each.reworded.sort(key=lambda one: one.likeness)
        told = (each for each in found.values() if each.new or each.verbs or each.reworded or each.dropped)
        return sorted(told, key=lambda each: each.weight)

    @cached_property
    def steps(self) -> list[TextStep]:
        """The steps of the session, one for each resolution."""
        about = ("earlier__text__resolution__document", "later__text__resolution__document")
        return list(steps_in_page_language(self._resolutions).select_related(*about))

    def _clause_steps(self) -> QuerySet[ClauseStep]:
        told = Q(kind__in=(StepKind.NEW, StepKind.DROPPED, StepKind.REWORDED)) | ~Q(strength="")
        steps = ClauseStep.objects.filter(told, step__in=[step.pk for step in self.steps])
        return steps.select_related(*_PLACES).order_by("later__position", "earlier__position")

    @cached_property
    def _nearest(self) -> dict[int, NewClause]:
        """New clause → its row. The nearest clause is one that readers may see."""
        revisions = [step.later_id for step in self.steps]
        return {row.clause_id: row for row in _rows(revisions)}

    @cached_property
    def new_resolutions(self) -> list[NewResolution]:
        """The resolutions without an earlier one in their series, in the order of their numbers."""
        revisions = list(
            first_texts(self._resolutions)
            .select_related("text__resolution__document")
            .annotate(clause_count=Count("clauses"))
        )
        sources: dict[int, Counter[str]] = defaultdict(Counter)
        for row in _rows([revision.pk for revision in revisions]):
            if row.nearest and not row.formula:
                sources[row.clause.revision_id][row.nearest.revision.text.resolution.document.key] += 1
        return [
            NewResolution(each, each.clause_count, sources[each.pk].total(), dict(sources[each.pk].most_common()))
            for each in sorted(revisions, key=lambda each: each.text.resolution.number)
        ]

    @cached_property
    def not_compared(self) -> list[str]:
        """The symbols of resolutions whose series has earlier ones, but no earlier text that could be compared."""
        compared = {step.later.text.resolution_id for step in self.steps}
        compared |= {each.revision.text.resolution_id for each in self.new_resolutions}
        rows = self._resolutions.filter(texts__leading=True).order_by("number", "part")
        return [key for pk, key in rows.values_list("pk", "document__key") if pk not in compared]

    @cached_property
    def compared_with(self) -> list[tuple[str, int]]:
        """The sessions of the texts before, the latest first, with the number of resolutions."""
        found = Counter(step.earlier.text.resolution.session for step in self.steps)
        return sorted(found.items(), key=lambda pair: -symbols.session_order(pair[0]))

    @cached_property
    def earlier_sessions(self) -> list[str]:
        """The earlier sessions of which readers may see texts, the latest first."""
        found = Resolution.of_assembly.filter(texts__leading=True, session_order__lt=self.order).order_by(
            "-session_order"
        )
        return list(found.values_list("session", flat=True).distinct())

    @cached_property
    def _series(self) -> dict[str, frozenset[str]]:
        """Symbol → the symbols of its series, for the compared resolutions."""
        keys = [step.later.text.resolution.document.key for step in self.steps]
        own = SeriesEntry.objects.filter(document_id__in=keys).values("series")
        members: dict[int, set[str]] = defaultdict(set)
        for series, symbol in SeriesEntry.objects.filter(series__in=own).values_list("series", "document_id"):
            members[series].add(str(symbol))
        together = {symbol: frozenset(found) for found in members.values() for symbol in found}
        return {key: together.get(key, frozenset([key])) for key in keys}

    @cached_property
    def not_searched(self) -> int:
        return sum(not new.is_searched for each in self.changed for new in each.new)


def _new(clause: Clause, row: NewClause | None) -> New:
    if row is None:
        return New(clause, None, 0.0, False, False)
    return New(clause, row.nearest, row.likeness, row.formula, True)


def _rows(revisions: Iterable[int]) -> QuerySet[NewClause]:
    """The rows of new clauses in these revisions. A row whose nearest clause readers may not see is left out."""
    hidden = Q(nearest__isnull=False) & ~Q(nearest__in=Clause.objects.in_every_language())
    rows = NewClause.objects.filter(clause__revision__in=list(revisions)).exclude(hidden)
    return rows.select_related("clause", "nearest__revision__text__resolution__document", "nearest__parent__parent")


def steps_in_page_language(resolutions: QuerySet[Resolution]) -> QuerySet[TextStep]:
    """One step for each of these resolutions: in the page's language if both texts have it, otherwise in the language
    of the leading text."""
    steps = TextStep.objects.of_readers().filter(later__text__resolution__in=resolutions.values("pk"))
    resolution = "later__text__resolution_id"
    return steps.order_by(resolution, _other_language("later__text__"), "-later__text__leading").distinct(resolution)


def first_texts(resolutions: QuerySet[Resolution]) -> QuerySet[Revision]:
    """One text of each of these resolutions that has no earlier resolution in its series."""
    texts = Revision.objects.in_every_language().filter(
        ~has_earlier_resolution("text__resolution__document__key"), text__resolution__in=resolutions.values("pk"),
        step=None,
    )  # fmt: skip
    ordered = texts.order_by("text__resolution_id", _other_language("text__"), "-text__leading")
    return Revision.objects.filter(pk__in=ordered.distinct("text__resolution_id").values("pk"))


def _other_language(text: str) -> Case:
    """0 for a text in the page's language, and 1 for others."""
    page = "zh" if reads_chinese() else "en"
    return Case(When(**{f"{text}language": page}, then=Value(0)), default=Value(1), output_field=IntegerField())
