"""The cards beside a clause: one for each document that it cites, and for each footnote that cites none."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field

from archive.models import Citation, Footnote, FootnoteMark
from archive.models.citation import Status
from archive.views.labels import Named, named
from archive.views.public.clause_html import LinkedMark, LinkedSpan

FOLD_BEYOND = 3  # a clause's other cards are folded


@dataclass(slots=True)
class Quoted:
    """Words that cite, and the places in the document that they name."""

    exact: str
    pinpoints: list[str]


@dataclass(slots=True)
class Card:
    """``about`` is the document; None for a footnote by itself, and where more than one could be meant: these are
    then ``candidates``. ``notes`` are the footnotes whose text stands in this card, ``through`` the marks of those
    whose text stands in an earlier card of the clause."""

    id: str
    about: Named | None = None
    words: list[Quoted] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    through: list[str] = field(default_factory=list)
    ambiguous: bool = False
    candidates: list[Named] = field(default_factory=list)

    def quote(self, exact: str, pinpoint: str) -> None:
        quoted = next((quoted for quoted in self.words if quoted.exact == exact), None)
        if quoted is None:
            self.words.append(quoted := Quoted(exact, []))
        if pinpoint and pinpoint not in quoted.pinpoints:
            quoted.pinpoints.append(pinpoint)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a text, and where in the text it is cited."""

    cards: list[Card]
    spans: list[LinkedSpan]
    marks: list[LinkedMark]

    @property
    def shown(self) -> list[Card]:
        return self.cards[:FOLD_BEYOND]

    @property
    def folded(self) -> list[Card]:
        return self.cards[FOLD_BEYOND:]


def beside(
    path: str,
    citations: Iterable[Citation],
    marks: Sequence[FootnoteMark],
    names: MutableMapping[str, Named],
) -> Beside:
    """The cards of the clause ``path``, in the order of the words that they belong to.

    Citations need ``target``, and that ``here`` (whether its text is in the archive). ``names`` has what is known of
    documents by their keys, and keeps what is found out here for the clauses to come.
    """
    footnotes = {mark.footnote_id: mark.footnote for mark in marks if mark.footnote}
    cards: dict[tuple[str, ...], Card] = {}
    starts: dict[str, int] = {}
    spans: list[LinkedSpan] = []
    card_of_note: dict[int, str] = {}

    for citation in sorted(citations, key=lambda c: (c.start, c.position)):
        ambiguous = citation.status == Status.AMBIGUOUS
        key = citation.target.key if citation.target else citation.key
        group = (citation.exact, *citation.candidates) if ambiguous else (key,)
        card = cards.get(group)
        if card is None:
            card = cards[group] = Card(f"{path}-c{len(cards) + 1}", ambiguous=ambiguous)
            starts[card.id] = citation.start
            if ambiguous:
                card.candidates = [names.get(k) or named(k) for k in citation.candidates]
            else:
                if key not in names:
                    names[key] = named(key, citation.target, here=getattr(citation.target, "here", False))
                card.about = names[key]
        card.quote(citation.exact, citation.pinpoint)
        if citation.via_id in footnotes:
            _tell_through(card, footnotes[citation.via_id], card_of_note)
        spans.append(LinkedSpan(citation.start, citation.end, card.id, ambiguous))

    notes: list[Card] = []
    for mark in marks:
        if mark.footnote and mark.footnote_id not in card_of_note:
            note = Card(f"{path}-n{len(notes) + 1}", notes=[mark.footnote])
            card_of_note[mark.footnote.pk] = note.id
            starts[note.id] = mark.at
            notes.append(note)
    ordered = sorted([*cards.values(), *notes], key=lambda card: starts[card.id])
    linked = [LinkedMark(m.marker, m.at, card_of_note.get(m.footnote_id or 0, "")) for m in marks]
    return Beside(ordered, spans, linked)


def _tell_through(card: Card, footnote: Footnote, card_of_note: dict[int, str]) -> None:
    """The footnote's text stands once a clause, in the first card that came through it."""
    if card_of_note.setdefault(footnote.pk, card.id) == card.id:
        if footnote not in card.notes:
            card.notes.append(footnote)
    elif footnote.marker not in card.through:
        card.through.append(footnote.marker)
