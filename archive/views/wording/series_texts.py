"""Reads the texts of a series in one language, and the steps between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models.functions import Left

from archive.models import Clause, ClauseStep, Revision
from archive.page_language import reads_chinese
from archive.views.wording.threads import SeriesClause
from archive.writing.written import parts_of

WORDS = 120  # characters of a clause that are read


@dataclass(frozen=True, slots=True)
class SeriesText:
    """A text that readers may see. ``revision`` is a primary key."""

    revision: int
    symbol: str
    language: str
    leading: bool

    @property
    def query(self) -> str:
        """The part of an address that asks for this text: "" for the text that readers see first."""
        return "" if self.leading else f"?text={self.language}"


@dataclass(frozen=True, slots=True)
class SeriesTexts:
    """The texts of a series in ``language``, by symbol, in the order of the sessions.

    ``languages`` are all languages in which the series has two texts or more. ``other`` has the languages of each
    resolution without a text in ``language``. ``clauses`` has the clauses of each text by revision. ``steps`` lead from
    each text to the next one.
    """

    language: str
    languages: tuple[str, ...]
    texts: dict[str, SeriesText]
    other: dict[str, list[str]]
    clauses: dict[int, list[SeriesClause]]
    steps: list[ClauseStep]

    @property
    def in_order(self) -> dict[int, list[SeriesClause]]:
        """The clauses of each text, in the order of the sessions."""
        return {text.revision: self.clauses[text.revision] for text in self.texts.values()}

    @property
    def compared(self) -> dict[int, int]:
        """The revision of a text → the revision of the text before, for each text that was compared."""
        return {step.step.later_id: step.step.earlier_id for step in self.steps}


def texts_of(symbols: Sequence[str], asked: str) -> SeriesTexts:
    """The texts of these resolutions, which are in the order of the sessions. Three queries.

    The language is the asked one; without texts in it, the language of the page, or the one with most texts.
    """
    found = _texts(symbols)
    languages = _languages(found)
    page = "zh" if reads_chinese() else "en"
    language = next((one for one in (asked, page) if one in languages), languages[0] if languages else page)
    here = {symbol: found[symbol][language] for symbol in symbols if language in found[symbol]}
    other = {symbol: sorted(found[symbol]) for symbol in symbols if found[symbol] and symbol not in here}
    revisions = [text.revision for text in here.values()]
    return SeriesTexts(language, languages, here, other, _clauses(revisions), _steps(revisions))


def _texts(symbols: Sequence[str]) -> dict[str, dict[str, SeriesText]]:
    """Symbol → language → text."""
    key = "text__resolution__document__key"
    found: dict[str, dict[str, SeriesText]] = defaultdict(dict)
    visible = Revision.objects.in_every_language().filter(**{f"{key}__in": list(symbols)})
    for revision, symbol, language, leading in visible.values_list("pk", key, "text__language", "text__leading"):
        found[symbol][language] = SeriesText(revision, symbol, language, leading)
    return found


def _languages(texts: dict[str, dict[str, SeriesText]]) -> tuple[str, ...]:
    """The languages with two texts or more, those with most texts first."""
    counts: dict[str, int] = defaultdict(int)
    for of_symbol in texts.values():
        for language in of_symbol:
            counts[language] += 1
    several = [language for language, count in counts.items() if count > 1]
    return tuple(sorted(several, key=lambda language: (-counts[language], language != "zh", language)))


_COLUMNS = ("pk", "revision_id", "path", "kind", "label", "opening", "words", "parent_id")


def _clauses(revisions: Iterable[int]) -> dict[int, list[SeriesClause]]:
    rows = Clause.objects.filter(revision__in=list(revisions)).annotate(words=Left("text", WORDS))
    found: dict[int, list[SeriesClause]] = defaultdict(list)
    for row in rows.order_by("revision_id", "position").values_list(*_COLUMNS):
        clause = SeriesClause(*row)
        found[clause.revision].append(clause)
    return defaultdict(list, {revision: list(_with_parts(clauses)) for revision, clauses in found.items()})


def _with_parts(clauses: Sequence[SeriesClause]) -> Iterator[SeriesClause]:
    for clause, part in zip(clauses, parts_of(clauses), strict=True):
        yield clause._replace(part=part)


def _steps(revisions: Iterable[int]) -> list[ClauseStep]:
    steps = ClauseStep.objects.of_readers().filter(step__later__in=list(revisions))
    return list(steps.select_related("step").defer("first", "began").order_by("pk"))
