"""The text of a resolution in two languages, clause beside clause, on the page of the resolution.

    two RevisionContents → ``comparing.parallel`` → rows → ``ParallelText``

What both texts have in common is shown once: a card for each cited document, and the votes. The footnotes of each text
are below its words. The page with one language also has the signs of what changed, and who cites a clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.citing.segments import segments
from archive.comparing.parallel import ALONE, BY_ORDER, BY_PATH, Row, parallel
from archive.models import Citation, Clause, Footnote, FootnoteMark
from archive.models.clause import ClauseKind
from archive.views.labels import direction, html_language
from archive.views.markup import fill, joined
from archive.views.pinned import pins_of
from archive.views.public.card_html import CardWriter
from archive.views.public.cards import Beside, ClauseCards
from archive.views.public.clause_html import LinkedMark, LinkedSegment, LinkedSpan, as_html
from archive.views.public.placed_clauses import PlacedClause, mark_again, nesting, text_html
from archive.views.public.text_sections import Section, link_notes, loose_footnotes, note_lines, separate_votes
from archive.views.public.way import Way
from archive.views.revision_content import RevisionContent
from archive.views.text_parts import part_name
from archive.views.votes.roll_calls import ResolutionVotes
from archive.writing.written import parts_of

_SHOWN_CARDS = 2  # beside a pair of clauses; the others are folded


class _Cards(NamedTuple):
    """The cards of a pair of clauses, and the linked words of each."""

    beside: Beside
    spans: list[list[LinkedSpan]]


class Side:
    """One of the two texts. ``prefix`` is before the ids of its elements where the other text can have the same."""

    def __init__(self, content: RevisionContent, prefix: str) -> None:
        self.content, self.prefix = content, prefix
        self.revision = content.revision
        self.language = self.revision.text.language
        self.name = self.revision.text.get_language_display()
        self.lang, self.direction = html_language(self.language), direction(self.language)
        self.nesting = nesting(content.clauses)
        self.notes = link_notes(content)
        self.markers = {footnote.pk: footnote.marker for footnote in content.footnotes}
        self.parts = dict(zip((clause.pk for clause in content.clauses), parts_of(content.clauses), strict=True))

    @property
    def loose_footnotes(self) -> list[Footnote]:
        return loose_footnotes(self.content)


@dataclass(frozen=True, slots=True)
class Title:
    """The title in both languages, with the footnotes of each below it, and the cards of both beside it."""

    words: list[SafeString]
    notes: list[SafeString]
    beside: SafeString


class ParallelText:
    """What the template shows. ``one`` is the text on the left in a Chinese page; ``other`` is beside it."""

    def __init__(self, one: RevisionContent, other: RevisionContent, way: Way, votes: ResolutionVotes) -> None:
        self.sides = Side(one, ""), Side(other, f"{other.revision.text.language}-")
        self._votes = votes
        self._writer = CardWriter(self.sides[0].lang, way)
        self._names = one.names()
        self._pins = pins_of(chain(one.all_citations(), other.all_citations()))
        self._numbered = 0
        self._with_card: set[str] = set()
        self._rows = parallel(one.clauses, other.clauses)
        self._paths = {clause.path for clause in one.clauses}
        self.title = self._title()
        self.sections = self._sections()

    @property
    def by_order(self) -> int:
        """The number of rows whose clauses are joined by their order."""
        return sum(row.joined == BY_ORDER for row in self._rows)

    @property
    def alone(self) -> int:
        """The number of clauses that only one of both texts has."""
        return sum(row.joined == ALONE for row in self._rows)

    def _title(self) -> Title:
        notes = [side.content.title_notes() for side in self.sides]
        cited = self._cards("title", [citations for citations, _marks in notes])
        words, below = [], []
        for side, (_citations, marks) in zip(self.sides, notes, strict=True):
            at = f"{side.prefix}title"
            cut: list[LinkedSegment] = segments(side.revision.title, marks=_linked(marks, at))
            words.append(as_html(cut))
            below.append(_below(marks, at))
        return Title(words, below, self._writer.beside(cited.beside, _("the title")))

    def _sections(self) -> list[Section]:
        found: list[Section] = []
        for row in self._rows:
            part = self._part(row) or (found[-1].id if found else self.sides[1].parts[row.first.pk])
            if not found or found[-1].id != part:
                found.append(Section(part, part_name(part), [], []))
            found[-1].paragraphs.append(self._row(row))
            if row.first.kind == ClauseKind.HEADING:
                found[-1].headings.append((self._id(row), f"{row.first.label}{row.first.text}"))
        return found

    def _part(self, row: Row[Clause]) -> str:
        """The part of the text; "" for a clause that only the other text has. It belongs to the part before it."""
        return self.sides[0].parts[row.one.pk] if row.one else ""

    def _id(self, row: Row[Clause]) -> str:
        return row.one.path if row.one else self._other_id(row.first)

    def _other_id(self, clause: Clause) -> str:
        """The id of a clause of the other text that does not share that of its row."""
        return f"{self.sides[1].prefix}{clause.path}" if clause.path in self._paths else clause.path

    def _row(self, row: Row[Clause]) -> SafeString:
        clauses = (row.one, row.other)
        path = self._id(row)
        cards = self._cards(
            path,
            (side.content.citations.get(c.pk, ()) if c else () for side, c in zip(self.sides, clauses, strict=True)),
        )
        depth, place = self.sides[0 if row.one else 1].nesting[row.first.pk]
        said = [
            self._said(side, clause, spans, row)
            for side, clause, spans in zip(self.sides, clauses, cards.spans, strict=True)
        ]
        return fill(
            '<div class="clause {} d{}" id="{}">{}{}{}{}{}</div>',
            row.first.kind,
            str(depth),
            path,
            *said,
            self._joined(row),
            self._writer.beside(cards.beside, place, shown=_SHOWN_CARDS),
            separate_votes(self._votes, path, folded=True),
        )

    def _said(self, side: Side, clause: Clause | None, spans: list[LinkedSpan], row: Row[Clause]) -> SafeString:
        """The words of one text, with its footnotes."""
        if clause is None:
            words = _("The text in %(language)s has no clause here.") % {"language": side.name}
            return fill(
                '<div class="said none" lang="{}" dir="ltr"><p class="note">{}</p></div>', _page_language(), words
            )
        marks, at = side.content.marks.get(clause.pk, ()), f"{side.prefix}{clause.path}"
        depth, place = side.nesting[clause.pk]
        placed = PlacedClause(clause, clause.text, depth, place, Beside([], spans, _linked(marks, at)))
        own = row.joined == BY_ORDER and side is self.sides[1]
        return fill(
            '<div class="said" lang="{}" dir="{}"{}>{}{}{}{}</div>',
            side.lang,
            side.direction,
            fill(' id="{}"', self._other_id(clause)) if own else SafeString(""),
            self._writer.copy(self._id(row), place),
            text_html(placed),
            _below(marks, at),
            note_lines(side.notes.get(clause.path, ())),
        )

    def _joined(self, row: Row[Clause]) -> SafeString:
        """Says that two clauses are joined by their order, with the place of each in its text."""
        if row.joined == BY_PATH or row.one is None or row.other is None:
            return SafeString("")
        places = [side.nesting[clause.pk][1] for side, clause in zip(self.sides, (row.one, row.other), strict=True)]
        values = {"one": f"{self.sides[0].name} {places[0]}", "other": f"{self.sides[1].name} {places[1]}"}
        words = _("Joined by their order: %(one)s, %(other)s") % values
        return fill('<p class="by-order note" lang="{}" dir="ltr">{}</p>', _page_language(), words)

    def _cards(self, path: str, citations: Iterable[Iterable[Citation]]) -> _Cards:
        made = ClauseCards(path, self._names, self._numbered)
        spans = []
        for side, found in zip(self.sides, citations, strict=True):
            linked = []
            for citation, card in made.cite(found, self._pins, side.lang):
                marker = side.markers.get(citation.via_id or 0)
                if marker and card.language == side.lang and marker not in card.through:
                    card.through.append(marker)
                linked.append(LinkedSpan(citation.start, citation.end, card.id, card.ambiguous, card.number))
            spans.append(linked)
        self._numbered += len(made.cards)
        mark_again(made.cards, self._with_card)
        return _Cards(Beside(made.cards, [], []), spans)


def _below(marks: Sequence[FootnoteMark], at: str) -> SafeString:
    """The footnotes of a clause, each once, below its words. Their ids begin with ``at``. A footnote of an Arabic text
    can be in Latin letters, so its own words give its direction."""
    notes = {mark.footnote_id: mark.footnote for mark in marks if mark.footnote}
    return joined(
        fill('<p class="footnote" id="{}-n{}" dir="auto"><sup>{}</sup> {}</p>', at, str(number), note.marker, note.text)
        for number, note in enumerate(notes.values(), 1)
    )


def _linked(marks: Sequence[FootnoteMark], at: str) -> list[LinkedMark]:
    """The marks with links to the footnotes that ``_below`` writes."""
    numbers = {pk: number for number, pk in enumerate(dict.fromkeys(m.footnote_id for m in marks if m.footnote), 1)}
    return [
        LinkedMark(m.marker, m.at, note=f"{at}-n{numbers[m.footnote_id]}" if m.footnote_id in numbers else "")
        for m in marks
    ]


def _page_language() -> str:
    return get_language() or "zh-hans"
