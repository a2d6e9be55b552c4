"""Counts how many clauses changed from each text of a series to the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from archive import symbols
from archive.models import TextStep
from archive.models.wording import StepKind, Strength
from archive.page_language import reads_chinese

_KINDS = (StepKind.NEW, StepKind.DROPPED, StepKind.REWORDED)


@dataclass(frozen=True, slots=True)
class YearCounts:
    """A step from one text of a series to the next one.

    ``counts`` has the number of clauses with each of these codes: new, dropped, reworded, stronger, weaker. The filter
    ``change_label`` gives the label of a code.
    """

    before: str
    after: str
    language: str
    counts: dict[str, int]

    @property
    def sessions(self) -> tuple[int, int]:
        """The sessions of both texts, as ``symbols.session_order`` gives them."""
        before, after = (symbols.session_order(symbols.session_of(symbol)) for symbol in (self.before, self.after))
        return before, after

    @property
    def url(self) -> str:
        """The page that compares both texts."""
        return f"{reverse('compare_texts', args=[self.before, self.after])}?text={self.language}"

    @property
    def told(self) -> list[tuple[str, int]]:
        """(code, count) of each count that is not 0."""
        return [(code, count) for code, count in self.counts.items() if count]


def year_counts(resolutions: Iterable[str]) -> list[YearCounts]:
    """The steps to these resolutions, in the order of the sessions. One query.

    All are in one language: that of the page; without steps in it, the one with most steps.
    """
    found = list(_counted(resolutions))
    languages = Counter(step.language for step in found)
    page = "zh" if reads_chinese() else "en"
    language = page if page in languages else max(languages, key=lambda code: (languages[code], code), default="")
    return sorted((step for step in found if step.language == language), key=lambda step: (step.sessions, step.after))


def _counted(resolutions: Iterable[str]) -> Iterator[YearCounts]:
    """The steps to these resolutions in every language."""
    document = "text__resolution__document__key"
    steps = TextStep.objects.of_readers().filter(**{f"later__{document}__in": list(resolutions)}).order_by()
    conditions = {kind.value: Q(clauses__kind=kind) for kind in _KINDS}
    conditions |= {each.value: Q(clauses__strength=each) for each in Strength}
    counts = {f"n_{code}": Count("pk", filter=condition) for code, condition in conditions.items()}
    columns = (f"earlier__{document}", f"later__{document}", "later__text__language")
    for row in steps.values("pk", *columns).annotate(**counts):
        before, after, language = (row[name] for name in columns)
        yield YearCounts(before, after, language, {code: row[f"n_{code}"] for code in conditions})
