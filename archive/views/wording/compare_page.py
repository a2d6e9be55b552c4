"""What the template of the compare page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.comparing.wording import changes, without_space
from archive.models import ClauseStep, Revision
from archive.models.clause import ClauseKind
from archive.models.codes import language_choices
from archive.page_language import joined as joined_words
from archive.searching.segmentation import han_words
from archive.views.change_labels import ChangeLabel, labels
from archive.views.labels import Named, day, direction, html_language, place, session_name
from archive.views.text_parts import part_name
from archive.views.wording import summary
from archive.views.wording.change_html import Changes, both, earlier, later
from archive.views.wording.cited_changes import CitedChange, cited_change, documents_of
from archive.views.wording.other_languages import places, unchanged_elsewhere
from archive.views.wording.rows import ComparedClause, Row
from archive.views.wording.sides import Sides
from archive.views.wording.taken import Taken, taken
from archive.views.wording.voted import BothVotes, SeparateVotes
from archive.writing.written import parts_of


@dataclass(frozen=True, slots=True)
class CompareLinks:
    """The addresses of a comparison and of others. They keep the parameters of the page."""

    before: str
    after: str
    asked: QueryDict

    def to(self, before: str, after: str) -> str:
        query = self.asked.copy()
        query.pop("format", None)
        return reverse("compare_texts", args=[before, after]) + (f"?{query.urlencode()}" if query else "")

    @property
    def swapped(self) -> str:
        return self.to(self.after, self.before)


@dataclass(slots=True)
class ShownSide:
    """The clauses of one side of a row. ``place`` names them. ``label`` is the number of a single clause, otherwise
    ""."""

    place: str
    label: str
    html: SafeString
    is_table: bool


@dataclass(slots=True)
class ShownRow:
    """A row on the page. ``before`` or ``after`` is None for a new or a dropped clause.

    ``verb`` has the opening phrases, if they changed. ``note`` says that they did not in another language,
    or where the words of a new clause were, or where those of a dropped one are now.
    """

    id: str
    look: str
    labels: list[ChangeLabel]
    verb: tuple[str, str] | None
    note: str
    before: ShownSide | None
    after: ShownSide | None
    is_changed: bool
    dropped: list[Named]
    new: list[Named]
    votes: SeparateVotes

    @property
    def is_quiet(self) -> bool:
        """Whether the page folds the row: nothing changed, and there is nothing beside it."""
        return not (self.is_changed or self.votes or self.dropped or self.new)


@dataclass(slots=True)
class Run:
    """Neighbouring rows. The rows of a folded run did not change."""

    rows: list[ShownRow]
    is_folded: bool

    @property
    def places(self) -> str:
        """The first and the last place: “preambular para. 1 to preambular para. 3”."""
        first, last = (row.after.place if row.after else "" for row in (self.rows[0], self.rows[-1]))
        return first if len(self.rows) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}


@dataclass(slots=True)
class Part:
    """The preamble, the operative part or an annex."""

    id: str
    name: str
    runs: list[Run]


def compare_page(sides: Sides, rows: Sequence[Row], links: CompareLinks, *, everything: bool) -> dict[str, Any]:
    """The context for the template. ``everything``: rows that did not change are not folded."""
    votes = BothVotes.of(sides)
    cited = [cited_change(row, sides.texts) for row in rows]
    names = documents_of(cited)
    writer = _Writer(sides, names, votes)
    where = taken(rows)
    shown = [writer.row(row, each, where.get(n)) for n, (row, each) in enumerate(zip(rows, cited, strict=True))]
    counted = summary.counts(rows)
    return {
        "sides": [_side(sides.earlier), _side(sides.later)],
        "title": sides.later.title,
        "new_title": _new_title(sides),
        "lang": html_language(sides.language),
        "direction": direction(sides.language),
        "texts": [(language, html_language(language), name) for language, name in _names(sides.languages)],
        "language": sides.language,
        "lacking": _lacking(sides, links.asked.get("text", "")),
        "everything": everything,
        "swapped": links.swapped,
        "summary": summary.words(counted, summary.only_again(rows)),
        "nothing_changed": counted["same"] == len(rows) and not counted["moved"],
        "hardly_paired": summary.hardly_paired(rows),
        "votes": votes,
        "parts": list(_parts(sides, rows, shown, folds=not everything)),
        "legend": labels().values(),
        **_around(votes, links),
    }


class _Writer:
    """Writes the rows of one page."""

    def __init__(self, sides: Sides, names: Mapping[str, Named], votes: BothVotes) -> None:
        self.names, self.votes = names, votes
        self.notes, self.symbols = _notes(sides), sides.symbols
        self.labels = labels()
        self.places = tuple(_places(text.clauses) for text in sides.texts)

    def row(self, row: Row, cited: CitedChange, words: Taken | None) -> ShownRow:
        before, after = _words(row)
        return ShownRow(
            row.after[0].path if row.after else f"was-{row.before[0].path}",
            " ".join(row.codes),
            [self.labels[code] for code in row.codes],
            row.pair.verb if row.pair else None,
            self._note(row, words),
            self._side(row.before, self.places[0], before),
            self._side(row.after, self.places[1], after),
            row.is_changed,
            [self.names[key] for key in cited.dropped],
            [self.names[key] for key in cited.new],
            self.votes.separate(row),
        )

    def _note(self, row: Row, words: Taken | None) -> str:
        if row.pair:
            return self.notes.get(row.pair.after, "")
        if words is None:
            return ""
        other = 1 if row.before else 0
        text = _("%(percent)s%% of its words were in %(symbol)s, %(place)s")
        if row.before:
            text = _("%(percent)s%% of its words are now in %(symbol)s, %(place)s")
        place = self.places[other][words.clause.path]
        return text % {"percent": words.percent, "symbol": self.symbols[other], "place": place}

    def _side(self, clauses: Sequence[ComparedClause], places: Mapping[str, str], html: SafeString) -> ShownSide | None:
        if not clauses:
            return None
        words = joined_words(places[clause.path] for clause in clauses)
        label = clauses[0].label if len(clauses) == 1 else ""
        return ShownSide(words, label, html, any(clause.kind == ClauseKind.TABLE for clause in clauses))


def _notes(sides: Sides) -> dict[str, str]:
    """Path after → a note that the verb did not change in another language. Only neighbours in a series have notes."""
    found = places(ClauseStep.objects.filter(step__earlier=sides.earlier, step__later=sides.later))
    notes = unchanged_elsewhere(found)
    return {place[-1]: notes[step] for place, step in found.items() if step in notes}


def _words(row: Row) -> tuple[SafeString, SafeString]:
    """The HTML of both sides. The changed words of a split or a merger are found here, because a ``Pair`` has none."""
    before, after = ("\n".join(clause.text for clause in clauses) for clauses in (row.before, row.after))
    openings = [clauses[0].opening if clauses else "" for clauses in (row.before, row.after)]
    if not (row.before and row.after):  # a whole clause is new or dropped; its words are not marked one by one
        return earlier(before, before, (), openings[0]), later(after, after, (), openings[1])
    changed: Changes = row.pair.changes if row.pair else changes(before, after, han_words)
    return earlier(before, after, changed, openings[0]), later(before, after, changed, openings[1])


def _places(clauses: Iterable[ComparedClause]) -> dict[str, str]:
    """Path → the place of the clause in words."""
    found: dict[str, str] = {}
    for clause in clauses:
        found[clause.path] = place(clause, found.get(clause.parent or "", ""))
    return found


def _parts(sides: Sides, rows: Iterable[Row], shown: Iterable[ShownRow], *, folds: bool) -> Iterator[Part]:
    sections = [dict(zip((c.path for c in text.clauses), parts_of(text.clauses), strict=True)) for text in sides.texts]

    def part_of(both: tuple[Row, ShownRow]) -> str:
        before, after = both[0].paths
        return sections[1][after[0]] if after else sections[0][before[0]]

    for part, members in groupby(zip(rows, shown, strict=True), part_of):
        runs = groupby((row for _, row in members), lambda row: folds and row.is_quiet)
        yield Part(part, part_name(part), [Run(list(each), folded) for folded, each in runs])


def _side(revision: Revision) -> dict[str, Any]:
    about = revision.text.resolution
    symbol = about.document.key
    return {
        "symbol": symbol,
        "url": f"{reverse('resolution', args=[symbol])}?text={revision.text.language}",
        "session": session_name(about.session),
        "date": day(about.document.date),
    }


def _new_title(sides: Sides) -> SafeString | None:
    """Both titles as one text with the changes marked. None if the title did not change."""
    before, after = sides.earlier.title, sides.later.title
    if without_space(before) == without_space(after):
        return None
    return both(before, after, changes(before, after, han_words))


def _lacking(sides: Sides, asked: str) -> str:
    """Says that the texts are in another language than the address asks for, and which resolution lacks that one."""
    if not sides.lacking:
        return ""
    names = dict(language_choices())
    values = {
        "symbols": joined_words(sides.lacking),
        "asked": names.get(asked, asked[:2]),
        "shown": names[sides.language],
    }
    return _("The archive has no text in %(asked)s of %(symbols)s; these are the texts in %(shown)s.") % values


def _names(codes: Iterable[str]) -> list[tuple[str, str]]:
    names = dict(language_choices())
    return [(code, names[code]) for code in codes]


def _around(votes: BothVotes, links: CompareLinks) -> dict[str, Any]:
    """The other comparisons in the series of the later resolution, and the resolutions between the two."""
    years = votes.after.years
    at = {year["symbol"]: year for year in years}
    texts = [year["symbol"] for year in years if year["text"]]
    before, after = at.get(links.before), at.get(links.after)
    between = []
    if before and after:
        first, last = sorted((before["session"], after["session"]))
        between = [year for year in years if first < year["session"] < last]
    return {
        "same_series": bool(before),
        "is_backward": bool(before and after and before["session"] > after["session"]),
        "between": between,
        "years": [(one, links.to(one, links.after), one == links.before) for one in texts if one != links.after],
        "previous": _step(texts, links, links.before, -1),
        "following": _step(texts, links, links.after, 1),
    }


def _step(texts: Sequence[str], links: CompareLinks, symbol: str, by: int) -> tuple[str, str, str] | None:
    """The comparison of the neighbours before or after: (symbol, symbol, address). None at the end of the series."""
    if symbol not in texts:
        return None
    at = texts.index(symbol) + by
    if not 0 <= at < len(texts):
        return None
    pair = (texts[at], symbol) if by < 0 else (symbol, texts[at])
    return (*pair, links.to(*pair))
