"""The cards beside a clause: one for each cited document, and one for each footnote that cites nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from archive.citing.pinpoints import Pin
from archive.models import Citation, Footnote, FootnoteMark
from archive.models.citation import Status
from archive.views.labels import Named, named
from archive.views.public.clause_html import LinkedMark, LinkedSpan

FOLD_BEYOND = 3  # a clause shows at most this many cards; the others are folded


@dataclass(slots=True)
class Quoted:
    """The exact words of a citation, its pinpoints, and the clauses that the pinpoints name."""

    exact: str
    pinpoints: dict[str, list[Pin]]


@dataclass(slots=True)
class Card:
    """A card beside a clause. ``about`` is the cited document; None if the card is for a footnote that cites nothing.

    ``about`` is also None if several documents could be meant (``candidates``).

    ``notes`` are the footnotes whose text this card shows. ``through`` are the markers of footnotes whose text an
    earlier card of the clause shows. ``number`` counts the cards of cited documents of the whole text from 1; 0 is
    the card of a footnote, which has its marker. ``again``: an earlier clause has a card of the same document.
    ``language`` is the value of ``lang`` for ``words``; "" is that of the page's text.
    """

    id: str
    start: int  # offset of the first citation in the text
    about: Named | None = None
    words: list[Quoted] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    through: list[str] = field(default_factory=list)
    ambiguous: bool = False
    candidates: list[Named] = field(default_factory=list)
    number: int = 0
    again: bool = False
    language: str = ""

    @property
    def path(self) -> str:
        """The path of the clause that has the card."""
        return self.id.rpartition("-")[0]

    def quote(self, exact: str, pinpoint: str, pins: list[Pin]) -> None:
        quoted = next((quoted for quoted in self.words if quoted.exact == exact), None)
        if quoted is None:
            self.words.append(quoted := Quoted(exact, {}))
        if pinpoint:
            quoted.pinpoints.setdefault(pinpoint, pins)


@dataclass(frozen=True, slots=True)
class Beside:
    """The cards of a text, and the spans and marks in the text that link to them."""

    cards: list[Card]
    spans: list[LinkedSpan]
    marks: list[LinkedMark]


def beside(
    path: str,
    citations: Iterable[Citation],
    marks: Sequence[FootnoteMark],
    names: MutableMapping[str, Named],
    pins: Mapping[int, list[Pin]],
    numbered: int = 0,
) -> Beside:
    """The cards of the clause ``path``, in the order of the text. ``pins`` are those of each citation.
    ``numbered`` is the number of the last card of the earlier clauses.

    The ``target`` of a citation has the attribute ``here``, which says whether the archive has the target's text.
    ``names`` is a cache of documents by key. The clauses of a page share the cache.
    """
    footnotes = {mark.footnote_id: mark.footnote for mark in marks if mark.footnote}
    made = ClauseCards(path, names, numbered)
    spans: list[LinkedSpan] = []
    card_of_note: dict[int, str] = {}
    for citation, card in made.cite(citations, pins):
        if citation.via_id in footnotes:
            _tell_through(card, footnotes[citation.via_id], card_of_note)
        spans.append(LinkedSpan(citation.start, citation.end, card.id, card.ambiguous, card.number))
    notes = _notes(path, marks, card_of_note)
    linked = [LinkedMark(m.marker, m.at, card_of_note.get(m.footnote_id or 0, "")) for m in marks]
    return Beside(sorted([*made.cards, *notes], key=lambda card: card.start), spans, linked)


class ClauseCards:
    """Gathers the cards of a clause: one for each document that is cited in any of its texts.

    ``names`` and ``numbered`` as in ``beside``.
    """

    def __init__(self, path: str, names: MutableMapping[str, Named], numbered: int) -> None:
        self._path, self._names, self._numbered = path, names, numbered
        self._cards: dict[tuple[str, ...], Card] = {}

    @property
    def cards(self) -> list[Card]:
        """The cards of the documents that the first text cites, in the order of its words; then those of the others."""
        return [*self._cards.values()]

    def cite(
        self, citations: Iterable[Citation], pins: Mapping[int, list[Pin]], language: str = ""
    ) -> Iterator[tuple[Citation, Card]]:
        """The citations of a text in the order of its words, each with its card. A card has the words of the first text
        that cites the document. ``language``: as in ``Card``."""
        known = {*self._cards}
        for citation in sorted(citations, key=lambda c: (c.start, c.position)):
            group = _group(citation)
            if group not in self._cards:
                number = len(self._cards) + 1
                card_id = f"{self._path}-c{number}"
                self._cards[group] = _card(card_id, self._numbered + number, citation, self._names)
                self._cards[group].language = language
            card = self._cards[group]
            if group not in known:
                card.quote(citation.exact, citation.pinpoint, pins.get(citation.pk, []))
            yield citation, card


def _key(citation: Citation) -> str:
    return citation.target.key if citation.target else citation.key


def _group(citation: Citation) -> tuple[str, ...]:
    """The key of a citation's group. All citations of a group have one card.

    A group has the citations of one document, or ambiguous citations with the same words and the same candidates.
    """
    ambiguous = citation.status == Status.AMBIGUOUS
    return (citation.exact, *citation.candidates) if ambiguous else (_key(citation),)


def _card(card_id: str, number: int, citation: Citation, names: MutableMapping[str, Named]) -> Card:
    if citation.status == Status.AMBIGUOUS:
        candidates = [names.get(key) or named(key) for key in citation.candidates]
        return Card(card_id, citation.start, ambiguous=True, candidates=candidates, number=number)
    key = _key(citation)
    if key not in names:
        names[key] = named(key, citation.target, here=getattr(citation.target, "here", False))
    return Card(card_id, citation.start, about=names[key], number=number)


def _notes(path: str, marks: Iterable[FootnoteMark], card_of_note: dict[int, str]) -> list[Card]:
    """The cards of the footnotes that have no card yet. These footnotes are added to ``card_of_note``."""
    notes: list[Card] = []
    for mark in marks:
        if mark.footnote and mark.footnote.pk not in card_of_note:
            note = Card(f"{path}-n{len(notes) + 1}", mark.at, notes=[mark.footnote])
            card_of_note[mark.footnote.pk] = note.id
            notes.append(note)
    return notes


def _tell_through(card: Card, footnote: Footnote, card_of_note: dict[int, str]) -> None:
    """Adds a footnote to a card.

    The first card with a citation through the footnote shows the text of the footnote. Later cards of the clause show
    only its marker.
    """
    if card_of_note.setdefault(footnote.pk, card.id) == card.id:
        if footnote not in card.notes:
            card.notes.append(footnote)
    elif footnote.marker not in card.through:
        card.through.append(footnote.marker)
