"""The picture of a series: a row for each clause, a column for each year, and in the cells how the clause changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import symbols
from archive.models import ClauseStep
from archive.models.wording import StepKind
from archive.page_language import joined as joined_words
from archive.views.change_labels import ChangeLabel, codes_of_steps, labels
from archive.views.labels import html_language
from archive.views.markup import fill, joined
from archive.views.text_parts import part_name
from archive.views.votes.series_chart import Column as ChartColumn
from archive.views.votes.series_chart import chart, sessions_of
from archive.views.votes.series_years import Year
from archive.views.wording.places import Places
from archive.views.wording.series_texts import SeriesText, SeriesTexts
from archive.views.wording.threads import Cell, SeriesClause, Thread, threads_of

_SHOWN_WORDS = 110  # characters of a clause beside its row
_FIRST = "·"  # the sign of a clause in a text without a text before it


@dataclass(frozen=True, slots=True)
class PictureColumn:
    """A session of the series. ``year`` is None if no resolution of the series is known in it.

    ``text`` is None if the archive has no text of it in the language of the picture. ``bar`` has the vote.
    """

    session: str
    year: Year | None
    text: SeriesText | None
    bar: ChartColumn | None

    @property
    def number(self) -> str:
        """The number of the resolution in its session: ``41``, ``1A``."""
        return "".join(map(str, symbols.number_and_part(self.year.symbol))) if self.year else ""

    @property
    def words(self) -> str:
        """Why the column has no text."""
        if self.year is None:
            return _("Session %(session)s: no resolution of the series is known") % {"session": self.session}
        return _("%(symbol)s: no text here") % {"symbol": self.year.symbol}

    @property
    def is_fifth(self) -> bool:
        return self.session.isdigit() and int(self.session) % 5 == 0


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture. ``rows`` are the rows of each section: its name, the number of its clauses, and their HTML."""

    columns: list[PictureColumn]
    has_votes: bool
    sections: list[tuple[str, int, SafeString]]
    legend: list[ChangeLabel]

    @property
    def runs(self) -> list[list[PictureColumn]]:
        return runs_of(self.columns)


def runs_of(columns: Iterable[PictureColumn]) -> list[list[PictureColumn]]:
    """Neighbouring columns without a text are one run, and each other column is a run of its own."""
    return [list(run) for _key, run in groupby(columns, lambda column: column.text or "")]


def picture(years: list[Year], found: SeriesTexts) -> Picture:
    """The picture of a series with at least one text."""
    bars = chart(years)
    columns = _columns(years, found, bars.columns if bars else ())
    rows = threads_of(found.in_order, found.steps)
    writer = RowWriter(found, columns)
    sections = [
        (part_name(part), len(members), joined(writer.row(thread) for thread in members))
        for part, members in _by_part(rows)
    ]
    return Picture(
        columns, bars is not None, sections, [each for each in labels().values() if each.code in writer.used]
    )


def _columns(years: list[Year], found: SeriesTexts, bars: Sequence[ChartColumn]) -> list[PictureColumn]:
    columns = []
    for number, each in enumerate(sessions_of(years)):
        bar = bars[number] if bars else None
        if isinstance(each, Year):
            session = symbols.session_of(each.symbol)
            columns.append(PictureColumn(session, each, found.texts.get(each.symbol), bar))
        else:
            columns.append(PictureColumn(str(each), None, None, bar))
    return columns


def _by_part(rows: Iterable[Thread]) -> Iterator[tuple[str, list[Thread]]]:
    for part, members in groupby(rows, lambda thread: thread.latest.part):
        yield part, list(members)


def cell_codes(cell: Cell) -> list[str]:
    """The codes of the labels of a cell (``archive.views.change_labels``). Empty in the first text of a series."""
    return codes_of_steps(cell.steps)


class Addresses:
    """The addresses of clauses, of their histories and of comparisons. Each is made from one address of its text."""

    def __init__(self, found: SeriesTexts) -> None:
        self._texts = {text.revision: text for text in found.texts.values()}
        self._pages = {pk: reverse("resolution", args=[text.symbol]) for pk, text in self._texts.items()}
        self._compared = {
            later: reverse("compare_texts", args=[self._texts[earlier].symbol, self._texts[later].symbol])
            for later, earlier in found.compared.items()
            if earlier in self._texts and later in self._texts
        }
        self._language = f"?text={found.language}"
        self._first_piece: dict[int, SeriesClause] = {}
        clauses = {clause.pk: clause for of_text in found.clauses.values() for clause in of_text}
        for step in found.steps:
            if step.kind == StepKind.SPLIT:
                self._first_piece.setdefault(step.earlier_id or 0, clauses[step.later_id or 0])
        self.clauses = clauses

    def clause(self, clause: SeriesClause) -> str:
        return f"{self._pages[clause.revision]}{self._texts[clause.revision].query}#{clause.path}"

    def history(self, clause: SeriesClause) -> str:
        return f"{self._pages[clause.revision]}{clause.path}/history/{self._texts[clause.revision].query}"

    def compared(self, step: ClauseStep) -> str:
        """The row of a step on the page that compares both texts."""
        return f"{self.comparison(step.step.later_id)}#{self._row(step)}"

    def comparison(self, later: int) -> str:
        """The page that compares a text with the text before it."""
        return self._compared[later] + self._language

    def _row(self, step: ClauseStep) -> str:
        if step.kind == StepKind.SPLIT:
            return self._first_piece[step.earlier_id or 0].path
        if step.later_id:
            return self.clauses[step.later_id].path
        return f"was-{self.clauses[step.earlier_id or 0].path}"


