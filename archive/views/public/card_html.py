"""Writes the HTML beside a clause: its cards, and the link that offers copies of the clause.

A long resolution has a hundred cards, and a template takes too long for them. This module makes the HTML of a document
only once for each page. ``fill`` escapes every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.citing.pinpoints import Pin
from archive.views.labels import Named, address, day, place_in
from archive.views.markup import fill, joined
from archive.views.pinned import Pinning
from archive.views.public.cards import FOLD_BEYOND, Beside, Card, Quoted
from archive.views.public.clause_html import note_number
from archive.views.public.way import Way
from archive.views.title_html import NOTHING, date_note, title_html, title_note


class CardWriter:
    """Writes the cards of one page.

    ``lang`` is the language of the text that the cards quote. ``way`` leads on from this text to those that it cites.
    """

    def __init__(self, lang: str, way: Way) -> None:
        self.lang, self.way = lang, way
        self._about: dict[str, SafeString] = {}

    @cached_property
    def _language(self) -> str:
        return get_language() or "zh-hans"

    @cached_property
    def _here(self) -> str:
        return _("In the archive")

    @cached_property
    def _official(self) -> str:
        return _("Official copy")

    @cached_property
    def _footnote(self) -> str:
        return _("Footnote %(marker)s")

    @cached_property
    def _through(self) -> str:
        return _("through footnote %(marker)s")

    @cached_property
    def _cited_in(self) -> str:
        return _("Cited in %(place)s")

    @cached_property
    def _show_clauses(self) -> str:
        return _("Show the cited paragraphs")

    @cached_property
    def _show_in_brief(self) -> str:
        return _("Show in brief")

    @cached_property
    def _copy(self) -> str:
        return _("Copy citation")

    def copy(self, path: str, place: str) -> SafeString:
        """The link before a clause. The script of the page makes it offer the address, a quotation and the text of the
        clause. Without scripts, the link leads to the address of the clause."""
        return fill(
            '<a class="copy" href="#{0}" data-place="{1}" lang="{2}">{3}<span class="unseen"> {1}</span></a>',
            path,
            place,
            self._language,
            self._copy,
        )

    def beside(
        self, beside: Beside, place: str, citing: Iterable[Pinning] = (), shown: int = FOLD_BEYOND
    ) -> SafeString:
        """All cards of a clause, and the citations in other resolutions that name the clause.

        The first cards, ``shown`` of them, are shown. The other cards and the citations are folded.
        """
        beside_it = joined((self._all_cards(beside.cards, place, shown), self._citing(citing)))
        if not beside_it:
            return NOTHING
        return fill('<div class="beside" lang="{}" dir="ltr">{}</div>', self._language, beside_it)

    def _all_cards(self, cards: Sequence[Card], place: str, shown: int) -> SafeString:
        if not cards:
            return NOTHING
        folded = NOTHING
        if more := len(cards[shown:]):
            folded = fill(
                '<details class="more"><summary>{}</summary><ul class="cards">{}</ul></details>',
                ngettext("%(count)s more", "%(count)s more", more) % {"count": more},
                self._cards(cards[shown:]),
            )
        return fill(
            '<ul class="cards" aria-label="{}">{}</ul>{}',
            self._cited_in % {"place": place},
            self._cards(cards[:shown]),
            folded,
        )

    def _citing(self, citations: Iterable[Pinning]) -> SafeString:
        """The list of the clauses that cite this clause by a pinpoint. Each citing clause is listed once."""
        clauses = {citation.clause: citation for citation in citations}
        if not clauses:
            return NOTHING
        said = ngettext(
            "Cited by %(count)s paragraph elsewhere", "Cited by %(count)s paragraphs elsewhere", len(clauses)
        ) % {"count": len(clauses)}
        listed = (
            fill(
                '<li><a href="{}#{}"><span class="symbol">{}</span> {}</a></li>',
                address(each.resolution, True),
                each.path,
                each.resolution,
                place_in(each.places),
            )
            for each in clauses.values()
        )
        return fill('<details class="more pinning"><summary>{}</summary><ul>{}</ul></details>', said, joined(listed))

    def _cards(self, cards: Iterable[Card]) -> SafeString:
        return joined(
            fill(
                '<li class="card{}" id="{}"{}>{}</li>',
                " again" if card.again else "",
                card.id,
                note_number(card.number),
                self._card(card),
            )
            for card in cards
        )

    def _card(self, card: Card) -> SafeString:
        if card.about:
            head = self._document(card.about)
        elif card.ambiguous:
            head = self._candidates(card.candidates)
        else:
            head = NOTHING
        opens = self._opens(card, card.about) if card.about and card.about.here else NOTHING
        return fill("{}{}{}{}", head, self._quoted(card), opens, self._notes(card))

    def _document(self, about: Named) -> SafeString:
        """The head of a card. It is made once for each document, because a document can be beside many clauses."""
        if about.key in self._about:
            return self._about[about.key]
        symbol = fill(' <span class="symbol">{}</span>', about.symbol) if about.title and about.symbol else ""
        facts = [
            fill("<span>{}</span>", fact)
            for fact in (_day(about), about.adoption, self._here if about.here else "")
            if fact
        ]
        official = NOTHING
        if about.official_url:
            official = fill('<a href="{}" rel="external">{}</a>', about.official_url, self._official)
            facts.append(official)
        # Often only the symbol of a document is known. The card is then as short as possible.
        bare = facts == [official] and not about.title
        written = fill(
            '<p class="kind">{}{}{}</p><p class="name"><a href="{}">{}</a>{}</p>{}',
            about.kind,
            symbol,
            fill(" {}", official) if bare else NOTHING,
            about.url,
            title_html(about),
            fill(" {}", note) if (note := title_note(about, brief=True)) else NOTHING,
            NOTHING if bare or not facts else fill('<p class="facts">{}</p>', joined(facts, " ")),
        )
        self._about[about.key] = written
        return written

    def _candidates(self, candidates: list[Named]) -> SafeString:
        said = _("More than one document could be meant") if candidates else _("Which document is meant is not clear")
        return fill('<p class="kind">{}</p>{}', said, joined(map(_candidate, candidates)))

    def _quoted(self, card: Card) -> SafeString:
        if not card.words:
            return NOTHING
        text = card.about.url if card.about and card.about.here else ""
        lang = card.language or self.lang
        quoted = [fill(' <span lang="{}">{}</span>', lang, _words(words, text)) for words in card.words]
        quoted += [fill(" <span>{}</span>", self._through % {"marker": marker}) for marker in card.through]
        return fill('<p class="exact">{}</p>', joined(quoted))

    def _opens(self, card: Card, about: Named) -> SafeString:
        """The link to the cited words. The script of the page opens them inside the card."""
        pins = (pin for words in card.words for found in words.pinpoints.values() for pin in found)
        places = list(dict.fromkeys(anchor for pin in pins for anchor in pin.anchors))
        return fill(
            '<p class="opening"><a class="opens" href="{}">{}<span class="unseen"> {}</span></a></p>',
            self.way.on(about.key, places, card.path),
            self._show_clauses if places else self._show_in_brief,
            about.symbol,
        )

    def _notes(self, card: Card) -> SafeString:
        return joined(
            fill(
                '<p class="note"><span class="marker">{}</span> <span lang="{}">{}</span></p>',
                self._footnote % {"marker": note.marker},
                self.lang,
                note.text,
            )
            for note in card.notes
        )


def _candidate(document: Named) -> SafeString:
    """A document that could be meant. Its symbol and its date tell it apart from others with the same title."""
    facts = [document.symbol if document.title else "", day(document.date)]
    return fill(
        '<p class="name"><a href="{}">{}</a> <span class="title-note">{}</span></p>',
        document.url,
        title_html(document),
        joined((fill("<span>{}</span>", fact) for fact in facts if fact), " "),
    )


def _words(words: Quoted, text: str) -> SafeString:
    """Cited words and their pinpoints as HTML. A pinpoint in the words, such as 其附件2, is not repeated after them."""
    after = dict(words.pinpoints)
    inside = next((place for place in after if words.exact.endswith(place)), "")
    end = _place(inside, after.pop(inside), text) if inside else NOTHING
    places = joined(fill(" {}", _place(place, pins, text)) for place, pins in after.items())
    return fill("<q>{}{}</q>{}", words.exact.removesuffix(inside), end, places)


def _place(pinpoint: str, pins: Iterable[Pin], text: str) -> SafeString:
    """The words of a pinpoint as HTML. If words name a clause, they become a link to this clause.

    ``text`` is the address of the cited text.
    """
    html, done = NOTHING, 0
    for pin in pins:
        if pin.anchors and text:
            words = pinpoint[pin.start : pin.end]
            html += fill('{}<a href="{}#{}">{}</a>', pinpoint[done : pin.start], text, pin.anchors[0], words)
            done = pin.end
    return html + fill("{}", pinpoint[done:])


def _day(about: Named) -> str:
    """The day of a document on a card. A day in citing texts leads to the newest of them."""
    if about.given_date:
        return fill("{} {}", day(about.given_date.date), date_note(about.given_date, brief=True))
    return day(about.date)
