"""The clauses of a revision with their cards, and the HTML of their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive.citing.segments import segments
from archive.models import Clause
from archive.models.clause import ClauseKind
from archive.views.labels import place
from archive.views.markup import fill
from archive.views.public.cards import Beside, Card, beside
from archive.views.public.clause_html import LinkedSegment, as_html, as_table
from archive.views.revision_content import RevisionContent


@dataclass(frozen=True, slots=True)
class PlacedClause:
    """A clause with its cards. ``place`` is its place in the words of a citation. ``text`` are the words to show."""

    clause: Clause
    text: str
    depth: int
    place: str
    cards: Beside


def placed_clauses(content: RevisionContent) -> list[PlacedClause]:
    """The clauses of a revision with their cards. The cards of cited documents are numbered through the whole text."""
    names = content.names()
    nested = nesting(content.clauses)
    found: list[PlacedClause] = []
    numbered = 0
    with_card: set[str] = set()
    for clause in content.clauses:
        cited, marks = content.citations.get(clause.pk, ()), content.marks.get(clause.pk, ())
        cards = beside(clause.path, cited, marks, names, content.pins, numbered)
        numbered += sum(card.number > 0 for card in cards.cards)
        mark_again(cards.cards, with_card)
        found.append(PlacedClause(clause, clause.text, *nested[clause.pk], cards))
    return found


def mark_again(cards: Iterable[Card], with_card: set[str]) -> None:
    """Marks the cards of documents that an earlier clause has a card of. ``with_card`` has their keys, and gets those
    of these cards."""
    about = [(card, card.about.key) for card in cards if card.about]
    for card, key in about:
        card.again = key in with_card
    with_card.update(key for _, key in about)


def nesting(clauses: Iterable[Clause]) -> dict[int, tuple[int, str]]:
    """Primary key of a clause → its depth, and its place in words. The clauses are in the order of their text."""
    found: dict[int, tuple[int, str]] = {}
    for clause in clauses:
        depth, holder = found.get(clause.parent_id or 0, (-1, ""))
        found[clause.pk] = depth + 1, place(clause, holder)
    return found


def text_html(row: PlacedClause, url: str = "") -> SafeString:
    """The label and the text of a clause as HTML. With ``url``, the label is a link. A template would double the time
    that the page takes."""
    clause, cards = row.clause, row.cards
    cut: list[LinkedSegment] = segments(row.text, clause.opening, cards.spans, cards.marks)
    if clause.kind == ClauseKind.TABLE:
        caption = fill("<caption>{}</caption>", clause.label) if clause.label else ""
        return fill(
            '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table>{}{}</table></div>',
            row.place,
            caption,
            as_table(cut),
        )
    label = SafeString("")
    if clause.label:
        label = fill("{}", clause.label) if not url else fill('<a href="{}">{}</a>', url, clause.label)
        label = fill('<span class="label">{}</span>', label)
    around = '<h2 class="words">{}{}</h2>' if clause.kind == ClauseKind.HEADING else '<p class="words">{}{}</p>'
    return fill(around, label, as_html(cut))