@dataclass
class RowWriter:
    """Writes the rows of the picture as HTML. A template takes too long for thousands of cells.

    ``used`` has the codes of the labels that the rows have.
    """

    found: SeriesTexts
    columns: list[PictureColumn]
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.labels = labels()
        self.runs = runs_of(self.columns)
        self.sessions = {column.text.revision: column.session for column in self.columns if column.text}
        self.newest = list(self.sessions)[-1]
        self.places = Places(clause for text in self.found.clauses.values() for clause in text)
        self.addresses = Addresses(self.found)
        self.language = html_language(self.found.language)
        self._looks: dict[tuple[str, ...], tuple[str, str, str]] = {}

    def row(self, thread: Thread) -> SafeString:
        look = SafeString(' class="former"' if self._is_gone(thread) else "")
        return fill("<tr{}>{}{}</tr>", look, self._heading(thread), joined(self._cells(thread)))

    def _is_gone(self, thread: Thread) -> bool:
        """Whether the newest text does not have the clause."""
        return thread.latest.revision != self.newest

    def _heading(self, thread: Thread) -> SafeString:
        clause = thread.latest
        opening, rest = clause.opening[:_SHOWN_WORDS], clause.text[:_SHOWN_WORDS]
        if not rest.startswith(opening):
            opening = ""
        place = self.places.of(clause)
        if self._is_gone(thread):
            place = f"{self.sessions[clause.revision]}: {place}"
        words = fill("<b>{}</b>{}{}", opening, rest[len(opening) :], "…" if len(clause.text) > _SHOWN_WORDS else "")
        return fill(
            '<th scope="row"><a href="{}"><span class="place">{}</span> <span lang="{}">{}</span></a></th>',
            self.addresses.history(clause), place, self.language, words,
        )  # fmt: skip

    def _cells(self, thread: Thread) -> Iterator[SafeString]:
        present = [run[0].text is not None and run[0].text.revision in thread.cells for run in self.runs]
        for number, run in enumerate(self.runs):
            text = run[0].text
            if text is None:
                through = any(present[:number]) and any(present[number:])
                yield fill('<td colspan="{}" class="none{}"></td>', str(len(run)), " through" if through else "")
            elif present[number]:
                yield self._cell(thread.cells[text.revision])
            else:
                yield _ABSENT

    def _cell(self, cell: Cell) -> SafeString:
        codes = tuple(cell_codes(cell))
        self.used.update(codes)
        look, sign, words = self._look(codes, ended=cell.clause is None)
        if cell.steps and look not in _QUIET:
            return fill(
                _CELL, look, self.addresses.compared(cell.steps[0]), SafeString(""), self._words(cell, words), sign
            )
        assert cell.clause
        return fill(_CELL, look, self.addresses.clause(cell.clause), _NO_TAB, self._words(cell, words), sign)

    def _look(self, codes: tuple[str, ...], *, ended: bool) -> tuple[str, str, str]:
        """(CSS class, sign, words) of a cell with these labels."""
        key = (*codes, "ended" if ended else "")
        if key not in self._looks:
            shown = [self.labels[code] for code in codes]
            signs = [each.sign for each in shown if each.code != StepKind.REWORDED or len(shown) == 1]
            look = " ".join([*codes, *(["ended"] if ended else [])]) or "first"
            words = joined_words(each.name for each in shown) or _("the earliest text here")
            self._looks[key] = look, "".join(signs) or _FIRST, words
        return self._looks[key]

    def _words(self, cell: Cell, words: str) -> str:
        """The place of the clause, and how it changed: “para. 3: reworded”."""
        clause = cell.clause or self.addresses.clauses[cell.steps[0].earlier_id or 0]
        return f"{self.places.of(clause)} {words}"


_QUIET = ("same", "numbers", "first")
_ABSENT = SafeString("<td></td>")
# With the keyboard, the heading of the row leads to the same words.
_NO_TAB = SafeString(' tabindex="-1"')
_CELL = '<td class="{}"><a href="{}"{} title="{}"><span aria-hidden="true">{}</span></a></td>'
